/** Reads what a definition says. */
import { referencesIn, targetOf, type CheckedDefinition } from '../definition';
import type { Sketch, SketchedDatabase, SketchedEndpoint, Use } from './sketch';

type Values = Readonly<Record<string, unknown>>;

/** @returns what is in the environment of a definition. */
export function fromDefinition({ value }: CheckedDefinition): Sketch {
  const databases = entries(value['databases']);
  const apps = entries(value['apps']);
  return {
    title: text((value['environment'] as Values)['handle']) ?? '',
    apps: apps.map(([name, app]) => ({
      key: `apps.${name}`,
      name: text(app['handle']) ?? name,
      services: entries(app['services']).map(([service, { containerCount }]) => ({
        name: service,
        ...(containerCount !== undefined && { containerCount: containerCount as number | string }),
      })),
    })),
    databases: databases.flatMap(([name, database]) => [databaseOf(name, database), ...replicasOf(name, database)]),
    endpoints: [
      ...databases.flatMap(([name, database]) =>
        entries(database['endpoints']).map(([, endpoint]) => endpointOf(endpoint, 'tcp', `databases.${name}`)),
      ),
      ...apps.flatMap(([name, app]) =>
        entries(app['services']).flatMap(([service, own]) =>
          entries(own['endpoints']).map(([, endpoint]) => ({
            ...endpointOf(endpoint, 'https', `apps.${name}`),
            service,
          })),
        ),
      ),
    ],
    drains: (['logs', 'metrics'] as const).flatMap((of) =>
      entries(value[of === 'logs' ? 'logDrains' : 'metricDrains']).map(([name, { handle, type, database }]) => ({
        name: text(handle) ?? name,
        of,
        type: drainTypes[type as string] ?? (type as string),
        ...(database !== undefined && { database: `databases.${database as string}` }),
      })),
    ),
    uses: apps.flatMap(([name, app]) => usesOf(`apps.${name}`, app)),
  };
}

/** The types of drains whose names here and on the platform differ. */
const drainTypes: Readonly<Record<string, string>> = {
  elasticsearch: 'elasticsearch_database',
  https: 'https_post',
  influxdbDatabase: 'influxdb_database',
  syslog: 'syslog_tls_tcp',
};

function databaseOf(name: string, { handle, type, version }: Values): SketchedDatabase {
  return { key: `databases.${name}`, name: text(handle) ?? name, type: [type, version].filter(Boolean).join(' ') };
}

function replicasOf(name: string, { replicas }: Values): SketchedDatabase[] {
  return entries(replicas).map(([replica, { handle }]) => ({
    key: `databases.${name}.replicas.${replica}`,
    name: text(handle) ?? replica,
    primary: `databases.${name}`,
  }));
}

function endpointOf(endpoint: Values, usualType: string, of: string): SketchedEndpoint {
  const domain = text(endpoint['domain']);
  return {
    type: text(endpoint['type']) ?? usualType,
    ...(domain !== undefined && { domain }),
    isInternal: endpoint['internal'] === true,
    ipFiltering: (endpoint['ipFiltering'] ?? []) as readonly string[],
    of,
  };
}

/** What an app has the address of: through connections, and through references in its variables. */
function usesOf(app: string, values: Values): Use[] {
  const connections = entries(values['connections']).map(([variable, { database }]) => ({
    app,
    database: `databases.${database as string}`,
    variable,
  }));
  const variables = ['config', 'secretConfig'].flatMap((name) =>
    Object.entries((values[name] ?? {}) as Readonly<Record<string, string>>).flatMap(([variable, written]) =>
      databasesIn(written).map((database) => ({ app, database, variable })),
    ),
  );
  return [...connections, ...variables];
}

function databasesIn(written: string): string[] {
  return referencesIn(written).flatMap(({ kind, rest }) => {
    if (kind !== 'databases') return [];
    const target = targetOf(kind, rest);
    if ('end' in target) return [];
    // Users and endpoints are ways to the database that has them.
    return [target.path.slice(0, target.path[2] === 'replicas' ? 4 : 2).join('.')];
  });
}

function entries(section: unknown): [string, Values][] {
  return Object.entries((section ?? {}) as Readonly<Record<string, Values>>);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
