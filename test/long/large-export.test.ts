/**
 * `cdktf-aptible export` of 1,000 resources: what it asks the platform, and how much memory it takes, without terraform's. The platform has no
 * list of configurations and settings over several apps or endpoints, and embeds none, so that each costs a request.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { root } from '../acceptance/support/example';
import { finished } from '../acceptance/support/terraform';
import { formats } from '../cli/export/support/exporting';
import { Client, World } from '../emulator/support/client';

const mostRequests = 40;
const mostMemoryMb = 250;

const apps = 300;
const databases = 249;
const endpoints = 300;
const drains = 150;

let platform: LocalPlatform;
let directory: string;
beforeAll(async () => {
  platform = await startLocalPlatform({ databases: 'none', defaultProcessTypes: ['web', 'worker'] });
  directory = mkdtempSync(join(tmpdir(), 'large-export-'));
  const world = new World(Client.of(platform));
  const account = await world.environment('acme');
  for (let index = 0; index < databases; index++) await world.provisionedDatabase(account, `database-${index}`);
  for (let index = 0; index < apps; index++) {
    const env = Object.fromEntries(Array.from({ length: 20 }, (_, number) => [`VARIABLE_${number}`, `value ${index}`]));
    const app = await world.app(account, `app-${index}`);
    const settings = { APTIBLE_DOCKER_IMAGE: 'quay.io/acme/web:1' };
    await world.operation(`/apps/${app}`, { type: 'deploy', env, settings });
    const [service] = platform.control.list('service', { app_id: app });
    if (index >= endpoints) continue;
    const fields = { type: 'http', user_domain: `host-${index}.acme.example` };
    const vhost = await world.made(`/services/${service!.id}/vhosts`, fields);
    await world.operation(`/vhosts/${vhost}`, { type: 'provision', settings: { FORCE_SSL: 'true' } });
  }
  for (let index = 0; index < drains; index++) {
    const fields = { handle: `drain-${index}`, drain_type: 'https_post', url: 'https://logs.acme.example' };
    const drain = await world.made(`/accounts/${account}/log_drains`, fields);
    await world.operation(`/log_drains/${drain}`, { type: 'provision' });
  }
});
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await platform.stop();
});

test.each(formats)(
  'as %s it takes at most 40 requests, beside one for each snapshot of variables or settings, and 250 MB',
  async (format) => {
    const memoryFile = join(directory, `${format}.txt`);
    const measure = join(directory, 'measure.cjs');
    // The number that `resourceUsage` has begins with what the process had that started it.
    writeFileSync(
      measure,
      `const { readFileSync, writeFileSync } = require('node:fs');
process.on('exit', () => writeFileSync(${JSON.stringify(memoryFile)}, readFileSync('/proc/self/status')));`,
    );
    const before = platform.requests.length;
    const command = [join(root, 'dist/cli/main.js'), 'export', 'acme', '--format', format, '--json'];
    const { status, stdout, output } = await finished(
      spawn(
        process.execPath,
        ['--require', measure, ...command, '--without-plan', '--output', join(directory, format)],
        {
          env: { ...process.env, ...platform.environment },
          stdio: ['ignore', 'pipe', 'pipe'],
        },
      ),
    );
    expect([status, output]).toEqual([0, stdout]);
    expect(JSON.parse(stdout)).toMatchObject({ resources: 1000, leftOut: [] });
    const paths = platform.requests.slice(before).map(({ path }) => path);
    const snapshots = paths.filter((path) => /^\/(configurations|settings)\//.test(path));
    const [, memoryKb] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(memoryFile, 'utf8'))!;
    expect(snapshots).toHaveLength(2 * apps + endpoints);
    expect(new Set(snapshots).size).toBe(snapshots.length);
    expect(paths.length - snapshots.length).toBeLessThanOrEqual(mostRequests);
    expect(Number(memoryKb) / 1024).toBeLessThanOrEqual(mostMemoryMb);
  },
);
