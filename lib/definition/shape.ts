/** The shape of a definition: made from the tables of the constructs and from what `lib/schema` knows about their attributes. */
import { resources, type Attribute } from '../schema';
import { releaseCheck } from '../schema/release-check';
import type { Attributes, Definition, Entry, Table, Words } from './table';
import { tables } from './tables';

export type Shape =
  | TextShape
  | NumberShape
  | BooleanShape
  | ListShape
  | MapShape
  | EntriesShape
  | ObjectShape
  | ChoiceShape
  | OverlayShape;

interface Described {
  readonly text: string;
  readonly optional?: boolean;
}

export interface TextShape extends Described {
  readonly kind: 'text';
  /** The only values, or those that are known. */
  readonly values?: readonly string[];
  readonly isClosed?: boolean;
  /** Whether `lib/schema` checks its limits, which are then words for editors here. */
  readonly isCheckedBySchema?: boolean;
  /** Its value is a reference, never a literal. */
  readonly isSecret?: boolean;
  /** It is the name of an entry of this section: `databases`. */
  readonly names?: Section;
  /** It is the path of another thing of the definition: `databases.main`. */
  readonly isPath?: boolean;
  readonly pattern?: string;
}

export interface NumberShape extends Described {
  readonly kind: 'number';
  readonly values?: readonly number[];
  readonly isClosed?: boolean;
  readonly isCheckedBySchema?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly isInteger?: boolean;
}

interface BooleanShape extends Described {
  readonly kind: 'boolean';
}

interface ListShape extends Described {
  readonly kind: 'list';
  readonly of: TextShape | NumberShape | BooleanShape;
}

/** Values by names that the user chooses freely, such as environment variables. */
interface MapShape extends Described {
  readonly kind: 'map';
  readonly of: TextShape;
}

/** Things by names that the user chooses, which are their ids. */
interface EntriesShape extends Described {
  readonly kind: 'entries';
  readonly of: ObjectShape | ChoiceShape | OverlayShape;
}

export interface ObjectShape extends Described {
  readonly kind: 'object';
  readonly fields: Readonly<Record<string, Shape>>;
  /** The construct that has these props, for the checks of `lib/schema`. */
  readonly construct?: ConstructTable;
}

/** An object of one of several kinds, which a field of it tells. */
export interface ChoiceShape extends Described {
  readonly kind: 'choice';
  readonly by: string;
  readonly byDefault?: string;
  readonly options: Readonly<Record<string, ObjectShape>>;
}

/** A part of a definition that is laid over the rest of it. */
interface OverlayShape extends Described {
  readonly kind: 'overlay';
}

export interface ConstructTable {
  readonly definition: Definition;
  readonly attributes: Attributes;
  readonly fixed: Readonly<Record<string, unknown>>;
}

/** What names refer to. */
type Section = 'databases' | 'replicas' | 'apps' | 'certificates' | 'endpoints' | 'users' | 'appEndpoints';

type TableName = keyof typeof tables;

/** How a prop that refers to another construct is written: the name of an entry, or a text of its own. */
const referenceFields: Readonly<Record<string, TextShape>> = {
  stackId: { kind: 'text', text: 'The name of the stack of the platform, such as shared-us-east-1.' },
  databaseId: { kind: 'text', text: 'The name of the database in this definition.', names: 'databases' },
  certificateId: { kind: 'text', text: 'The name of the certificate in this definition.', names: 'certificates' },
  virtualDomain: {
    kind: 'text',
    text: 'The name of the endpoint of the app that is asked. One of `endpoint` and `url` is needed.',
    names: 'appEndpoints',
  },
};

/** The values of attributes that say no more than their type. */
const plainText: TextShape = { kind: 'text', text: '' };

const dependsOn: ListShape = {
  kind: 'list',
  text: 'What has to be there before it, beside what it refers to: paths such as databases.main.users.web.',
  optional: true,
  of: { kind: 'text', text: '', isPath: true },
};

