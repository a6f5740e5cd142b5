/**
 * The props of constructs are written by hand, for their documentation; here they are held against the schema. That each prop sets an
 * attribute of its type is checked by tsc, beside its table; that each attribute of each resource is set by a prop, or has a reason why it
 * is not, by tsc here.
 */
import { TerraformStack, Testing } from 'cdktf';
import fc from 'fast-check';
import { runs } from '../support/runs';
import { Autoscaling, type HorizontalAutoscalingProps } from '../../lib';
import { appAttributes, serviceAttributes } from '../../lib/constructs/app';
import { horizontalAutoscalingAttributes, verticalAutoscalingAttributes } from '../../lib/constructs/autoscaling';
import { backupAttributes } from '../../lib/constructs/backup';
import { backupRetentionPolicyAttributes, retentionAttributes } from '../../lib/constructs/backup-retention-policy';
import { certificateAttributes } from '../../lib/constructs/certificate';
import { argumentsOf } from '../../lib/constructs/config';
import { databaseAttributes } from '../../lib/constructs/database';
import { databaseLoginAttributes } from '../../lib/constructs/database-login';
import { databaseUserAttributes, tablePrivilegesAttributes } from '../../lib/constructs/database-user';
import { databaseTunnelAttributes } from '../../lib/constructs/database-tunnel';
import {
  databaseEndpointAttributes,
  grpcEndpointAttributes,
  httpsEndpointAttributes,
  tcpEndpointAttributes,
  tlsEndpointAttributes,
} from '../../lib/constructs/endpoint';
import { environmentAttributes } from '../../lib/constructs/environment';
import { ephemeralCredentialAttributes } from '../../lib/constructs/ephemeral-credential';
import {
  elasticsearchLogDrainAttributes,
  httpsLogDrainAttributes,
  solarwindsLogDrainAttributes,
  syslogLogDrainAttributes,
  tokenLogDrainAttributes,
} from '../../lib/constructs/log-drain';
import {
  datadogMetricDrainAttributes,
  influxdb2MetricDrainAttributes,
  influxdbDatabaseMetricDrainAttributes,
  influxdbMetricDrainAttributes,
} from '../../lib/constructs/metric-drain';
import { operationAttributes } from '../../lib/constructs/operation';
import type { Attributes, BlocksOf, Definition, Entry, Settable } from '../../lib/constructs/props';
import { permissionAttributes } from '../../lib/constructs/permission';
import { providerAttributes } from '../../lib/constructs/provider';
import { releaseCheckAttributes } from '../../lib/constructs/release-check';
import { replicaAttributes } from '../../lib/constructs/replica';
import { ephemeralResources, provider, resources, type Attribute } from '../../lib/schema';
import { releaseCheck } from '../../lib/schema/release-check';
import { Editor, type Prop } from './editor';

type Values = Readonly<Record<string, unknown>>;

/** One interface of props for a block. */
interface Kind<T extends Attributes = Attributes> {
  readonly attributes: T;
  /** How a program gives such props, at `…`. */
  readonly call: string;
  /** The attributes that the call itself sets. */
  readonly fixed?: Values;
}

/** How the props of a block set its attributes. */
interface Agreement<D extends Definition> {
  readonly definition: D;
  /** The interfaces of the props, by their names. */
  readonly kinds: Readonly<Record<string, Kind>>;
  /** The attributes that no prop sets, with the reason. */
  readonly without: Readonly<Record<string, string>>;
  readonly blocks: Readonly<Record<string, Agreement<Definition>>>;
}

/** The blocks of a block, but for that of time-outs, which all resources have, and those of deprecated names. */
type OwnBlocks<D extends Definition> = {
  [B in keyof BlocksOf<D> & string]: B extends 'timeouts'
    ? never
    : BlocksOf<D>[B] extends { readonly deprecated: string }
      ? never
      : B;
}[keyof BlocksOf<D> & string];

type Nested<D extends Definition> = {
  readonly [B in OwnBlocks<D>]: BlocksOf<D>[B] extends infer N extends Definition ? Agreement<N> : never;
};

type SetBy<E> = E extends { readonly kind: 'group'; readonly attributes: infer T } ? SetByOne<T[keyof T]> : SetByOne<E>;
type SetByOne<E> = E extends string
  ? E
  : E extends { readonly attribute: infer A }
    ? A
    : E extends { readonly block: infer B }
      ? B
      : never;

