// A working directory of its own for the example, and the commands that run in it.
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const graceMs = 15_000;

export class Workshop {
  /** @type {Set<import('node:child_process').ChildProcess>} */
  #running = new Set();
  #closed = false;

  /** @param {string} root the checkout @param {string} directory @param {Record<string, string>} environment */
  constructor(root, directory, environment) {
    this.root = root;
    this.directory = directory;
    this.environment = environment;
  }

  /** A copy of the example: deploying writes state and a build beside it, and the checkout stays as it is. */
  static async open(root, example, platformEnvironment) {
    const directory = await mkdtemp(join(tmpdir(), 'cdktf-aptible-start-'));
    await cp(join(root, 'examples', example), directory, { recursive: true });
    await mkdir(join(directory, 'node_modules'));
    for (const name of ['.bin', 'cdktf', 'constructs'])
      await symlink(join(root, 'node_modules', name), join(directory, 'node_modules', name));
    await symlink(root, join(directory, 'node_modules', 'cdktf-aptible'));
    const cliConfig = join(directory, 'terraform.rc');
    await writeFile(cliConfig, '');
    return new Workshop(root, directory, {
      ...withoutAccount(process.env),
      ...platformEnvironment,
      // The user's own settings could name mirrors, caches and accounts.
      TF_CLI_CONFIG_FILE: cliConfig,
      CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1',
      CHECKPOINT_DISABLE: '1',
      DISABLE_VERSION_CHECK: '1',
      CI: '1',
    });
  }

  cdktf(...args) {
    return this.#run(join(this.root, 'node_modules/.bin/cdktf'), args, this.directory);
  }

  terraform(stack, ...args) {
    const terraform = process.env['TERRAFORM_BINARY_NAME'] ?? 'terraform';
    return this.#run(terraform, args, join(this.directory, 'cdktf.out/stacks', stack));
  }

  /** Ends what runs, then removes the directory. */
  async close() {
    this.#closed = true;
    await Promise.all([...this.#running].map(endGroup));
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Resolves with what the command wrote to standard output. */
  #run(command, args, cwd) {
    if (this.#closed) throw new Error('interrupted');
    return new Promise((resolve, reject) => {
      // A group of its own, so that everything it starts can be ended with it.
      const child = spawn(command, args, {
        cwd,
        env: this.environment,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      this.#running.add(child);
      let stdout = '';
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (text) => {
        stdout += text;
        output += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
      child.once('error', reject);
      child.once('close', (status) => {
        this.#running.delete(child);
        if (status === 0) resolve(stdout);
        else reject(new Error(`${[command, ...args].join(' ')} ended with ${status}:\n${output}`));
      });
    });
  }
}

/** The variables without the credentials of a real account: the example goes to the local platform only. */
function withoutAccount(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(APTIBLE|CDKTF|TF)_/.test(name)));
}

async function endGroup(child) {
  const ended = new Promise((resolve) => child.once('close', resolve));
  signalGroup(child, 'SIGINT');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
  await ended;
  clearTimeout(timer);
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // it has ended in between
  }
}
