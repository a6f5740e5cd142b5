import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readPlan, summarize, toMarkdown, toText } from '../../lib/review';
import { resources } from '../../lib/schema';
import { runs } from '../support/runs';
import { changeOf, planOf, type Made } from './support/plans';

const plans = join(__dirname, '../fixtures/plans');

const summaryOf = (changes: readonly object[], more = {}) => summarize(readPlan(planOf(changes, more), 'plan.json'));

/** The categories of one change, and what is said of it. */
function reviewed(made: Made, others: readonly Made[] = []) {
  const summary = summaryOf([made, ...others].map(changeOf));
  const row = summary.rows.find(({ address }) => address === (made.address ?? 'aptible_app.web'));
  return (
    row && {
      categories: row.categories,
      words: toText(summaryOf([changeOf(made), ...others.map(changeOf)]), { colors: false }),
    }
  );
}

const categoriesOf = (made: Made, others: readonly Made[] = []) => reviewed(made, others)?.categories;

test('a plan that terraform made with each kind of change (by test/acceptance/plan-summary.test.ts)', () => {
  const summary = summarize(readPlan(readFileSync(join(plans, 'changes.json'), 'utf8'), 'changes.json'));
  expect(toMarkdown(summary)).toBe(readFileSync(join(plans, 'changes.md'), 'utf8'));
  expect({ counts: summary.counts, risks: summary.risks, exitCode: summary.exitCode }).toEqual({
    counts: {
      'data-loss': 1,
      replaced: 2,
      downtime: 2,
      public: 1,
      irreversible: 1,
      cost: 2,
      changed: 4,
      created: 1,
      imported: 1,
      moved: 3,
      outputs: 2,
    },
    risks: ['data-loss', 'replaced', 'public', 'irreversible'],
    exitCode: 3,
  });
});

const database = { container_size: 1024, container_profile: 'm', disk_size: 10, iops: 3000, handle: 'db' };
const ofDatabase = (after: object): Made => ({
  address: 'aptible_database.main',
  before: database,
  after: { ...database, ...after },
});
const service = { process_type: 'web', container_count: 2, container_memory_limit: 1024, force_zero_downtime: false };
const ofService = (before: object, after: object): Made => ({
  before: { app_id: 7, service: [{ ...service, ...before }] },
  after: { app_id: 7, service: [{ ...service, ...before, ...after }] },
});
const endpoint = (fields: object): Made => ({
  address: 'aptible_endpoint.web',
  actions: ['no-op'],
  after: {
    resource_type: 'app',
    resource_id: 7,
    process_type: 'web',
    endpoint_type: 'https',
    internal: true,
    ...fields,
  },
});
const ofEndpoint = (before: object | null, after: object): Made => ({
  ...endpoint(after),
  actions: [before === null ? 'create' : 'update'],
  before: before === null ? null : { ...endpoint(before).after },
});
const policy = { daily: 30, monthly: 12, yearly: 6, make_copy: false, keep_final: true };
const open = { internal: false, ip_filtering: [] };
const filtered = { internal: false, ip_filtering: ['192.0.2.7'] };

