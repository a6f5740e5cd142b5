// `npm run soak`: a local platform under work for 10 minutes, or for as many seconds as the number after it says. Five clients send
// 50 requests a second together: each makes an environment with an app, changes it and removes it, again and again. A sixth one does so
// with a PostgreSQL database and its backup. It fails when a request fails, or when the memory at the end is more than after the first
// minute (after half of the time, if that is less).
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const durationMs = 1000 * Number(process.argv[2] ?? 600);
const warmUpMs = Math.min(60_000, durationMs / 2);
const requestsPerSecond = 50;
const clients = 5;
/** V8 does not give back all that it has collected, and not always at the same time. */
const toleratedGrowth = 1.2;

const directory = mkdtempSync(join(tmpdir(), 'soak-'));
chmodSync(directory, 0o777);
const platform = spawn(process.execPath, [join(root, 'dist/cli/main.js'), 'local', '--data', join(directory, 'data')], {
  stdio: ['ignore', 'pipe', 'pipe'],
});
let said = '';
platform.stderr.setEncoding('utf8').on('data', (text) => (said += text));

let requests = 0;
let isOver = false;

function clientOf({ APTIBLE_API_ROOT_URL: url, APTIBLE_ACCESS_TOKEN: token }) {
  const pauseMs = (1000 * clients) / requestsPerSecond;
  let nextAt = Date.now();
  return async (method, path, body) => {
    nextAt = Math.max(Date.now(), nextAt + pauseMs);
    await wait(nextAt - Date.now());
    const answer = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    requests += 1;
    const text = await answer.text();
    if (!answer.ok && !(method === 'GET' && answer.status === 404))
      throw new Error(`${method} ${path} was answered with ${answer.status}: ${text}`);
    return answer.ok ? (text === '' ? undefined : JSON.parse(text)) : undefined;
  };
}

/** Runs an operation to its end. One that removes its resource is gone with it. */
async function operate(ask, resource, fields) {
  let operation = await ask('POST', `${resource}/operations`, fields);
  const { id } = operation;
  while (operation?.status === 'queued' || operation?.status === 'running')
    operation = await ask('GET', `/operations/${id}`);
  if (operation?.status === 'failed') throw new Error(`${fields.type} of ${resource} failed`);
}

async function environment(ask, handle) {
  const stack = (await ask('GET', '/stacks'))._embedded.stacks[0];
  const organization = (await ask('GET', '/organizations'))._embedded.organizations[0];
  return ask('POST', '/accounts', {
    handle,
    type: 'development',
    stack_id: stack.id,
    organization_id: organization.id,
  });
}

async function appCycle(ask, name) {
  const account = await environment(ask, name);
  const app = await ask('POST', `/accounts/${account.id}/apps`, { handle: name });
  const resource = `/apps/${app.id}`;
  await operate(ask, resource, {
    type: 'deploy',
    settings: { APTIBLE_DOCKER_IMAGE: 'nginx:1' },
    env: { KEY: 'x'.repeat(2000) },
  });
  const service = (await ask('GET', `${resource}/services`))._embedded.services[0];
  const endpoint = await ask('POST', `/services/${service.id}/vhosts`, {
    type: 'http_proxy_protocol',
    platform: 'alb',
    default: true,
  });
  await operate(ask, `/vhosts/${endpoint.id}`, { type: 'provision' });
  await operate(ask, resource, { type: 'configure', env: { KEY: 'y'.repeat(2000) } });
  await operate(ask, `/services/${service.id}`, { type: 'scale', container_count: 2 });
  for (const path of [resource, `${resource}/operations`, `/accounts/${account.id}/apps`, '/accounts'])
    await ask('GET', path);
  await operate(ask, `/vhosts/${endpoint.id}`, { type: 'deprovision' });
  await operate(ask, resource, { type: 'deprovision' });
  for (const drain of (await ask('GET', `/accounts/${account.id}/log_drains`))._embedded.log_drains)
    await operate(ask, `/log_drains/${drain.id}`, { type: 'deprovision' });
  await ask('DELETE', `/accounts/${account.id}`);
}

async function databaseCycle(ask, name) {
  const account = await environment(ask, name);
  const database = await ask('POST', `/accounts/${account.id}/databases`, { handle: name, type: 'postgresql' });
  const resource = `/databases/${database.id}`;
  for (const type of ['provision', 'backup', 'deprovision']) await operate(ask, resource, { type });
  for (const backup of (await ask('GET', `/accounts/${account.id}/backups`))._embedded.backups)
    await operate(ask, `/backups/${backup.id}`, { type: 'purge' });
  for (const drain of (await ask('GET', `/accounts/${account.id}/log_drains`))._embedded.log_drains)
    await operate(ask, `/log_drains/${drain.id}`, { type: 'deprovision' });
  await ask('DELETE', `/accounts/${account.id}`);
}

async function work(cycle, variables, name) {
  const ask = clientOf(variables);
  for (let round = 1; !isOver; round += 1) await cycle(ask, `${name}-${round}`);
}

function memoryMb() {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(platform.pid)], { encoding: 'utf8' });
  return Number(stdout) / 1024;
}

/** The median over five seconds. */
async function steadyMemoryMb() {
  const samples = [];
  for (let sample = 0; sample < 21; sample += 1) {
    samples.push(memoryMb());
    await wait(250);
  }
  return samples.sort((a, b) => a - b)[10];
}

async function announced() {
  let text = '';
  for await (const chunk of platform.stdout.setEncoding('utf8')) {
    text += chunk;
    if (text.includes('APTIBLE_ACCESS_TOKEN')) break;
  }
  return Object.fromEntries(Array.from(text.matchAll(/^export (\w+)='(.*)'$/gm), ([, name, value]) => [name, value]));
}

async function soak() {
  const variables = await announced();
  const workers = [
    ...Array.from({ length: clients }, (_, index) => work(appCycle, variables, `app-${index}`)),
    work(databaseCycle, variables, 'database'),
  ];
  const failed = Promise.all(workers);
  const measured = (async () => {
    await wait(warmUpMs - 5000);
    const first = await steadyMemoryMb();
    await wait(durationMs - warmUpMs - 5000);
    const last = await steadyMemoryMb();
    isOver = true;
    return { first, last };
  })();
  const { first, last } = await Promise.race([measured, failed.then(() => measured)]);
  await failed;
  console.log(
    `${requests} requests in ${durationMs / 1000} s. Memory after ${warmUpMs / 1000} s: ${first.toFixed(0)} MB, at the end: ${last.toFixed(0)} MB.`,
  );
  if (last > first * toleratedGrowth) throw new Error('The memory has grown.');
}

try {
  if (!(durationMs >= 20_000)) throw new Error('Give a number of seconds, 20 at least.');
  await soak();
} catch (error) {
  console.error(`soak: ${error.message}\n${said}`);
  process.exitCode = 1;
} finally {
  isOver = true;
  platform.kill('SIGTERM');
  if (platform.exitCode === null) await once(platform, 'exit');
  rmSync(directory, { recursive: true, force: true });
}
process.exit();
