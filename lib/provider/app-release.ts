/** The release of an app: its image, the credentials of the image's registry, and its environment variables. */
import { type App, linkedId } from '../api';
import { isUnknown, type Unknown } from '../plugin/values';
import { type Draft, type Given, imageVariables, type resources, type State } from '../schema';
import type { Call } from './call';
import type { Planned } from './resource';
import { changedFields, withoutNulls } from './values';

type Definition = typeof resources.aptible_app;
type WantedApp = Planned<Definition>;
type Variables = Readonly<Record<string, string>>;
type VariableFields = Pick<WantedApp, 'config' | 'secret_config' | 'secret_config_wo_version'>;
type ReleasedFrom = Pick<WantedApp, 'release_mode' | 'external_config'>;
type ImageFields = Pick<
  WantedApp,
  'docker_image' | 'private_registry_username' | 'private_registry_password' | 'private_registry_password_wo_version'
>;

/** Whether the app is released from elsewhere: its image is not looked at, once it is there. */
export const isExternal = ({ release_mode: mode }: Pick<Draft<Definition, Unknown>, 'release_mode'>): boolean =>
  mode === 'external';

/** The variables that are set from elsewhere. */
export const externalKeys = (app: ReleasedFrom): string[] => [
  ...(app.external_config ?? []),
  ...(isExternal(app) ? Object.keys(imageVariables) : []),
];

/** Kept beside the state. */
export interface Private {
  /** The snapshots that the values in the state come from: they never change, so they are fetched only when the app has other ones. */
  readonly configuration?: number;
  readonly setting?: number;
  /** The names of the variables of `secret_config_wo`, which `config` leaves out. */
  readonly writeOnly?: readonly string[];
  /** The password at the registry is that of `private_registry_password_wo`, which the state leaves out. */
  readonly writeOnlyPassword?: true;
  /** Between an import and its first read: the state takes in everything. */
  readonly imported?: true;
}

/** The values that a configuration gives at an apply only. */
interface WriteOnly {
  readonly variables: Variables;
  readonly password: string | null;
}

export const writeOnlyOf = (config: Given<Definition>): WriteOnly => ({
  variables: config.secret_config_wo ?? {},
  password: config.private_registry_password_wo,
});

/** What is remembered of write-only values, of which a state holds nothing. */
export function remember({ variables, password }: WriteOnly, before: Private = {}): Private {
  const keys = [...new Set([...(before.writeOnly ?? []), ...Object.keys(variables)])];
  const isPassword = password !== null || before.writeOnlyPassword;
  return { writeOnly: keys, ...(isPassword && { writeOnlyPassword: true }) };
}

export const snapshotsOf = (record: App) => ({
  configuration: linkedId(record, 'current_configuration'),
  setting: linkedId(record, 'current_setting'),
});

/** Stands for what the containers run: none of these ever changes, so an app has another one after each release. */
export function releaseOf(record: App): string | null {
  const image = linkedId(record, 'current_image');
  const { configuration, setting } = snapshotsOf(record);
  return image === undefined ? null : [image, configuration ?? 0, setting ?? 0].join('-');
}

/** The names in `secret_config_wo` that have come or gone while its version stayed. Terraform's own plan does not show them. */
export function unseenKeys(
  prior: State<Definition>,
  config: Draft<Definition, Unknown>,
  remembered: readonly string[],
): string[] {
  const { secret_config_wo: declared, secret_config_wo_version: version } = config;
  if (isUnknown(declared) || version !== prior.secret_config_wo_version) return [];
  const keys = Object.keys(declared ?? {});
  return [...remembered, ...keys].filter((key) => !(remembered.includes(key) && keys.includes(key))).sort();
}

/**
 * Stands in `config` for the value of a variable that nobody has declared: one that was set outside of Terraform, or any after an import.
 * `config` is shown in plans, and a read cannot know whether the value is a secret.
 */
export const hiddenValue = '(value not shown: set outside of Terraform)';

/** The names of the variables that are in the state without their values. */
export const hiddenKeys = ({ config }: Pick<State<Definition>, 'config'>): string[] =>
  Object.entries(config ?? {}).flatMap(([key, value]) => (value === hiddenValue ? [key] : []));

/**
 * The one operation that brings image, credentials and variables to what is wanted; undefined when they are. `remembered` says which
 * write-only values were set before; `revealed` has the values of variables that the state has without.
 */