/** The attributes and blocks that no prop of these kinds sets. */
type Unset<D extends Definition, K extends Readonly<Record<string, Kind>>> = Exclude<
  Settable<D> | OwnBlocks<D>,
  { [I in keyof K]: SetBy<K[I]['attributes'][keyof K[I]['attributes']]> }[keyof K]
>;

function agreement<D extends Definition, const K extends Readonly<Record<string, Kind>>>(
  definition: D,
  kinds: K,
  without: Readonly<Record<Unset<D, K>, string>>,
  blocks: Nested<D>,
): Agreement<D> {
  return { definition, kinds, without, blocks };
}

const { aptible_app, aptible_endpoint, aptible_environment } = resources;
const aboutApp = { resource_type: 'app' };

/** One that is missing does not compile. */
const agreements = {
  aptible_app: agreement(
    aptible_app,
    { AppProps: { attributes: appAttributes, call: `new aptible.App(scope, 'id', { … })` } },
    {},
    {
      service: agreement(
        aptible_app.blocks.service,
        {
          ServiceProps: {
            attributes: serviceAttributes,
            call: `new aptible.App(scope, 'id', { services: { web: { … } } })`,
          },
        },
        { process_type: 'it is the key in services' },
        {
          autoscaling_policy: agreement(
            aptible_app.blocks.service.blocks.autoscaling_policy,
            {
              HorizontalAutoscalingProps: {
                attributes: horizontalAutoscalingAttributes,
                call: 'aptible.Autoscaling.horizontal({ … })',
                fixed: { autoscaling_type: 'horizontal' },
              },
              VerticalAutoscalingProps: {
                attributes: verticalAutoscalingAttributes,
                call: 'aptible.Autoscaling.vertical({ … })',
                fixed: { autoscaling_type: 'vertical' },
              },
            },
            { autoscaling_type: 'the factory says it' },
            {},
          ),
        },
      ),
    },
  ),
  aptible_backup: agreement(
    resources.aptible_backup,
    { BackupProps: { attributes: backupAttributes, call: `new aptible.Backup(scope, 'id', { … })` } },
    {},
    {},
  ),
  aptible_backup_retention_policy: agreement(
    resources.aptible_backup_retention_policy,
    {
      BackupRetentionPolicyProps: {
        attributes: backupRetentionPolicyAttributes,
        call: `new aptible.BackupRetentionPolicy(scope, 'id', { … })`,
      },
    },
    {},
    {},
  ),
  aptible_certificate: agreement(
    resources.aptible_certificate,
    { CertificateProps: { attributes: certificateAttributes, call: `new aptible.Certificate(scope, 'id', { … })` } },
    {},
    {},
  ),
  aptible_database: agreement(
    resources.aptible_database,
    { DatabaseProps: { attributes: databaseAttributes, call: `new aptible.Database(scope, 'id', { … })` } },
    {},
    {},
  ),
  aptible_endpoint: agreement(
    aptible_endpoint,
    {
      HttpsEndpointProps: {
        attributes: httpsEndpointAttributes,
        call: `aptible.Endpoint.https(scope, 'id', { … })`,
        fixed: { ...aboutApp, endpoint_type: 'https' },
      },
      GrpcEndpointProps: {
        attributes: grpcEndpointAttributes,
        call: `app.addEndpoint('id', { type: 'grpc', … })`,
        fixed: { ...aboutApp, endpoint_type: 'grpc' },
      },
      TlsEndpointProps: {
        attributes: tlsEndpointAttributes,
        call: `aptible.Endpoint.tls(scope, 'id', { … })`,
        fixed: { ...aboutApp, endpoint_type: 'tls' },
      },
      TcpEndpointProps: {
        attributes: tcpEndpointAttributes,
        call: `app.addEndpoint('id', { type: 'tcp', … })`,
        fixed: { ...aboutApp, endpoint_type: 'tcp' },
      },
      DatabaseEndpointProps: {
        attributes: databaseEndpointAttributes,
        call: `database.addEndpoint('id', { … })`,
        fixed: { resource_type: 'database', endpoint_type: 'tcp' },
      },
    },
    { endpoint_type: 'the factory says it', resource_type: 'the factory says it' },
    {},
  ),
  aptible_environment: agreement(
    aptible_environment,
    { EnvironmentProps: { attributes: environmentAttributes, call: `new aptible.Environment(scope, 'id', { … })` } },
    {},
    {
      backup_retention_policy: agreement(
        aptible_environment.blocks.backup_retention_policy,
        {
          BackupRetention: {
            attributes: retentionAttributes,
            call: `new aptible.Environment(scope, 'id', { backupRetentionPolicy: { … } })`,
          },
        },
        {},
        {},
      ),
    },
  ),
  aptible_log_drain: agreement(
    resources.aptible_log_drain,
    {
      TokenLogDrainProps: {
        attributes: tokenLogDrainAttributes,
        call: `aptible.LogDrain.datadog(scope, 'id', { … })`,
        fixed: { drain_type: 'datadog' },
      },
      ElasticsearchLogDrainProps: {
        attributes: elasticsearchLogDrainAttributes,
        call: `aptible.LogDrain.elasticsearch(scope, 'id', { … })`,
        fixed: { drain_type: 'elasticsearch_database' },
      },
      HttpsLogDrainProps: {
        attributes: httpsLogDrainAttributes,
        call: `aptible.LogDrain.https(scope, 'id', { … })`,
        fixed: { drain_type: 'https_post' },
      },
      SyslogLogDrainProps: {
        attributes: syslogLogDrainAttributes,
        call: `aptible.LogDrain.syslog(scope, 'id', { … })`,
        fixed: { drain_type: 'syslog_tls_tcp' },
      },
      SolarwindsLogDrainProps: {
        attributes: solarwindsLogDrainAttributes,
        call: `aptible.LogDrain.solarwinds(scope, 'id', { … })`,
        fixed: { drain_type: 'solarwinds' },
      },
    },
    {
      drain_type: 'the factory says it',
      drain_username: 'a user of HTTPS is in its URL; of other drains it is another name of a value that has a prop',
      drain_password: 'a password of HTTPS is in its URL; the platform makes the others',
    },
    {},
  ),
  aptible_metric_drain: agreement(
    resources.aptible_metric_drain,
    {
      DatadogMetricDrainProps: {
        attributes: datadogMetricDrainAttributes,
        call: `aptible.MetricDrain.datadog(scope, 'id', { … })`,
        fixed: { drain_type: 'datadog' },
      },
      InfluxdbDatabaseMetricDrainProps: {
        attributes: influxdbDatabaseMetricDrainAttributes,
        call: `aptible.MetricDrain.influxdbDatabase(scope, 'id', { … })`,
        fixed: { drain_type: 'influxdb_database' },
      },
      InfluxdbMetricDrainProps: {
        attributes: influxdbMetricDrainAttributes,
        call: `aptible.MetricDrain.influxdb(scope, 'id', { … })`,
        fixed: { drain_type: 'influxdb' },
      },
      Influxdb2MetricDrainProps: {
        attributes: influxdb2MetricDrainAttributes,
        call: `aptible.MetricDrain.influxdb2(scope, 'id', { … })`,
        fixed: { drain_type: 'influxdb2' },
      },
    },
    { drain_type: 'the factory says it' },
    {},
  ),
  aptible_operation: agreement(
    resources.aptible_operation,
    {
      AppOperationProps: {
        attributes: operationAttributes,
        call: `new aptible.Operation(scope, 'id', { app, … })`,
        fixed: { app_id: 1 },
      },
      DatabaseOperationProps: {
        attributes: operationAttributes,
        call: `new aptible.Operation(scope, 'id', { database, … })`,
        fixed: { database_id: 1 },
      },
      EndpointOperationProps: {
        attributes: operationAttributes,
        call: `new aptible.Operation(scope, 'id', { endpoint, … })`,
        fixed: { endpoint_id: 1 },
      },
    },
    {},
    {},
  ),
  aptible_replica: agreement(
    resources.aptible_replica,
    { ReplicaProps: { attributes: replicaAttributes, call: `new aptible.Replica(scope, 'id', { … })` } },
    {},
    {},
  ),
  aptible_database_login: agreement(
    resources.aptible_database_login,
    {
      DatabaseLoginProps: {
        attributes: databaseLoginAttributes,
        call: `new aptible.DatabaseLogin(scope, 'id', { … })`,
      },
    },
    {},
    {},
  ),
  aptible_database_user: agreement(
    resources.aptible_database_user,
    { DatabaseUserProps: { attributes: databaseUserAttributes, call: `new aptible.DatabaseUser(scope, 'id', { … })` } },
    {},
    {
      table_privileges: agreement(
        resources.aptible_database_user.blocks.table_privileges,
        {
          TablePrivilegesProps: {
            attributes: tablePrivilegesAttributes,
            call: `new aptible.DatabaseUser(scope, 'id', { tablePrivileges: { public: { … } } })`,
            fixed: { schema: 'public' },
          },
        },
        { schema: 'it is the key in tablePrivileges' },
        {},
      ),
    },
  ),
  aptible_permission: agreement(
    resources.aptible_permission,
    { PermissionProps: { attributes: permissionAttributes, call: `new aptible.Permission(scope, 'id', { … })` } },
    {},
    {},
  ),
} satisfies { readonly [R in keyof typeof resources]: Agreement<(typeof resources)[R]> };

