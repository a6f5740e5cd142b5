import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fullAddress } from '../../lib/packaging/address';
import { isExact, placeInPlaceOf, placeProvider, platforms } from '../../lib/packaging/place-provider';
import { readProviderPackage, type ProviderPackage } from '../../lib/packaging/provider-package';

let root: string;
let stack: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cdktf-aptible-'));
  stack = join(root, 'stack');
  mkdirSync(stack);
});
afterEach(() => rmSync(root, { recursive: true }));

function builtProvider(version: string, content: string): ProviderPackage {
  const directory = join(root, `built-${version}-${content.length}`);
  mkdirSync(directory, { recursive: true });
  const path = join(directory, `terraform-provider-aptible_v${version}.cjs`);
  writeFileSync(path, content);
  chmodSync(path, 0o644);
  return readProviderPackage(directory);
}

/** Every file below the stack's directory: its mode and its content. */
function placed(): Record<string, string> {
  const files = readdirSync(stack, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      const mode = (statSync(path).mode & 0o777).toString(8);
      return [path.slice(stack.length + 1), `${mode} ${readFileSync(path, 'utf8')}`];
    }),
  );
}

const mirror = 'terraform.d/plugins/registry.terraform.io/cdktf-aptible/aptible';

function packages(version: string, content: string): Record<string, string> {
  return Object.fromEntries(
    platforms().map((platform) => [
      `${mirror}/${version}/${platform}/terraform-provider-aptible_v${version}.cjs`,
      `755 ${content}`,
    ]),
  );
}

function lockFile(version: string, hash: string, others = ''): Record<string, string> {
  return {
    '.terraform.lock.hcl': `644 # This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "registry.terraform.io/cdktf-aptible/aptible" {
  version     = "${version}"
  constraints = "${version}"
  hashes = [
    "${hash}",
  ]
}
${others}`,
  };
}