export function releaseBody(
  before: State<Definition> | null,
  wanted: WantedApp,
  writeOnly: WriteOnly,
  remembered: Private = {},
  revealed: Variables = {},
) {
  const again = before !== null && wanted.deploy_trigger !== null && wanted.deploy_trigger !== before.deploy_trigger;
  const env = changedVariables(before, wanted, writeOnly.variables, remembered.writeOnly ?? [], revealed);
  if (before !== null && isExternal(wanted)) return env && { type: 'configure', env };
  // What was released from elsewhere may have any image.
  const isUnseen = before !== null && isExternal(before);
  const settings = changedFields(
    // Naming the image makes the platform fetch it, also when its name is the same.
    isUnseen ? {} : { APTIBLE_DOCKER_IMAGE: again ? '' : (before?.docker_image ?? '') },
    { APTIBLE_DOCKER_IMAGE: wanted.docker_image ?? '' },
  );
  const changed = changedCredentials(isUnseen ? 'unseen' : before, wanted, writeOnly, remembered);
  if (!env && !settings && !changed) return undefined;
  const imageChanges =
    settings !== undefined ||
    changed !== undefined ||
    Object.keys(env ?? {}).some((key) => Object.hasOwn(imageVariables, key));
  const { password } = writeOnly;
  // Whether it is another one, only the platform knows: each deploy takes it along.
  const credentials =
    imageChanges && password !== null ? { ...changed, APTIBLE_PRIVATE_REGISTRY_PASSWORD: password } : changed;
  return {
    // An app whose image is taken away goes on with what runs, until the next git push: there is nothing to deploy.
    type: imageChanges && namesImage(wanted) ? 'deploy' : 'configure',
    ...(env && { env }),
    ...(settings && { settings }),
    ...(credentials && { sensitive_settings: credentials }),
  };
}

/** Whether an image is named, or may turn out to be. */
export function namesImage({
  docker_image,
  config,
}: Pick<Draft<Definition, Unknown>, 'docker_image' | 'config'>): boolean {
  return docker_image !== null || isUnknown(config) || (config?.APTIBLE_DOCKER_IMAGE ?? null) !== null;
}

/**
 * What the platform has of the image, where the configuration names it: a variable that `known` has as one is one, although the platform may
 * have made a setting of it.
 */
export function asNamed<
  V extends { config: VariableFields['config'] },
  I extends Omit<ImageFields, 'private_registry_password_wo_version'>,
>(variables: V, image: I, known: VariableFields & ImageFields): { variables: V; image: I } {
  const named = Object.entries(imageVariables).filter(
    ([key, field]) => known.config?.[key] !== undefined && known[field] === null && image[field] !== null,
  );
  const moved = named.flatMap(([key, field]) =>
    variables.config?.[key] === undefined ? [[key, image[field]!] as const] : [],
  );
  const same = named.filter(([key, field]) => [undefined, image[field]].includes(variables.config?.[key]));
  return {
    variables: {
      ...variables,
      ...(moved.length > 0 && { config: { ...variables.config, ...Object.fromEntries(moved) } }),
    },
    image: { ...image, ...Object.fromEntries(same.map(([, field]) => [field, null])) },
  };
}

/** The credentials whose change makes a deploy. A write-only password does so with another version alone. */
function changedCredentials(
  before: ImageFields | 'unseen' | null,
  wanted: ImageFields,
  { password }: WriteOnly,
  { writeOnlyPassword }: Private,
) {
  const known = before === 'unseen' ? null : before;
  const version = wanted.private_registry_password_wo_version;
  const anew = version !== null && version !== known?.private_registry_password_wo_version;
  return changedFields(
    before === 'unseen'
      ? {}
      : {
          APTIBLE_PRIVATE_REGISTRY_USERNAME: known?.private_registry_username ?? '',
          APTIBLE_PRIVATE_REGISTRY_PASSWORD: writeOnlyPassword ? undefined : (known?.private_registry_password ?? ''),
        },
    {
      APTIBLE_PRIVATE_REGISTRY_USERNAME: wanted.private_registry_username ?? '',
      APTIBLE_PRIVATE_REGISTRY_PASSWORD:
        password === null ? (wanted.private_registry_password ?? '') : anew ? password : undefined,
    },
  );
}

/** The variables to send. The platform merges them into those that it has, and removes one whose value is empty. */
function changedVariables(
  before: VariableFields | null,
  wanted: VariableFields & ReleasedFrom,
  writeOnly: Variables,
  remembered: readonly string[],
  revealed: Variables,
) {
  const seen = { ...before?.config, ...before?.secret_config, ...revealed };
  const gone = remembered.filter((key) => !Object.hasOwn(writeOnly, key));
  const removed = Object.fromEntries([...Object.keys(seen), ...gone].map((key) => [key, '']));
  const anew = wanted.secret_config_wo_version !== (before?.secret_config_wo_version ?? null);
  const variables = {
    ...changedFields<Variables>(seen, { ...removed, ...wanted.config, ...wanted.secret_config }),
    ...Object.fromEntries(Object.entries(writeOnly).filter(([key]) => anew || !remembered.includes(key))),
  };
  const external = before === null ? [] : externalKeys(wanted);
  const own = Object.entries(variables).filter(([key]) => !external.includes(key));
  return own.length === 0 ? undefined : Object.fromEntries(own);
}

