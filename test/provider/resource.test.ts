/** What `resource` does for every resource: at run time, and in the compiler. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Context } from '../../lib/provider/configure';
import { unknown } from '../../lib/plugin/values';
import { resource } from '../../lib/provider/resource';
import { Run } from '../../lib/provider/run';
import type { ResourceDefinition } from '../../lib/schema';
import { languageService } from '../support/language-service';
import { createHarness, type Harness } from '../support/plugin/harness';

describe('a resource without a plan of its own', () => {
  const optional = { description: 'A field.', optional: true } as const;
  const definition = {
    name: 'aptible_example',
    description: 'An example.',
    example: '',
    importIds: [],
    timeoutsMinutes: {},
    attributes: {
      size: { ...optional, type: 'number', onlyGrows: 'a disk cannot shrink' },
      stack: { ...optional, type: 'number', replace: true },
      addresses: { ...optional, type: ['list', 'string'], unordered: true },
      profile: { ...optional, type: 'string', equivalent: { regex: '\\d+$', replacement: '' } },
      low: { ...optional, type: 'number', computed: true, default: 1 },
      high: { ...optional, type: 'number' },
    },
    rules: [{ kind: 'ordered', low: 'low', high: 'high', why: 'a range begins with the lower number', planned: true }],
  } as const satisfies ResourceDefinition;

  const example = resource<ResourceDefinition>(definition, {
    create: ({ wanted }) => wanted,
    read: (known) => known,
    update: ({ before }) => before,
    delete: () => undefined,
  });

  let harness: Harness;
  beforeAll(async () => {
    harness = await createHarness<Context>({
      name: 'aptible',
      schema: { attributes: {} },
      resources: { aptible_example: example },
      dataSources: {},
      configure: () => ({ run: new Run() }) as Context,
    });
  });

  const prior = (state: Record<string, unknown>) => ({
    state: { size: null, stack: null, addresses: null, profile: null, low: 1, high: null, ...state },
    private: Buffer.alloc(0),
    tainted: false,
  });
  const plan = async (config: Record<string, unknown>, before?: Record<string, unknown>) => {
    const { action, diagnostics } = await harness.plan('aptible_example', config, before ? prior(before) : null);
    return { action, problems: diagnostics.map(({ detail }) => detail) };
  };

  test('keeps a larger value of what only grows, with a warning, and makes its other changes', async () => {
    const warning = {
      severity: 'warning',
      summary: 'The size stays 20, and is not made 10',
      detail:
        'The configuration says 10, and it is 20: a disk cannot shrink. Write size = 20, or leave it out. Where it is to grow by hand, write ' +
        'lifecycle { ignore_changes = [size] }.',
      path: ['size'],
    };
    const kept = await harness.plan('aptible_example', { size: 10 }, prior({ size: 20 }));
    expect(kept).toMatchObject({ action: 'no-op', planned: { size: 20 }, diagnostics: [warning] });
    const changed = await harness.plan('aptible_example', { size: 10, high: 3 }, prior({ size: 20 }));
    expect(changed).toMatchObject({ action: 'update', planned: { size: 20, high: 3 }, diagnostics: [warning] });
  });

  test('takes any value of what only grows where it is not smaller, not known yet, or of an object that is replaced', async () => {
    expect(await plan({ size: 30 }, { size: 20 })).toEqual({ action: 'update', problems: [] });
    expect(await plan({ size: unknown }, { size: 20 })).toEqual({ action: 'update', problems: [] });
    const replaced = await harness.plan('aptible_example', { size: 10, stack: 2 }, prior({ size: 20, stack: 1 }));
    expect(replaced).toMatchObject({ action: 'replace', planned: { size: 10 }, diagnostics: [] });
  });

  test('plans nothing for another order, or another spelling of the same', async () => {
    const before = { addresses: ['a', 'b'], profile: 'm5' };
    expect(await plan({ addresses: ['b', 'a'], profile: 'm' }, before)).toEqual({ action: 'no-op', problems: [] });
  });

  test('is checked by the rules that hold for plans, with the defaults in them', async () => {
    expect(await plan({ high: 0 })).toEqual({
      action: 'no-op',
      problems: [expect.stringContaining('a range begins with the lower number')],
    });
  });
});

/** Each file with an edit that has to be refused, and the code of the error. */
const refused: readonly (readonly [what: string, file: string, text: string, edited: string])[] = [
  ['a field that a state leaves out', 'resources/metric-drain.ts', "    bucket: value('bucket'),\n", ''],
  [
    'an id of another type',
    'resources/metric-drain.ts',
    'metric_drain_id: record.id',
    'metric_drain_id: String(record.id)',
  ],
  ['a field that a data source leaves out', 'data-sources/stack.ts', '      stack_id: found.id,\n', ''],
  ['a resource that is not registered', 'provider.ts', '    aptible_backup: backup,\n', ''],
  ['a data source that is not registered', 'provider.ts', '    aptible_stacks: stacksData,\n', ''],
  ['a kind of which nothing says whether it blocks a deletion', 'resources/environment.ts', '  vhosts: false,\n', ''],
  [
    'a value that only a plan has',
    'resources/log-drain.ts',
    'known(wanted.drain_username)',
    'wanted.drain_username.trim()',
  ],
];

describe('the compiler refuses', () => {
  const inProvider = (file: string) => resolve(__dirname, '../../lib/provider', file);
  /** Each edited file lies beside the one that it is made of, which the others import as before: the compiler checks those once for all edits. */
  const edits = refused.map(([what, file, text, edited], index) => {
    const source = readFileSync(inProvider(file), 'utf8');
    const path = inProvider(file).replace(/\.ts$/, `.edited-${index}.ts`);
    return { what, path, source, text, changed: source.replace(text, edited) };
  });
  const files = [...new Set(refused.map(([, file]) => inProvider(file)))];
  const service = languageService(
    [...files, ...edits.map(({ path }) => path)],
    new Map(edits.map(({ path, changed }) => [path, changed])),
  );
  const problemsOf = (path: string) => service.getSemanticDiagnostics(path).length;

  test('none of the files as they are', () => {
    expect(files.filter((path) => problemsOf(path) > 0)).toEqual([]);
  });

  test.each(edits)('$what', ({ path, source, text }) => {
    expect(source).toContain(text);
    expect(problemsOf(path)).toBeGreaterThan(0);
  });
});
