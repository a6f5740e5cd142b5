/** `cdktf-aptible export`: what it writes of an environment is taken over by terraform, and changes nothing. */
import { spawn } from 'node:child_process';
import fc from 'fast-check';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { Client, World } from '../emulator/support/client';
import { environments, makeEnvironment } from '../cli/export/support/environments';
import { root } from './support/example';
import { placePackage } from './support/provider';
import { finished, isTerraformBefore, terraformCommand, type Run } from './support/terraform';

let platform: LocalPlatform;
let directory: string;
beforeEach(async () => {
  platform = await startLocalPlatform({ databases: 'none', defaultProcessTypes: ['web', 'worker'] });
  directory = await mkdtemp(join(tmpdir(), 'cdktf-aptible-export-'));
});
afterEach(async () => {
  await platform.stop();
  await rm(directory, { recursive: true });
});

function start(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  return spawn(process.execPath, [join(root, 'dist/cli/main.js'), 'export', ...args], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...platform.environment, CHECKPOINT_DISABLE: '1', GOGC: 'off', ...environment },
  });
}

const run = (...args: string[]): Promise<Run> => finished(start(args));

test.each([
  ['yaml', 1],
  ['hcl', 2],
  ['typescript', 3],
])('an environment is exported as %s, and terraform finds nothing to change (%i)', async (format, seed) => {
  const [wanted] = fc.sample(
    environments.filter(({ apps, databases }) => apps.some((app) => app.isDeployed) && databases.length > 1),
    { numRuns: 1, seed },
  );
  const keysAreRefused = wanted!.certificates > 0 && (await isTerraformBefore(1, 11));
  const handle = await makeEnvironment(platform, { ...wanted!, ...(keysAreRefused && { certificates: 0 }) });
  // States of stacks with the same names, which the export is not to read.
  for (const stack of ['export', handle]) await writeFile(join(directory, `terraform.${stack}.tfstate`), 'of another');
  const { status, stdout, output } = await run(handle, '--format', format, '--json');
  expect([status, output]).toEqual([0, stdout]);
  const { resources, secrets, plan } = JSON.parse(stdout) as Exported;
  const marked = (await isTerraformBefore(1, 10)) ? withSecretAttributes(secrets) : 0;
  expect(plan).toEqual({ imported: resources, marked, changes: [] });
  if (!keysAreRefused) return;
  const other = await makeEnvironment(platform, wanted!);
  const refused = await run(other, '--format', format, '--output', join(directory, 'refused'));
  expect([refused.status, refused.output]).toEqual([
    1,
    expect.stringMatching(/ is written, and cannot be planned\. [^]*Error: Write-only arguments need Terraform 1\.11/),
  ]);
});

interface Exported {
  readonly resources: number;
  readonly secrets: readonly { readonly places: readonly string[] }[];
  readonly plan: object;
}

/**
 * How many things have a secret in an attribute of its own, which is sensitive by its schema. Terraform before 1.10 does not mark what it
 * imports so, and calls it an update that a sensitive variable does.
 */
const withSecretAttributes = (secrets: Exported['secrets']): number =>
  new Set(
    secrets.flatMap(({ places }) =>
      places.filter((place) => !place.includes('.secretConfig.')).map((place) => place.replace(/\.\w+$/, '')),
    ),
  ).size;

