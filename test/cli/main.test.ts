/** The `cdktf-aptible` command as a process. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { Files } from '../definition/support';
import { Compiled } from '../support/compiled';
import { eventually } from '../support/eventually';

const run = promisify(execFile);
const compiled = new Compiled();
// A synth takes the provider from there.
symlinkSync(join(__dirname, '../../dist'), compiled.path('dist'));
afterAll(() => compiled.remove());

test('a command whose reader has gone, such as head, ends as it would have, and a terraform that it runs does, too', async () => {
  using files = new Files({
    'aptible.yaml': 'version: 1\nenvironment: { handle: acme, stack: shared-us-east-1 }\n',
    terraform: `#!/bin/sh\n[ "$1" = state ] && exit\necho "$1 begins"\necho "$1" >> "$DONE"\n`,
  });
  const [terraform, done] = ['terraform', 'done'].map((name) => join(files.path, name)) as [string, string];
  chmodSync(terraform, 0o755);
  const commands = [['graph', 'aptible.yaml'], ['--help'], ['deploy', 'aptible.yaml', '--auto-approve']];
  const ended = commands.map(async (args) => {
    const child = spawn(process.execPath, [compiled.path('lib/cli/main.ts'), ...args], {
      cwd: files.path,
      env: { ...process.env, TERRAFORM_BINARY_NAME: terraform, DONE: done },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    const [complaint] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    return [args[0], child.exitCode, complaint];
  });
  expect(await Promise.all(ended)).toEqual([
    ['graph', 0, ''],
    ['--help', 0, ''],
    ['deploy', 0, ''],
  ]);
  expect(readFileSync(done, 'utf8')).toBe('init\napply\n');
});

test('one Ctrl-C reaches terraform once where no terminal is, also when npx hands it on', async () => {
  using files = new Files({
    'aptible.yaml': 'version: 1\nenvironment: { handle: acme, stack: shared-us-east-1 }\n',
    terraform: `#!${process.execPath}
      if (process.argv[2] !== 'apply') process.exit();
      const { appendFileSync } = require('node:fs');
      process.on('SIGINT', () => {
        appendFileSync(process.env.DONE, 'interrupted\\n');
        setTimeout(() => process.exit(1), 300);
      });
      appendFileSync(process.env.DONE, 'begun\\n');
      setTimeout(() => process.exit(2), 30_000);`,
    done: '',
  });
  const [terraform, done] = ['terraform', 'done'].map((name) => join(files.path, name)) as [string, string];
  chmodSync(terraform, 0o755);
  const child = spawn(
    process.execPath,
    [compiled.path('lib/cli/main.ts'), 'deploy', 'aptible.yaml', '--auto-approve'],
    {
      cwd: files.path,
      env: { ...process.env, TERRAFORM_BINARY_NAME: terraform, DONE: done },
      stdio: 'ignore',
      detached: true,
    },
  );
  const ended = once(child, 'exit');
  const told = (): string => readFileSync(done, 'utf8');
  await eventually(() => told() === 'begun\n', 30_000);
  process.kill(-child.pid!, 'SIGINT');
  await eventually(() => told() !== 'begun\n');
  process.kill(child.pid!, 'SIGINT');
  expect([await ended, told()]).toEqual([[130, null], 'begun\ninterrupted\n']);
});

test('a Node that is too old is named, with the one that is needed', async () => {
  using files = new Files({
    'older.js': `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.18.0' } });`,
  });
  const args = ['--require', join(files.path, 'older.js'), compiled.path('lib/cli/main.ts'), 'doctor'];
  await expect(run(process.execPath, args)).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: 'cdktf-aptible needs Node.js 20.18.1 or later, and this is 20.18.0. Install a newer one\n',
  });
});

test('export asks for terraform before it writes something', async () => {
  using files = new Files({});
  const { TERRAFORM_BINARY_NAME: _none, ...environment } = process.env;
  const where = { cwd: files.path, env: { ...environment, PATH: files.path } };
  await expect(
    run(process.execPath, [compiled.path('lib/cli/main.ts'), 'export', 'acme'], where),
  ).rejects.toMatchObject({
    code: 1,
    stderr:
      'There is neither terraform nor tofu on PATH. Install one of them, or name another program in TERRAFORM_BINARY_NAME, or export with --without-plan\n',
  });
});

test('commands for the same definition take turns, from the configuration that they write to the end of terraform', async () => {
  using files = new Files({
    'aptible.yaml': 'version: 1\nenvironment: { handle: acme, stack: shared-us-east-1 }\n',
    terraform: `#!/bin/sh\n[ "$1" = apply ] || exit 0\necho begun >> "$DONE"\nsleep 0.3\ngrep -o acme-.. cdk.tf.json >> "$DONE"\n`,
  });
  const [terraform, done] = ['terraform', 'done'].map((name) => join(files.path, name)) as [string, string];
  chmodSync(terraform, 0o755);
  const environment = { ...process.env, TERRAFORM_BINARY_NAME: terraform, DONE: done };
  const deploy = (handle: string) => {
    const set = ['--set', `environment.handle=${handle}`];
    const args = [compiled.path('lib/cli/main.ts'), 'deploy', 'aptible.yaml', '--auto-approve', ...set];
    return run(process.execPath, args, { cwd: files.path, env: environment });
  };
  await Promise.all(['acme-v1', 'acme-v2'].map(deploy));
  const told = readFileSync(done, 'utf8');
  expect([1, 2].map((first) => `begun\nacme-v${first}\nbegun\nacme-v${3 - first}\n`)).toContain(told);
});

test.each([
  ['destroy', '--name <name>'],
  ['plan', '--environment <name>'],
  ['graph', '--environment <name>'],
])('%s does not take %s without a name for the whole', async (command, option) => {
  const args = [compiled.path('lib/cli/main.ts'), command, 'aptible.yaml', option.split(' ')[0]!, ''];
  await expect(run(process.execPath, args)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      `option '${option}' argument '' is invalid. Write a name, or leave the option out.`,
    ),
  });
});

test.each([
  ['init', '/proc/x/y', '--yaml'],
  ['synth', 'aptible.yaml', '--output', '/proc/x/y'],
  ['provider', '/proc'],
])('%s ends where the system lets nobody make a directory', async (...args) => {
  if (process.platform !== 'linux') return console.warn('skipped: /proc is there on Linux only');
  using files = new Files({ 'aptible.yaml': 'version: 1\nenvironment: { handle: acme, stack: shared-us-east-1 }\n' });
  const where = { cwd: files.path, timeout: 30_000 };
  await expect(run(process.execPath, [compiled.path('lib/cli/main.ts'), ...args], where)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^\/proc\/\S+ cannot be made: .*\(ENOENT\)\n$/),
  });
});

test.each([
  [['drift', 'aptible.yaml'], /^There is no state of what is deployed from .*: it is not deployed yet/m],
  [['output', 'aptible.yaml'], /^There is no state of what is deployed from .*: it is not deployed yet/m],
  [['output', 'aptible.yaml', 'url', '--raw'], /^There is no state of what is deployed from /m],
  [['drift'], /^There is no configuration of Terraform in .* There is a definition, aptible\.yaml: drift takes it by/m],
  [['migrate'], /^There is no configuration of Terraform in .* Name the directory in which you run terraform\.$/m],
  [
    ['graph', '.'],
    /^There is no cdk\.tf\.json in \.\. Name a definition, such as aptible\.yaml, or the directory of a/m,
  ],
])('%j is refused where there is nothing of the kind that it takes', async (args, message) => {
  using files = new Files({
    'aptible.yaml': 'version: 1\nenvironment: { handle: acme, stack: shared-us-east-1 }\n',
    terraform: '#!/bin/sh\n',
  });
  const terraform = join(files.path, 'terraform');
  chmodSync(terraform, 0o755);
  const where = { cwd: files.path, env: { ...process.env, TERRAFORM_BINARY_NAME: terraform } };
  await expect(run(process.execPath, [compiled.path('lib/cli/main.ts'), ...args], where)).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(message),
  });
});

test('an output of a deployed definition that has none is refused', async () => {
  using files = new Files({
    'aptible.yaml': 'version: 1\nenvironment: { handle: acme, stack: shared-us-east-1 }\n',
    terraform: `#!/bin/sh\n[ "$1" = state ] && echo '{"resources":[{}],"outputs":{}}' || exit 0\n`,
  });
  const terraform = join(files.path, 'terraform');
  chmodSync(terraform, 0o755);
  const where = { cwd: files.path, env: { ...process.env, TERRAFORM_BINARY_NAME: terraform } };
  const args = [compiled.path('lib/cli/main.ts'), 'output', 'aptible.yaml'];
  expect(await run(process.execPath, args, where)).toMatchObject({ stdout: '' });
  await expect(run(process.execPath, [...args, 'url', '--raw'], where)).rejects.toMatchObject({
    ...{ code: 1, stdout: '' },
    stderr: expect.stringMatching(/^There is no output url: what is deployed of aptible\.yaml has no outputs$/m),
  });
});

test('a place that cannot be written is named with the reason, whichever command writes it', async () => {
  using files = new Files({ 'aptible.yaml': 'version: 1\nenvironment: { handle: acme, stack: shared-us-east-1 }\n' });
  const commands = [
    ['synth', 'aptible.yaml', '--output', 'aptible.yaml/out'],
    ['init', 'aptible.yaml/project', '--yaml'],
  ];
  const said = commands.map(async (args) => {
    const child = spawn(process.execPath, [compiled.path('lib/cli/main.ts'), ...args], {
      cwd: files.path,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const [complaint] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    return [child.exitCode, files.hide(complaint)];
  });
  const why = 'a part of this path is a file and no directory. Name another place (ENOTDIR)\n';
  expect(await Promise.all(said)).toEqual([
    [1, `aptible.yaml/out cannot be made: ${why}`],
    [1, `aptible.yaml/project cannot be read: ${why}`],
  ]);
});
