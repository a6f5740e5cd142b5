/** Each kind of rule: what breaks it, and what does not. */
import {
  check,
  checkPlanned,
  dataSources,
  ephemeralResources,
  formatProblems,
  provider,
  resources,
  type Block,
  type Rule,
} from '../../lib/schema';

const unknown = Symbol('unknown');
const options = { isUnknown: (value: unknown) => value === unknown };

/** An object in which what is left out is null, and the lines of what is wrong with it. */
type Case = readonly [name: string, definition: Block, value: Record<string, unknown>, problems: readonly string[]];

const {
  aptible_app: app,
  aptible_database: database,
  aptible_endpoint: endpoint,
  aptible_operation: operation,
} = resources;

const base = { env_id: 1, handle: 'a' };
const horizontal = {
  autoscaling_type: 'horizontal',
  min_containers: 1,
  max_containers: 2,
  min_cpu_threshold: 0.1,
  max_cpu_threshold: 0.9,
};
const scaled = (policy: Record<string, unknown>) => ({ ...base, service: [{ autoscaling_policy: [policy] }] });

const https = { env_id: 1, resource_type: 'app', resource_id: 1, process_type: 'web', ssl_ciphers_override: 'HIGH' };
const ciphers = (condition: string) =>
  `ssl_ciphers_override: it cannot be set with ${condition}: an alb has no choice of cipher suites: set platform to "elb", or ssl_protocols_override to one with PFS`;
const onElb = { ...https, ssl_ciphers_override: null, platform: 'elb' };
const shared = { ...https, ssl_ciphers_override: null, shared: true };

