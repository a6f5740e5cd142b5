/** A change in place of one argument leaves known what it cannot change. */
import { hasUnknown } from '../../lib/provider/values';
import type { Value } from '../../lib/plugin/values';
import type { Plain } from '../support/plugin/plain-objects';
import { type Driver, startDriver } from './driver';
import { type Case, cases, images, prepare } from './matrix/cases';

let driver: Driver;
let base: Awaited<ReturnType<typeof prepare>>;
beforeAll(async () => {
  driver = await startDriver({ images });
  base = await prepare(driver);
});
afterAll(() => driver.stop());

/** Arguments of which no one changes alone. */
const together = [
  ['docker_image', 'service'],
  ['private_registry_username', 'private_registry_password'],
  ['certificate_body', 'private_key'],
];

const ofCertificate = [
  'id',
  'certificate_id',
  'issuer_common_name',
  'issuer_organization',
  'not_after',
  'not_before',
  'private_key_algorithm',
  'self_signed',
  'sha256_fingerprint',
  'common_name',
  'subject_alternative_names',
  'trusted',
].sort();

/** Case → change → what is known only after it, where anything is. */
const becomeUnknown: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  app: {
    handle: ['git_repo'],
    'docker_image, service': ['release'],
    'private_registry_username, private_registry_password': ['release'],
    deploy_trigger: ['release'],
    config: ['release'],
    secret_config: ['release'],
  },
  'app without an image': { config: ['release'] },
  'backup retention policy': { daily: ['pitr_days', 'policy_id'] },
  certificate: { 'certificate_body, private_key': ofCertificate },
  'endpoint with a certificate': { domain: ['virtual_domain'] },
  'endpoint with managed TLS': {
    domain: ['acme_status', 'dns_validation_record', 'dns_validation_value', 'virtual_domain'],
  },
};

const drain = (drain_type: string, rest: (base: Base) => object): Case => {
  const config = (base: Base) => ({ env_id: base.env_id, handle: drain_type, drain_type, ...rest(base) });
  const changed = (base: Base) => ({ ...config(base), drain_apps: false });
  return { name: `log drain of the type ${drain_type}`, type: 'aptible_log_drain', config, changed };
};
type Base = typeof base;
const [drain_host, url] = ['logs.example.com', 'https://logs.example.com'];

const others: readonly Case[] = [
  drain('datadog', () => ({ token: 'key-1', tags: 'a:b' })),
  drain('elasticsearch_database', ({ elasticsearchId }) => ({ database_id: elasticsearchId })),
  drain('https_post', () => ({ url })),
  drain('insightops', () => ({ logging_token: 'token-1' })),
  drain('logdna', () => ({ drain_username: 'key-1' })),
  drain('papertrail', () => ({ drain_host, drain_port: 514 })),
  drain('solarwinds', () => ({ drain_host, logging_token: 'token-1' })),
  drain('sumologic', () => ({ url })),
  drain('syslog_tls_tcp', () => ({ drain_host, drain_port: 514 })),
  {
    name: 'database of another type',
    type: 'aptible_database',
    config: ({ env_id }) => ({ env_id, handle: 'cache', database_type: 'redis' }),
    changed: ({ env_id }) => ({ env_id, handle: 'cache-2', database_type: 'redis', container_size: 2048 }),
  },
];

test.each([...cases, ...others].filter((each) => each.changed))('$name', async ({ name, type, config, changed }) => {
  const before: Plain = config(base);
  const after: Plain = changed!(base);
  const names = Object.keys(after).filter((each) => JSON.stringify(before[each]) !== JSON.stringify(after[each]));
  const alone = names.filter((each) => !together.some((group) => group.includes(each)));
  const changes = [
    ...alone.map((each) => [each]),
    ...together.filter((group) => group.every((each) => names.includes(each))),
  ];
  expect(changes.flat().sort()).toEqual(names.sort());
  const planned = await driver.walk(async (terraform) => {
    const { instance } = await terraform.deploy(type, before);
    const results: Record<string, unknown> = {};
    for (const change of changes) {
      const changedOnly = Object.fromEntries(change.map((each) => [each, after[each]]));
      const plan = await terraform.plan(type, { ...before, ...changedOnly }, instance);
      const unknown = Object.entries(plan.planned ?? {}).filter(([, value]) => hasUnknown(value as Value));
      results[change.join(', ')] = [plan.action, plan.diagnostics, unknown.map(([each]) => each).sort()];
    }
    return results;
  });
  expect(planned).toEqual(
    Object.fromEntries(
      changes.map((each) => [each.join(', '), ['update', [], becomeUnknown[name]?.[each.join(', ')] ?? []]]),
    ),
  );
});
