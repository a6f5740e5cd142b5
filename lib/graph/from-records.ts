/** Reads what the platform has. Values of variables are compared with addresses of databases, and forgotten. */
import {
  linkedId,
  type App,
  type Configuration,
  type Database,
  type DatabaseImage,
  type LogDrain,
  type MetricDrain,
  type Service,
  type Vhost,
} from '../api';
import type { Sketch, SketchedDrain, Use } from './sketch';

export interface Records {
  /** The handle of the environment. */
  readonly title: string;
  readonly apps: readonly App[];
  readonly services: readonly Service[];
  readonly databases: readonly Database[];
  readonly images: readonly DatabaseImage[];
  readonly vhosts: readonly Vhost[];
  readonly logDrains: readonly LogDrain[];
  readonly metricDrains: readonly MetricDrain[];
  /** By the ids of the apps. */
  readonly configurations: ReadonlyMap<number, Configuration>;
}

/** What failed to be made, or is gone, is in no picture. */
const dead: ReadonlySet<string | null | undefined> = new Set(['provision_failed', 'deprovisioned', 'deprovisioning']);

/** The platform makes a drain of this type in each environment, for its own command that follows logs. */
const ownDrain = 'tail';

/** @returns what is in an environment of the platform. */
export function fromRecords(records: Records): Sketch {
  const services = new Map(records.services.map((service) => [service.id, service]));
  const databases = records.databases.filter(({ status }) => !dead.has(status));
  return {
    title: records.title,
    apps: records.apps
      .filter(({ status }) => !dead.has(status))
      .map(({ id, handle }) => ({
        key: `apps.${id}`,
        name: handle,
        services: records.services
          .filter((service) => linkedId(service, 'app') === id)
          .map(({ process_type: name, container_count: containerCount }) => ({ name, containerCount })),
      })),
    databases: databases.map((database) => {
      const primary = linkedId(database, 'initialize_from');
      const image = records.images.find(({ id }) => id === linkedId(database, 'database_image'));
      const type = [database.type ?? image?.type, image?.version].filter(Boolean).join(' ');
      return {
        key: `databases.${database.id}`,
        name: database.handle,
        ...(type !== '' && { type }),
        ...(primary !== undefined && { primary: `databases.${primary}` }),
      };
    }),
    endpoints: records.vhosts
      .filter(({ status }) => !dead.has(status))
      .flatMap((vhost) => {
        const service = services.get(linkedId(vhost, 'service') ?? 0);
        const of = service && ownerOf(service, databases);
        if (of === undefined) return [];
        return [
          {
            type: /^http(_proxy_protocol)?$/.test(vhost.type) ? 'https' : vhost.type,
            ...(vhost.user_domain && { domain: vhost.user_domain }),
            isInternal: vhost.internal,
            ipFiltering: vhost.ip_whitelist ?? [],
            of,
            ...(of.startsWith('apps.') && { service: service!.process_type }),
          },
        ];
      }),
    drains: [
      ...records.logDrains
        .filter(({ status, drain_type: type }) => !dead.has(status) && type !== ownDrain)
        .map((drain) => drainOf('logs', drain)),
      ...records.metricDrains.filter(({ status }) => !dead.has(status)).map((drain) => drainOf('metrics', drain)),
    ],
    uses: usesOf(records, databases),
  };
}

/** Not every platform links a service to its database, but every database to its service. */
function ownerOf(service: Service, databases: readonly Database[]): string | undefined {
  const app = linkedId(service, 'app');
  if (app !== undefined) return `apps.${app}`;
  const database =
    linkedId(service, 'database') ?? databases.find((each) => linkedId(each, 'service') === service.id)?.id;
  return database === undefined ? undefined : `databases.${database}`;
}

function drainOf(of: SketchedDrain['of'], drain: LogDrain | MetricDrain): SketchedDrain {
  const database = linkedId(drain, 'database');
  return {
    name: drain.handle,
    of,
    type: drain.drain_type,
    ...(database !== undefined && { database: `databases.${database}` }),
  };
}

/** An app talks to a database when a variable has its host with its port, or its whole host name. */
function usesOf({ configurations }: Records, databases: readonly Database[]): Use[] {
  const addresses = databases.flatMap((database) => {
    const { database_credentials: credentials } = database._embedded ?? {};
    const urls = [database.connection_url, ...(credentials ?? []).map(({ connection_url: url }) => url)];
    return [...new Set(urls.flatMap(addressOf))].map((address) => ({ database: `databases.${database.id}`, address }));
  });
  return [...configurations].flatMap(([app, { env }]) =>
    Object.entries(env).flatMap(([variable, value]) => {
      const found = addresses.filter(({ address }) => isPartOf(value ?? '', address)).map(({ database }) => database);
      return [...new Set(found)].map((database) => ({ app: `apps.${app}`, database, variable }));
    }),
  );
}

/** A name of the platform belongs to one database. On one host, as on a local platform, only the port tells them apart. */
function addressOf(url: string | null | undefined): string[] {
  if (!url || !URL.canParse(url)) return [];
  const { host, hostname } = new URL(url);
  return [/^(localhost|[\d.]+|\[.*\])$/.test(hostname) ? host : hostname];
}

function isPartOf(value: string, address: string): boolean {
  for (let at = value.indexOf(address); at >= 0; at = value.indexOf(address, at + 1)) {
    if (!/[\w.-]/.test(value[at - 1] ?? ' ') && !/[\w-]/.test(value[at + address.length] ?? ' ')) return true;
  }
  return false;
}
