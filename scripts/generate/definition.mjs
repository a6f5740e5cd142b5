// The tables of the constructs as data, with the words of their props: what a definition file can say, without cdktf.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Name in a definition → the table of a construct, the interface of its props, and the resource. */
const tables = {
  environment: ['environmentAttributes', 'EnvironmentProps', 'aptible_environment'],
  permission: ['permissionAttributes', 'PermissionProps', 'aptible_permission'],
  certificate: ['certificateAttributes', 'CertificateProps', 'aptible_certificate'],
  database: ['databaseAttributes', 'DatabaseProps', 'aptible_database'],
  replica: ['replicaAttributes', 'ReplicaProps', 'aptible_replica'],
  databaseEndpoint: ['databaseEndpointAttributes', 'DatabaseEndpointProps', 'aptible_endpoint'],
  databaseUser: ['databaseUserAttributes', 'DatabaseUserProps', 'aptible_database_user'],
  databaseLogin: ['databaseLoginAttributes', 'DatabaseLoginProps', 'aptible_database_login'],
  backup: ['backupAttributes', 'BackupProps', 'aptible_backup'],
  appOperation: ['operationAttributes', 'AppOperationProps', 'aptible_operation'],
  databaseOperation: ['operationAttributes', 'DatabaseOperationProps', 'aptible_operation'],
  endpointOperation: ['operationAttributes', 'EndpointOperationProps', 'aptible_operation'],
  app: ['appAttributes', 'AppProps', 'aptible_app'],
  horizontalAutoscaling: ['horizontalAutoscalingAttributes', 'HorizontalAutoscalingProps'],
  releaseCheck: ['releaseCheckAttributes', 'ReleaseCheckProps'],
  verticalAutoscaling: ['verticalAutoscalingAttributes', 'VerticalAutoscalingProps'],
  httpsEndpoint: ['httpsEndpointAttributes', 'HttpsEndpointProps', 'aptible_endpoint'],
  grpcEndpoint: ['grpcEndpointAttributes', 'GrpcEndpointProps', 'aptible_endpoint'],
  tlsEndpoint: ['tlsEndpointAttributes', 'TlsEndpointProps', 'aptible_endpoint'],
  tcpEndpoint: ['tcpEndpointAttributes', 'TcpEndpointProps', 'aptible_endpoint'],
  tokenLogDrain: ['tokenLogDrainAttributes', 'TokenLogDrainProps', 'aptible_log_drain'],
  elasticsearchLogDrain: ['elasticsearchLogDrainAttributes', 'ElasticsearchLogDrainProps', 'aptible_log_drain'],
  httpsLogDrain: ['httpsLogDrainAttributes', 'HttpsLogDrainProps', 'aptible_log_drain'],
  syslogLogDrain: ['syslogLogDrainAttributes', 'SyslogLogDrainProps', 'aptible_log_drain'],
  solarwindsLogDrain: ['solarwindsLogDrainAttributes', 'SolarwindsLogDrainProps', 'aptible_log_drain'],
  datadogMetricDrain: ['datadogMetricDrainAttributes', 'DatadogMetricDrainProps', 'aptible_metric_drain'],
  influxdbDatabaseMetricDrain: [
    'influxdbDatabaseMetricDrainAttributes',
    'InfluxdbDatabaseMetricDrainProps',
    'aptible_metric_drain',
  ],
  influxdbMetricDrain: ['influxdbMetricDrainAttributes', 'InfluxdbMetricDrainProps', 'aptible_metric_drain'],
  influxdb2MetricDrain: ['influxdb2MetricDrainAttributes', 'Influxdb2MetricDrainProps', 'aptible_metric_drain'],
};

/** Props that concern a program alone: a file says by its structure what belongs where. */
const programOnly = ['dependsOn', 'lifecycle', 'environment'];

