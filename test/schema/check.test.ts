import fc from 'fast-check';
import { check, dataSources, formatProblems, resources, type Block } from '../../lib/schema';
import { runs } from '../support/runs';

const unknown = Symbol('unknown');
const options = { isUnknown: (value: unknown) => value === unknown };

/** The lines of what is wrong with an object in which what is left out is null. */
const problems = (definition: Block, value: Record<string, unknown>) =>
  formatProblems(check(definition, value, options))
    .split('\n')
    .filter(Boolean);

const {
  aptible_app: app,
  aptible_database: database,
  aptible_endpoint: endpoint,
  aptible_environment: environment,
} = resources;

const web = { env_id: 1, resource_type: 'app', resource_id: 1, process_type: 'web' };

test('an object within all limits has no problems', () => {
  expect(
    problems(app, { env_id: 1, handle: 'acme-web', config: { A: '1' }, service: [{ process_type: 'web' }] }),
  ).toEqual([]);
});

describe('limits', () => {
  const base = { env_id: 1, handle: 'a' };
  const policy = { daily: 1, monthly: 0, yearly: 0, make_copy: false, keep_final: false };

  test.each<[string, Block, Record<string, unknown>, string]>([
    ['required', database, { env_id: 1 }, 'handle: it is required, and there is none'],
    ['type', database, { env_id: 1, handle: 7 }, 'handle: got 7, expected a string'],
    ['type of a list', endpoint, { ...web, ip_filtering: 'all' }, 'ip_filtering: got "all", expected a list'],
    ['type of a map', app, { ...base, config: 'all' }, 'config: got "all", expected a map'],
    [
      'pattern',
      database,
      { env_id: 1, handle: 'A B' },
      'handle: got "A B", expected 1 to 64 lower-case letters, digits, dots, hyphens or underscores',
    ],
    ['integer', database, { env_id: 1.5, handle: 'a' }, 'env_id: got 1.5, expected a whole number'],
    ['minimum', database, { env_id: 0, handle: 'a' }, 'env_id: got 0, expected at least 1'],
    ['maximum', database, { ...base, disk_size: 20000 }, 'disk_size: got 20000, expected between 1 and 16000'],
    [
      'oneOf, numbers',
      database,
      { ...base, container_size: 1000 },
      'container_size: got 1000, expected one of 512, 1024, 2048, 4096, 7168, 15360, 30720, 61440, 153600, 245760',
    ],
    [
      'oneOf, texts',
      database,
      { ...base, container_profile: 'x' },
      'container_profile: got "x", expected one of m, c, r',
    ],
    [
      'notEmpty, in a map',
      app,
      { ...base, config: { A: '' } },
      'config.A: got "", expected a value that is not empty: the platform deletes a variable that is set to an empty string: leave the key out, or give it another value',
    ],
    [
      'maximumItems',
      endpoint,
      { ...web, endpoint_type: 'tcp', container_ports: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
      'container_ports: there are 11 values, expected at most 10',
    ],
    [
      'minimum, in a block',
      app,
      { ...base, service: [{ container_count: -1 }] },
      'service[0].container_count: got -1, expected between 0 and 128',
    ],
    [
      'maxItems',
      environment,
      { stack_id: 1, handle: 'a', backup_retention_policy: [policy, policy] },
      'backup_retention_policy: there are 2 of these blocks, expected at most 1',
    ],
  ])('%s', (_limit, definition, value, expected) => {
    expect(problems(definition, value)).toEqual([expected]);
  });

  test('what the image’s arguments are for is refused in config', () => {
    expect(problems(app, { ...base, config: { APTIBLE_DOCKER_IMAGE: 'a' } })).toEqual([
      'config.APTIBLE_DOCKER_IMAGE: the key "APTIBLE_DOCKER_IMAGE" cannot be used, expected a variable’s name without `=`, spaces or a leading hyphen; the image and the credentials of its registry are set by docker_image, private_registry_username and private_registry_password',
    ]);
  });

  test('known values are no limit', () => {
    const known = { type: 'string', description: 'A thing.', optional: true, known: ['a'] } as const;
    expect(problems({ description: 'A thing.', attributes: { known } }, { known: 'b' })).toEqual([]);
  });

  test('the former spelling of a profile means the same', () => {
    expect(problems(database, { env_id: 1, handle: 'a', container_profile: 'm5' })).toEqual([]);
  });

  test('the value of a sensitive field is not in its problem', () => {
    const found = check(
      app,
      { env_id: 1, handle: 'a', docker_image: 'a', private_registry_username: 'u', private_registry_password: 7 },
      options,
    );
    expect(found).toEqual([
      { path: ['private_registry_password'], code: 'type', expected: 'a string', message: 'expected a string' },
    ]);
  });
});

test('all problems come at once, in the order of the definition', () => {
  const value = {
    env_id: 0,
    handle: '',
    config: { A: '' },
    private_registry_username: 'u',
    service: [{ stop_timeout: 0 }],
  };
  expect(check(app, value, options).map(({ path }) => path.join('.'))).toEqual([
    'env_id',
    'handle',
    'config.A',
    'service.0.stop_timeout',
    'private_registry_password',
    'docker_image',
  ]);
});

test('a recovery to points in time needs backups and PostgreSQL', () => {
  const recoverable = { env_id: 1, handle: 'a', enable_pitr: true };
  expect(problems(database, recoverable)).toEqual([]);
  expect(problems(database, { ...recoverable, enable_pitr: false, enable_backups: false })).toEqual([]);
  expect(problems(database, { ...recoverable, enable_backups: false, database_type: 'redis' })).toEqual([
    'enable_backups: got false, expected true with enable_pitr = true: a recovery begins with a backup',
    'database_type: got "redis", expected postgresql with enable_pitr = true: the platform recovers PostgreSQL only',
  ]);
});

test.each([0, 1.5])('a share of %d is refused, since the platform takes 0 for none', (share) => {
  const policy = { autoscaling_type: 'horizontal', min_containers: 1, max_containers: 2, max_cpu_threshold: 0.9 };
  const service = [{ autoscaling_policy: [{ ...policy, min_cpu_threshold: share }] }];
  expect(problems(app, { env_id: 1, handle: 'a', service })).toContain(
    `service[0].autoscaling_policy[0].min_cpu_threshold: got ${share}, expected more than 0 and at most 1`,
  );
});

test('what is unknown is never a problem, wherever it is', () => {
  const definitions: readonly Block[] = [...Object.values(resources), ...Object.values(dataSources)];
  for (const definition of definitions) {
    fc.assert(
      fc.property(unknownSomewhere(definition), (value) => {
        expect(check(definition, value, options)).toEqual([]);
      }),
      { numRuns: runs(50) },
    );
  }
});

/** Objects of a definition in which each thing is unknown or left out, and required things are unknown. */
function unknownSomewhere(block: Block): fc.Arbitrary<Record<string, unknown>> {
  const attributes = Object.entries(block.attributes).map(
    ([name, { required, type }]) =>
      [
        name,
        required
          ? fc.constant(unknown)
          : fc.constantFrom(
              unknown,
              null,
              ...(Array.isArray(type) ? [type[0] === 'map' ? { [name]: unknown } : [unknown]] : []),
            ),
      ] as const,
  );
  const blocks = Object.entries(block.blocks ?? {}).map(
    ([name, nested]) =>
      [
        name,
        nested.nesting === 'single'
          ? fc.option(unknownSomewhere(nested))
          : fc.oneof(
              fc.constant(unknown),
              fc.array(fc.oneof(fc.constant(unknown), unknownSomewhere(nested)), { maxLength: nested.maxItems ?? 1 }),
            ),
      ] as const,
  );
  return fc
    .record(Object.fromEntries<fc.Arbitrary<unknown>>([...attributes, ...blocks]))
    .filter((value) => !breaksConflict(block, value));
}

/** Two things of which only one may be set, or one without the other, are a problem whatever is unknown inside them. */
function breaksConflict(block: Block, value: Record<string, unknown>): boolean {
  const isSet = (field: string) => value[field] !== unknown && Object.keys(value[field] ?? {}).length > 0;
  return (block.rules ?? []).some((rule) => {
    if (rule.kind === 'conflicting') return rule.fields.filter(isSet).length > 1;
    if (rule.kind === 'exactlyOne') return rule.fields.every((field) => (value[field] ?? null) === null);
    if (rule.kind !== 'together' || rule.fields.some((field) => value[field] === unknown)) return false;
    return ![0, rule.fields.length].includes(rule.fields.filter(isSet).length);
  });
}
