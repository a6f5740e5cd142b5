/** The constructs' props are written by hand, for their documentation; here they are held against the schema. Types are checked by tsc. */
import type { IResolvable } from 'cdktf';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  AppProps,
  AptibleProviderProps,
  AutoscalingProps,
  BackupRetentionPolicy,
  DatabaseProps,
  EnvironmentProps,
  HorizontalAutoscalingProps,
  IEnvironment,
  IStack,
  ResourceProps,
  ServiceProps,
  VerticalAutoscalingProps,
} from '../../lib';
import { provider, resources, type Attribute, type Block } from '../../lib/schema';

type Attributes<B extends Pick<Block, 'attributes'>> = B['attributes'];
/** What a configuration can set. */
type Settable<B extends Pick<Block, 'attributes'>> = {
  [A in keyof Attributes<B>]: Attributes<B>[A] extends { readonly required: true } | { readonly optional: true }
    ? A
    : never;
}[keyof Attributes<B>];
type Blocks<B> = B extends { readonly blocks: infer N } ? keyof N : never;

/** The type that a prop must have for an attribute: a reference to a construct stands for its number. */
type PropType<A> = A extends { readonly type: 'string' }
  ? string
  : A extends { readonly type: 'number' }
    ? number | IStack | IEnvironment
    : A extends { readonly type: 'bool' }
      ? boolean | IResolvable
      : { readonly [key: string]: string };

/** Each prop with the attribute that it sets: of that type, required where it is required. */
type Mapping<P, B extends Pick<Block, 'attributes'>> = {
  readonly [K in keyof P]-?: {
    [A in Settable<B>]: Exclude<P[K], undefined> extends PropType<Attributes<B>[A]>
      ? undefined extends P[K]
        ? Attributes<B>[A] extends { readonly required: true }
          ? never
          : A
        : Attributes<B>[A] extends { readonly required: true }
          ? A
          : never
      : never;
  }[Settable<B>];
};

/** `never` when every attribute is set by a prop. */
type Missing<B extends Pick<Block, 'attributes'>, M> = Exclude<Settable<B>, M[keyof M]>;
// eslint-disable-next-line @typescript-eslint/no-unused-vars -- the constraint is the check
function nothing<T extends never>(): void {}

type App = typeof resources.aptible_app;
type Service = App['blocks']['service'];
type Database = typeof resources.aptible_database;
type Environment = typeof resources.aptible_environment;
type Policy = Environment['blocks']['backup_retention_policy'];

const app = {
  handle: 'handle',
  image: 'docker_image',
  registryUsername: 'private_registry_username',
  registryPassword: 'private_registry_password',
  config: 'config',
  secretConfig: 'secret_config',
  secretConfigWriteOnly: 'secret_config_wo',
  secretConfigWriteOnlyVersion: 'secret_config_wo_version',
  deployTrigger: 'deploy_trigger',
} as const satisfies Mapping<Omit<AppProps, keyof ResourceProps | 'timeouts' | 'environment' | 'services'>, App>;
// The environment comes from the scope, so that its prop is optional although the attribute is required.
nothing<Exclude<Missing<App, typeof app>, 'env_id'>>();
nothing<Exclude<Blocks<App>, 'timeouts' | 'service'>>();

const service = {
  containerCount: 'container_count',
  memoryMb: 'container_memory_limit',
  profile: 'container_profile',
  forceZeroDowntime: 'force_zero_downtime',
  restartFreeScaling: 'restart_free_scaling',
  simpleHealthCheck: 'simple_health_check',
  stopTimeoutSeconds: 'stop_timeout',
} as const satisfies Mapping<Omit<ServiceProps, 'autoscaling'>, Service>;
// The process type is the key in `services`.
nothing<Exclude<Missing<Service, typeof service>, 'process_type'>>();

// The other name of the block is deprecated.
nothing<Exclude<Blocks<Service>, 'autoscaling_policy' | 'service_sizing_policy'>>();

type Autoscaling = Service['blocks']['autoscaling_policy'];

const cooldowns = {
  metricLookbackSeconds: 'metric_lookback_seconds',
  percentile: 'percentile',
  postScaleUpCooldownSeconds: 'post_scale_up_cooldown_seconds',
  postScaleDownCooldownSeconds: 'post_scale_down_cooldown_seconds',
  postReleaseCooldownSeconds: 'post_release_cooldown_seconds',
} as const satisfies Mapping<AutoscalingProps, Autoscaling>;

const horizontal = {
  scaleUpStep: 'scale_up_step',
  scaleDownStep: 'scale_down_step',
  restartFreeScaling: 'use_horizontal_scale',
} as const satisfies Mapping<
  Omit<HorizontalAutoscalingProps, keyof AutoscalingProps | keyof NeededHorizontally>,
  Autoscaling
>;

/** Optional in Terraform's schema, since the other kind does not have them. */
interface NeededHorizontally {
  readonly minContainers: 'min_containers';
  readonly maxContainers: 'max_containers';
  readonly minCpuThreshold: 'min_cpu_threshold';
  readonly maxCpuThreshold: 'max_cpu_threshold';
}

