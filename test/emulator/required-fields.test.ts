import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startLocalPlatform, type Kind, type LocalPlatform } from '../../lib/emulator';
import { publicKeyLine } from '../../lib/ssh';
import { resources, routes } from '../../lib/emulator/resources';
import { Client, elementsOf, World } from './support/client';
import { embeddedIn, fieldProblems, requiredFields } from './support/required-fields';

let platform: LocalPlatform;
const shown = new Map<string, Record<string, unknown>[]>();

beforeAll(async () => {
  platform = await startLocalPlatform();
  const client = Client.of(platform);
  const world = new World(client);
  const account = await world.environment();
  const app = await world.app(account);
  const database = await world.provisionedDatabase(account);
  const deploy = await world.operation(`/apps/${app}`, {
    type: 'deploy',
    env: { A: '1' },
    settings: { APTIBLE_DOCKER_IMAGE: 'nginx:1' },
  });
  const [service] = elementsOf((await client.get(`/apps/${app}/services`)).body);
  const vhost = await world.made(`/services/${service!.id}/vhosts`, {
    type: 'http',
    acme: true,
    user_domain: 'a.example',
  });
  await world.operation(`/vhosts/${vhost}`, { type: 'provision' });
  await world.made(`/services/${service!.id}/service_sizing_policies`, { autoscaling: 'vertical' });
  await world.operation(`/databases/${database}`, { type: 'backup' });
  const role = platform.control.list('role')[0]!;
  await world.made(`/accounts/${account}/permissions`, { role: role.uuid, scope: 'read' });
  await world.made(`/accounts/${account}/log_drains`, {
    handle: 'logs',
    drain_type: 'https_post',
    url: 'https://a.example',
  });
  await world.made(`/accounts/${account}/metric_drains`, {
    handle: 'metrics',
    drain_type: 'datadog',
    drain_configuration: { api_key: 'k' },
  });
  await world.made(`/operations/${deploy.id}/ssh_portal_connections`, {
    ssh_public_key: publicKeyLine(generateKeyPairSync('ed25519').publicKey),
  });
  const certificates = readFileSync(join(__dirname, '../fixtures/http/certificates.txt'), 'utf8');
  const [, certificate] = /^> (\{"certificate_body".*-----BEGIN.*\})$/m.exec(certificates)!;
  await world.made(`/accounts/${account}/certificates`, JSON.parse(certificate!) as object);

  const paths = [
    '/stacks',
    '/accounts',
    '/apps',
    '/services',
    '/databases',
    '/database_images',
    '/deployments',
    '/vhosts',
    '/backups',
    '/log_drains',
    '/metric_drains',
    '/service_sizing_policies',
    '/permissions',
    `/accounts/${account}/disks`,
    `/accounts/${account}/operations`,
    `/accounts/${account}/backup_retention_policies`,
    `/accounts/${account}/certificates`,
    `/apps/${app}/configurations`,
    `/apps/${app}/settings`,
    `/apps/${app}/images`,
    `/services/${service!.id}/releases`,
    `/databases/${database}/database_credentials`,
    `/operations/${deploy.id}/ssh_portal_connections`,
  ];
  for (const path of paths) collect((await client.get(path)).body);
});
afterAll(() => platform.stop());

/** Collects all resources in an answer, embedded ones as well. */
function collect(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const record = value as Record<string, unknown>;
  if (typeof record['_type'] === 'string') {
    shown.set(record['_type'], [...(shown.get(record['_type']) ?? []), record]);
  }
  for (const each of Object.values(value)) collect(each);
}

describe.each(Object.entries(requiredFields))('%s', (kind, fields) => {
  test('has every required field, in its type, null only where that is allowed', () => {
    const problems = (shown.get(kind) ?? []).flatMap((record) => fieldProblems(record, fields));
    expect(shown.get(kind)?.length).toBeGreaterThan(0);
    expect([...new Set(problems)]).toEqual([]);
  });
});

/** Collections that the platform's records do not link to. */
const unlinked = ['/services/{service_id}/service_sizing_policies', '/services/{service_id}/disk_attachments'];

test.each(Object.keys(requiredFields))('%s links to each collection below it', (kind) => {
  const { collection } = resources[kind as Kind];
  const below = routes
    .filter(({ method, path }) => method === 'GET' && !unlinked.includes(path))
    .flatMap(({ path }) => new RegExp(`^/${collection}/\\{\\w+\\}/(\\w+)$`).exec(path)?.[1] ?? []);
  for (const { _links: links } of shown.get(kind)!) {
    expect(Object.keys(links as object)).toEqual(expect.arrayContaining(below));
  }
});

test.each(Object.keys(embeddedIn))('%s has embedded resources, even when none are asked for', async (kind) => {
  const { body } = await Client.of(platform).get(`/${kind}s?no_embed=true`);
  const embedded = elementsOf(body).map((each) => each._embedded);
  expect(embedded.length).toBeGreaterThan(0);
  expect(embedded).toEqual(embedded.map(() => expect.any(Object)));
});