const cases: { readonly [K in Rule['kind']]: readonly Case[] } = {
  together: [
    [
      'one of them',
      app,
      { ...base, secret_config_wo: { A: 'a' } },
      [
        'secret_config_wo_version: it is needed with secret_config_wo: Terraform keeps nothing of the variables, so that only the version shows that they have changed',
      ],
    ],
    ['all of them', app, { ...base, secret_config_wo: { A: 'a' }, secret_config_wo_version: 1 }, []],
    ['one that is unknown', app, { ...base, secret_config_wo: unknown }, []],
  ],

  conflicting: [
    [
      'two blocks',
      app,
      { ...base, service: [{ autoscaling_policy: [horizontal], service_sizing_policy: [horizontal] }] },
      [
        'service[0].service_sizing_policy: it cannot be set beside service[0].autoscaling_policy: they are two names of the same policy',
      ],
    ],
    [
      'three fields',
      database,
      {
        ...base,
        restore_from_backup_id: 1,
        clone_from_database_id: 2,
        recover_from_database_id: 3,
        recover_to_time: unknown,
      },
      [
        'clone_from_database_id: it cannot be set beside restore_from_backup_id: a database begins with the data of one of them',
        'recover_from_database_id: it cannot be set beside restore_from_backup_id: a database begins with the data of one of them',
      ],
    ],
    ['one of them', database, { ...base, clone_from_database_id: 2 }, []],
    ['one that is unknown', database, { ...base, restore_from_backup_id: unknown, clone_from_database_id: 2 }, []],
  ],

  exactlyOne: [
    [
      'none of them',
      operation,
      { type: 'restart' },
      ['app_id: one of app_id, database_id and endpoint_id is needed: an operation works on one thing'],
    ],
    [
      'two of them',
      operation,
      { type: 'restart', app_id: 1, database_id: 2 },
      ['database_id: it cannot be set beside app_id: an operation works on one thing'],
    ],
    ['one of them', operation, { type: 'restart', app_id: 1 }, []],
    ['one that is unknown', operation, { type: 'restart', app_id: unknown }, []],
  ],

  when: [
    [
      'needs: it is not there',
      app,
      { ...base, private_registry_username: 'u', private_registry_password: 'p' },
      ['docker_image: it is needed with private_registry_username: the credentials are for the image’s registry'],
    ],
    [
      'needs, by a value: it is not there',
      app,
      scaled({ ...horizontal, max_containers: null }),
      [
        'service[0].autoscaling_policy[0].max_containers: it is needed with service[0].autoscaling_policy[0].autoscaling_type = "horizontal": horizontal autoscaling moves between two numbers of containers at two loads of the CPU',
      ],
    ],
    ['needs: it is unknown', app, scaled({ ...horizontal, max_containers: unknown }), []],
    [
      'forbids: what is empty, and is so by default',
      endpoint,
      { env_id: 1, resource_type: 'database', resource_id: 1, endpoint_type: 'tcp', managed: false, domain: '' },
      [],
    ],
    [
      'forbids, by a value: it is there',
      app,
      scaled({ autoscaling_type: 'vertical', max_containers: 2 }),
      [
        'service[0].autoscaling_policy[0].max_containers: it cannot be set with service[0].autoscaling_policy[0].autoscaling_type = "vertical": vertical autoscaling does not change the number of containers',
      ],
    ],
    ['unless: the other field has no value', endpoint, https, [ciphers('endpoint_type = "https"')]],
    [
      'unless: the other field has another value',
      endpoint,
      { ...https, platform: 'alb' },
      [ciphers('endpoint_type = "https" and platform = "alb"')],
    ],
    ['unless: the other field has such a value', endpoint, { ...https, platform: 'elb' }, []],
    ['unless: the other field is unknown', endpoint, { ...https, platform: unknown }, []],
    [
      'limits, by a value: one outside them',
      endpoint,
      { ...onElb, ssl_protocols_override: 'TLSv1.2 PFS' },
      [
        'ssl_protocols_override: got "TLSv1.2 PFS", expected one of TLSv1 TLSv1.1 TLSv1.2, TLSv1.1 TLSv1.2, TLSv1.2, TLSv1.3 with platform = "elb": PFS is for alb only',
      ],
    ],
    [
      'limits, by the value that the other field should not have',
      endpoint,
      { ...onElb, endpoint_type: 'tcp', platform: 'alb' },
      [
        'platform: got "alb", expected one of elb, nlb with endpoint_type = "tcp" and resource_type = "app": an alb is for https only',
      ],
    ],
    [
      'limits, by a value: what another one takes',
      endpoint,
      { ...onElb, platform: 'nlb' },
      ['platform: got "nlb", expected one of alb, elb with resource_type = "app": an nlb is for databases only'],
    ],
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
  ],

  ordered: [
    [
      'the wrong way round',
      app,
      scaled({ ...horizontal, min_containers: 3 }),
      [
        'service[0].autoscaling_policy[0].min_containers: got 3, expected at most 2, the value of service[0].autoscaling_policy[0].max_containers: they are the ends of one range',
      ],
    ],
    [
      'against a default',
      app,
      scaled({ autoscaling_type: 'vertical', mem_cpu_ratio_c_threshold: 6 }),
      [
        'service[0].autoscaling_policy[0].mem_cpu_ratio_c_threshold: got 6, expected at most 4, the value of service[0].autoscaling_policy[0].mem_cpu_ratio_r_threshold: the profile goes from `c` over `m` to `r` as the ratio grows',
      ],
    ],
    ['equal', app, scaled({ ...horizontal, min_containers: 2 }), []],
    ['one that is unknown', app, scaled({ ...horizontal, min_containers: 3, max_containers: unknown }), []],
  ],

  proportional: [
    ['up to what is included', database, { ...base, iops: 3000, disk_size: 1 }, []],
    ['within the proportion', database, { ...base, iops: 3500, disk_size: 7 }, []],
    [
      'more than the proportion',
      database,
      { ...base, iops: 3501, disk_size: 7 },
      [
        'iops: got 3501, expected at most 3500 with disk_size = 7, since more than 3000 operations per second need 1 GB of disk for each 500: 3501 needs disk_size = 8',
      ],
    ],
    [
      'more than what is included, with a small disk',
      database,
      { ...base, iops: 3001, disk_size: 1 },
      [
        'iops: got 3001, expected at most 3000 with disk_size = 1, since more than 3000 operations per second need 1 GB of disk for each 500: 3001 needs disk_size = 7',
      ],
    ],
    [
      'more than the proportion, of a replica',
      resources.aptible_replica,
      { ...base, primary_database_id: 1, iops: 3501, disk_size: 7 },
      [
        'iops: got 3501, expected at most 3500 with disk_size = 7, since more than 3000 operations per second need 1 GB of disk for each 500: 3501 needs disk_size = 8',
      ],
    ],
    ['a default: the disk may be larger, which the plan knows', database, { ...base, iops: 16000 }, []],
    ['an unknown size', database, { ...base, iops: 16000, disk_size: unknown }, []],
    ['an unknown number', database, { ...base, iops: unknown, disk_size: 1 }, []],
  ],

  distinctKeys: [
    [
      'a key in two maps, whatever its values',
      app,
      { ...base, config: { A: '1', B: unknown }, secret_config: { B: 'hunter2', C: 'hunter2' } },
      ['secret_config.B: the key "B" is in config too: the app has one set of variables'],
    ],
    ['a key in each', app, { ...base, config: { A: '1' }, secret_config: { B: '1' } }, []],
    ['an unknown map', app, { ...base, config: { A: '1' }, secret_config: unknown }, []],
    ['what is no map', app, { ...base, config: { 0: '1' }, secret_config: 'x' }, ['secret_config: expected a map']],
  ],

  unique: [
    [
      'the default twice',
      app,
      { ...base, service: [{}, { process_type: null }] },
      ['service[1].process_type: "cmd" is there twice: each service is set up once'],
    ],
    [
      'a default beside the same value',
      app,
      { ...base, service: [{}, { process_type: 'web' }, { process_type: 'cmd' }] },
      ['service[2].process_type: "cmd" is there twice: each service is set up once'],
    ],
    [
      'the same twice beside an unknown block',
      app,
      { ...base, service: [unknown, { process_type: 'web' }, { process_type: 'web' }] },
      ['service[2].process_type: "web" is there twice: each service is set up once'],
    ],
    ['unknown ones', app, { ...base, service: [unknown, { process_type: unknown }, { process_type: unknown }] }, []],
  ],
};

