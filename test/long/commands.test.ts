/**
 * Each subcommand of the built command with the real terraform: on a pipe, on a terminal with colours, with NO_COLOR and with TERM=dumb. None
 * prints a secret, and a pipe and a log get no codes for a terminal. The terminal is made by `script` of util-linux.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from '../../lib/cli/main';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { finished, pathWithNode, terraformCommand, type Run } from '../acceptance/support/terraform';
import { Client, World } from '../emulator/support/client';
import { decisions } from '../support/commands';

const main = join(__dirname, '../../dist/cli/main.js');
const names = program.commands.map((command) => command.name());

let platform: LocalPlatform;
let directory: string;
beforeAll(async () => {
  platform = await startLocalPlatform({ databases: 'none', defaultProcessTypes: ['web'] });
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'commands-')));
  writeFileSync(join(directory, 'aptible.yaml'), definition);
  writeFileSync(join(directory, 'token.txt'), shown.file);
  mkdirSync(join(directory, 'hcl'));
  writeFileSync(join(directory, 'hcl/main.tf'), '# Nothing yet.\n');
  mkdirSync(join(directory, 'directory'));
  // Nobody can read it, the superuser included.
  symlinkSync('circle', join(directory, 'circle'));
  await made('deploy', 'aptible.yaml', '--auto-approve');
});
afterAll(async () => {
  await platform.stop();
  rmSync(directory, { recursive: true });
});

const secrets = {
  variable: 'hunter2-variable',
  drain: 'hunter2-drain',
};
/** What `config` has as it stands, which a plan of terraform shows and nothing else. */
const shown = {
  literal: 'hunter2-literal',
  environment: 'hunter2-environment',
  file: 'hunter2-file',
  byHand: 'hunter2-hand',
};

const definition = `version: 1
environment: { handle: acme, stack: shared-us-east-1, purgeBackupsOnDestroy: true }
databases:
  main: { type: postgresql, version: '16' }
apps:
  web:
    image: quay.io/acme/web:1
    config:
      LITERAL: ${shown.literal}
      ENVIRONMENT: \${env.FROM_ENVIRONMENT}
      FILE: \${file.token.txt}
      DATABASE_URL: \${databases.main.url}
    secretConfig:
      FROM_VARIABLE: \${secret.VARIABLE}
    services:
      web: { endpoints: { site: { defaultDomain: true } } }
logDrains:
  logs: { type: datadog, token: '\${secret.DRAIN}' }
outputs:
  id: \${apps.web.id}
  url: \${databases.main.url}
`;

const environment = (): NodeJS.ProcessEnv => ({
  ...platform.environment,
  PATH: pathWithNode,
  HOME: directory,
  TERRAFORM_BINARY_NAME: terraformCommand,
  TF_VAR_VARIABLE: secrets.variable,
  TF_VAR_DRAIN: secrets.drain,
  FROM_ENVIRONMENT: shown.environment,
  GOGC: 'off',
  TERM: 'xterm-256color',
});

const run = (...args: readonly string[]): Promise<Run> => runWith({}, ...args);

