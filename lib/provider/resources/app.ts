import { isDeepStrictEqual } from 'node:util';
import { type App, appShape, requiredId } from '../../api';
import { equal } from '../../plugin/codec';
import type { Diagnostics } from '../../plugin/diagnostics';
import { impliedType } from '../../plugin/schema';
import { isObject, isUnknown, type Unknown, unknown } from '../../plugin/values';
import { type Draft, resources, type State } from '../../schema';
import {
  asNamed,
  currentVariables,
  externalKeys,
  hiddenKeys,
  hiddenValue,
  imageOf,
  isExternal,
  namesImage,
  noImage,
  type Private,
  releaseBody,
  releaseOf,
  remember,
  revealedVariables,
  snapshotsOf,
  unseenKeys,
  variablesOf,
  writeOnlyOf,
} from '../app-release';
import {
  applyServices,
  existingServices,
  type SeenApp,
  serviceStates,
  settingsSteps,
  warnOfMissingServices,
} from '../app-services';
import type { Call } from '../call';
import { splitImportId } from '../app-import';
import { findForImport } from '../import-id';
import { createRecord, isWithoutOperations } from '../new-record';
import { handleIsFree, servicesExist } from '../plan-checks';
import { closingRead, deprovision, runOperation, stillThere } from '../records';
import { type Found, type Planned, resource } from '../resource';
import { familyIn } from '../values';
import { reading, type Work } from '../work';

const definition = resources.aptible_app;

type Definition = typeof definition;
type DraftServices = Exclude<Draft<Definition, Unknown>['service'], Unknown>;

