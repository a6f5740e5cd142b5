import fc from 'fast-check';
import { check, checkChange, dataSources, formatProblems, resources, type Block } from '../../lib/schema';

const unknown = Symbol('unknown');
const options = { isUnknown: (value: unknown) => value === unknown };

/** Of an object in which what is left out is null. */
const problems = (definition: Block, value: Record<string, unknown>) =>
  formatProblems(check(definition, value, options))
    .split('\n')
    .filter(Boolean);

const { aptible_app: app, aptible_database: database, aptible_environment: environment } = resources;

test('an object within all limits has no problems', () => {
  expect(
    problems(app, { env_id: 1, handle: 'acme-web', config: { A: '1' }, service: [{ process_type: 'web' }] }),
  ).toEqual([]);
});

describe('limits', () => {
  test.each<[Block, Record<string, unknown>, string]>([
    [database, { env_id: 1 }, 'handle: it is required, and there is none'],
    [database, { env_id: 1, handle: 7 }, 'handle: got 7, expected a string'],
    [
      database,
      { env_id: 1, handle: 'A B' },
      'handle: got "A B", expected 1 to 64 lower-case letters, digits, dots, hyphens or underscores',
    ],
    [database, { env_id: 1.5, handle: 'a' }, 'env_id: got 1.5, expected a whole number'],
    [database, { env_id: 0, handle: 'a' }, 'env_id: got 0, expected at least 1'],
    [database, { env_id: 1, handle: 'a', disk_size: 20000 }, 'disk_size: got 20000, expected between 1 and 16000'],
    [
      database,
      { env_id: 1, handle: 'a', container_size: 1000 },
      'container_size: got 1000, expected one of 512, 1024, 2048, 4096, 7168, 15360, 30720, 61440, 153600, 245760',
    ],
    [
      database,
      { env_id: 1, handle: 'a', container_profile: 'x' },
      'container_profile: got "x", expected one of m, c, r',
    ],
    [
      app,
      { env_id: 1, handle: 'a', config: { A: '' } },
      'config.A: got "", expected a value that is not empty: the platform deletes a variable that is set to an empty string: leave the key out, or give it another value',
    ],
    [
      app,
      { env_id: 1, handle: 'a', service: [{ container_count: -1 }] },
      'service[0].container_count: got -1, expected between 0 and 128',
    ],
    [
      environment,
      {
        stack_id: 1,
        handle: 'a',
        backup_retention_policy: [1, 2].map(() => ({
          daily: 1,
          monthly: 0,
          yearly: 0,
          make_copy: false,
          keep_final: false,
        })),
      },
      'backup_retention_policy: there are 2 of these blocks, expected at most 1',
    ],
  ])('%#', (definition, value, expected) => {
    expect(problems(definition, value)).toEqual([expected]);
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

  test('what the image’s arguments are for is refused in config', () => {
    expect(problems(app, { env_id: 1, handle: 'a', config: { APTIBLE_DOCKER_IMAGE: 'a' } })).toEqual([
      expect.stringMatching(/^config\.APTIBLE_DOCKER_IMAGE: .*docker_image/),
    ]);
  });
});

describe('rules', () => {
  const base = { env_id: 1, handle: 'a' };
  const horizontal = {
    autoscaling_type: 'horizontal',
    min_containers: 1,
    max_containers: 2,
    min_cpu_threshold: 0.1,
    max_cpu_threshold: 0.9,
  };
  const scaled = (policy: Record<string, unknown>) => ({ ...base, service: [{ autoscaling_policy: [policy] }] });

  test.each<[string, Record<string, unknown>, string[]]>([
    [
      'together',
      { ...base, docker_image: 'a', private_registry_username: 'u' },
      ['private_registry_password: it is needed with private_registry_username: a registry wants both'],
    ],
    [
      'needs',
      { ...base, private_registry_username: 'u', private_registry_password: 'p' },
      ['docker_image: it is needed with private_registry_username: the credentials are for the image’s registry'],
    ],
    [
      'unique',
      { ...base, service: [{}, { process_type: null }] },
      ['service[1].process_type: "cmd" is there twice: each service is set up once'],
    ],
    [
      'unique, a default beside the same value',
      { ...base, service: [{}, { process_type: 'web' }, { process_type: 'cmd' }] },
      ['service[2].process_type: "cmd" is there twice: each service is set up once'],
    ],
    [
      'ordered, against a default',
      scaled({ autoscaling_type: 'vertical', mem_cpu_ratio_c_threshold: 6 }),
      [
        'service[0].autoscaling_policy[0].mem_cpu_ratio_c_threshold: got 6, expected at most 4, the value of service[0].autoscaling_policy[0].mem_cpu_ratio_r_threshold: the profile goes from `c` over `m` to `r` as the ratio grows',
      ],
    ],
    [
      'needs, by a value',
      scaled({ ...horizontal, max_containers: null }),
      [
        'service[0].autoscaling_policy[0].max_containers: it is needed with service[0].autoscaling_policy[0].autoscaling_type = "horizontal": horizontal autoscaling moves between two numbers of containers at two loads of the CPU',
      ],
    ],
    [
      'forbids, by a value',
      scaled({ autoscaling_type: 'vertical', max_containers: 2 }),
      [
        'service[0].autoscaling_policy[0].max_containers: it cannot be set with service[0].autoscaling_policy[0].autoscaling_type = "vertical": vertical autoscaling does not change the number of containers',
      ],
    ],
    [
      'ordered',
      scaled({ ...horizontal, min_containers: 3 }),
      [
        'service[0].autoscaling_policy[0].min_containers: got 3, expected at most 2, the value of service[0].autoscaling_policy[0].max_containers: they are the ends of one range',
      ],
    ],
    [
      'conflicting',
      { ...base, service: [{ autoscaling_policy: [horizontal], service_sizing_policy: [horizontal] }] },
      [
        'service[0].service_sizing_policy: it cannot be set beside service[0].autoscaling_policy: they are two names of the same policy',
      ],
    ],
  ])('%s', (_kind, value, expected) => {
    expect(problems(app, value)).toEqual(expected);
  });

  const { aptible_endpoint: endpoint, aptible_operation: operation } = resources;
  const https = { env_id: 1, resource_type: 'app', resource_id: 1, process_type: 'web', ssl_ciphers_override: 'HIGH' };
  const ciphers =
    'ssl_ciphers_override: it cannot be set with endpoint_type = "https": an alb has no choice of cipher suites: set platform = "elb", or ssl_protocols_override to one with PFS';
  const shared = { ...https, ssl_ciphers_override: null, shared: true };

  test.each<[string, Block, Record<string, unknown>, string[]]>([
    ['unless: the other field has no value', endpoint, https, [ciphers]],
    ['unless: the other field has another value', endpoint, { ...https, platform: 'alb' }, [ciphers]],
    ['unless: the other field has such a value', endpoint, { ...https, platform: 'elb' }, []],
    ['unless: the other field is unknown', endpoint, { ...https, platform: unknown }, []],
    ['limits: a value within them', operation, { type: 'reload', database_id: 1 }, []],
    [
      'limits: a value that another target takes',
      operation,
      { type: 'reload', app_id: 1 },
      [
        'type: got "reload", expected one of restart, rebuild with app_id: what can be done depends on what it is done to',
      ],
    ],
    ['limits: an unknown value', operation, { type: unknown, app_id: 1 }, []],
    ['limits: an unknown target', operation, { type: 'reload', app_id: unknown }, []],
    [
      'limits: a default that is outside of them',
      endpoint,
      { env_id: 1, resource_type: 'database', resource_id: 1 },
      [
        'endpoint_type: got "https", expected tcp with resource_type = "database": a database is reached over TCP, by the host name that the platform gives',
      ],
    ],
    [
      'limits: a pattern, and one of several that are needed',
      endpoint,
      { ...shared, domain: '*.example.com' },
      [
        'domain: got "*.example.com", expected a domain without wildcards with shared = true: a shared load balancer tells endpoints apart by their domain',
      ],
    ],
    [
      'needsOneOf: none of them',
      endpoint,
      shared,
      [
        'default_domain: one of default_domain and domain is needed with shared = true: a shared load balancer tells endpoints apart by their domain',
      ],
    ],
    ['needsOneOf: one that is unknown', endpoint, { ...shared, domain: unknown }, []],
    [
      'exactlyOne: none of them',
      operation,
      { type: 'restart' },
      ['app_id: one of app_id, database_id and endpoint_id is needed: an operation works on one thing'],
    ],
    [
      'exactlyOne: two of them',
      operation,
      { type: 'restart', app_id: 1, database_id: 2 },
      ['database_id: it cannot be set beside app_id: an operation works on one thing'],
    ],
  ])('%s', (_kind, definition, value, expected) => {
    expect(problems(definition, value)).toEqual(expected);
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
});

test.each<[Record<string, unknown>, string[]]>([
  [{ iops: 3000, disk_size: 1 }, []],
  [{ iops: 3500, disk_size: 7 }, []],
  [
    { iops: 3501, disk_size: 7 },
    [
      'iops: got 3501, expected at most 3500 with disk_size = 7, since more than 3000 operations per second need 1 GB of disk for each 500: 3501 needs disk_size = 8',
    ],
  ],
  [
    { iops: 3001, disk_size: 1 },
    [
      'iops: got 3001, expected at most 3000 with disk_size = 1, since more than 3000 operations per second need 1 GB of disk for each 500: 3001 needs disk_size = 7',
    ],
  ],
  // The disk may be larger than its default: the plan knows.
  [{ iops: 16000 }, []],
  [{ iops: 16000, disk_size: unknown }, []],
  [{ iops: unknown, disk_size: 1 }, []],
])('more operations per second need a larger disk: %j', (sizes, expected) => {
  expect(problems(database, { env_id: 1, handle: 'a', ...sizes })).toEqual(expected);
  expect(problems(resources.aptible_replica, { env_id: 1, primary_database_id: 1, handle: 'a', ...sizes })).toEqual(
    expected,
  );
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

test('rules that hold for plans look at what was left out of the configuration, others do not', () => {
  const planned = (plan: Record<string, unknown>, prior: Record<string, unknown> | null = null) =>
    formatProblems(checkChange(database, prior, plan, options));
  expect(planned({ iops: 16000, disk_size: 10 })).toContain('16000 needs disk_size = 32');
  expect(planned({ iops: 16000, disk_size: 10 }, { disk_size: 20 })).toMatch(/^iops: .*\ndisk_size: .*which it is now/);
  expect(planned({ enable_pitr: true, enable_backups: false })).toContain('enable_backups: got false');
  expect(planned({ restore_from_backup_id: 1, clone_from_database_id: 1 })).toBe('');
});

test.each([0, 1.5])('a share of %d is refused, since the platform takes 0 for none', (share) => {
  const policy = { autoscaling_type: 'horizontal', min_containers: 1, max_containers: 2, max_cpu_threshold: 0.9 };
  const service = [{ autoscaling_policy: [{ ...policy, min_cpu_threshold: share }] }];
  expect(problems(app, { env_id: 1, handle: 'a', service })).toContain(
    `service[0].autoscaling_policy[0].min_cpu_threshold: got ${share}, expected more than 0 and at most 1`,
  );
});

test('a smaller disk is a problem of the change, a larger one is none', () => {
  expect(formatProblems(checkChange(database, { disk_size: 20 }, { disk_size: 10 }, options))).toBe(
    'disk_size: got 10, expected at least 20, which it is now: the platform cannot shrink a disk: keep the size, or make a smaller database, move the data there and remove this one',
  );
  expect(checkChange(database, { disk_size: 20 }, { disk_size: 30 }, options)).toEqual([]);
  expect(checkChange(database, { disk_size: 20 }, { disk_size: unknown }, options)).toEqual([]);
});

test('what is unknown is never a problem, wherever it is', () => {
  const definitions: readonly Block[] = [...Object.values(resources), ...Object.values(dataSources)];
  for (const definition of definitions) {
    fc.assert(
      fc.property(unknownSomewhere(definition), (value) => {
        expect(check(definition, value, options)).toEqual([]);
      }),
      { numRuns: 50 },
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

test('a key in two maps of a rule is a problem, whatever its values, and one in each is none', () => {
  const base = { env_id: 1, handle: 'web' };
  const value = { ...base, config: { A: '1', B: unknown }, secret_config: { B: 'hunter2', C: 'hunter2' } };
  expect(check(resources.aptible_app, value, options)).toEqual([
    {
      path: ['secret_config', 'B'],
      code: 'conflicting',
      expected: 'only one of config and secret_config',
      message: 'the key "B" is in config too: the app has one set of variables',
    },
  ]);
  expect(check(resources.aptible_app, { ...base, config: { A: '1' }, secret_config: { B: '1' } }, options)).toEqual([]);
});