describe('placeProvider', () => {
  test('a new directory: an executable for every platform and a lock file', () => {
    const provider = builtProvider('0.1.0', 'one');
    placeProvider(stack, [], provider);
    expect(placed()).toEqual({ ...packages('0.1.0', 'one'), ...lockFile('0.1.0', provider.hash) });
  });

  test('the same provider again: nothing changes', () => {
    const provider = builtProvider('0.1.0', 'one');
    placeProvider(stack, [], provider);
    const before = [placed(), scripts().map((path) => statSync(path).ino)];
    placeProvider(stack, [], provider);
    expect([placed(), scripts().map((path) => statSync(path).ino)]).toEqual(before);
  });

  test.each([
    ['was damaged, with the same size and time', (path: string) => damage(path)],
    ['is shorter', (path: string) => writeFileSync(path, 'on')],
    ['is not executable', (path: string) => chmodSync(path, 0o644)],
    ['may be changed by others', (path: string) => chmodSync(path, 0o777)],
    ['is a link to what was built', (path: string, built: string) => (rmSync(path), symlinkSync(built, path))],
  ])('an executable that %s: it is replaced', (_, change) => {
    // More than one reading of a file takes.
    const content = 'one'.repeat(50_000);
    const provider = builtProvider('0.1.0', content);
    placeProvider(stack, [], provider);
    for (const path of scripts()) change(path, provider.path);
    placeProvider(stack, [], provider);
    const found = scripts().map((path) => [lstatSync(path).mode.toString(8), readFileSync(path, 'utf8') === content]);
    expect(found).toEqual(scripts().map(() => ['100755', true]));
  });

  function scripts(): string[] {
    return Object.keys(packages('0.1.0', '')).map((path) => join(stack, path));
  }

  function damage(path: string): void {
    const { atime, mtime } = statSync(path);
    writeFileSync(path, readFileSync(path, 'utf8').replace(/.$/, 'x'));
    utimesSync(path, atime, mtime);
  }

  test('another content of the same version: executables and hash are replaced', () => {
    placeProvider(stack, [], builtProvider('0.1.0', 'one'));
    const changed = builtProvider('0.1.0', 'changed');
    placeProvider(stack, [], changed);
    expect(placed()).toEqual({ ...packages('0.1.0', 'changed'), ...lockFile('0.1.0', changed.hash) });
  });

  test('another version: the old one is gone', () => {
    placeProvider(stack, [], builtProvider('0.1.0', 'one'));
    const raised = builtProvider('0.2.0', 'two');
    placeProvider(stack, [], raised);
    expect(placed()).toEqual({ ...packages('0.2.0', 'two'), ...lockFile('0.2.0', raised.hash) });
  });

  test('a stray file in a package, which would change its hash: it is removed, and files elsewhere stay', () => {
    const provider = builtProvider('0.1.0', 'one');
    placeProvider(stack, [], provider);
    writeFileSync(join(stack, mirror, '0.1.0', platforms()[0]!, 'stray'), '');
    const other = join(stack, 'terraform.d/plugins/registry.terraform.io/hashicorp/null/3.2.4/linux_amd64/x');
    mkdirSync(dirname(other), { recursive: true });
    writeFileSync(other, 'null');
    placeProvider(stack, [], provider);
    expect(existsSync(other)).toBe(true);
    rmSync(join(stack, 'terraform.d/plugins/registry.terraform.io/hashicorp'), { recursive: true });
    expect(placed()).toEqual({ ...packages('0.1.0', 'one'), ...lockFile('0.1.0', provider.hash) });
  });

  const other = existsSync('/dev/shm') && statSync('/dev/shm').dev !== statSync(tmpdir()).dev ? '/dev/shm' : undefined;
  if (other === undefined) console.warn('skipped: terraform.d on another file system, since there is none in /dev/shm');
  (other === undefined ? test.skip : test)('terraform.d is a link to another file system: the same files', () => {
    const target = mkdtempSync(join(other!, 'cdktf-aptible-'));
    try {
      symlinkSync(target, join(stack, 'terraform.d'));
      placeProvider(stack, [], builtProvider('1.2.3', 'first'));
      placeProvider(stack, [], builtProvider('1.2.3', 'second'));
      expect(readdirSync(stack).sort()).toEqual(['.terraform.lock.hcl', 'terraform.d']);
      expect(readdirSync(target)).toEqual(['plugins']);
      const names = readdirSync(target, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.cjs'));
      expect(names.map((name) => `terraform.d/${name}`).sort()).toEqual(
        Object.keys(packages('1.2.3', 'second')).sort(),
      );
      expect(new Set(names.map((name) => readFileSync(join(target, name), 'utf8')))).toEqual(new Set(['second']));
    } finally {
      rmSync(target, { recursive: true });
    }
  });

  test('other providers: those of an exact version are locked, the others are left to terraform', () => {
    const provider = builtProvider('0.1.0', 'one');
    const others = [
      { source: 'null', version: '3.2.4' },
      { source: 'acme/thing', version: '~> 1.0' },
      { source: 'random', version: undefined },
    ];
    placeProvider(stack, others, provider);
    const nullEntry = `
provider "registry.terraform.io/hashicorp/null" {
  version     = "3.2.4"
  constraints = "3.2.4"
}
`;
    expect(placed()).toEqual({ ...packages('0.1.0', 'one'), ...lockFile('0.1.0', provider.hash, nullEntry) });
  });
});

describe('placeInPlaceOf', () => {
  const official = { address: 'registry.terraform.io/aptible/aptible' };

  test('the official lock entry gives way: version and hash are ours, and what the configuration asks for stays', () => {
    const provider = builtProvider('0.1.0', 'one');
    const version = '0.9.9900+cdktf-aptible.0.1.0';
    writeFileSync(
      join(stack, '.terraform.lock.hcl'),
      'provider "registry.terraform.io/aptible/aptible" {\n  version     = "0.9.24"\n  constraints = "~> 0.9.0"\n  hashes = [\n    "h1:theirs=",\n  ]\n}\n',
    );
    expect(placeInPlaceOf(stack, official, provider)).toEqual({ ...official, version, constraints: '~> 0.9.0' });
    expect(placed()).toEqual({
      ...Object.fromEntries(
        platforms().map((platform) => [
          `terraform.d/plugins/${official.address}/${version}/${platform}/terraform-provider-aptible_v0.1.0.cjs`,
          '755 one',
        ]),
      ),
      ...Object.fromEntries(
        Object.entries(lockFile(version, provider.hash)).map(([name, text]) => [
          name,
          text
            .replace('cdktf-aptible/aptible', 'aptible/aptible')
            .replace(`constraints = "${version}"`, 'constraints = "~> 0.9.0"'),
        ]),
      ),
    });
  });

  test('without a lock entry, what the configuration asks for is left to terraform', () => {
    const provider = builtProvider('0.1.0', 'one');
    placeInPlaceOf(stack, official, provider);
    expect(placed()['.terraform.lock.hcl']).toBe(`644 # This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "registry.terraform.io/aptible/aptible" {
  version = "0.10.9900+cdktf-aptible.0.1.0"
  hashes = [
    "${provider.hash}",
  ]
}
`);
  });

  test('a configuration that asks for an exact version: nothing is written', () => {
    const configuration =
      'terraform {\n  required_providers {\n    aptible = { source = "aptible/aptible", version = "0.9.24" }\n  }\n}\n';
    writeFileSync(join(stack, 'main.tf'), configuration, { mode: 0o644 });
    expect(() => placeInPlaceOf(stack, official, builtProvider('0.1.0', 'one'))).toThrow('main.tf: 0.9.24');
    expect(placed()).toEqual({ 'main.tf': `644 ${configuration}` });
  });
});

describe('platforms', () => {
  const shipped = ['darwin_amd64', 'darwin_arm64', 'linux_amd64', 'linux_arm64'];
  test.each([
    ['linux', 'x64', shipped],
    ['win32', 'x64', shipped],
    ['freebsd', 'x64', ['darwin_amd64', 'darwin_arm64', 'freebsd_amd64', 'linux_amd64', 'linux_arm64']],
    ['linux', 'ia32', ['darwin_amd64', 'darwin_arm64', 'linux_386', 'linux_amd64', 'linux_arm64']],
  ])('synthesized on %s %s', (system, architecture, expected) => {
    expect(platforms(system, architecture)).toEqual(expected);
  });
});

test.each([
  ['null', 'registry.terraform.io/hashicorp/null'],
  ['Kreuzwerker/docker', 'registry.terraform.io/kreuzwerker/docker'],
  ['terraform.local/acme/thing', 'terraform.local/acme/thing'],
])('fullAddress of %s is %s', (source, address) => {
  expect(fullAddress(source)).toBe(address);
});

test.each([
  ['3.2.4', true],
  ['1.0.0-rc.1', true],
  ['~> 3.2', false],
  ['>= 1.0.0', false],
  ['3.2', false],
  [undefined, false],
])('isExact of version %s is %s', (version, expected) => {
  expect(isExact({ source: 'null', version })).toBe(expected);
});