test.each<[string, Made, Made[], string[]]>([
  [
    'a database that is destroyed',
    { address: 'aptible_database.main', actions: ['delete'], before: database },
    [],
    ['data-loss', 'removed'],
  ],
  ['an app that is destroyed', { actions: ['delete'], before: { handle: 'web' } }, [], ['removed']],
  [
    'a policy that keeps fewer backups',
    { address: 'aptible_backup_retention_policy.p', before: policy, after: { ...policy, daily: 7 } },
    [],
    ['data-loss', 'cost', 'changed'],
  ],
  [
    'a policy that keeps more',
    { address: 'aptible_backup_retention_policy.p', before: policy, after: { ...policy, daily: 60 } },
    [],
    ['cost', 'changed'],
  ],
  [
    'fewer backups in the block of an environment',
    {
      address: 'aptible_environment.e',
      before: { backup_retention_policy: [policy] },
      after: { backup_retention_policy: [{ ...policy, yearly: 0 }] },
    },
    [],
    ['data-loss', 'cost', 'changed'],
  ],
  ['the throughput of a disk', ofDatabase({ iops: 4000 }), [], ['cost', 'changed']],
  ['the memory of a database', ofDatabase({ container_size: 512 }), [], ['downtime', 'cost', 'changed']],
  ['a disk that grows', ofDatabase({ disk_size: 11 }), [], ['downtime', 'irreversible', 'cost', 'changed']],
  ['a disk that would shrink', ofDatabase({ disk_size: 9 }), [], ['downtime', 'cost', 'changed']],
  ['a name', ofDatabase({ handle: 'other' }), [], ['changed']],
  [
    'a service without an endpoint',
    ofService({}, { container_memory_limit: 2048 }),
    [],
    ['downtime', 'cost', 'changed'],
  ],
  ['a service with an endpoint', ofService({}, { container_memory_limit: 2048 }), [endpoint({})], ['cost', 'changed']],
  [
    'a service with a TCP endpoint',
    ofService({}, { container_memory_limit: 2048 }),
    [endpoint({ endpoint_type: 'tcp' })],
    ['downtime', 'cost', 'changed'],
  ],
  [
    'a service with an endpoint of another app',
    ofService({}, { container_memory_limit: 2048 }),
    [endpoint({ resource_id: 8 })],
    ['downtime', 'cost', 'changed'],
  ],
  [
    'a service that starts others first',
    ofService({ force_zero_downtime: true }, { container_count: 3 }),
    [],
    ['cost', 'changed'],
  ],
  [
    'a number with scaling free of restarts',
    ofService({ restart_free_scaling: true }, { container_count: 3 }),
    [],
    ['cost', 'changed'],
  ],
  [
    'no container any more, behind an endpoint',
    ofService({}, { container_count: 0 }),
    [endpoint({})],
    ['downtime', 'cost', 'changed'],
  ],
  ['a time-out of a service', ofService({ stop_timeout: 10 }, { stop_timeout: 20 }), [], ['changed']],
  [
    'a variable of an app without services',
    { before: { config: { A: '1' } }, after: { config: { A: '2' } } },
    [],
    ['downtime', 'changed'],
  ],
  ['a public endpoint', ofEndpoint(null, open), [], ['public', 'created']],
  ['a public endpoint whose filter is not known yet', ofEndpoint(null, { internal: false }), [], ['public', 'created']],
  ['an internal endpoint', ofEndpoint(null, { internal: true }), [], ['created']],
  ['a filter that is taken away', ofEndpoint(filtered, open), [], ['public', 'changed']],
  [
    'a filter that lets everybody in',
    ofEndpoint(filtered, { ...filtered, ip_filtering: ['0.0.0.0/0'] }),
    [],
    ['public', 'changed'],
  ],
  [
    'a filter that lets another one in',
    ofEndpoint(filtered, { ...filtered, ip_filtering: ['192.0.2.7', '192.0.2.8'] }),
    [],
    ['public', 'changed'],
  ],
  ['a filter that lets nobody else in', ofEndpoint(open, filtered), [], ['changed']],
  ['an endpoint that was public before', ofEndpoint(open, { ...open, idle_timeout: 60 }), [], ['changed']],
  [
    'an operation that restarts a database',
    { address: 'aptible_operation.o', actions: ['create'], after: { type: 'restart', database_id: 7 } },
    [],
    ['downtime', 'created'],
  ],
  [
    'an operation that is destroyed',
    { address: 'aptible_operation.o', actions: ['delete'], before: { type: 'restart' } },
    [],
    ['moved'],
  ],
  [
    'an import with a change',
    { before: { handle: 'a' }, after: { handle: 'b' }, change: { importing: { id: '1' } } },
    [],
    ['changed', 'imported'],
  ],
  ['a resource that is forgotten', { actions: ['forget'], before: { handle: 'a' } }, [], ['moved']],
  [
    'another provider’s resource that is replaced',
    { address: 'aws_s3_bucket.b', actions: ['create', 'delete'], before: {}, after: {} },
    [],
    ['replaced'],
  ],
  [
    'another provider’s that is nothing outside of the state',
    { address: 'null_resource.b', actions: ['delete', 'create'], before: {}, after: {} },
    [],
    ['changed'],
  ],
])('the categories of %s', (_, made, others, expected) => {
  expect(categoriesOf(made, others)).toEqual(expected);
});

test.each<[string, object[], object, number]>([
  ['an empty plan', [], { applyable: false }, 0],
  [
    'a look-up alone',
    [{ ...changeOf({ address: 'aptible_app.x', actions: ['read'], after: {} }), mode: 'data' }],
    {},
    0,
  ],
  ['an import alone', [changeOf({ actions: ['no-op'], change: { importing: { id: '1' } } })], {}, 2],
  ['an output alone', [], { output_changes: { url: { actions: ['create'] } } }, 2],
  ['an app that is destroyed', [changeOf({ actions: ['delete'], before: {} })], {}, 3],
  ['errors', [changeOf({ actions: ['create'], after: {} })], { errored: true, complete: false }, 1],
  ['a plan of only a refresh that found nothing', [], { applyable: true }, 0],
  ['a plan of only a refresh that found something', [], { resource_drift: [changeOf(ofDatabase({ iops: 4000 }))] }, 2],
  [
    'drift that nothing is done about',
    [],
    { applyable: false, resource_drift: [changeOf(ofDatabase({ iops: 4000 }))] },
    0,
  ],
])('the exit status of %s', (_, changes, more, expected) => {
  expect(summaryOf(changes, more).exitCode).toBe(expected);
});