describe.each(Object.entries(cases))('%s', (_kind, ofKind) => {
  test.each(ofKind)('%s', (_name, definition, value, problems) => {
    expect(
      formatProblems(check(definition, value, options))
        .split('\n')
        .filter(Boolean),
    ).toEqual(problems);
  });
});

test('rules that hold for plans look at what was left out of the configuration, others do not', () => {
  const planned = (plan: Record<string, unknown>) => formatProblems(checkPlanned(database, plan, options));
  expect(planned({ iops: 16000, disk_size: 10 })).toContain('16000 needs disk_size = 32');
  expect(planned({ enable_pitr: true, enable_backups: false })).toContain('enable_backups: got false');
  expect(planned({ restore_from_backup_id: 1, clone_from_database_id: 1 })).toBe('');
});

test('a value that is not known yet, but is there for certain, counts as one', () => {
  const value = { type: unknown, app_id: unknown, database_id: unknown };
  const problems = (isPresent: () => boolean) => formatProblems(check(operation, value, { ...options, isPresent }));
  expect(problems(() => false)).toBe('');
  expect(problems(() => true)).toBe('database_id: it cannot be set beside app_id: an operation works on one thing');
});

describe('the words of the reader', () => {
  const words: Readonly<Record<string, string>> = {
    type: 'type',
    app_id: 'app',
    database_id: 'database',
    container_port: 'containerPort',
    container_ports: 'containerPorts',
  };
  const nameOf = (path: readonly (string | number)[]) => words[path.join('.')];
  const problemsOf = (definition: Block, value: Record<string, unknown>, isImplied?: () => boolean) =>
    formatProblems(check(definition, value, { ...options, nameOf, isImplied }), nameOf);

  test('each field has its name, and one that the reader does not have is not offered', () => {
    expect(problemsOf(operation, { type: 'restart' })).toBe(
      'app: one of app and database is needed: an operation works on one thing',
    );
    expect(problemsOf(operation, { type: 'reload', app_id: 1 })).toBe(
      'type: got "reload", expected one of restart, rebuild with app: what can be done depends on what it is done to',
    );
  });

  test('the only one that the reader has is asked for by its name', () => {
    const value = { env_id: 1, handle: 'a', drain_type: 'datadog' };
    const token = (path: readonly (string | number)[]) => (path.join('.') === 'token' ? 'apiKey' : undefined);
    const problems = check(resources.aptible_log_drain, value, { ...options, nameOf: token, isImplied: () => true });
    expect(formatProblems(problems, token)).toBe('apiKey: apiKey is needed: it sends with an API key');
  });

  test('the reason of a limit says what it is about, since there is a value and an argument that `it` could be', () => {
    const rulesOf = ({ rules = [], blocks = {} }: Pick<Block, 'rules' | 'blocks'>): readonly Rule[] => [
      ...rules,
      ...Object.values(blocks).flatMap(rulesOf),
    ];
    const definitions: readonly Block[] = [resources, dataSources, ephemeralResources, { provider }].flatMap((each) =>
      Object.values<Block>(each),
    );
    const limiting = definitions.flatMap(rulesOf).filter((rule) => 'limits' in rule);
    expect(limiting.length).toBeGreaterThan(5);
    expect(limiting.filter(({ why }) => /^it /.test(why))).toEqual([]);
  });

  test('so have the fields that a reason names, and what the reader did not set himself goes without saying', () => {
    const value = { ...https, ssl_ciphers_override: null, endpoint_type: 'tls', container_port: 1 };
    expect(problemsOf(endpoint, value, () => true)).toBe(
      'containerPort: it cannot be set: it carries several ports: use containerPorts',
    );
  });
});
