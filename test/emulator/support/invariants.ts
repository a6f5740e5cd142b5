/** Invariants: what holds for every local platform at rest, whatever was asked of it. */
import type { LocalPlatform } from '../../../lib/emulator';
import { Client, elementsOf, type Shown } from './client';

const collections = ['/stacks', '/apps', '/databases', '/vhosts', '/backups', '/deployments', '/database_images'];
const ofAccounts = ['operations', 'log_drains', 'metric_drains', 'certificates', 'services', 'disks', 'permissions'];

const operationStatuses = ['queued', 'running', 'succeeded', 'failed'];
const resourceStatuses = [
  'pending',
  'provisioning',
  'provisioned',
  'provision_failed',
  'deprovisioning',
  'deprovision_failed',
];

export async function invariantsHold(platform: LocalPlatform): Promise<void> {
  const client = Client.of(platform);
  const accounts = await everythingIn(client, '/accounts');
  const paths = [...collections, ...accounts.flatMap(({ id }) => ofAccounts.map((name) => `/accounts/${id}/${name}`))];
  const records = [...accounts, ...(await Promise.all(paths.map((path) => everythingIn(client, path)))).flat()];
  const problems: string[] = [];

  const ids = records.map(({ id }) => id);
  if (new Set(ids).size !== ids.length) problems.push(`an id is there twice: ${ids.sort().join(' ')}`);
  for (const { id, status, _type } of records) {
    const legal = _type === 'operation' || _type === 'deployment' ? operationStatuses : resourceStatuses;
    if (status !== undefined && !legal.includes(status)) problems.push(`${_type} ${id} is ${status}`);
    if (typeof id === 'number' && !(id > 0 && id < 2 ** 31)) problems.push(`${_type} has the id ${id}`);
  }
  const addresses = new Set(records.flatMap(({ _links }) => Object.values(_links).map((link) => link!.href)));
  await Promise.all(
    [...addresses].map(async (href) => {
      if (!href.startsWith(`${platform.url}/`)) return void problems.push(`${href} is not on this host`);
      // A backup outlives its database.
      const { status } = await client.get(`${href}?with_deleted=true`);
      if (status !== 200) problems.push(`${href} answers ${status}`);
    }),
  );
  expect(problems.sort()).toEqual([]);
}

/** Checks only what can be checked often, since it takes little time. */
export async function nothingIsHalfDone(platform: LocalPlatform): Promise<void> {
  const client = Client.of(platform);
  const lists = ['/apps', '/databases', '/vhosts'].map((path) => client.get(`${path}?per_page=5000`));
  const records = (await Promise.all(lists)).flatMap(({ body }) => elementsOf(body));
  expect(records.flatMap(halfDone)).toEqual([]);
}

/** Lists what a provision should have given and did not, or gave although it failed. */
function halfDone(record: Shown): string[] {
  const { _type: type, id, status, _links: links } = record;
  const given: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
    app: { image: 'current_image' in links, deployment: 'current_deployment' in links },
    database: { service: 'service' in links, disk: 'disk' in links, url: record['connection_url'] !== null },
    vhost: { host: record['external_host'] !== null },
  };
  const wanted = { provisioned: true, pending: false, provision_failed: false }[String(status)];
  if (wanted === undefined) return [];
  const wrong = Object.entries(given[type] ?? {}).filter(([, isThere]) => isThere !== wanted);
  return wrong.map(([what]) => `${type} ${id} is ${status} and has ${wanted ? 'no' : 'a'} ${what}`);
}

/** Reads a collection page by page, and checks that the pages hold all of it. */
async function everythingIn(client: Client, path: string): Promise<Shown[]> {
  const found: Shown[] = [];
  let next: string | undefined = `${path}?per_page=7`;
  let total = 0;
  while (next !== undefined) {
    const { body } = await client.get(next);
    found.push(...elementsOf(body));
    total = body.total_count;
    next = body._links['next']?.href;
  }
  expect([path, found.length]).toEqual([path, total]);
  const { body: whole } = await client.get(`${path}?per_page=5000`);
  expect(elementsOf(whole).map(({ id }) => id)).toEqual(found.map(({ id }) => id));
  return found;
}
