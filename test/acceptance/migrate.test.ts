/** `cdktf-aptible migrate`, as docs/guides/migrating.md says it, with states that the official provider wrote. */
import { spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { officialTypes } from '../../lib/cli/migrate';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import type { Snapshot } from '../../lib/emulator/store';
import { packageHash, readProviderPackage } from '../../lib/packaging/provider-package';
import { platforms } from '../../lib/packaging/place-provider';
import { finished, pathWithNode, Terraform, terraformCommand, type Run } from './support/terraform';

const root = join(__dirname, '../..');
const states = join(__dirname, '../fixtures/states');
/** OpenTofu looks elsewhere for a provider whose source has no host. */
const host = terraformCommand.includes('tofu') ? 'registry.opentofu.org' : 'registry.terraform.io';
const official = `${host}/aptible/aptible`;
const ours = 'registry.terraform.io/cdktf-aptible/aptible';

let platform: LocalPlatform;
let terraform: Terraform;
beforeEach(async () => {
  platform = await startLocalPlatform();
  terraform = await Terraform.inNewDirectory({
    ...platform.environment,
    ...noNetwork,
    // What is run here by npx puts the script there, and the stand-in of the official provider is one, too.
    PATH: pathWithNode,
  });
});
afterEach(async () => {
  await terraform.remove();
  await platform.stop();
});

/** Nothing listens there: a registry that is asked after all cannot answer. */
const noNetwork = { HTTPS_PROXY: 'http://127.0.0.1:9' };
const file = (name: string) => join(terraform.directory, name);
const read = (name: string) => readFileSync(file(name), 'utf8');

interface StateFile {
  readonly resources: readonly { readonly type: string; readonly name: string }[];
}

/** Terraform from 1.12 on writes the version of an identity, which was not there, when it gives the state that it has. */
const resourcesIn = (state: string) =>
  (JSON.parse(state, (key, value: unknown) => (key === 'identity_schema_version' ? undefined : value)) as StateFile)
    .resources;

/** Puts the files of a release where they were, and what the platform held then. */
function bring(release: string): void {
  const directory = join(states, release);
  platform.control.restore(JSON.parse(readFileSync(join(directory, 'snapshot.json'), 'utf8')) as Snapshot);
  copyFileSync(join(directory, 'state.json'), file('terraform.tfstate'));
  copyFileSync(join(directory, 'main.tf'), file('main.tf'));
  const locked = readFileSync(join(directory, '.terraform.lock.hcl'), 'utf8');
  const head = host.includes('opentofu') ? '"tofu init"' : '"terraform init"';
  writeFileSync(
    file('.terraform.lock.hcl'),
    locked.replace('registry.terraform.io', host).replace('"terraform init"', head),
  );
}

/**
 * Stands in for the registry that has the official provider: terraform finds what is in the home directory by itself. The program is this
 * provider, since the official one cannot be had here; the lock entry gets its hash.
 */
function publishOfficial(): void {
  const { path } = readProviderPackage();
  const name = 'terraform-provider-aptible_v0.9.24';
  for (const platformName of platforms()) {
    const directory = file(`.terraform.d/plugins/${official}/0.9.24/${platformName}`);
    mkdirSync(directory, { recursive: true });
    copyFileSync(path, join(directory, name));
    chmodSync(join(directory, name), 0o755);
  }
  const hash = packageHash({ [name]: readFileSync(path) });
  writeFileSync(file('.terraform.lock.hcl'), read('.terraform.lock.hcl').replace(/h1:[^"]+/, hash));
}

/** A shell in which npm has installed the package that is built here. */
async function shell(command: string): Promise<Run> {
  const directory = file('.bin');
  mkdirSync(directory, { recursive: true });
  const scripts = {
    npm: '[ "$*" = "install cdktf-aptible" ]',
    npx: `[ "$1" = cdktf-aptible ] && shift && exec "${process.execPath}" "${join(root, 'dist/cli/main.js')}" "$@"`,
  };
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(directory, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return finished(
    spawn('/bin/sh', ['-ec', command], {
      cwd: terraform.directory,
      env: {
        ...platform.environment,
        ...noNetwork,
        PATH: `${directory}:${process.env['PATH']}`,
        HOME: terraform.directory,
        TERRAFORM_BINARY_NAME: terraformCommand,
        CHECKPOINT_DISABLE: '1',
        GOGC: 'off',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}

const migrate = (...args: string[]) => shell(`npx cdktf-aptible migrate ${args.join(' ')}`);

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const installed = `0.10.9900+cdktf-aptible.${version}`;

test.each(['official-newest', 'official-0.9.24'])(
  'the commands of docs/guides/migrating.md, one after the other, with a state of %s',
  async (release) => {
    bring(release);
    publishOfficial();
    const before = { lock: read('.terraform.lock.hcl'), state: read('terraform.tfstate'), main: read('main.tf') };
    const commands = [
      ...readFileSync(join(root, 'docs/guides/migrating.md'), 'utf8').matchAll(/```sh\n([\s\S]*?)```/g),
    ].map(([, text = '']) => text);
    const [moveIn = '', colleague = '', back = '', rename] = commands;
    expect(rename).toBe('npx cdktf-aptible migrate --rename\n');

    const count = (JSON.parse(before.state) as StateFile).resources.length;
    const empty =
      `${count} resources and data sources of ${official} are in the state.\n` +
      `With ${official} ${installed}, the plan shows no changes.\n`;
    expect(await shell(moveIn)).toMatchObject({
      status: 0,
      output: `${empty}${empty}Moved in. "npx cdktf-aptible migrate --back" goes back, with what is in ${file('.cdktf-aptible')}.\n`,
    });
    expect((await terraform.expect('version')).stdout).toContain(`+ provider ${official} v${installed}\n`);
    expect(await terraform.actions()).toEqual({});
    expect(read('.cdktf-aptible/.terraform.lock.hcl')).toBe(before.lock);
    expect(resourcesIn(read('.cdktf-aptible/terraform.tfstate'))).toEqual(resourcesIn(before.state));

    // A colleague has what is committed.
    const locked = read('.terraform.lock.hcl');
    for (const name of ['.terraform', 'terraform.d']) rmSync(file(name), { recursive: true });
    expect((await shell(colleague.replace('aptible/aptible', official))).status).toBe(0);
    await terraform.init();
    expect(read('.terraform.lock.hcl')).toBe(locked);

    expect((await shell(back)).stdout).toContain('Gone back. The plan of the official provider shows no changes.\n');
    expect(existsSync(file(`terraform.d/plugins/${official}`))).toBe(false);
    expect({ lock: read('.terraform.lock.hcl'), state: read('terraform.tfstate'), main: read('main.tf') }).toEqual(
      before,
    );
    expect((await terraform.expect('version')).stdout).toContain(`+ provider ${official} v0.9.24\n`);
  },
);

test('what would change is said before anything is, and stops the move', async () => {
  bring('official-newest');
  const changed = read('main.tf').replace('handle = "bare"', 'handle = "renamed"');
  writeFileSync(file('main.tf'), `${changed}output "logs" {\n  value = aptible_log_drain.https.url\n}\n`);
  const names = () =>
    readdirSync(terraform.directory).filter((name) => !['.bin', '.cache', '.terraform.d'].includes(name));
  const before = { names: names(), lock: read('.terraform.lock.hcl'), state: read('terraform.tfstate') };
  const changes = `the plan shows changes:
  aptible_app.bare: update (git_repo, handle, release)
    It is not as the configuration says: something was changed since the last apply, or the official provider does not show it.
  output "logs"
    It comes from a change above, or the configuration was changed since the last apply.
`;
  const checked = await migrate('--check');
  expect({ status: checked.status, stdout: checked.stdout }).toEqual({
    status: 2,
    stdout: expect.stringContaining(changes) as string,
  });
  const refused = await migrate();
  expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining('Nothing is moved.') as string });
  expect({ names: names(), lock: read('.terraform.lock.hcl'), state: read('terraform.tfstate') }).toEqual(before);

  expect(await migrate('--accept-changes')).toMatchObject({ status: 0 });
  expect(await terraform.actions()).toEqual({ 'aptible_app.bare': 'update' });
});

test('by its own name: the files first, then the state, and back', async () => {
  bring('official-newest');
  publishOfficial();
  const before = { lock: read('.terraform.lock.hcl'), main: read('main.tf') };
  const refused = await migrate('--rename');
  expect(refused).toMatchObject({
    status: 1,
    stderr: expect.stringContaining(`These files require ${official}:\n  main.tf\n`) as string,
  });
  await terraform.write(before.main.replace('"aptible/aptible"', `"${ours}"`));
  expect((await migrate('--rename')).output).toContain('Moved in.');
  expect(read('terraform.tfstate')).not.toContain(official);
  expect((await terraform.expect('version')).stdout).toContain(`+ provider ${ours} v${version}\n`);
  expect(await terraform.actions()).toEqual({});

  expect(await migrate('--back')).toMatchObject({ status: 1, stderr: expect.stringContaining('main.tf') as string });
  await terraform.write(before.main);
  expect((await migrate('--back')).output).toContain(
    'Gone back. The plan of the official provider shows no changes.\n',
  );
  expect(read('terraform.tfstate')).not.toContain(ours);
  expect(read('.terraform.lock.hcl')).toBe(before.lock);
});

test('back with what only this provider has: it is named, and nothing is changed', async () => {
  bring('official-newest');
  await shell(`npx cdktf-aptible provider --in-place-of ${official}`);
  const state = JSON.parse(read('terraform.tfstate')) as StateFile;
  const operation = { mode: 'managed', type: 'aptible_operation', name: 'restart', instances: [] };
  const inModule = { module: 'module.web', ...operation, provider: `module.web.provider["${official}"].staging` };
  writeFileSync(
    file('terraform.tfstate'),
    JSON.stringify({
      ...state,
      resources: [...state.resources, { ...operation, provider: `provider["${official}"]` }, inModule],
    }),
  );
  const lock = read('.terraform.lock.hcl');
  expect(await migrate('--back')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining(
      'which are in the state:\n  aptible_operation.restart\n  module.web.aptible_operation.restart\nRemove them',
    ) as string,
  });
  expect(read('.terraform.lock.hcl')).toBe(lock);
  expect(existsSync(file(`terraform.d/plugins/${official}`))).toBe(true);
});

test('an init that fails: everything is as it was before', async () => {
  bring('official-newest');
  // It switches off the directories in which terraform looks by itself.
  writeFileSync(file('.terraformrc'), 'provider_installation {\n  direct {}\n}\n');
  const before = read('.terraform.lock.hcl');
  const failed = await migrate();
  expect(failed).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('the plan shows no changes.') as string,
    stderr: expect.stringMatching(/ init" in .*[\s\S]*Everything is as it was before\./) as string,
  });
  expect(read('.terraform.lock.hcl')).toBe(before);
  expect(existsSync(file(`terraform.d/plugins/${official}`))).toBe(false);
});

test('without terraform, one sentence says so', async () => {
  bring('official-newest');
  const failed = await shell('TERRAFORM_BINARY_NAME=no-such npx cdktf-aptible migrate');
  expect(failed).toMatchObject({
    status: 1,
    output:
      'no-such cannot be started (spawnSync no-such ENOENT). Install it, put it on PATH, or name another one, such as tofu, in TERRAFORM_BINARY_NAME.\n',
  });
});

test('the official provider has these types', () => {
  const schema = JSON.parse(readFileSync(join(__dirname, '../fixtures/official-schema.json'), 'utf8')) as Record<
    'resource_schemas' | 'data_source_schemas',
    object
  >;
  const types = [
    ...Object.keys(schema.resource_schemas),
    ...Object.keys(schema.data_source_schemas).map((name) => `data.${name}`),
  ];
  expect([...officialTypes].sort()).toEqual(types.sort());
});
