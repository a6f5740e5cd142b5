/** What an apply leaves behind when it is ended from outside, with the packaged provider in a process of its own. */
import { execFileSync, type ChildProcess } from 'node:child_process';
import { startLocalPlatform, type LocalPlatform, type RecordedRequest } from '../../lib/emulator';
import { eventually } from '../support/eventually';
import { environment } from './support/hcl';
import { placePackage } from './support/provider';
import { finished, Terraform } from './support/terraform';

let platform: LocalPlatform;
let terraform: Terraform;

beforeEach(async () => {
  // Time stands still on the platform: an operation that has begun goes on until the test lets it end.
  platform = await startLocalPlatform({ clock: 'stopped', operations: { deploy: { durationMs: 1_000 } } });
  terraform = await Terraform.inNewDirectory(platform.environment);
  placePackage(terraform.directory);
  await terraform.writeAptible(`${environment}resource "aptible_app" "web" {
  env_id       = aptible_environment.staging.env_id
  handle       = "acme-web"
  docker_image = "quay.io/aptible/deploy-demo-app"
}
`);
  await terraform.init();
});
afterEach(async () => {
  await terraform.remove();
  await platform.stop();
});

/** An apply that waits for the deploy of the app. */
async function applyInDeploy(): Promise<ChildProcess> {
  const apply = terraform.start('apply', '-auto-approve', '-input=false', '-no-color');
  const asksForOperation = ({ method, path }: RecordedRequest) => method === 'GET' && /^\/operations\/\d+$/.test(path);
  await eventually(() => platform.requests.some(asksForOperation), 60_000);
  return apply;
}

/** Ids of the provider processes that a terraform has started. */
function providersOf(parent: number): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  return lines
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid, of]) => (of === parent ? [pid!] : []));
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // No such process.
    return false;
  }
}

test('Ctrl-C ends an apply while its operation still runs; the app is kept, and the next apply repairs it', async () => {
  const apply = await applyInDeploy();
  const ended = finished(apply);
  process.kill(-apply.pid!, 'SIGINT');
  const { status, output } = await ended;
  expect(status).toBe(1);
  expect(output).toContain('Interrupted');

  const [deploy] = platform.control.list('operation').filter(({ type }) => type === 'deploy');
  expect(deploy?.status).toBe('running');
  const interrupted = (await terraform.state())['aptible_app.web'];
  expect(interrupted).toMatchObject({ tainted: true, attributes: { handle: 'acme-web', docker_image: null } });

  platform.control.setTiming('instant');
  await platform.clock.advance(1_000);
  await terraform.apply();
  expect(await terraform.actions()).toEqual({});
  expect(platform.control.list('app').map(({ handle }) => handle)).toEqual(['acme-web']);
});

test('a terraform that is killed leaves no provider process behind', async () => {
  const apply = await applyInDeploy();
  const providers = providersOf(apply.pid!);
  expect(providers).toHaveLength(1);
  apply.kill('SIGKILL');
  await eventually(() => !providers.some(runs));
});

test('an app whose creation was answered to nobody is found again, and failures of a moment are passed over', async () => {
  platform.control.setTiming('instant');
  platform.control.failNext({ request: { method: 'GET', path: '/stacks' }, drop: 'before' });
  platform.control.failNext({ request: { method: 'GET', path: '/accounts' }, status: 503 });
  platform.control.failNext({ request: { method: 'POST', path: '/accounts/*/apps' }, drop: 'after' });
  platform.control.failNext({
    request: { method: 'POST', path: '/apps/*/operations' },
    status: 429,
    headers: { 'retry-after': '0' },
  });
  await terraform.apply();
  expect(platform.control.list('app').map(({ handle }) => handle)).toEqual(['acme-web']);
  expect(await terraform.actions()).toEqual({});
});
