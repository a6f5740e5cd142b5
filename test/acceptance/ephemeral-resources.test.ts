/** The life of an ephemeral resource in the real terraform, with a provider whose one listens on a port as long as it is open. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bundleTinyProvider } from '../plugin/support/plugin-process';
import { eventually } from '../support/eventually';
import { finished, Terraform } from './support/terraform';

const folder = mkdtempSync(join(tmpdir(), 'ephemeral-'));
const executable = join(folder, 'terraform-provider-tiny_v1.0.0');
const platform = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
const started: Terraform[] = [];

beforeAll(() => bundleTinyProvider(executable), 30_000);
afterAll(async () => {
  await Promise.all(started.map((terraform) => terraform.remove()));
  rmSync(folder, { recursive: true });
});

async function configured(hcl: string): Promise<Terraform> {
  const terraform = await Terraform.inNewDirectory({ XDG_CACHE_HOME: join(folder, 'cache') });
  started.push(terraform);
  const place = join(
    terraform.directory,
    `terraform.d/plugins/example.com/test/tiny/1.0.0/${platform}/terraform-provider-tiny_v1.0.0`,
  );
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(executable, place);
  await terraform.write(`terraform {
  required_providers {
    tiny = { source = "example.com/test/tiny" }
  }
}
provider "tiny" {
  folder = "${terraform.directory}"
}
${hcl}`);
  await terraform.init();
  return terraform;
}

/** Something that needs a socket, and what it does meanwhile. */
const using = (does: string, renewMs = 'null') => `
ephemeral "tiny_socket" "line" {
  name     = "line"
  renew_ms = ${renewMs}
}
resource "tiny_thing" "user" {
  name      = "user"
  does      = "${does}"
  secret_wo = tostring(ephemeral.tiny_socket.line.port)
}
`;

interface Opened {
  readonly port: number;
  readonly processId: number;
}

function eventsOf({ directory }: Terraform): string[] {
  try {
    return readFileSync(join(directory, 'events'), 'utf8').trim().split('\n');
  } catch {
    // Nothing has happened yet.
    return [];
  }
}

const kindsOf = (terraform: Terraform) => eventsOf(terraform).map((event) => event.split(' ')[0]);

const openedBy = (terraform: Terraform): Opened[] =>
  eventsOf(terraform)
    .filter((event) => event.startsWith('open '))
    .map((event) => event.split(' ').slice(2).map(Number))
    .map(([port, processId]) => ({ port: port!, processId: processId! }));

function isListening({ port }: Opened): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

function isRunning({ processId }: Opened): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    // No such process.
    return false;
  }
}

test('it is opened and closed in the plan and in the apply, and renewed in time as long as it is used', async () => {
  const terraform = await configured(using('wait for renewals', '20'));
  await terraform.apply();
  const kinds = kindsOf(terraform);
  expect(kinds.filter((kind) => kind !== 'renew')).toEqual(['open', 'close', 'open', 'close']);
  expect(kinds.filter((kind) => kind === 'renew').length).toBeGreaterThanOrEqual(2);
  expect(kinds.at(-1)).toBe('close');
});

test('one with an argument that is not known yet is opened only when it is', async () => {
  const terraform = await configured(`
resource "tiny_thing" "first" {
  name = "first"
}
ephemeral "tiny_socket" "line" {
  name = tiny_thing.first.id
}
resource "tiny_thing" "user" {
  name      = "user"
  secret_wo = tostring(ephemeral.tiny_socket.line.port)
}
`);
  await terraform.expect('plan', '-input=false', '-no-color');
  expect(eventsOf(terraform)).toEqual([]);
  await terraform.apply();
  expect(eventsOf(terraform).map((event) => event.replace(/ \d+ \d+$/, ''))).toEqual([
    'open id-first',
    'close id-first',
  ]);
});

test('it is closed when what uses it fails', async () => {
  const terraform = await configured(using('throw'));
  expect(await terraform.applyRefused()).toContain('the tiny platform is broken');
  expect(kindsOf(terraform)).toEqual(['open', 'close', 'open', 'close']);
});

test('however terraform or its provider is ended, no socket and no process is left', async () => {
  const ends: readonly ((terraformId: number, provider: Opened) => void)[] = [
    // Ctrl-C reaches the whole group, a service manager or a pipeline only terraform.
    (id) => process.kill(-id, 'SIGINT'),
    (id) => process.kill(id, 'SIGTERM'),
    (id) => process.kill(id, 'SIGKILL'),
    (_id, { processId }) => process.kill(processId, 'SIGTERM'),
    (_id, { processId }) => process.kill(processId, 'SIGKILL'),
  ];
  const ended = ends.map(async (end) => {
    const terraform = await configured(using('wait'));
    const apply = terraform.start('apply', '-auto-approve', '-input=false', '-no-color');
    const over = finished(apply);
    await eventually(() => existsSync(join(terraform.directory, 'id-user')), 60_000);
    const provider = openedBy(terraform)[1]!;
    expect([await isListening(provider), isRunning(provider)]).toEqual([true, true]);
    end(apply.pid!, provider);
    expect((await over).status).not.toBe(0);
    await eventually(async () => !isRunning(provider) && !(await isListening(provider)));
    return kindsOf(terraform);
  });
  const all = ['open', 'close', 'open', 'close'];
  expect(await Promise.all(ended)).toEqual([all, all, all, all, all.slice(0, 3)]);
});