const vertical = {
  minimumMemoryMb: 'minimum_memory',
  maximumMemoryMb: 'maximum_memory',
  memScaleUpThreshold: 'mem_scale_up_threshold',
  memScaleDownThreshold: 'mem_scale_down_threshold',
  memCpuRatioRThreshold: 'mem_cpu_ratio_r_threshold',
  memCpuRatioCThreshold: 'mem_cpu_ratio_c_threshold',
} as const satisfies Mapping<Omit<VerticalAutoscalingProps, keyof AutoscalingProps>, Autoscaling>;
nothing<
  Exclude<
    Missing<Autoscaling, typeof cooldowns & typeof horizontal & NeededHorizontally & typeof vertical>,
    'autoscaling_type'
  >
>();

const database = {
  handle: 'handle',
  type: 'database_type',
  version: 'version',
  diskSizeGb: 'disk_size',
  memoryMb: 'container_size',
  profile: 'container_profile',
  iops: 'iops',
  enableBackups: 'enable_backups',
} as const satisfies Mapping<
  Omit<DatabaseProps, keyof ResourceProps | 'timeouts' | 'environment' | 'connectionUrlOutput'>,
  Database
>;
nothing<Exclude<Missing<Database, typeof database>, 'env_id'>>();
nothing<Exclude<Blocks<Database>, 'timeouts'>>();

const environment = {
  handle: 'handle',
  stack: 'stack_id',
  organizationId: 'org_id',
} as const satisfies Mapping<
  Omit<EnvironmentProps, keyof ResourceProps | 'timeouts' | 'backupRetentionPolicy'>,
  Environment
>;
nothing<Missing<Environment, typeof environment>>();
nothing<Exclude<Blocks<Environment>, 'timeouts' | 'backup_retention_policy'>>();

const policy = {
  daily: 'daily',
  monthly: 'monthly',
  yearly: 'yearly',
  makeCopy: 'make_copy',
  keepFinal: 'keep_final',
} as const satisfies Mapping<BackupRetentionPolicy, Policy>;
nothing<Missing<Policy, typeof policy>>();

const account = {
  accessToken: 'access_token',
  username: 'username',
  password: 'password',
  apiRootUrl: 'api_root_url',
  authRootUrl: 'auth_root_url',
} as const satisfies Mapping<AptibleProviderProps, typeof provider>;
nothing<Missing<typeof provider, typeof account>>();

describe('what the documentation of a prop says', () => {
  const { aptible_app, aptible_database, aptible_environment } = resources;
  const documented: readonly [string, string, Readonly<Record<string, string>>, Pick<Block, 'attributes'>][] = [
    ['app.ts', 'AppProps', app, aptible_app],
    ['app.ts', 'ServiceProps', service, aptible_app.blocks.service],
    ['app.ts', 'AutoscalingProps', cooldowns, aptible_app.blocks.service.blocks.autoscaling_policy],
    ['app.ts', 'HorizontalAutoscalingProps', horizontal, aptible_app.blocks.service.blocks.autoscaling_policy],
    ['app.ts', 'VerticalAutoscalingProps', vertical, aptible_app.blocks.service.blocks.autoscaling_policy],
    ['database.ts', 'DatabaseProps', database, aptible_database],
    ['environment.ts', 'EnvironmentProps', environment, aptible_environment],
    ['environment.ts', 'BackupRetentionPolicy', policy, aptible_environment.blocks.backup_retention_policy],
    ['provider.ts', 'AptibleProviderProps', account, provider],
  ];

  test.each(documented)('%s, %s: the defaults and values of the schema', (file, type, props, { attributes }) => {
    const source = readFileSync(join(__dirname, '../../lib/constructs', file), 'utf8');
    const comments = commentsOf(source, type);
    const wrong = Object.entries(props).filter(([prop, name]) => !agrees(comments[prop] ?? '', attributes[name]!));
    expect(wrong).toEqual([]);
  });

  /** The doc comment of each member of an interface. */
  function commentsOf(source: string, type: string): Record<string, string> {
    const body = source.slice(source.indexOf(`export interface ${type} `)).split('\n}')[0] ?? '';
    const members = [...body.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*readonly (\w+)\??:/g)];
    return Object.fromEntries(members.map(([, comment = '', name = '']) => [name, comment]));
  }

  function agrees(comment: string, { default: value, oneOf, required }: Attribute): boolean {
    const quoted = typeof value === 'string' ? `'${value}'` : String(value);
    const words: string[] = comment.match(/\w+/g) ?? [];
    const hasDefault = required === true ? !comment.includes('@default') : comment.includes('@default');
    return (
      hasDefault &&
      (value === undefined || comment.includes(`@default ${quoted}\n`)) &&
      (oneOf ?? []).every((allowed) => words.includes(String(allowed)))
    );
  }
});