test('notices, deposed objects, many attributes, drift and a name are said', () => {
  const summary = summaryOf(
    [
      changeOf({
        actions: ['create', 'delete'],
        before: { env_id: 1, handle: 'web' },
        after: { env_id: 2, handle: 'web' },
        change: { replace_paths: [['env_id']] },
      }),
      changeOf({ address: 'aptible_certificate.c', actions: ['delete'], before: {}, more: { deposed: 'ab12' } }),
      changeOf({
        address: 'aptible_app.a[0]',
        before: { config: { A: '1', B: '1', C: '1', D: '1', E: '1', F: '1' } },
        after: { config: {} },
      }),
    ],
    {
      complete: false,
      resource_drift: [
        changeOf({ ...ofDatabase({ container_size: 4096 }) }),
        changeOf({ address: 'aptible_app.gone', actions: ['delete'], before: {} }),
      ],
    },
  );
  expect(toMarkdown(summary, { name: 'production' })).toBe(`<!-- cdktf-aptible plan-summary production -->
### Plan of \`production\`: 1 removed · 1 replaced · 1 restarted with downtime

> The plan leaves something for the next one (as with -target): this is not all of it.

| | Resource | What happens |
| --- | --- | --- |
| Removed | \`aptible_certificate.c (deposed)\` | removed (what an earlier replacement left) |
| Replaced | \`aptible_app.web\` | replaced, the new one first: \`env_id\` \`1\` → \`2\` |
| Downtime | \`aptible_app.a[0]\` | services without an endpoint stop before they start again: \`config\` (\`A\`, \`B\`, \`C\`, \`D\`, \`E\` and 1 more) |
| Changed outside of Terraform | \`aptible_database.main\` | \`container_size\` \`1024\` → \`4096\` |
| Changed outside of Terraform | \`aptible_app.gone\` | removed |
`);
});

test('a terminal gets a text, with colors or without', () => {
  const summary = summaryOf([
    changeOf(ofDatabase({ disk_size: 20 })),
    changeOf({ address: 'aptible_database.old', actions: ['delete'], before: {} }),
  ]);
  expect(toText(summary, { colors: false })).toBe(`Plan: 1 with data lost · 1 restarted with downtime
Data lost  aptible_database.old
           what it holds is lost; removed
Downtime   aptible_database.main
           stops while it restarts; cannot be made smaller again: disk_size 10 → 20
`);
  expect(toText(summary, { colors: true })).toContain('\u001b[31mData lost\u001b[39m');
});

test('5,000 resources are cut at a whole row within the limit, and those that are left are counted', () => {
  const long = 'x'.repeat(300);
  const changes = Array.from({ length: 5000 }, (_, index) =>
    changeOf({
      address: `module.m["${long}"].aptible_app.a[${index}]`,
      actions: index < 4000 ? ['create'] : ['delete'],
      before: index < 4000 ? null : {},
      after: index < 4000 ? {} : null,
    }),
  );
  const markdown = toMarkdown(summaryOf(changes));
  expect(markdown.length).toBeLessThanOrEqual(60_000);
  expect(markdown.length).toBeGreaterThan(59_000);
  const rows = markdown.split('\n').filter((line) => line.startsWith('| Removed'));
  expect(rows.every((row) => row.endsWith('| removed |'))).toBe(true);
  expect(markdown.endsWith(`\nand ${5000 - rows.length} more\n`)).toBe(true);
});

test('what has no consequence of its own is folded in a long plan', () => {
  const created = Array.from({ length: 30 }, (_, index) =>
    changeOf({ address: `aptible_app.a[${index}]`, actions: ['create'], after: {} }),
  );
  const markdown = toMarkdown(summaryOf([...created, changeOf({ actions: ['delete'], before: {} })]));
  expect(markdown.split('\n').slice(0, 11).join('\n')).toBe(`<!-- cdktf-aptible plan-summary -->
### Plan: 1 removed · 30 created

| | Resource | What happens |
| --- | --- | --- |
| Removed | \`aptible_app.web\` | removed |

<details><summary>30 more</summary>

| | Resource | What happens |
| --- | --- | --- |`);
  expect(markdown.endsWith('| Created | `aptible_app.a[29]` | created |\n\n</details>\n')).toBe(true);
});

