import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'new-resource-'));
  for (const path of [
    'lib',
    'examples/microservices',
    'test/constructs/agreement.test.ts',
    'test/constructs/sensitive.test.ts',
    '.prettierrc.json',
  ])
    cpSync(join(root, path), join(copy, path), { recursive: true });
  // A collection that is always empty, for a thing that nobody is going to make real.
  const absent = join(copy, 'lib/emulator/resources/absent.ts');
  const text = readFileSync(absent, 'utf8');
  writeFileSync(absent, text.replace(/^const paths = \[\n/m, "$&  '/accounts/{account_id}/sample_things',\n"));
  expect(readFileSync(absent, 'utf8')).not.toBe(text);
});
afterAll(() => rmSync(copy, { recursive: true }));

const run = (...args: string[]) =>
  spawnSync(process.execPath, [join(root, 'scripts/new-resource.mjs'), ...args], { cwd: copy, encoding: 'utf8' });

test('a new resource has a file in every room and a line in every registry', () => {
  const { status, stdout, stderr } = run('aptible_sample_thing', '--files-only');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout.split('\n').flatMap((line) => /^ {2}(.+)$/.exec(line)?.[1] ?? [])).toEqual([
    'changes/sample-thing.feature.md',
    'lib/constructs/sample-thing.ts',
    'lib/emulator/resources/sample-thing.ts',
    'lib/provider/resources/sample-thing.ts',
    'lib/schema/sample-thing.ts',
    'test/acceptance/sample-thing.test.ts',
    'test/constructs/sample-thing.test.ts',
    'test/fixtures/http/sample_things.txt',
    'test/provider/resources/sample-thing.test.ts',
    'lib/schema/index.ts',
    'lib/api/shapes.ts',
    'lib/provider/provider.ts',
    'lib/provider/environment-reader.ts',
    'lib/provider/resources/environment.ts',
    'lib/emulator/resources/index.ts',
    'lib/emulator/resources/absent.ts',
    'lib/index.ts',
    'test/constructs/agreement.test.ts',
    'test/constructs/sensitive.test.ts',
    'examples/microservices/main.ts',
  ]);
  const text = (path: string) => readFileSync(join(copy, path), 'utf8');
  expect(text('lib/provider/provider.ts')).toContain('    aptible_sample_thing: sampleThing,\n');
  expect(text('lib/emulator/resources/absent.ts')).not.toContain('/accounts/{account_id}/sample_things');
});

test.each([
  ['a name that is there', ['metric-drain'], 'lib/schema/metric-drain.ts is there already\n'],
  ['no name', [], 'usage: npm run new-resource NAME'],
  ['a name with other letters', ['Disk!'], 'usage: npm run new-resource NAME'],
  ['an option that it does not have', ['disk', '--force'], 'usage: npm run new-resource NAME'],
])('%s is refused, and nothing is written', (_what, args, message) => {
  const { status, stdout, stderr } = run(...args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain(message);
});