/** The agreements about what is no resource. */
const others = {
  provider: agreement(
    provider,
    {
      AptibleProviderProps: { attributes: providerAttributes, call: `new aptible.AptibleProvider(scope, 'id', { … })` },
    },
    {},
    {},
  ),
  'release check': agreement(
    releaseCheck,
    { ReleaseCheckProps: { attributes: releaseCheckAttributes, call: `new aptible.ReleaseCheck(scope, 'id', { … })` } },
    {},
    {},
  ),
  'database credentials': agreement(
    ephemeralResources.aptible_database_credentials,
    {
      DatabaseCredentialProps: {
        attributes: ephemeralCredentialAttributes,
        call: `new aptible.EphemeralCredential(scope, 'id', { database, … })`,
      },
      EndpointCredentialProps: {
        attributes: ephemeralCredentialAttributes,
        call: `new aptible.EphemeralCredential(scope, 'id', { endpoint, … })`,
      },
    },
    { env_id: 'a construct of the database is given, not its handle', handle: 'a construct of the database is given' },
    {},
  ),
  'database tunnel': agreement(
    ephemeralResources.aptible_database_tunnel,
    {
      DatabaseTunnelProps: {
        attributes: databaseTunnelAttributes,
        call: `new aptible.DatabaseTunnel(scope, 'id', { database, … })`,
      },
    },
    {},
    {},
  ),
};