const formerly: TextShape = {
  kind: 'text',
  text: 'The name that it had before, so that Terraform takes it for the same: nothing is replaced. To be taken out when that is deployed everywhere.',
  optional: true,
};

/** @returns the object with the props of a construct. Those that `left` names are said by where the object is. */
function construct(
  name: TableName,
  more: {
    left?: readonly string[];
    fixed?: Readonly<Record<string, unknown>>;
    fields?: Readonly<Record<string, Shape>>;
  } = {},
): ObjectShape {
  const { resource, attributes, words } = tables[name] as Table;
  const definition = definitionOf(resource, name);
  const { left = [], fixed = {}, fields = {} } = more;
  const own = Object.entries(attributes).filter(([prop]) => !left.includes(prop));
  return {
    kind: 'object',
    text: '',
    fields: {
      ...fieldsOf(Object.fromEntries(own), words, definition),
      ...(hasOrder(name, resource) && { dependsOn, formerly }),
      ...fields,
    },
    construct: { definition, attributes, fixed },
  };
}

/** Everything comes after the environment, and a part of a resource with it. */
const hasOrder = (name: TableName, resource: string | undefined) =>
  name === 'releaseCheck' || (name !== 'environment' && resource !== undefined);

function definitionOf(resource: string | undefined, name: TableName): Definition {
  if (name === 'releaseCheck') return releaseCheck;
  if (resource === undefined) return resources.aptible_app.blocks.service.blocks.autoscaling_policy;
  const definition = (resources as Readonly<Record<string, Definition>>)[resource];
  if (definition === undefined) throw new Error(`the table ${name} is of no resource`);
  return definition;
}

function fieldsOf(
  attributes: Attributes,
  words: Readonly<Record<string, Words>>,
  definition: Definition,
): Record<string, Shape> {
  return Object.fromEntries(
    Object.entries(attributes).map(([prop, entry]) => {
      const said = words[prop]!;
      // An entry is called by its name unless it says otherwise.
      const optional = said.optional === true || prop === 'handle';
      const shape = {
        ...fieldOf(prop, entry, said, definition),
        text: wordsIn(prop, said),
        ...(optional && { optional }),
      };
      return [prop, shape];
    }),
  );
}

function wordsIn(prop: string, { text }: Words): string {
  return prop === 'handle' ? `${text} Default: the name of the entry.` : text;
}

function fieldOf(prop: string, entry: Entry, { text, props = {} }: Words, definition: Definition): Shape {
  if (typeof entry === 'string') return ofAttribute(text, definition.attributes[entry]!);
  const { blocks = {} } = definition;
  switch (entry.kind) {
    case 'secret': {
      const shape = ofAttribute(text, definition.attributes[entry.attribute]!);
      return shape.kind === 'map'
        ? { ...shape, of: { ...shape.of, isSecret: true } }
        : { ...(shape as TextShape), isSecret: true };
    }
    case 'reference':
      return prop === 'restoreFrom'
        ? { kind: 'number', text, isInteger: true, minimum: 1 }
        : (referenceFields[entry.property] ?? plainText);
    case 'group':
      return { kind: 'object', text, fields: fieldsOf(entry.attributes, props, definition) };
    case 'one':
      return { kind: 'object', text, fields: fieldsOf(entry.attributes, props, blocks[entry.block]!) };
    case 'keyed':
      return {
        kind: 'entries',
        text,
        of: { kind: 'object', text, fields: fieldsOf(entry.attributes, props, blocks[entry.block]!) },
      };
    case 'kinds':
      return {
        kind: 'choice',
        text,
        by: 'type',
        options: { horizontal: construct('horizontalAutoscaling'), vertical: construct('verticalAutoscaling') },
      };
    case 'timeouts': {
      const operations = Object.keys(blocks[entry.block]?.attributes ?? {});
      const duration = { kind: 'text', text: 'A duration: 30m, 1h30m or 90s.', optional: true } as const;
      return { kind: 'object', text, fields: Object.fromEntries(operations.map((name) => [name, duration])) };
    }
    case 'none':
      return { kind: 'boolean', text };
    case 'environment':
      throw new Error(`${prop} is said by where a thing is`);
  }
}