export const app = resource<Definition, Private>(definition, {
  plan({ prior, config, planned }, call) {
    refuseHiddenValues(prior, config, call.diagnostics);
    if (prior === null) {
      if (!namesImage(planned)) refuseServices(planned, call.diagnostics);
      return;
    }
    warnOfUndeclared(prior, config, call.diagnostics);
    const unseen = unseenKeys(prior, config, call.private?.writeOnly ?? []);
    if (unseen.length > 0) {
      call.diagnostics.warning(
        `secret_config_wo has changed, and secret_config_wo_version has not: ${unseen.join(', ')}`,
        'Terraform keeps nothing of write-only values, so that this change is no reason for an update. Give secret_config_wo_version another number.',
        ['secret_config_wo_version'],
      );
      // They are no reason for an update, but another one sets them.
      if (!equal(planned, prior, impliedType(definition))) planned.release = unknown;
    }
    if (!isUnknown(planned.service)) warnOfUnmanaged(prior.service, planned.service, call.diagnostics);
    call.run.plansApp(appId(prior), isUnknown(planned.release));
  },

  checks({ prior, planned }) {
    if (prior === null) return [handleIsFree('apps', planned, isUntouched)];
    // A release may bring other services.
    if (isUnknown(planned.release) || isUnknown(planned.service)) return [];
    // A deploy from elsewhere may bring them yet.
    if (isExternal(planned)) return [];
    const known = prior.service.map(({ process_type }) => process_type);
    const added = planned.service.flatMap(({ process_type: type }) =>
      typeof type === 'string' && !known.includes(type) ? [type] : [],
    );
    return added.length === 0 ? [] : [servicesExist(appId(prior), prior.env_id, added)];
  },

  async create({ wanted, config }, work, call) {
    const { platform, reader } = call;
    const writeOnly = writeOnlyOf(config);
    const environmentId = wanted.env_id;
    const path = `/accounts/${environmentId}/apps`;
    const record = await createRecord(call, work, {
      type: definition.name,
      what: `the app "${wanted.handle}"`,
      path,
      identity: wanted.handle,
      create: () => platform.post(path, appShape, { handle: wanted.handle }, { signal: work.lateSignal }),
      find: () => reader.withHandle('apps', wanted.handle, environmentId, work.signal),
      isUnused: async ({ id, status }) =>
        status === 'pending' && (await isWithoutOperations(`/apps/${id}`, work, call)),
    });
    call.private = remember(writeOnly);
    call.keep({ ...idsOf(record), ...nothingDone, ...noImage, config: null, secret_config: null, service: [] });

    const release = releaseBody(null, wanted, writeOnly);
    if (release !== undefined) {
      await work.run(`${release.type} the app "${wanted.handle}"`, () =>
        runOperation(call, work, `/apps/${record.id}`, environmentId, release, { after: 0 }),
      );
    }
    // The plan has told of services that a deploy from elsewhere is to bring.
    const areThere = release !== undefined || !isExternal(wanted);
    const seen = areThere ? await applyServices(wanted, record.id, work, call, { after: 0 }) : undefined;
    const known = { ...idsOf(record), ...(release === undefined && { release: releaseOf(record) }) };
    return finish(wanted, nothingDone, { known, seen }, record.id, work, call);
  },

  async read(known, call) {
    return reading(`the app "${known.handle}"`, call, async () => {
      // Those that it has are asked for their policies next.
      if (known.service.length > 0 && !isExternal(known))
        call.reader.expect('service_sizing_policies', known.env_id, call);
      const record = await call.reader.find('apps', appId(known), { environmentId: known.env_id, signal: call.signal });
      return record === undefined ? null : await stateOf(record, known, call);
    });
  },

  async update({ before, wanted, config }, work, call) {
    const { platform } = call;
    const writeOnly = writeOnlyOf(config);
    const remembered = call.private;
    const id = appId(before);
    const revealed = await work.must(`read the variables of the app "${before.handle}"`, () =>
      revealedVariables(before, wanted, async () => {
        const record = await call.reader.find('apps', id, { signal: work.signal, fresh: true });
        return currentVariables(stillThere(record, `The app "${before.handle}"`, id), call, work.signal);
      }),
    );
    const release = releaseBody(before, wanted, writeOnly, remembered, revealed);

    if (wanted.handle !== before.handle) {
      // First, so that the containers that a deploy starts have the new name.
      await work.run(`rename the app "${before.handle}" to "${wanted.handle}"`, async () => {
        await platform.put(`/apps/${id}`, appShape, { handle: wanted.handle }, { signal: work.signal });
        call.keep({ handle: wanted.handle });
      });
      if (release === undefined) {
        call.diagnostics.warning(
          `Log drains and metric drains show the app as "${before.handle}" until it is restarted`,
          'A rename does not restart the containers. The next deploy or configuration change does.',
        );
      }
    }
    let done = doneBy(before);
    if (release !== undefined) {
      const { services, after } = await existingServices(id, work, call);
      await work.all(settingsSteps(wanted, services, work, call));
      // Whatever comes of it, the next read has to look at the snapshots again, and to leave out what may have been set.
      call.private = remember(writeOnly, remembered);
      await work.run(`${release.type} the app "${wanted.handle}"`, async () => {
        await runOperation(call, work, `/apps/${id}`, before.env_id, release, { after });
        call.private = remember(writeOnly);
        const { config, secret_config, docker_image, private_registry_username, private_registry_password } = wanted;
        call.keep({ config, secret_config, docker_image, private_registry_username, private_registry_password });
        done = doneBy(wanted);
      });
    } else {
      call.private = { ...remembered, ...remember(writeOnly) };
      done = doneBy(wanted);
    }
    call.keep(done);
    const seen = await applyServices(wanted, id, work, call);
    const found = await finish(wanted, done, { known: {}, seen }, id, work, call);
    // What is looked at from now on is not in the state yet.
    if (!isDeepStrictEqual(externalKeys(before), externalKeys(wanted))) call.private = withoutSnapshots(call.private);
    return found;
  },

  async delete(known, work, call) {
    const id = appId(known);
    await work.must(`deprovision the app "${known.handle}"`, () =>
      deprovision(call, work, `/apps/${id}`, known.env_id),
    );
    call.reader.forget('apps', known.env_id, id);
  },

  async import(text, call) {
    const { id, writeOnly, ...declared } = splitImportId(text);
    const record = await findForImport(id, call, {
      thing: 'an app',
      source: call.reader.source('apps', call.signal),
    });
    call.private = { imported: true, ...(writeOnly.length > 0 && { writeOnly }) };
    return { ...idsOf(record), ...declared };
  },

  /** The official provider's SDK stores zero values for what is not set. */
  upgrade(state) {
    const { stop_timeout } = definition.blocks.service.attributes;
    return {
      ...state,
      service: blocksOf(state.service).map((service) => ({
        ...service,
        container_profile: familyIn(service),
        stop_timeout: service.stop_timeout ?? stop_timeout.default,
        autoscaling_policy: blocksOf(service.autoscaling_policy).map(upgradePolicy),
        service_sizing_policy: blocksOf(service.service_sizing_policy).map(upgradePolicy),
      })),
    };
  },
});

