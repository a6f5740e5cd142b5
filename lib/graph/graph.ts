/** The picture of an environment: boxes, what they are part of, and what talks to what. */
import type { Sketch, SketchedEndpoint } from './sketch';

export type NodeKind = 'internet' | 'endpoint' | 'service' | 'database' | 'replica' | 'drain';

export interface Graph {
  readonly title: string;
  /** The apps. */
  readonly groups: readonly Group[];
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

export interface Group {
  readonly id: string;
  readonly name: string;
  /** How many equal ones it stands for. */
  readonly count: number;
}

export interface Node {
  readonly id: string;
  readonly kind: NodeKind;
  readonly name: string;
  readonly detail?: string;
  /** Whether the internet reaches it without a filter. */
  readonly isPublic?: boolean;
  /** The id of its app. */
  readonly group?: string;
  readonly count: number;
}

export interface Edge {
  /** The id of a node or a group. */
  readonly from: string;
  readonly to: string;
  readonly labels: readonly string[];
}

const internet = 'internet';

/** @returns the picture of all that a sketch has. Equal sketches in another order give the same one. */
export function graphOf(sketch: Sketch): Graph {
  const apps = sorted(sketch.apps, ({ name }) => name);
  const databases = sorted(sketch.databases, ({ name }) => name);
  const endpoints = sorted(sketch.endpoints, ({ domain, type, service }) =>
    JSON.stringify([domain ?? '', type, service ?? '']),
  );
  const drains = sorted(sketch.drains, ({ of, name }) => `${of} ${name}`);
  const ids = new Map([
    ...apps.map(({ key }, index) => [key, `app${index + 1}`] as const),
    ...databases.map(({ key }, index) => [key, `database${index + 1}`] as const),
  ]);
  const serviceId = (app: string, name: string) => `${ids.get(app)}_service_${name}`;
  const services = apps.flatMap(({ key, services: own }) =>
    sorted(own.length > 0 ? own : [{ name: 'services of its image' }], ({ name }) => name).map(
      ({ name, containerCount }) => ({
        id: serviceId(key, name),
        kind: 'service' as const,
        name,
        ...(containerCount !== undefined && containerCount !== 1 && { detail: `${containerCount} containers` }),
        group: ids.get(key)!,
        count: 1,
      }),
    ),
  );
  const known = new Set(services.map(({ id }) => id));
  const targetOf = ({ of, service }: SketchedEndpoint) => {
    const id = service === undefined ? undefined : serviceId(of, service);
    return id !== undefined && known.has(id) ? id : ids.get(of);
  };
  const appIds = new Set(apps.map(({ key }) => key));
  const reached = endpoints.map((endpoint, index) => ({ endpoint, id: `endpoint${index + 1}` }));
  const isOpen = reached.some(({ endpoint }) => !endpoint.isInternal);
  return {
    title: sketch.title,
    groups: apps.map(({ key, name }) => ({ id: ids.get(key)!, name, count: 1 })),
    nodes: [
      ...(isOpen ? [{ id: internet, kind: 'internet' as const, name: 'Internet', count: 1 }] : []),
      ...reached.map(({ endpoint, id }) => ({
        id,
        kind: 'endpoint' as const,
        name: endpoint.domain ?? endpoint.type,
        ...withDetail(endpoint.domain !== undefined && endpoint.type, endpoint.isInternal && 'internal'),
        ...(!endpoint.isInternal && { isPublic: endpoint.ipFiltering.length === 0 }),
        ...(appIds.has(endpoint.of) && { group: ids.get(endpoint.of)! }),
        count: 1,
      })),
      ...services,
      ...databases.map(({ key, name, type, primary, isElsewhere }) => ({
        id: ids.get(key)!,
        kind: primary === undefined ? ('database' as const) : ('replica' as const),
        name,
        ...withDetail(primary === undefined ? type : 'replica', isElsewhere && 'not of this configuration'),
        count: 1,
      })),
      ...drains.map(({ name, of, type }, index) => ({
        id: `drain${index + 1}`,
        kind: 'drain' as const,
        name,
        detail: `${of} to ${type}`,
        count: 1,
      })),
    ],
    edges: [
      ...reached
        .filter(({ endpoint }) => !endpoint.isInternal)
        .map(({ endpoint, id }) => ({ from: internet, to: id, labels: filterWords(endpoint.ipFiltering) })),
      ...reached.flatMap(({ endpoint, id }) => edge(id, targetOf(endpoint))),
      ...usesOf(sketch, ids),
      ...databases.flatMap(({ key, primary }) => edge(primary && ids.get(primary), ids.get(key), ['replicates'])),
      ...drains.flatMap(({ database }, index) => edge(`drain${index + 1}`, database && ids.get(database))),
    ],
  };
}

function edge(from: string | undefined, to: string | undefined, labels: readonly string[] = []): Edge[] {
  return from === undefined || to === undefined ? [] : [{ from, to, labels }];
}

function usesOf({ uses }: Sketch, ids: ReadonlyMap<string, string>): Edge[] {
  const variables = new Map<string, { from: string; to: string; labels: string[] }>();
  for (const { app, database, variable } of sorted(uses, (use) => use.variable)) {
    const [from, to] = [ids.get(app), ids.get(database)];
    if (from === undefined || to === undefined) continue;
    const known = variables.get(`${from} ${to}`) ?? { from, to, labels: [] };
    if (!known.labels.includes(variable)) known.labels.push(variable);
    variables.set(`${from} ${to}`, known);
  }
  return sorted([...variables.values()], ({ from, to }) => `${from} ${to}`);
}

function filterWords(sources: readonly string[]): string[] {
  if (sources.length === 0) return [];
  return [`only ${sources.length > 2 ? `${sources.length} networks` : sorted(sources, (each) => each).join(', ')}`];
}

function withDetail(...words: readonly (string | false | undefined)[]): { readonly detail?: string } {
  const detail = words.filter(Boolean).join(', ');
  return detail === '' ? {} : { detail };
}

function sorted<T>(items: readonly T[], by: (item: T) => string): T[] {
  const keyed = items.map((item) => ({ item, key: by(item) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ item }) => item);
}
