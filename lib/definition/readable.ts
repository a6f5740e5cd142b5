/** What a reference can read of each thing: the word in a reference → the property of the construct. */
export const readable = {
  environment: {
    id: 'environmentId',
    handle: 'handle',
    caCertificate: 'caCertificate',
    organizationId: 'organizationId',
  },
  databases: { id: 'databaseId', handle: 'handle', url: 'connectionUrl' },
  replicas: { id: 'databaseId', handle: 'handle', url: 'connectionUrl' },
  users: { url: 'connectionUrl', username: 'username', password: 'password' },
  backups: { id: 'backupId' },
  operations: { id: 'operationId' },
  apps: { id: 'appId', handle: 'handle', release: 'release', gitRepository: 'gitRepository' },
  endpoints: {
    id: 'endpointId',
    hostname: 'virtualDomain',
    externalHostname: 'externalHostname',
    dnsValidationRecord: 'dnsValidationRecord',
    dnsValidationValue: 'dnsValidationValue',
    url: 'connectionUrl',
  },
  certificates: {
    id: 'certificateId',
    fingerprint: 'sha256Fingerprint',
    commonName: 'commonName',
    notAfter: 'notAfter',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

export type Readable = keyof typeof readable;

/** The parts of a credential, which databases, replicas and endpoints of databases have beside the others: `${databases.main.host}`. */
const credentialParts = ['protocol', 'username', 'password', 'host', 'port', 'name', 'query'] as const;

/** The things inside each thing, that have names of their own. */
export const inside: Readonly<Record<string, readonly string[]>> = {
  databases: ['replicas', 'endpoints', 'users', 'backups', 'operations'],
  replicas: ['operations'],
  apps: ['services', 'operations'],
  services: ['endpoints'],
  endpoints: ['operations'],
};

/** What is at the end of a path of names: `databases.main.endpoints.office` is one of `endpoints`. */
export interface Target {
  readonly kind: Readable;
  /** The names on the way: `['databases', 'main', 'endpoints', 'office']`. */
  readonly path: readonly string[];
  /** The type of the credential, for `${cache.credentials.redis+ssl.host}`. */
  readonly credential?: string;
  /** The word for the property. */
  readonly property: string;
}

/** @returns the words for what can be read of a thing. */
export function propertiesOf({ kind, path, credential }: Omit<Target, 'property'>): string[] {
  const ofDatabase = hasCredentials(kind, path);
  if (credential !== undefined) return ['url', ...credentialParts];
  const own = Object.keys(readable[kind]).filter((word) => kind !== 'endpoints' || ofDatabase || word !== 'url');
  return [...own, ...(ofDatabase ? credentialParts : [])];
}

export function hasCredentials(kind: Readable, path: readonly string[]): boolean {
  return kind === 'databases' || kind === 'replicas' || (kind === 'endpoints' && path[0] === 'databases');
}

type Values = Readonly<Record<string, unknown>>;

/** @returns the endpoints of an app. They have different names, whatever their services. */
export function endpointsOfApp(app: unknown): { readonly service: string; readonly endpoint: string }[] {
  const { services = {} } = app as { readonly services?: Readonly<Record<string, { readonly endpoints?: Values }>> };
  return Object.entries(services).flatMap(([service, each]) =>
    Object.keys(each.endpoints ?? {}).map((endpoint) => ({ service, endpoint })),
  );
}

/** @returns the names on the way to a thing, such as `databases.main`; undefined when it leads to none. */
export function thingOfPath(text: string): readonly string[] | undefined {
  const [kind, ...names] = text.split('.');
  if (kind === 'environment' || names.length === 0) return undefined;
  const target = targetOf(kind!, [...names, 'id'].join('.'));
  return 'end' in target || target.property !== 'id' || target.path.length !== names.length + 1
    ? undefined
    : target.path;
}

/**
 * Follows a reference as far as its words are words of a definition.
 *
 * @returns the thing, or where the way ends: the words until there, and those that could follow.
 */
export function targetOf(
  kind: string,
  rest: string,
): Target | { readonly end: readonly string[]; readonly wanted: string } {
  const steps = rest.split('.');
  if (kind === 'environment') {
    return steps.length === 1
      ? { kind, path: [kind], property: steps[0]! }
      : { end: [kind, steps[0]!], wanted: 'nothing' };
  }
  const path = [kind, steps[0]!];
  let current = kind;
  let index = 1;
  while (index < steps.length - 1 && (inside[current] ?? []).includes(steps[index]!)) {
    current = steps[index]!;
    path.push(current, steps[index + 1]!);
    index += 2;
  }
  if (current === 'services') return { end: path, wanted: 'endpoints.NAME' };
  if (!Object.hasOwn(readable, current)) return { end: path, wanted: '' };
  const found = { kind: current as Readable, path };
  const left = steps.slice(index);
  if (left[0] === 'credentials' && left.length === 3 && hasCredentials(found.kind, path)) {
    return { ...found, credential: left[1]!, property: left[2]! };
  }
  if (left.length === 1) return { ...found, property: left[0]! };
  const words = [...propertiesOf(found), ...(inside[current] ?? []).map((word) => `${word}.NAME`)];
  return { end: path, wanted: words.join(', ') };
}