test('an address cannot break out of its cell, and a name not out of the marker', () => {
  const address = 'module.m["a | `b` \n| c\u001b[31m"].aptible_app.web';
  const markdown = toMarkdown(summaryOf([changeOf({ address, actions: ['create'], after: {} })]), { name: 'a --> b' });
  expect(markdown.split('\n').slice(0, 6)).toEqual([
    '<!-- cdktf-aptible plan-summary a __ b -->',
    '### Plan of `a --> b`: 1 created',
    '',
    '| | Resource | What happens |',
    '| --- | --- | --- |',
    '| Created | `` module.m["a \\| `b`  \\| c [31m"].aptible_app.web `` | created |',
  ]);
});

/** Values of a block, with a recognizable secret wherever a text is not one that may be shown. */
function valuesOf(block: (typeof resources)[keyof typeof resources], secret: () => string): Record<string, unknown> {
  const ofType = (type: unknown): unknown => {
    if (type === 'number') return 7;
    if (type === 'bool') return true;
    if (!Array.isArray(type)) return secret();
    const [kind, element] = type as [string, unknown];
    if (kind === 'map') return { KEY: ofType(element) };
    if (kind !== 'object') return [ofType(element), ofType(element)];
    return Object.fromEntries(Object.entries(element as object).map(([name, each]) => [name, ofType(each)]));
  };
  type Any = { attributes: Record<string, { type: unknown }>; blocks?: Record<string, Any & { nesting: string }> };
  const of = ({ attributes, blocks = {} }: Any): Record<string, unknown> => ({
    ...Object.fromEntries(Object.entries(attributes).map(([name, { type }]) => [name, ofType(type)])),
    ...Object.fromEntries(
      Object.entries(blocks).map(([name, nested]) => [name, nested.nesting === 'single' ? of(nested) : [of(nested)]]),
    ),
  });
  return of(block);
}

test('property: no secret of a plan is in what is printed, marked as sensitive or not', () => {
  const types = Object.keys(resources) as (keyof typeof resources)[];
  const actions = fc.constantFrom(
    ['create'],
    ['update'],
    ['delete'],
    ['delete', 'create'],
    ['create', 'delete'],
    ['no-op'],
    ['forget'],
  );
  const kind = fc.record({
    type: fc.constantFrom(...types),
    actions,
    isMarked: fc.boolean(),
    isDrift: fc.boolean(),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(
      fc.array(kind, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('S3CRET%', 'S3CRET/=', 's3cret://', 'S3CRET '),
      (kinds, mark) => {
        let count = 0;
        const secret = () => `${mark}${(count += 1)}`;
        const changes = kinds.map(({ type, actions: done, isMarked, seed }, index) => {
          const before = done.join() === 'create' ? null : valuesOf(resources[type], secret);
          const after = ['delete', 'forget'].includes(done.join()) ? null : valuesOf(resources[type], secret);
          return changeOf({
            address: `${type}.x${index}`,
            actions: done,
            before,
            after,
            change: { before_sensitive: isMarked, after_sensitive: isMarked && seed % 2 === 0 ? true : {} },
          });
        });
        const drift = changes.filter((_, index) => kinds[index]!.isDrift);
        const outputs = { output_changes: { url: { actions: ['update'], before: secret(), after: secret() } } };
        const summary = summaryOf(changes, { resource_drift: drift, ...outputs });
        const printed = [JSON.stringify(summary), toMarkdown(summary), toText(summary, { colors: true })].join('\n');
        expect(printed.toLowerCase()).not.toContain('s3cret');
      },
    ),
    { numRuns: runs(40) },
  );
});

test('what Terraform marks as sensitive is not shown, though it may be shown elsewhere', () => {
  const marked = changeOf({
    ...ofDatabase({ handle: 'hunter2', disk_size: 99 }),
    change: { after_sensitive: { handle: true, disk_size: true } },
  });
  const service = { process_type: 'hunter2', container_count: 41 };
  const inSet = changeOf({
    before: { service: [] },
    after: { service: [service] },
    change: { after_sensitive: { service: true } },
  });
  const printed = JSON.stringify(summaryOf([marked, inSet]));
  for (const value of ['hunter2', '99', '41']) expect(printed).not.toContain(value);
  expect(printed).toContain('"path":"disk_size"');
  expect(printed).toContain('"path":"service.container_count"');
});
