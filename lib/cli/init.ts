/** `cdktf-aptible init` */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { makeDirectory } from '../files/make-directory';
import { placeProvider } from '../packaging';
import { resources } from '../schema';
import { projects, type Format } from './init-files';
import { lyingAt } from './places';

export interface InitOptions {
  readonly format: Format;
  /** The handle of the environment; by default it is made from the name of the directory. */
  readonly name?: string;
  /** The name of the platform's stack. */
  readonly stack: string;
}

/** Writes a project to start from. No file that is there is changed. */
export function init(directory: string, { format, name, stack }: InitOptions): void {
  const absolute = resolve(directory);
  if (lyingAt(absolute) === 'file') throw new Error(`${absolute} is not a directory. Name another one.`);
  const { files, next } = projects[format]({
    handle: name === undefined ? handleFor(absolute) : checked('--name', name),
    stack: checked('--stack', stack),
    versions: ownVersions(),
  });
  const written: string[] = [];
  const kept: string[] = [];
  for (const [path, content] of Object.entries(files)) {
    (write(join(absolute, path), content) ? written : kept).push(path);
  }
  if (format === 'hcl') placeProvider(absolute);
  if (written.length > 0) console.log(`Written in ${absolute}:\n${list(written)}`);
  if (kept.length > 0) console.log(`There already, and left as they are:\n${list(kept)}`);
  const lacking = kept.includes('.gitignore') ? missingLines(join(absolute, '.gitignore'), files['.gitignore']!) : [];
  if (lacking.length > 0)
    console.log(`Add to .gitignore, since these hold secrets or can be made again:\n${list(lacking)}`);
  const change = relative(process.cwd(), absolute);
  console.log(`Next:\n${list([...(change === '' ? [] : [`cd ${shellWord(change)}`]), ...next])}`);
}

/** @returns whether there was no such file, nor a link of that name. */
function write(path: string, content: string): boolean {
  try {
    makeDirectory(dirname(path));
    writeFileSync(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && existsSync(dirname(path)) && statSync(dirname(path)).isDirectory()) return false;
    throw error;
  }
}

function missingLines(path: string, wanted: string): string[] {
  const lines = new Set(
    readFileSync(path, 'utf8')
      .split(/\r?\n/)
      .map((line) => line.trim().replace(/\/$/, '')),
  );
  return wanted.split('\n').filter((line) => line !== '' && !lines.has(line.replace(/\/$/, '')));
}

/** A handle can have fewer characters than the name of a directory. */
function handleFor(directory: string): string {
  const text = basename(directory)
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
    .slice(0, 60);
  return text === '' ? 'environment' : text;
}

function checked(option: string, text: string): string {
  // Stacks have names of the same form.
  const { regex, words } = resources.aptible_environment.attributes.handle.pattern;
  if (new RegExp(regex).test(text)) return text;
  throw new Error(`${option} ${JSON.stringify(text)} is not ${words}.`);
}

/** The versions that this package is made and tested with. */
function ownVersions(): Record<string, string> {
  const own = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as {
    readonly version: string;
    readonly peerDependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  return { ...own.devDependencies, ...own.peerDependencies, 'cdktf-aptible': `^${own.version}` };
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join('\n');
}

function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