/** The values that the app has, of variables that the state has without and that are declared now: those that are the same are not sent. */
export async function revealedVariables(
  before: State<Definition>,
  wanted: WantedApp,
  read: () => Promise<Variables>,
): Promise<Variables> {
  const declared = new Map(Object.entries({ ...wanted.config, ...wanted.secret_config }));
  const keys = hiddenKeys(before).filter((key) => (declared.get(key) ?? hiddenValue) !== hiddenValue);
  if (keys.length === 0) return {};
  const variables = await read();
  return Object.fromEntries(keys.map((key) => [key, variables[key] ?? '']));
}

export async function currentVariables(
  record: App,
  { reader }: Pick<Call, 'reader'>,
  signal: AbortSignal,
): Promise<Variables> {
  const { configuration } = snapshotsOf(record);
  return configuration === undefined ? {} : withoutNulls((await reader.configuration(configuration, signal)).env);
}

/** The variables as the platform has them. It has one set: which are secret is for the configuration to say, and so for `known`. */
export async function variablesOf(
  record: App,
  known: VariableFields & ReleasedFrom,
  call: Call<Private>,
): Promise<VariableFields> {
  const { private: remembered } = call;
  const { configuration } = snapshotsOf(record);
  if (configuration !== undefined && configuration === remembered?.configuration) return known;
  const variables = await currentVariables(record, call, call.signal);
  const writeOnly = remembered?.writeOnly ?? [];
  const secretKeys = Object.keys(known.secret_config ?? {});
  const declared = new Map(Object.entries(known.config ?? {}).filter(([, value]) => value !== hiddenValue));
  const pick = (belongs: (key: string) => boolean): Variables =>
    Object.fromEntries(Object.entries(variables).filter(([key]) => belongs(key)));
  const notInConfig = [...secretKeys, ...writeOnly, ...externalKeys(known)];
  const others = pick((key) => !notInConfig.includes(key));
  return {
    config: emptyAs(
      known.config,
      Object.fromEntries(Object.entries(others).map(([key, value]) => [key, declared.has(key) ? value : hiddenValue])),
    ),
    secret_config: emptyAs(
      known.secret_config,
      pick((key) => secretKeys.includes(key)),
    ),
    // One that is missing was unset by hand: without a version, the next plan sets them anew.
    secret_config_wo_version: writeOnly.every((key) => Object.hasOwn(variables, key))
      ? known.secret_config_wo_version
      : null,
  };
}

/** No variables is written as null or as {}: what the state has, stays. */
const emptyAs = (known: Variables | null, variables: Variables) =>
  Object.keys(variables).length > 0 ? variables : known === null ? null : {};

/** The image and its credentials as the platform has them. */
export async function imageOf(
  record: App,
  known: ImageFields & Pick<VariableFields, 'config'> & ReleasedFrom,
  { reader, signal, private: remembered }: Call<Private>,
): Promise<ImageFields> {
  if (isExternal(known)) return known;
  const { setting } = snapshotsOf(record);
  const { private_registry_password_wo_version } = known;
  if (setting === undefined) return { ...noImage, private_registry_password_wo_version };
  // A variable that has gone may have become a setting.
  const hasVariables = Object.keys(known.config ?? {}).some((key) => Object.hasOwn(imageVariables, key));
  const isSame = !hasVariables || snapshotsOf(record).configuration === remembered?.configuration;
  if (setting === remembered?.setting && isSame) return known;
  const { settings, sensitive_settings } = await reader.setting(setting, signal);
  const username = sensitive_settings.APTIBLE_PRIVATE_REGISTRY_USERNAME || null;
  const password = sensitive_settings.APTIBLE_PRIVATE_REGISTRY_PASSWORD || null;
  const isWriteOnly = remembered?.writeOnlyPassword ?? false;
  return {
    docker_image: settings.APTIBLE_DOCKER_IMAGE || null,
    // A write-only password that was unset by hand is seen by this: the two are of use together only.
    private_registry_username: isWriteOnly && password === null ? null : username,
    private_registry_password: isWriteOnly ? null : password,
    private_registry_password_wo_version,
  };
}

export const noImage = { docker_image: null, private_registry_username: null, private_registry_password: null };