function runWith(more: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Run> {
  return finished(
    spawn(process.execPath, [main, ...args], {
      cwd: directory,
      env: { ...environment(), ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}

/** Runs it on a terminal, which has both of its streams. */
function onTerminal(more: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Run> {
  const words = [process.execPath, main, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  const script = spawn('script', ['--quiet', '--return', '--command', words.join(' '), '/dev/null'], {
    cwd: directory,
    env: { ...environment(), ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return finished(script);
}

async function made(...args: readonly string[]): Promise<void> {
  const { status, output } = await run(...args);
  expect([status, output]).toEqual([0, output]);
  expectNoSecret(args[0]!, output);
}

const change = ['--set', 'apps.web.image=quay.io/acme/web:2'];

/** The arguments of each command where it has something to do, in the order in which they are run, and how it ends then. */
const uses = (mode: string): Readonly<Record<string, readonly [status: number, ...args: string[]]>> => ({
  init: [0, `new-${mode}`],
  doctor: [0],
  local: [0, '--databases', 'none', '--exec', 'true'],
  tunnel: [0, 'acme/main', '--exec', 'true'],
  validate: [0, 'aptible.yaml'],
  synth: [0, 'aptible.yaml'],
  graph: [0, '--environment', 'acme'],
  output: [0, 'aptible.yaml'],
  plan: [2, 'aptible.yaml', ...change, '--out', 'saved'],
  'plan-summary': [2, 'saved'],
  drift: [2, 'aptible.yaml'],
  export: [0, 'acme', '--output', `exported-${mode}`],
  provider: [0, 'hcl'],
  migrate: [0, 'hcl', '--check'],
  deploy: [0, 'aptible.yaml', ...change, '--auto-approve'],
  destroy: [0, 'aptible.yaml', '--auto-approve'],
});

/** Changes by hand what `drift` finds. */
async function changeByHand(): Promise<void> {
  const [app] = platform.control.list('app');
  await new World(Client.of(platform)).operation(`/apps/${app!.id}`, {
    type: 'configure',
    env: { LITERAL: shown.byHand },
  });
}

/** Everything that must not be printed by a command. */
function hidden(command: string): string[] {
  const urls = platform.control.list('database_credential').map(({ connection_url: url }) => new URL(url).password);
  const showsPlan = ['plan', 'deploy', 'destroy'].includes(command);
  return [...Object.values(secrets), ...urls, platform.token, ...(showsPlan ? [] : Object.values(shown))];
}

function expectNoSecret(command: string, output: string): void {
  expect([command, hidden(command).filter((secret) => output.includes(secret))]).toEqual([command, []]);
}

const escape = '\u001b';

/** Runs all commands, deploy and destroy last, and deploys again for the next one. */
async function runAll(
  mode: string,
  start: (...args: readonly string[]) => Promise<Run>,
  judge: (name: string, run: Run) => void,
) {
  const all = Object.entries(uses(mode));
  expect(all.map(([name]) => name).sort()).toEqual([...names].sort());
  for (const [name, [status, ...args]] of all) {
    if (name === 'drift') await changeByHand();
    const before = hidden(name);
    const ended = await start(name, ...args);
    expect([name, ended.status, ended.output]).toEqual([name, status, ended.output]);
    expect(before.filter((secret) => ended.output.includes(secret))).toEqual([]);
    expectNoSecret(name, ended.output);
    judge(name, ended);
  }
  await made('deploy', 'aptible.yaml', '--auto-approve');
}

test('on a pipe no command writes codes for a terminal, or says what only a person waits for', () =>
  runAll('pipe', run, (name, { output }) => {
    expect([name, output.includes(escape)]).toEqual([name, false]);
    const { progress } = decisions[name]!;
    if (progress instanceof RegExp) expect(output).not.toMatch(progress);
  }));

test('a terminal is told what takes time, and has colours where there are some', async () => {
  const colored: string[] = [];
  await runAll(
    'terminal',
    (...args) => onTerminal({}, ...args),
    (name, { output }) => {
      const { progress } = decisions[name]!;
      if (progress instanceof RegExp) expect(output.replaceAll('\r', '')).toMatch(progress);
      if (output.includes(escape)) colored.push(name);
    },
  );
  expect(colored.sort()).toEqual(['deploy', 'destroy', 'doctor', 'plan', 'plan-summary']);
});

test.each([
  ['NO_COLOR', { NO_COLOR: '1' }],
  ['a dumb terminal', { TERM: 'dumb' }],
])('with %s no command writes codes for a terminal on one', (mode, more) =>
  runAll(
    mode,
    (...args) => onTerminal(more, ...args),
    (name, { output }) => expect([name, output.includes(escape)]).toEqual([name, false]),
  ),
);

test('what a machine reads is one JSON document, without secrets', async () => {
  await changeByHand();
  for (const [name, [status, ...args]] of Object.entries(uses('json'))) {
    const { json } = decisions[name]!;
    if (typeof json === 'string') continue;
    const ended = await run(name, ...args, ...json);
    expect([name, ended.status, ended.output]).toEqual([name, status, ended.output]);
    const document = JSON.parse(ended.stdout) as unknown;
    expect([name, typeof document]).toEqual([name, 'object']);
    // Secrets included, as its help says.
    if (name === 'output') expect(hidden(name).filter((secret) => ended.stdout.includes(secret))).toHaveLength(1);
    else expectNoSecret(name, ended.output);
  }
  await made('deploy', 'aptible.yaml', '--auto-approve');
});

test('a command that the platform refuses ends with 1, and says why without the token', async () => {
  const refused = { APTIBLE_ACCESS_TOKEN: 'hunter2-token' };
  for (const name of ['doctor', 'tunnel', 'graph', 'plan', 'drift', 'export', 'deploy', 'destroy']) {
    const [, ...args] = uses('refused')[name]!;
    const { status, output } = await runWith(refused, name, ...args);
    expect([name, status, output]).toEqual([name, 1, expect.stringMatching(/401|token/)]);
    expect([name, output]).toEqual([name, expect.not.stringContaining('hunter2-token')]);
    expectNoSecret(name, output);
  }
});

test.each([
  ['is not there', 'missing'],
  ['cannot be read', 'circle'],
])('a file that %s is an error that names it', async (_, file) => {
  for (const [name, { reads }] of Object.entries(decisions)) {
    if (typeof reads === 'string') continue;
    const { status, stdout, stderr } = await run(name, ...reads.map((each) => (each === 'FILE' ? file : each)));
    expect([name, status, stdout]).toEqual([name, 1, '']);
    expect(stderr).toMatch(
      new RegExp(`\\b${file}\\b.*(there is no|no such|cannot be read)|There is no .*\\b${file}\\b`),
    );
    expect(stderr).not.toMatch(/^ +at |Error:/m);
  }
});
