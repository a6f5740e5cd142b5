import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'new-resource-'));
  for (const path of ['lib', 'examples/microservices', 'test/constructs/agreement.test.ts', '.prettierrc.json'])
    cpSync(join(root, path), join(copy, path), { recursive: true });
});
afterAll(() => rmSync(copy, { recursive: true }));

const run = (...args: string[]) =>
  spawnSync(process.execPath, [join(root, 'scripts/new-resource.mjs'), ...args], { cwd: copy, encoding: 'utf8' });

test('a new resource has a file in every room and a line in every registry', () => {
  const { status, stdout, stderr } = run('aptible_persistent_disk', '--files-only');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout.split('\n').flatMap((line) => /^ {2}(.+)$/.exec(line)?.[1] ?? [])).toEqual([
    'changes/persistent-disk.feature.md',
    'lib/constructs/persistent-disk.ts',
    'lib/emulator/resources/persistent-disk.ts',
    'lib/provider/resources/persistent-disk.ts',
    'lib/schema/persistent-disk.ts',
    'test/acceptance/persistent-disk.test.ts',
    'test/constructs/persistent-disk.test.ts',
    'test/fixtures/http/persistent_disks.txt',
    'test/provider/resources/persistent-disk.test.ts',
    'lib/schema/index.ts',
    'lib/api/shapes.ts',
    'lib/provider/provider.ts',
    'lib/provider/environment-reader.ts',
    'lib/provider/resources/environment.ts',
    'lib/emulator/resources/index.ts',
    'lib/emulator/resources/absent.ts',
    'lib/index.ts',
    'test/constructs/agreement.test.ts',
    'examples/microservices/main.ts',
  ]);
  const text = (path: string) => readFileSync(join(copy, path), 'utf8');
  expect(text('lib/provider/provider.ts')).toContain('    aptible_persistent_disk: persistentDisk,\n');
  expect(text('lib/emulator/resources/absent.ts')).not.toContain('/accounts/{account_id}/persistent_disks');
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