const all = Object.entries<Agreement<Definition>>({ ...agreements, ...others }).flatMap(([name, root]) =>
  withBlocks(name, root),
);
const kinds = all.flatMap(([, { definition, kinds }]) =>
  Object.entries(kinds).map(([name, { attributes, call, fixed = {} }]) => ({
    name,
    definition,
    attributes,
    call,
    fixed,
    isOnlyKind: Object.keys(kinds).length === 1,
  })),
);

function withBlocks(path: string, agreement: Agreement<Definition>): [string, Agreement<Definition>][] {
  const blocks = Object.entries(agreement.blocks);
  return [[path, agreement], ...blocks.flatMap(([name, block]) => withBlocks(`${path}.${name}`, block))];
}

/** The attributes that a table sets, each by its prop. Groups are left out: their props are those of another interface. */
function attributesByProp(attributes: Attributes): [prop: string, attribute: string][] {
  return Object.entries(attributes).flatMap(([prop, entry]): [string, string][] => {
    if (typeof entry === 'string') return [[prop, entry]];
    return 'attribute' in entry ? [[prop, entry.attribute]] : [];
  });
}

test.each(all)('%s: a reason why a prop is missing is given only where it is', (_path, { kinds, without }) => {
  const set = Object.values(kinds).flatMap(({ attributes }) => attributesByProp(attributes).map(([, name]) => name));
  expect(Object.keys(without).filter((name) => set.includes(name))).toEqual([]);
});

const programs = kinds.flatMap(({ attributes, call, definition, fixed }) =>
  attributesByProp(attributes)
    .filter(([, attribute]) => valuesOf(definition, attribute, fixed).length > 0)
    .map(([prop, attribute]) => programFor(call, prop, definition.attributes[attribute]!)),
);
const credentials = `database.credentials.get('…')`;