function ofAttribute(text: string, attribute: Attribute): Shape {
  const { type } = attribute;
  if (typeof type === 'string') return scalar(type, text, attribute);
  const [collection, element] = type;
  if (collection === 'map') return { kind: 'map', text, of: plainText };
  return { kind: 'list', text, of: scalar(element as string, '', attribute) };
}

function scalar(type: string, text: string, attribute: Attribute): TextShape | NumberShape | BooleanShape {
  const { oneOf, known, minimum, maximum, integer, pattern } = attribute;
  const values = oneOf ?? known;
  if (type === 'bool') return { kind: 'boolean', text };
  if (type === 'number') {
    return {
      kind: 'number',
      text,
      isCheckedBySchema: true,
      ...(values && { values: values as readonly number[] }),
      ...(oneOf && { isClosed: true }),
      ...(minimum !== undefined && { minimum }),
      ...(maximum !== undefined && { maximum }),
      ...(integer && { isInteger: true }),
    };
  }
  return {
    kind: 'text',
    text,
    isCheckedBySchema: true,
    ...(values && { values: values as readonly string[] }),
    ...(oneOf && { isClosed: true }),
    ...(pattern && { pattern: pattern.regex }),
  };
}

function entries(text: string, of: EntriesShape['of']): EntriesShape {
  return { kind: 'entries', text, optional: true, of };
}

const name = (text: string, names: Section): TextShape => ({ kind: 'text', text, names });

/** @returns what is done to a thing. The schema tells the types by the attribute that has the id of the thing. */
function operations(table: TableName, on: 'app' | 'database' | 'endpoint'): EntriesShape {
  const shape = construct(table, { left: [on] });
  const rule = resources.aptible_operation.rules.find((each) => each.kind === 'when' && each.field === `${on}_id`);
  if (rule?.kind !== 'when') throw new Error(`no rule says what can be done to: ${on}`);
  const { text } = shape.fields['type']!;
  const type: TextShape = { kind: 'text', text, values: rule.limits.type.oneOf, isClosed: true };
  return entries('What is done to it once, and again when the triggers change, by name.', {
    ...shape,
    fields: { ...shape.fields, type },
  });
}

const onDatabase = { operations: operations('databaseOperation', 'database') };
const onApp = { operations: operations('appOperation', 'app') };
const onEndpoint = { operations: operations('endpointOperation', 'endpoint') };

const replica = construct('replica', { left: ['primary'], fields: onDatabase });

const databaseEndpoint = construct('databaseEndpoint', {
  left: ['database'],
  fixed: { resource_type: 'database', endpoint_type: 'tcp' },
});

const loginFields = construct('databaseLogin', { left: ['database', 'user', 'timeouts'] }).fields;

const user = construct('databaseUser', { left: ['database'], fields: loginFields });

const database = construct('database', {
  fields: {
    restoreLatest: {
      kind: 'object',
      text: 'Begins with the newest backup of a database that is not of this definition, as it is at the creation. Not with restoreFrom, cloneOf or recoverFrom.',
      optional: true,
      fields: {
        environment: { kind: 'text', text: 'The handle of its environment.' },
        database: { kind: 'text', text: 'The handle of the database.' },
      },
    },
    replicas: entries('Its replicas, by name.', replica),
    endpoints: entries(
      'Its endpoints, by name: everybody can reach them, so give `ipFiltering`, or `internal`.',
      databaseEndpoint,
    ),
    users: entries(
      'Users inside it, by name, with the rights that an app needs and no others. For PostgreSQL and MySQL.',
      {
        ...user,
        fields: { ...user.fields, name: { ...user.fields['name']!, optional: true } },
      },
    ),
    backups: entries('Backups that are made of it, by name.', construct('backup', { left: ['database'] })),
    ...onDatabase,
  },
});