const appId = ({ id, app_id }: { id: string | null; app_id: number | null }): number => app_id ?? Number(id);

const isUntouched = ({ status, _embedded }: App): boolean => status === 'pending' && !_embedded.last_operation;

function idsOf(record: App) {
  return { id: String(record.id), app_id: record.id, env_id: requiredId(record, 'account'), git_repo: record.git_repo };
}

function refuseServices(planned: Draft<Definition, Unknown>, diagnostics: Diagnostics): void {
  const { service: services, handle } = planned;
  // A dynamic block over what is not known yet may have no element.
  if (isUnknown(services) || services.length === 0) return;
  if (isExternal(planned)) {
    const types = services.map(({ process_type }) => String(process_type));
    return warnOfMissingServices(String(handle), types, diagnostics);
  }
  diagnostics.error(
    'A new app without an image has no services',
    'Services come into being when an image is deployed, and no docker_image is given. Add docker_image; or, for an app that is deployed ' +
      'with git push or aptible deploy, write release_mode = "external": then the first apply after that sets its services up.',
    ['service'],
  );
}

/** A value that is not known cannot be sent: not to another app, nor to the one that replaces this one. */
function refuseHiddenValues(
  prior: State<Definition> | null,
  config: Draft<Definition, Unknown>,
  diagnostics: Diagnostics,
): void {
  const hidden = prior === null ? [] : hiddenKeys(prior);
  for (const name of ['config', 'secret_config', 'secret_config_wo'] as const) {
    const variables = config[name];
    if (isUnknown(variables)) continue;
    for (const [key, value] of Object.entries(variables ?? {})) {
      if (value !== hiddenValue || (name === 'config' && hidden.includes(key))) continue;
      diagnostics.error(
        `Invalid value of ${name}.${key}`,
        'it is the text that stands in a state for the value of a variable that was set outside of Terraform, and Terraform has never been ' +
          'told that value: give the value itself, or leave the key out',
        [name, key],
      );
    }
  }
}

function warnOfUndeclared(
  prior: State<Definition>,
  { config, secret_config, secret_config_wo, release_mode, external_config }: Draft<Definition, Unknown>,
  diagnostics: Diagnostics,
): void {
  const declared = [config, secret_config, secret_config_wo];
  if (declared.some(isUnknown) || isUnknown(release_mode) || isUnknown(external_config)) return;
  const names = (external_config ?? []).filter((name) => typeof name === 'string');
  const external = externalKeys({ release_mode, external_config: names });
  const left = hiddenKeys(prior).filter(
    (key) => !external.includes(key) && !declared.some((variables) => Object.hasOwn(variables ?? {}, key)),
  );
  if (left.length === 0) return;
  diagnostics.warning(
    `Variables that the configuration does not name are going to be unset: ${left.sort().join(', ')}`,
    `They were set outside of Terraform in the app "${prior.handle}", and their values are not shown, since they may be secrets. Add those that are to stay ` +
      'to config, secret_config or secret_config_wo; to leave all such variables alone, add ignore_changes = [config] to a block lifecycle.',
    ['config'],
  );
}