test('what is exported is applied, and then there is nothing to do; a file that is there is not written over', async () => {
  const world = new World(Client.of(platform));
  const account = await world.environment('acme');
  await world.provisionedDatabase(account, 'main');
  const url = platform.control.list('database_credential')[0]!.connection_url;
  const env = { MODE: 'staging', DATABASE_URL: url, STRIPE_KEY: 'hunter2' };
  const app = await world.deployedApp(account);
  await world.operation(`/apps/${app}`, { type: 'configure', env });
  const handle = 'acme';
  const written = await run(handle, '--format', 'hcl', '--without-plan', '--json', '--output', directory);
  expect(written.status).toBe(0);
  expect(JSON.parse(written.stdout)).toMatchObject({
    resources: 3,
    secrets: [{ variable: 'TF_VAR_STRIPE_KEY', places: ['apps.web.secretConfig.STRIPE_KEY'] }],
    leftOut: [],
  });
  expect(await readFile(join(directory, 'main.tf'), 'utf8')).not.toMatch(/hunter2|postgresql:/);

  const again = await run(handle, '--format', 'hcl', '--without-plan', '--output', directory);
  expect([again.status, again.output]).toEqual([0, expect.stringContaining('is written with its')]);
  expect(again.output).toContain(
    '\nNot read: backups, and which users there are inside of the databases. They stay as they are: main\n',
  );
  expect(again.output).toContain(
    `\nTo take it over: "npx cdktf-aptible provider ." puts the provider there, then run "${terraformCommand} init" and "${terraformCommand} apply" there.\n`,
  );
  await writeFile(join(directory, 'main.tf'), '# of somebody else\n');
  const refused = await run(handle, '--format', 'hcl', '--without-plan', '--output', directory);
  expect([refused.status, refused.output]).toEqual([
    1,
    `Nothing is written: there is already ${join(directory, 'main.tf')}. Name another place with --output, or write over it with --force.\n`,
  ]);
  const forced = await run(handle, '--format', 'hcl', '--without-plan', '--force', '--output', directory);
  expect(forced.status).toBe(0);

  placePackage(directory);
  const environment = {
    ...process.env,
    ...platform.environment,
    TF_VAR_STRIPE_KEY: 'hunter2',
    CHECKPOINT_DISABLE: '1',
    GOGC: 'off',
  };
  const terraform = (...args: string[]) =>
    finished(spawn(terraformCommand, args, { cwd: directory, env: environment, stdio: ['ignore', 'pipe', 'pipe'] }));
  expect((await terraform('init', '-input=false', '-no-color')).status).toBe(0);
  const writes = () => platform.requests.filter(({ method }) => method !== 'GET').length;
  const before = writes();
  const applied = await terraform('apply', '-auto-approve', '-input=false', '-no-color');
  expect([applied.status, applied.output]).toEqual([
    0,
    // Neither the reference nor the secret is a change of what Terraform marks as sensitive.
    expect.stringContaining('3 imported, 0 added, 0 changed, 0 destroyed'),
  ]);
  expect(writes()).toBe(before);
  const planned = await terraform('plan', '-detailed-exitcode', '-input=false', '-no-color');
  expect([planned.status, planned.output]).toEqual([0, expect.stringContaining('No changes.')]);
});

test.each([
  ['the first Ctrl-C goes on to terraform', 'exit 1'],
  ['the second Ctrl-C kills a terraform that does not end', ':'],
])('in the plan of an export, %s, and the files are there as a whole', async (_, answer) => {
  await new World(Client.of(platform)).environment('acme');
  // A terraform that plans until it is told to end, and says what it hears.
  const terraform = join(directory, 'terraform');
  const script = `#!/bin/sh\n[ "$1" = plan ] || exec ${terraformCommand} "$@"\ntrap 'touch ${directory}/heard; ${answer}' INT\necho $$ > ${directory}/plan.part\nmv ${directory}/plan.part ${directory}/plan\nwhile :; do sleep 0.05; done\n`;
  await writeFile(terraform, script, { mode: 0o755 });
  const child = start(['acme', '--format', 'hcl', '--output', join(directory, 'exported')], {
    TERRAFORM_BINARY_NAME: terraform,
  });
  const ended = finished(child);
  const pid = Number(await textOf(join(directory, 'plan')));
  child.kill('SIGINT');
  if (answer === ':') {
    await textOf(join(directory, 'heard'));
    child.kill('SIGINT');
  }
  const main = join(directory, 'exported/main.tf');
  expect(await ended).toMatchObject({ status: 130, output: `${main} is written, and was not planned.\n` });
  expect(await readdir(join(directory, 'exported'))).toEqual(['imports.tf', 'main.tf']);
  expect(await textOf(join(directory, 'heard'))).toBe('');
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

/** The text of a file, once it is there. */
async function textOf(path: string): Promise<string> {
  for (let tries = 0; !existsSync(path) && tries < 500; tries++) await wait(20);
  return readFile(path, 'utf8');
}