function appEndpoint(table: TableName, type: string, fields: Readonly<Record<string, Shape>> = {}): ObjectShape {
  return construct(table, { left: ['app', 'service'], fixed: { resource_type: 'app', endpoint_type: type }, fields });
}

const endpoint: ChoiceShape = {
  kind: 'choice',
  text: '',
  by: 'type',
  byDefault: 'https',
  options: {
    https: appEndpoint('httpsEndpoint', 'https', onEndpoint),
    grpc: appEndpoint('grpcEndpoint', 'grpc', onEndpoint),
    tls: appEndpoint('tlsEndpoint', 'tls', onEndpoint),
    // It has no certificate that could be renewed.
    tcp: appEndpoint('tcpEndpoint', 'tcp'),
  },
};

const connection: ObjectShape = {
  kind: 'object',
  text: '',
  fields: {
    database: name('The name of the database in this definition.', 'databases'),
    replica: {
      ...name('The name of a replica of the database, to connect to it instead. Default: none.', 'replicas'),
      optional: true,
    },
    user: {
      ...name('The name of a user of the database. Default: the platform’s user aptible.', 'users'),
      optional: true,
    },
    part: {
      kind: 'text',
      text: 'The part of the credential that the variable has. Default: connectionUrl.',
      values: ['connectionUrl', 'protocol', 'username', 'password', 'host', 'port', 'name', 'query'],
      isClosed: true,
      optional: true,
    },
    credential: {
      kind: 'text',
      text: 'The type of the credential, such as redis+ssl. Default: the default one.',
      optional: true,
    },
    endpoint: {
      ...name(
        'The name of an endpoint of the database, to connect through it. Not with replica. Default: none.',
        'endpoints',
      ),
      optional: true,
    },
    stored: {
      kind: 'boolean',
      text: 'Whether the value is kept in Terraform’s state, for Terraform before 1.11. Default: false.',
      optional: true,
    },
    version: {
      kind: 'number',
      text: 'A whole number of yours: another one sets the variable anew, as when Aptible Support has changed the password of aptible. Default: none.',
      isInteger: true,
      optional: true,
    },
  },
};

const app = construct('app', {
  fields: {
    connections: entries(
      'Environment variables with which it connects to databases, by name. Their values are in no plan and no state.',
      connection,
    ),
    releaseChecks: entries(
      'What its releases have to answer, by name: a deploy fails when one does not.',
      construct('releaseCheck', { left: ['app'] }),
    ),
    ...onApp,
  },
});

const services = app.fields['services'] as EntriesShape;
const service = services.of as ObjectShape;

const appWithEndpoints: ObjectShape = {
  ...app,
  fields: {
    ...app.fields,
    services: {
      ...services,
      of: { ...service, fields: { ...service.fields, endpoints: entries('Its endpoints, by name.', endpoint) } },
    },
  },
};

function kinds(
  text: string,
  options: Readonly<Record<string, readonly [TableName, Readonly<Record<string, string>>]>>,
): EntriesShape {
  return entries(text, {
    kind: 'choice',
    text: '',
    by: 'type',
    options: Object.fromEntries(
      Object.entries(options).map(([type, [table, fixed]]) => [type, construct(table, { fixed })]),
    ),
  });
}

const text = (words: string): TextShape => ({ kind: 'text', text: words, optional: true });

const backend: ObjectShape = {
  kind: 'object',
  text: '',
  optional: true,
  fields: {
    type: { kind: 'text', text: 'A backend of Terraform: s3, gcs, azurerm, pg, http and so on.' },
    config: {
      kind: 'map',
      text: 'The arguments of the backend. Secrets belong into its environment variables.',
      optional: true,
      of: plainText,
    },
  },
};