function programFor(call: string, prop: string, { type }: Attribute): string {
  const value = (type === 'string' ? type : type[1]) === 'string' ? `'…'` : '…';
  return call.replace('…', `${prop}: ${typeof type === 'string' ? value : `[${value}]`}`);
}

const editor = new Editor(
  `import * as aptible from '../../lib';
declare const scope: aptible.App, app: aptible.App, database: aptible.Database, endpoint: aptible.Endpoint;`,
  [...programs, credentials],
);

describe.each(kinds)('$name', ({ name, attributes, definition, call, fixed, isOnlyKind }) => {
  const props = editor.props(name);
  const rows = attributesByProp(attributes).flatMap(([prop, attribute]) =>
    props
      .filter((one) => one.name === prop)
      .map((one) => ({
        prop: one,
        attribute: definition.attributes[attribute]!,
        values: valuesOf(definition, attribute, fixed),
      })),
  );

  test('has the props of its table', () => {
    // The targets of the other kinds of a union can only be left out.
    const left = /(Operation|Credential)Props$/.test(name) ? ['app', 'database', 'endpoint'] : [];
    const names = props.map((prop) => prop.name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(attributes).filter((prop) => !left.includes(prop))));
    expect(names.filter((prop) => !(prop in attributes))).toEqual([]);
  });

  test('says the defaults and the values of the schema, and what may be left out', () => {
    const isDocumented = (prop: Prop) => prop.description !== '' && (prop.default !== undefined) === prop.isOptional;
    expect(props.filter((prop) => !isDocumented(prop))).toEqual([]);
    expect(rows.filter(({ prop, attribute, values }) => !agrees(prop, attribute, values))).toEqual([]);
    // One of several kinds may need what the others do not have. The environment may be that of the scope.
    const others = rows.filter(({ prop }) => isOnlyKind && prop.name !== 'environment');
    expect(others.filter(({ prop, attribute }) => prop.isOptional === (attribute.required ?? false))).toEqual([]);
  });

  test('is offered its values by an editor, which shows them, too', () => {
    for (const { prop, attribute, values } of rows.filter(({ values }) => values.length > 0)) {
      const program = programFor(call, prop.name, attribute);
      const literals = values.map((value) => JSON.stringify(value)).sort();
      expect([prop.name, ...editor.offers(program).sort()]).toEqual([prop.name, ...values.map(String).sort()]);
      const [, shown = ''] = /: Known<(.*)>/.exec(editor.shows(program)) ?? [];
      expect([prop.name, ...shown.split(' | ').sort()]).toEqual([prop.name, ...literals]);
    }
  });

  test('gets messages without a name of HCL', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    fc.assert(
      fc.property(anyProps(definition, attributes), (given) => {
        const message = messageIn(() => argumentsOf(stack, { definition, attributes, props: given, fixed }));
        expect(foreignNames(message, attributes)).toEqual([]);
      }),
      { numRuns: runs(300) },
    );
  });
});

test('an editor offers the types of credentials', () => {
  const { known } = ephemeralResources.aptible_database_credentials.attributes.type;
  expect(editor.offers(credentials).sort()).toEqual([...known].sort());
});

/** The values that the schema lists for an attribute, as far as its rules leave them when these others are set. */
function valuesOf({ attributes, rules = [] }: Definition, attribute: string, fixed: Values): readonly unknown[] {
  const { oneOf, known } = attributes[attribute]!;
  const limits = rules.flatMap((rule) => {
    if (rule.kind !== 'when' || !(rule.field in fixed)) return [];
    const applies = rule.is === undefined || (rule.is as readonly unknown[]).includes(fixed[rule.field]);
    return applies ? [rule.limits?.[attribute]?.oneOf ?? []] : [];
  });
  const listed: readonly unknown[] = oneOf ?? known ?? [];
  return listed.filter((value) => limits.every((limit) => limit.length === 0 || limit.includes(value as string)));
}