function warnOfUnmanaged(before: State<Definition>['service'], planned: DraftServices, diagnostics: Diagnostics): void {
  const left = before
    .map(({ process_type }) => process_type)
    .filter((type) => !planned.some(({ process_type }) => process_type === type || isUnknown(process_type)));
  if (left.length === 0) return;
  diagnostics.warning(
    `No longer managed: ${left.map((type) => `service "${type}"`).join(', ')}`,
    'A service belongs to its image, so that taking away its block does not stop it: it goes on with the size that it has. ' +
      'To stop it, set container_count = 0 first.',
    ['service'],
  );
}

/** The attributes that only tell what was done: the platform does not have them. */
const doneBy = ({
  secret_config_wo_version,
  private_registry_password_wo_version,
  deploy_trigger,
}: Planned<Definition>) => ({ secret_config_wo_version, private_registry_password_wo_version, deploy_trigger });

const nothingDone = {
  secret_config_wo_version: null,
  private_registry_password_wo_version: null,
  deploy_trigger: null,
};

/** Reads the state after an apply. When a step has failed, the next apply does again what `done` does not have. */
const finish = (
  wanted: Planned<Definition>,
  done: ReturnType<typeof doneBy>,
  { known, seen }: { readonly known: Partial<Found<Definition>>; readonly seen: SeenApp | undefined },
  id: number,
  work: Work,
  call: Call<Private>,
): Promise<Found<Definition>> =>
  closingRead(
    call,
    work,
    { kind: 'apps', id, what: `the app "${wanted.handle}"`, known, seen: seen?.record },
    (record) => {
      const options = { fresh: true, ...(record === seen?.record && { seen }) };
      return stateOf(record, work.failed ? { ...wanted, ...done } : wanted, call, options);
    },
  );

/** `known`: the state or plan that says which services are declared, and in which of several equal forms values are kept. */
async function stateOf(
  record: App,
  known: Planned<Definition>,
  call: Call<Private>,
  options: { readonly fresh?: boolean; readonly seen?: SeenApp | undefined } = {},
): Promise<Found<Definition>> {
  const { imported: all = false, writeOnly = [], writeOnlyPassword } = call.private ?? {};
  const [variablesThere, imageThere, service] = await Promise.all([
    variablesOf(record, known, call),
    imageOf(record, known, call),
    serviceStates(record, known, call, { all, ...options }),
  ]);
  const { variables, image } = asNamed(variablesThere, imageThere, known);
  // Last, when nothing can fail any more: the snapshots are those of the state.
  call.private = {
    ...snapshotsOf(record),
    ...(writeOnly.length > 0 && { writeOnly }),
    ...(writeOnlyPassword && { writeOnlyPassword }),
  };
  return {
    ...idsOf(record),
    handle: record.handle,
    config: variables.config,
    secret_config: variables.secret_config,
    secret_config_wo: null,
    secret_config_wo_version: variables.secret_config_wo_version,
    docker_image: image.docker_image,
    private_registry_username: image.private_registry_username,
    private_registry_password: image.private_registry_password,
    private_registry_password_wo: null,
    private_registry_password_wo_version: image.private_registry_password_wo_version,
    deploy_trigger: known.deploy_trigger,
    release: releaseOf(record),
    service,
  };
}

const withoutSnapshots = ({ configuration: _, setting: __, ...remembered }: Private = {}): Private => remembered;

const blocksOf = (stored: unknown) => (Array.isArray(stored) ? stored.filter(isObject) : []);

const upgradePolicy = (policy: Record<string, unknown>) => ({
  ...policy,
  use_horizontal_scale: policy.use_horizontal_scale ?? false,
});