/** A whole definition. */
export const definitionShape: ObjectShape = {
  kind: 'object',
  text: 'An environment of the Aptible platform and everything in it.',
  fields: {
    version: { kind: 'number', text: 'The version of this format: 1.', values: [1], isClosed: true },
    extends: text(
      'Another file, relative to this one, which this one changes: maps are merged by key, everything else is replaced, null removes.',
    ),
    environments: entries(
      'Several environments of one definition, by name: what each has otherwise than the rest of the file.',
      {
        kind: 'overlay',
        text: '',
      },
    ),
    environment: {
      ...construct('environment'),
      text: 'The environment itself.',
      fields: {
        ...construct('environment').fields,
        handle: {
          ...construct('environment').fields['handle']!,
          optional: false,
          text: tables.environment.words.handle.text,
        },
      },
    },
    databases: entries('Its databases, by name.', database),
    apps: entries('Its apps, by name.', appWithEndpoints),
    certificates: entries('Certificates of your own for endpoints, by name.', construct('certificate')),
    logDrains: kinds('Where logs are sent, by name.', {
      datadog: ['tokenLogDrain', { drain_type: 'datadog' }],
      elasticsearch: ['elasticsearchLogDrain', { drain_type: 'elasticsearch_database' }],
      https: ['httpsLogDrain', { drain_type: 'https_post' }],
      logdna: ['tokenLogDrain', { drain_type: 'logdna' }],
      papertrail: ['syslogLogDrain', { drain_type: 'papertrail' }],
      solarwinds: ['solarwindsLogDrain', { drain_type: 'solarwinds' }],
      sumologic: ['httpsLogDrain', { drain_type: 'sumologic' }],
      syslog: ['syslogLogDrain', { drain_type: 'syslog_tls_tcp' }],
    }),
    metricDrains: kinds('Where metrics are sent, by name.', {
      datadog: ['datadogMetricDrain', { drain_type: 'datadog' }],
      influxdbDatabase: ['influxdbDatabaseMetricDrain', { drain_type: 'influxdb_database' }],
      influxdb: ['influxdbMetricDrain', { drain_type: 'influxdb' }],
      influxdb2: ['influxdb2MetricDrain', { drain_type: 'influxdb2' }],
    }),
    permissions: entries('What the members of roles may do in the environment, by name.', construct('permission')),
    outputs: { kind: 'map', text: 'Values that are shown after a deploy, by name.', optional: true, of: plainText },
    stacks: entries('Others whose outputs are referred to, by name: as ${stack.NAME.OUTPUT}.', {
      kind: 'object',
      text: '',
      fields: {
        file: text('Another definition, relative to this one. Its state is where that says.'),
        environment: text('One of the environments of that definition, when it describes several.'),
        backend: { ...backend, text: 'Any other state of Terraform.' },
        workspace: text('The workspace of that backend. Default: its default one.'),
      },
    }),
    backend: { ...backend, text: 'Where Terraform keeps its state. Default: a file beside the definition.' },
  },
};

/** @returns the shape at a path of keys in a value; undefined where there is none. `valueAt` gives what a choice depends on. */
export function shapeAt(path: readonly PropertyKey[], value: unknown): Shape | undefined {
  let shape: Shape | undefined = definitionShape;
  let current = value;
  for (const step of path) {
    shape = shape && within(shape, step, current);
    current = (current as Readonly<Record<PropertyKey, unknown>> | undefined)?.[step];
  }
  return shape;
}

/** @returns the object that a value is meant to be; undefined when its kind is none that there is. */
export function optionOf({ by, byDefault, options }: ChoiceShape, value: unknown): ObjectShape | undefined {
  const kind = (value as Readonly<Record<string, unknown>> | undefined)?.[by] ?? byDefault;
  return typeof kind === 'string' && Object.hasOwn(options, kind) ? options[kind] : undefined;
}

function within(shape: Shape, step: PropertyKey, value: unknown): Shape | undefined {
  switch (shape.kind) {
    case 'object':
      return Object.hasOwn(shape.fields, step) ? shape.fields[String(step)] : undefined;
    case 'choice':
      if (step === shape.by) return { kind: 'text', text: '', values: Object.keys(shape.options), isClosed: true };
      return within(optionOf(shape, value) ?? { kind: 'object', text: '', fields: {} }, step, value);
    case 'map':
    case 'entries':
    case 'list':
      return shape.of;
    default:
      return undefined;
  }
}