/** @returns Path → text. */
export function definitionTables(root, constructs) {
  const interfaces = interfacesIn(join(root, 'lib/constructs'));
  const all = Object.entries(tables).map(([name, [table, props, resource]]) => {
    const found = constructs[table];
    if (found === undefined) throw new Error(`lib/constructs has no ${table}`);
    const attributes = without(found, [...programOnly, ...neverIn(props, interfaces)]);
    return [name, { ...(resource && { resource }), attributes, words: wordsOf(props, attributes, interfaces) }];
  });
  const text = `// Generated from lib/constructs: do not edit.
import type { Table } from './table';

/** The tables of the constructs, and what their props mean. */
export const tables = ${JSON.stringify(Object.fromEntries(all), undefined, 2)} as const satisfies Readonly<Record<string, Table>>;
`;
  return { 'lib/definition/tables.ts': text };
}

function without(attributes, left = programOnly) {
  return Object.fromEntries(Object.entries(attributes).filter(([prop]) => !left.includes(prop)));
}

/** The props of a union's other members: an interface says of them that they are undefined. */
function neverIn(name, interfaces) {
  const props = Object.entries(propsOf(name, interfaces));
  return props.flatMap(([prop, { type }]) => (type === 'undefined' ? [prop] : []));
}

function wordsOf(name, attributes, interfaces) {
  const props = propsOf(name, interfaces);
  return Object.fromEntries(
    Object.keys(without(attributes)).map((prop) => {
      const found = props[prop];
      if (found === undefined) throw new Error(`${name} has no prop ${prop}`);
      const { text, type, optional } = found;
      const entry = attributes[prop];
      const inner =
        typeof entry === 'object' && 'attributes' in entry
          ? { props: wordsOf(innerName(type, interfaces, `${name}.${prop}`), entry.attributes, interfaces) }
          : {};
      return [prop, { text, ...(optional && { optional }), ...inner }];
    }),
  );
}

function innerName(type, interfaces, where) {
  const name = type.match(/\w+/g).findLast((word) => interfaces.has(word));
  if (name === undefined) throw new Error(`${where} has no interface in ${type}`);
  return name;
}

/** The props of an interface and of those that it extends. */
function propsOf(name, interfaces) {
  const { parents, props } = interfaces.get(name) ?? { parents: [], props: {} };
  return Object.assign({}, ...parents.map((parent) => propsOf(parent, interfaces)), props);
}

function interfacesIn(directory) {
  const found = new Map();
  for (const file of readdirSync(directory)) {
    const source = ts.createSourceFile(file, readFileSync(join(directory, file), 'utf8'), ts.ScriptTarget.Latest, true);
    for (const statement of source.statements) {
      if (ts.isInterfaceDeclaration(statement)) {
        const parents = (statement.heritageClauses ?? []).flatMap(({ types }) => types.map((type) => type.getText()));
        found.set(statement.name.text, { parents: parents.flatMap(named), props: propsIn(statement) });
      } else if (ts.isTypeAliasDeclaration(statement) && ts.isTypeReferenceNode(statement.type)) {
        found.set(statement.name.text, { parents: named(statement.type.getText()), props: {} });
      }
    }
  }
  return found;
}

function named(type) {
  return type.match(/[A-Z]\w+/g) ?? [];
}

function propsIn(declaration) {
  return Object.fromEntries(
    declaration.members.filter(ts.isPropertySignature).map((member) => {
      const [doc] = member.jsDoc ?? [];
      const byDefault = (doc?.tags ?? []).find(({ tagName }) => tagName.text === 'default');
      const value = byDefault && oneLine(ts.getTextOfJSDocComment(byDefault.comment)).replace(/^- /, '');
      const text = oneLine(ts.getTextOfJSDocComment(doc?.comment)) + (value === undefined ? '' : ` Default: ${value}.`);
      return [member.name.text, { text, type: member.type.getText(), optional: member.questionToken !== undefined }];
    }),
  );
}

function oneLine(text = '') {
  return text.replace(/\s+/g, ' ').trim();
}
