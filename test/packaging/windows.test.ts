/** What `lib/packaging` does with paths of Windows, on any machine: `C:\` is a folder here, and paths are joined as Windows joins them. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type * as Packaging from '../../lib/packaging';

type FileSystem = Record<string, (...args: unknown[]) => unknown>;

let drive: string;
let packaging: typeof Packaging;

/** Node's functions for files, as they are on Windows: they take both separators, and answer with its own. */
function windowsFiles(): FileSystem {
  const actual = jest.requireActual<FileSystem>('node:fs');
  const here = (value: unknown) =>
    typeof value === 'string' && value.startsWith('C:\\') ? join(drive, value.slice(3).replaceAll('\\', '/')) : value;
  const there = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(there);
    if (typeof value !== 'string' || value.startsWith('\u0000')) return value;
    return (value.startsWith(drive) ? `C:${value.slice(drive.length)}` : value).replaceAll('/', '\\');
  };
  const withPaths = ['readdirSync', 'realpathSync', 'mkdtempSync'];
  return Object.fromEntries(
    Object.entries(actual).map(([name, value]) => {
      if (typeof value !== 'function' || !name.endsWith('Sync')) return [name, value];
      return [
        name,
        (first: unknown, second: unknown, ...rest: unknown[]) => {
          const answer = value(here(first), name === 'writeFileSync' ? second : here(second), ...rest);
          return withPaths.includes(name) ? there(answer) : answer;
        },
      ];
    }),
  );
}

const { platform } = process;
beforeAll(() => {
  Object.defineProperty(process, 'platform', { value: 'win32' });
  jest.doMock('node:fs', windowsFiles);
  jest.doMock('node:path', () => jest.requireActual<{ win32: object }>('node:path').win32);
  packaging = jest.requireActual('../../lib/packaging');
});
afterAll(() => Object.defineProperty(process, 'platform', { value: platform }));

beforeEach(() => (drive = mkdtempSync(join(tmpdir(), 'drive-'))));
afterEach(() => rmSync(drive, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(drive, name)), { recursive: true });
    writeFileSync(join(drive, name), text);
  }
}

const filesBelow = (folder: string) =>
  readdirSync(join(drive, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(drive, folder).length + 1))
    .sort();

test('the packages, their hashes and the lock file are those of other systems, with the provider beside a stack on Windows', () => {
  write({
    'built/terraform-provider-aptible_v1.2.3.cjs': 'the script',
    'runtimes/linux_amd64/node': 'Node',
    'runtimes/linux_amd64/lib/ld.so': 'loader',
    'my stacks/stack/cdk.tf.json': '{}',
  });
  const script = packaging.readProviderPackage('C:\\built');
  const provider = packaging.withRuntimes(script, 'C:\\runtimes');
  packaging.placeProvider('C:\\my stacks\\stack', [], provider);
  packaging.placeProvider('C:\\my stacks\\stack', [], provider);

  const mirror = 'terraform.d/plugins/registry.terraform.io/cdktf-aptible/aptible/1.2.3';
  const own = ['lib/ld.so', 'node', 'provider.cjs', 'terraform-provider-aptible_v1.2.3'];
  expect(filesBelow('my stacks/stack')).toEqual([
    '.terraform.lock.hcl',
    'cdk.tf.json',
    ...['darwin_amd64', 'darwin_arm64'].map((each) => `${mirror}/${each}/terraform-provider-aptible_v1.2.3.cjs`),
    ...own.map((name) => `${mirror}/linux_amd64/${name}`),
    `${mirror}/linux_arm64/terraform-provider-aptible_v1.2.3.cjs`,
  ]);
  const contents = own.map((name): [string, Buffer] => [
    name,
    readFileSync(join(drive, 'my stacks/stack', mirror, 'linux_amd64', name)),
  ]);
  const hashes = [script.hash, packaging.packageHash(Object.fromEntries(contents))].sort();
  const locked = readFileSync(join(drive, 'my stacks/stack/.terraform.lock.hcl'), 'utf8');
  expect([...locked.matchAll(/"(h1:.*)"/g)].map(([, hash]) => hash)).toEqual(hashes);
});

test('the modules of a configuration are found', () => {
  const requiring = (constraint: string) =>
    `terraform {\n  required_providers {\n    aptible = { source = "aptible/aptible", version = "${constraint}" }\n  }\n}\n`;
  write({
    'work/main.tf': `${requiring('~> 0.9')}module "metrics" {\n  source = "./modules/metrics"\n}\n`,
    'work/modules/metrics/main.tf': requiring('~> 0.10'),
  });
  const found = packaging.requirementsOf('C:\\work', /^aptible\/aptible$/);
  expect(found).toEqual([
    { file: 'main.tf', constraints: '~> 0.9' },
    { file: 'modules\\metrics\\main.tf', constraints: '~> 0.10' },
  ]);
});
