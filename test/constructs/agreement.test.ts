/** The constructs' props are written by hand, for their documentation; here they are held against the schema. Types are checked by tsc. */
import type { IResolvable } from 'cdktf';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  AppProps,
  AptibleProviderProps,
  BackupRetentionPolicy,
  DatabaseProps,
  EnvironmentProps,
  IEnvironment,
  IStack,
  ResourceProps,
  ServiceProps,
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
} as const satisfies Mapping<ServiceProps, Service>;
// The process type is the key in `services`.
nothing<Exclude<Missing<Service, typeof service>, 'process_type'>>();

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
