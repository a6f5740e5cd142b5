/** The head of the provider's executable: what it does with the cache of compiled code, which is code that it runs. */
import { Linter } from 'eslint';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  lchownSync,
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
import { basename, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { bundleTinyProvider, PluginProcess, type StartOptions } from '../plugin/support/plugin-process';

/** The exit code of the code that `forged` has in the provider's place. */
const forgedCode = 66;
/** How long the checksum of a cache is, at its beginning. */
const checksumBytes = 32;
const longAgo = new Date('2020-01-01');

const folder = mkdtempSync(join(tmpdir(), 'bootstrap-'));
const executable = join(folder, 'terraform-provider-tiny_v1.0.0');
/** The name of the cache's file. */
let cacheName: string;
/** A cache that is right for V8, and ends the process with `forgedCode`. */
let forged: Buffer;

beforeAll(async () => {
  chmodSync(folder, 0o755);
  bundleTinyProvider(executable);
  const { home, cache } = newHome();
  expect(await run(home)).toBe(0);
  cacheName = readdirSync(cache)[0]!;
  forged = forge();
}, 30_000);

afterAll(() => rmSync(folder, { recursive: true }));

/** A new value of XDG_CACHE_HOME, and where the provider's caches are in it. */
function newHome(userId = process.getuid!()): { home: string; cache: string } {
  const home = mkdtempSync(join(folder, 'home-'));
  chownSync(home, userId, userId);
  return { home, cache: join(home, 'terraform-provider-tiny') };
}

/** As Terraform asks for the schema. Gives the exit code. */
async function run(home: string | undefined, options: StartOptions = {}, file = executable): Promise<number | null> {
  const sockets = newHome(options.userId).home;
  const plugin = PluginProcess.start(file, {
    ...options,
    environment: { PLUGIN_UNIX_SOCKET_DIR: sockets, XDG_CACHE_HOME: home, ...options.environment },
  });
  try {
    await plugin.connect();
    // The forged code ends the process, and with it the connection.
    await plugin.call('GetProviderSchema').then(
      () => plugin.shutdown(),
      () => undefined,
    );
    return (await plugin.exited).code;
  } finally {
    plugin.child.kill('SIGKILL');
  }
}

/** The text of the second part: it is compressed in a line of its own. */
function secondPart(): string {
  const [compressed] = /(?<=\n\/\*LATE\n).*/.exec(readFileSync(executable, 'latin1'))!;
  return brotliDecompressSync(Buffer.from(compressed, 'base64')).toString('latin1');
}

/** What a cache has behind its checksum: the CPU time of its writer, the length of the text, the text, and V8's code. */
function cacheOf(text: string, code: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(most);
  head.writeUInt32LE(text.length, 4);
  return withChecksum(Buffer.concat([head, Buffer.from(text, 'latin1'), code]));
}

const most = 0xffffffff;

function withChecksum(content: Buffer): Buffer {
  return Buffer.concat([createHash('sha256').update(content).digest(), content]);
}

/** V8 knows the source of its code by its length alone. */
function forge(): Buffer {
  const text = secondPart();
  const script = `
    const source = '(function(){process.exit(${forgedCode})})'.padEnd(${text.length});
    const script = new (require('node:vm').Script)(source);
    script.runInThisContext();
    process.stdout.write(script.createCachedData());`;
  return cacheOf(text, execFileSync('node', ['-e', script]));
}

/** Puts a file with these contents, of an owner, where the provider looks for its cache. */
function plant(cache: string, contents: Buffer, mode = 0o600): void {
  mkdirSync(cache, { mode: 0o700 });
  writeFileSync(join(cache, cacheName), contents);
  chmodSync(join(cache, cacheName), mode);
}

test('runs in a folder whose package.json makes files ES modules', async () => {
  const inside = join(folder, 'esm');
  mkdirSync(inside);
  writeFileSync(join(inside, 'package.json'), '{"type":"module"}');
  const file = join(inside, 'terraform-provider-tiny_v0.1.0.cjs');
  writeFileSync(file, readFileSync(executable), { mode: 0o755 });
  expect(await run(newHome().home, {}, file)).toBe(0);
});

describe('without a Node that runs it, it says on the stream that Terraform shows', () => {
  const advice = 'docs/guides/troubleshooting.md of the npm package cdktf-aptible says more under "needs Node.js".\n';
  const startedBy = {
    Terraform: { TF_PLUGIN_MAGIC_COOKIE: 'any' },
    'a person': {},
  };

  /** What a start with no more than this environment gives. */
  function start(env: NodeJS.ProcessEnv, file = executable) {
    const { status, stdout, stderr } = spawnSync(file, { env, encoding: 'utf8' });
    return { status, stdout, stderr };
  }

  /** Makes a folder for PATH whose node says that it has this version. */
  function oldNode(version: string): string {
    const path = mkdtempSync(join(folder, 'old-'));
    const change = `Object.defineProperties(process, { version: { value: 'v${version}' }, versions: { value: { node: '${version}' } } })`;
    writeFileSync(join(path, 'version.cjs'), change);
    const node = `#!/bin/sh\nexec '${process.execPath}' --require '${join(path, 'version.cjs')}' "$@"\n`;
    writeFileSync(join(path, 'node'), node, { mode: 0o755 });
    return path;
  }

  const none = `terraform-provider-tiny needs Node.js 20.18 or later, and there is no "node" on PATH. Install it: ${advice}`;

  test.each(Object.entries(startedBy))('that there is none: started by %s', (who, environment) => {
    const [stdout, stderr] = who === 'Terraform' ? [none, ''] : ['', none];
    expect(start({ PATH: '/nowhere', ...environment })).toEqual({ status: 1, stdout, stderr });
  });

  test.each(Object.entries(startedBy))('that it is too old: started by %s', (who, environment) => {
    const text = `terraform-provider-tiny needs Node.js 20.18 or later, and the "node" on PATH is v12.22.9. Install a newer one: ${advice}`;
    const [stdout, stderr] = who === 'Terraform' ? [text, ''] : ['', text];
    expect(start({ PATH: oldNode('12.22.9'), ...environment })).toEqual({ status: 1, stdout, stderr });
  });

  test.each(['10.24.1', '14.21.3', '18.20.8', '20.10.0', '20.17.0'])('that Node %s is too old', (version) => {
    const { status, stdout } = start({ PATH: oldNode(version), ...startedBy.Terraform });
    expect({ status, stdout }).toEqual({ status: 1, stdout: expect.stringContaining(` is v${version}. `) as string });
  });

  test('that there is none where "node" is a link to nothing, and where PATH is empty', () => {
    const path = mkdtempSync(join(folder, 'broken-'));
    symlinkSync('/nowhere/node', join(path, 'node'));
    for (const PATH of [path, '']) {
      expect(start({ PATH, ...startedBy.Terraform })).toEqual({ status: 1, stdout: none, stderr: '' });
    }
  });

  test('the same from a folder with spaces, quotes and a dollar in its name', () => {
    const strange = join(folder, `it's "the" $HOME`);
    mkdirSync(strange);
    const file = join(strange, basename(executable));
    writeFileSync(file, readFileSync(executable), { mode: 0o755 });
    expect(start({ PATH: '/nowhere', ...startedBy.Terraform }, file).stdout).toBe(none);
    expect(start({ PATH: oldNode('18.20.8'), ...startedBy.Terraform }, file).stdout).toContain(' is v18.20.8. ');
  });

  test('in words that Node 10 reads, which has the syntax of 2019', () => {
    const problems = (text: string) =>
      new Linter()
        .verify(text, { languageOptions: { ecmaVersion: 2019, sourceType: 'commonjs' } })
        .map(({ message }) => message);
    expect(problems(readFileSync(executable, 'utf8'))).toEqual([]);
    expect(problems('a ??= b')).toEqual(['Parsing error: Unexpected token ?']);
  });
});

describe('the cache of compiled code', () => {
  test('is outside the provider’s folder, for its user alone', async () => {
    const { home, cache } = newHome();
    expect(await run(home)).toBe(0);
    const files = readdirSync(cache);
    expect(files).toEqual([expect.stringMatching(/^[0-9a-f]{16}-v\d+\.\d+\.\d+-\w+$/)]);
    expect([statSync(cache).mode & 0o777, statSync(join(cache, files[0]!)).mode & 0o777]).toEqual([0o700, 0o600]);
  });

  test('is run: whoever can write it decides what the provider does', async () => {
    const { home, cache } = newHome();
    plant(cache, forged);
    expect(await run(home)).toBe(forgedCode);
  });

  test('is made anew where it is damaged', async () => {
    for (const damage of [
      (bytes: Buffer) => bytes.fill(0x41, bytes.length - 8),
      (bytes: Buffer) => bytes.fill(0x41, 1000, 1008),
      (bytes: Buffer) => bytes.subarray(0, bytes.length / 2),
      () => withChecksum(Buffer.alloc(0)),
      () => Buffer.alloc(0),
    ]) {
      const { home, cache } = newHome();
      const damaged = damage(Buffer.from(forged));
      plant(cache, damaged);
      expect(await run(home)).toBe(0);
      expect(readFileSync(join(cache, cacheName)).equals(damaged)).toBe(false);
    }
  });

  test('is made a second time by a run that does much more than its writer, and then never again', async () => {
    const { home, cache } = newHome();
    const file = join(cache, cacheName);
    const cpuMs = () => readFileSync(file).readUInt32LE(checksumBytes);
    expect(await run(home)).toBe(0);
    const [first, firstMs] = [statSync(file).ino, cpuMs()];
    expect(await run(home)).toBe(0);
    expect([firstMs > 0, firstMs < most, statSync(file).ino]).toEqual([true, true, first]);
    const ofLittleWork = readFileSync(file).subarray(checksumBytes);
    ofLittleWork.writeUInt32LE(1);
    writeFileSync(file, withChecksum(ofLittleWork));
    expect(await run(home)).toBe(0);
    expect(cpuMs()).toBe(most);
    const last = statSync(file).ino;
    expect(await run(home)).toBe(0);
    expect(statSync(file).ino).toBe(last);
  });

  test('is not read where others may write it, or the folder that it is in', async () => {
    const [writable, inWritable] = [newHome(), newHome()];
    plant(writable.cache, forged, 0o622);
    expect(await run(writable.home)).toBe(0);
    plant(inWritable.cache, forged);
    chmodSync(inWritable.cache, 0o777);
    expect(await run(inWritable.home)).toBe(0);
    expect(readFileSync(join(inWritable.cache, cacheName)).equals(forged)).toBe(true);
  });

  test('is neither read nor written, and nothing removed, through a link', async () => {
    const [{ home, cache }, documents] = [newHome(), newHome()];
    plant(documents.cache, forged);
    utimesSync(join(documents.cache, cacheName), longAgo, longAgo);
    symlinkSync(documents.cache, cache);
    expect(await run(home)).toBe(0);
    expect(readdirSync(documents.cache)).toEqual([cacheName]);

    const linked = newHome();
    mkdirSync(linked.cache, { mode: 0o700 });
    symlinkSync(join(documents.cache, cacheName), join(linked.cache, cacheName));
    expect(await run(linked.home)).toBe(0);
    expect(readFileSync(join(documents.cache, cacheName)).equals(forged)).toBe(true);
  });

  test('is not waited for where a pipe has its name', async () => {
    const { home, cache } = newHome();
    mkdirSync(cache, { mode: 0o700 });
    execFileSync('mkfifo', [join(cache, cacheName)]);
    expect(await run(home)).toBe(0);
    expect(statSync(join(cache, cacheName)).isFile()).toBe(true);
  });

  test.each([
    ['HOME is empty', { HOME: '', XDG_CACHE_HOME: undefined }, '.cache'],
    ['HOME is relative', { HOME: 'home', XDG_CACHE_HOME: undefined }, 'home/.cache'],
    ['XDG_CACHE_HOME is relative', { XDG_CACHE_HOME: 'caches' }, 'caches'],
  ])('is not in the working directory where %s', async (_case, environment, relative) => {
    const workingDirectory = newHome().home;
    const base = join(workingDirectory, relative);
    mkdirSync(base, { recursive: true });
    plant(join(base, 'terraform-provider-tiny'), forged);
    expect(await run(undefined, { workingDirectory, environment })).toBe(0);
    expect(readFileSync(join(base, 'terraform-provider-tiny', cacheName)).equals(forged)).toBe(true);
  });

  test('takes with it the old ones, whole or half, and nothing else', async () => {
    const { home, cache } = newHome();
    mkdirSync(cache, { mode: 0o700 });
    const old = ['0123456789abcdef-v20.1.0-x64', '0123456789abcdef-v20.1.0-x64.89abcdef'];
    const foreign = ['notes.txt', 'v20.1.0-x64', '0123456789abcdef-v20.1.0 x64'];
    for (const name of [...old, ...foreign]) writeFileSync(join(cache, name), '');
    mkdirSync(join(cache, '0123456789abcdef-v20.2.0-x64'));
    symlinkSync(join(cache, 'notes.txt'), join(cache, '0123456789abcdef-v20.3.0-x64'));
    for (const name of readdirSync(cache)) utimesSync(join(cache, name), longAgo, longAgo);
    writeFileSync(join(cache, '0123456789abcdef-v20.4.0-x64'), '');
    expect(await run(home)).toBe(0);
    expect(readdirSync(cache).sort()).toEqual(
      [
        cacheName,
        ...foreign,
        '0123456789abcdef-v20.2.0-x64',
        '0123456789abcdef-v20.3.0-x64',
        '0123456789abcdef-v20.4.0-x64',
      ].sort(),
    );
  });

  test('leaves nothing of itself where it cannot be kept', async () => {
    const [full, taken, aFile] = [newHome(), newHome(), newHome()];
    // A file may have no more than one block: the write ends half-way, as on a full disk.
    const withLimit = join(folder, 'with-limit');
    writeFileSync(withLimit, `#!/bin/sh\nulimit -f 1\nexec ${executable}\n`, { mode: 0o755 });
    expect(await run(full.home, {}, withLimit)).toBe(0);
    expect(readdirSync(full.cache)).toEqual([]);

    mkdirSync(join(taken.cache, cacheName), { recursive: true, mode: 0o700 });
    expect(await run(taken.home)).toBe(0);
    expect(readdirSync(taken.cache)).toEqual([cacheName]);

    writeFileSync(aFile.cache, '');
    expect(await run(aFile.home)).toBe(0);
    expect(readdirSync(aFile.home)).toEqual([basename(aFile.cache)]);
  });
});

const isRoot = process.getuid!() === 0;
if (!isRoot) console.warn('skipped: what a second user does to the cache, since only root can start its process');
(isRoot ? describe : describe.skip)('a second user who may write the home of the caches', () => {
  // Neither is anybody: a number is all that the system needs.
  const [victim, attacker] = [65_432, 65_433];

  function sharedHome(): { home: string; cache: string } {
    const shared = newHome(attacker);
    chmodSync(shared.home, 0o777);
    return shared;
  }

  test('cannot lead the provider to a folder of its user by a link', async () => {
    const [{ home, cache }, documents] = [sharedHome(), newHome(victim)];
    chmodSync(documents.home, 0o700);
    for (const name of ['report.txt', cacheName]) {
      writeFileSync(join(documents.home, name), 'mine');
      chownSync(join(documents.home, name), victim, victim);
      utimesSync(join(documents.home, name), longAgo, longAgo);
    }
    symlinkSync(documents.home, cache);
    lchownSync(cache, attacker, attacker);
    expect(await run(home, { userId: victim })).toBe(0);
    expect(readdirSync(documents.home).map((name) => [name, readFileSync(join(documents.home, name), 'utf8')])).toEqual(
      [cacheName, 'report.txt'].map((name) => [name, 'mine']),
    );
  });

  test.each([
    ['folder', attacker, victim],
    ['file', victim, attacker],
  ])('cannot have its own code run from a %s of its own', async (_what, folderOwner, fileOwner) => {
    const { home, cache } = sharedHome();
    plant(cache, forged, 0o644);
    chownSync(cache, folderOwner, folderOwner);
    chmodSync(cache, 0o755);
    chownSync(join(cache, cacheName), fileOwner, fileOwner);
    expect(await run(home, { userId: victim })).toBe(0);
  });

  test('does not keep it from starting without a home of its own', async () => {
    expect(await run(undefined, { userId: victim, environment: { HOME: undefined } })).toBe(0);
  });
});