function agrees(prop: Prop, { default: value }: Attribute, values: readonly unknown[]): boolean {
  const quoted = typeof value === 'string' ? `'${value}'` : String(value);
  const says = (text: string) => new RegExp(`(^|\\W)${text.replace(/[.+/]/g, '\\$&')}(\\W|$)`).test(prop.description);
  return (
    // An empty text is nothing, and is not quoted.
    (!prop.isOptional || value === undefined || value === '' || prop.default === quoted) &&
    values.every((each) => says(String(each)))
  );
}

/** Props as they may come from a program that no compiler has seen. */
function anyProps(definition: Definition, attributes: Attributes): fc.Arbitrary<Values> {
  const props = Object.entries(attributes).map(([prop, entry]) => [prop, anyValue(definition, entry)] as const);
  return fc.record(Object.fromEntries(props));
}

function anyValue(definition: Definition, entry: Entry): fc.Arbitrary<unknown> {
  if (typeof entry === 'string') return anyOfType(definition.attributes[entry]!);
  const blockOf = (name: string) => definition.blocks![name]!;
  switch (entry.kind) {
    case 'secret':
      return anyOfType(definition.attributes[entry.attribute]!);
    case 'environment':
      return fc.constantFrom({ environmentId: 1 }, { environmentId: 0 });
    case 'reference':
      return fc.constantFrom(undefined, { [entry.property]: 1 }, { [entry.property]: 0 }, 7);
    case 'group':
      return maybe(anyProps(definition, entry.attributes));
    case 'one':
      return maybe(anyProps(blockOf(entry.block), entry.attributes));
    case 'keyed':
      return maybe(fc.dictionary(fc.constantFrom('', 'web'), anyProps(blockOf(entry.block), entry.attributes)));
    case 'kinds':
      return maybe(
        fc.oneof(
          anyProps(blockOf(entry.block), horizontalAutoscalingAttributes).map((props) =>
            Autoscaling.horizontal(props as Partial<HorizontalAutoscalingProps> as HorizontalAutoscalingProps),
          ),
          anyProps(blockOf(entry.block), verticalAutoscalingAttributes).map((props) => Autoscaling.vertical(props)),
        ),
      );
    case 'timeouts':
    case 'none':
      return fc.constant(undefined);
  }
}

function maybe<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(value, { nil: undefined });
}

function anyOfType({ type, oneOf = [], known = [] }: Attribute): fc.Arbitrary<unknown> {
  const wrong = { nothing: true };
  if (type === 'string') return fc.constantFrom(undefined, wrong, '', 'A B', 'x', ...oneOf, ...known);
  if (type === 'number') return fc.constantFrom(undefined, wrong, -1, 0, 1, 1.5, 2, 1e6, ...oneOf, ...known);
  if (type === 'bool') return fc.constantFrom(undefined, wrong, true, false);
  return type[0] === 'map'
    ? fc.constantFrom(undefined, 7, {}, { A: 'x' }, { A: 'y' }, { A: '', APTIBLE_DOCKER_IMAGE: 'x', 'X Y': 'x' })
    : fc.constantFrom(
        undefined,
        wrong,
        [],
        ['x'],
        [0],
        Array.from({ length: 99 }, () => 1),
      );
}

/** The names in a message that are not of these props: of HCL, in the first place. */
function foreignNames(message: string, attributes: Attributes): string[] {
  const lines = message.split('\n').slice(1);
  const text = lines.join('\n').replace(/expected a reference, since a literal.*/g, '');
  const named = [
    ...lines.map((line) => line.trim()),
    ...[
      ...text.matchAll(
        /(?:(?:is needed|be set) with|beside|the value of|is in|\d needs) ((?!it )\w[\w.]*)(?= =|:| too|$)/gm,
      ),
    ].map(([, name]) => name!),
  ].map((name) => /^\w*/.exec(name)![0]);
  const withUnderscores = (text.match(/\b[a-z]+(?:_[a-z0-9]+)+\b/g) ?? []).filter((word) => !listedValues.has(word));
  return [...named.filter((name) => !(name in attributes)), ...withUnderscores];
}

/** All values of the platform that a message may list. */
const listedValues: ReadonlySet<unknown> = new Set(
  all.flatMap(([, { definition }]) => Object.values(definition.attributes).flatMap(({ oneOf = [] }) => oneOf)),
);

function messageIn(action: () => unknown): string {
  try {
    action();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
