import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { finished, type Run } from '../acceptance/support/terraform';
import { processesNaming } from '../emulator/databases/support/processes';
import { hasRedis } from '../emulator/databases/support/redis';
import { Compiled } from '../support/compiled';
import { eventually } from '../support/eventually';
import { runs } from '../support/runs';

jest.setTimeout(60_000);

const compiled = new Compiled();
const running: ChildProcess[] = [];
afterAll(() => {
  running.forEach((child) => child.kill('SIGKILL'));
  compiled.remove();
});

function start(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [compiled.path('lib/cli/main.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  return child;
}

const run = (...args: string[]): Promise<Run> => finished(start(...args));
const local = (...args: string[]): Promise<Run> => run('local', '--databases', 'none', ...args);

/** Reads the variables from standard output, up to the last one. */
async function announced(child: ChildProcess): Promise<Record<string, string>> {
  let text = '';
  for await (const chunk of child.stdout!.setEncoding('utf8')) {
    text += chunk as string;
    if (text.includes('APTIBLE_ACCESS_TOKEN')) break;
  }
  return Object.fromEntries(Array.from(text.matchAll(/^export (\w+)='(.*)'$/gm), ([, name, value]) => [name!, value!]));
}

describe('--exec', () => {
  test('runs the command with the variables set, and ends with its output and status', async () => {
    const { status, stdout } = await local(
      '--exec',
      'echo "$APTIBLE_API_ROOT_URL $APTIBLE_AUTH_ROOT_URL ${#APTIBLE_ACCESS_TOKEN}"; exit 7',
    );
    expect(stdout).toMatch(/^(http:\/\/127\.0\.0\.1:\d+) \1 [1-9]\d+\n$/);
    expect(status).toBe(7);
  });

  test('the platform answers while the command runs, and to the token only', async () => {
    const ask = `node -e "
      const ask = (headers) => fetch(process.env.APTIBLE_API_ROOT_URL + '/accounts', { headers }).then((answer) => answer.status);
      Promise.all([ask({ authorization: 'Bearer ' + process.env.APTIBLE_ACCESS_TOKEN }), ask({})]).then((all) => console.log(all.join()))"`;
    expect(await local('--exec', ask)).toMatchObject({ status: 0, stdout: '200,401\n' });
  });

  test('with --https, the command trusts the platform, whose certificate is gone afterwards', async () => {
    const ask = `node -e "
      fetch(process.env.APTIBLE_API_ROOT_URL).then((answer) => console.log(process.env.APTIBLE_API_ROOT_URL.split(':')[0], answer.status, process.env.SSL_CERT_FILE))"`;
    const { status, stdout } = await local('--https', '--exec', ask);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^https 200 .+\/certificate\.pem\n$/) as string,
    });
    expect(existsSync(stdout.trim().split(' ')[2]!)).toBe(false);
  });

  test('a command that a signal ended gives 128 and the signal, as in a shell', async () => {
    expect((await local('--exec', 'kill -KILL $$')).status).toBe(137);
  });

  test('SIGTERM reaches every process of the command, whose status it ends with', async () => {
    const child = start('local', '--databases', 'none', '--exec', 'sleep 61.25 & echo started; wait');
    await once(child.stdout!, 'data');
    expect(processesNaming('sleep 61.25')).not.toEqual([]);
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).toBe(143);
    await eventually(() => processesNaming('sleep 61.25').length === 0);
  });
});

test('a command that ignores the signal does not outlive the platform', async () => {
  const child = start(
    'local',
    '--databases',
    'none',
    '--exec',
    "trap '' INT TERM HUP; sleep 61.5 & echo started; wait; wait",
  );
  await once(child.stdout!, 'data');
  child.kill('SIGHUP');
  expect((await once(child, 'exit'))[0]).toBe(137);
  expect(processesNaming('sleep 61.5')).toEqual([]);
});

test('a command ends when the platform is killed', async () => {
  const child = start('local', '--databases', 'none', '--exec', 'sleep 61.75 & echo started; wait');
  await once(child.stdout!, 'data');
  child.kill('SIGKILL');
  await eventually(() => processesNaming('sleep 61.75').length === 0);
});

test('a command that ends well leaves what it has started in the background alone', async () => {
  const { status, stdout } = await local('--exec', 'sleep 3.25 >/dev/null 2>&1 & echo $!');
  const isThere = processesNaming('sleep 3.25').length > 0;
  expect({ status, isThere }).toEqual({ status: 0, isThere: true });
  process.kill(Number(stdout), 'SIGKILL');
});

describe('without --exec', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends it, and nothing answers any more', async (signal) => {
    const child = start('local', '--databases', 'none');
    const environment = await announced(child);
    expect(Object.keys(environment)).toEqual(['APTIBLE_API_ROOT_URL', 'APTIBLE_AUTH_ROOT_URL', 'APTIBLE_ACCESS_TOKEN']);
    const url = environment['APTIBLE_API_ROOT_URL']!;
    expect((await fetch(url)).ok).toBe(true);
    child.kill(signal);
    expect((await once(child, 'exit'))[0]).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  });

  test.each([
    [[], 404],
    [['--control'], 200],
  ])('with %j, the control path answers with %i', async (args, wanted) => {
    const child = start('local', '--databases', 'none', ...args);
    const { APTIBLE_API_ROOT_URL: url, APTIBLE_ACCESS_TOKEN: token } = await announced(child);
    const { status } = await fetch(`${url}/_local/requests`, { headers: { authorization: `Bearer ${token}` } });
    expect(status).toBe(wanted);
    child.kill('SIGTERM');
    await once(child, 'exit');
  });

  test('the link to the page goes to standard error, where no program takes it', async () => {
    const child = start('local', '--databases', 'none');
    let said = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (said += text));
    const { APTIBLE_API_ROOT_URL: url } = await announced(child);
    await eventually(() => said.includes('Ctrl-C'));
    expect(said).toMatch(new RegExp(`^${url}/#key=[\\w-]{32}$`, 'm'));
    child.kill('SIGTERM');
    await once(child, 'exit');
  });

  test('a database is a real server, which Ctrl-C ends with the platform', async () => {
    const child = start('local');
    const { APTIBLE_API_ROOT_URL: url, APTIBLE_ACCESS_TOKEN: token } = await announced(child);
    const script = `
      const [url, token] = process.argv.slice(1);
      const api = async (path, body) => {
        const answer = await fetch(url + path, { method: body ? 'POST' : 'GET', body: body && JSON.stringify(body),
          headers: { authorization: 'Bearer ' + token, 'content-type': 'application/json' } });
        if (!answer.ok) throw new Error(answer.status + await answer.text());
        return answer.json();
      };
      (async () => {
        const stack = (await api('/stacks'))._embedded.stacks[0];
        const organization = (await api('/organizations'))._embedded.organizations[0];
        const account = await api('/accounts', { handle: 'env', stack_id: stack.id, organization_id: organization.id, type: 'development' });
        const image = (await api('/database_images'))._embedded.database_images.find((each) => each.type === 'postgresql');
        const database = await api('/accounts/' + account.id + '/databases', { handle: 'db', type: 'postgresql', database_image_id: image.id });
        await api('/databases/' + database.id + '/operations', { type: 'provision', container_size: 1024, disk_size: 10 });
        for (;;) {
          const { connection_url: connectionUrl } = await api('/databases/' + database.id);
          if (connectionUrl) return console.log(connectionUrl);
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      })();`;
    const { port } = new URL(
      execFileSync(process.execPath, ['-e', script, url!, token!], { encoding: 'utf8', timeout: 20_000 }).trim(),
    );
    const server = `postgres -D .+ -p ${port} `;
    const servers = (): string[] => processesNaming(` -p ${port} `).filter((line) => new RegExp(server).test(line));
    expect(servers()).not.toEqual([]);
    child.kill('SIGINT');
    expect((await once(child, 'exit'))[0]).toBe(0);
    expect(servers()).toEqual([]);
  });
});

describe('--data and --seed', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'local-tests-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const seeded = (environments: unknown[]): string => {
    const file = join(directory, 'seed.json');
    writeFileSync(file, JSON.stringify({ environments }));
    return file;
  };
  const listed = `node -e "
    const get = (path) => fetch(process.env.APTIBLE_API_ROOT_URL + path, { headers: { authorization: 'Bearer ' + process.env.APTIBLE_ACCESS_TOKEN } }).then((answer) => answer.json());
    Promise.all(['accounts', 'apps', 'databases'].map(async (name) => (await get('/' + name))._embedded[name].map(({ handle, status }) => [handle, status].join(' ').trim()))).then((all) => console.log(JSON.stringify(all)))"`;

  test('what the seed says is there, once, and stays', async () => {
    const data = join(directory, 'data');
    const environment = {
      handle: 'acme-staging',
      apps: [
        { handle: 'web', image: 'acme/web:1', config: { LOG_LEVEL: 'info' } },
        { handle: 'later', config: { A: '1' } },
      ],
      databases: [
        { handle: 'ledger', version: '15' },
        { handle: 'cache', type: 'redis' },
      ],
    };
    const there = [['acme-staging'], ['web provisioned', 'later pending'], ['ledger provisioned', 'cache provisioned']];
    const run = async (...args: string[]): Promise<unknown> => {
      const { status, stdout, stderr } = await local('--data', data, '--exec', listed, ...args);
      if (status !== 0) throw new Error(stderr);
      return JSON.parse(stdout);
    };
    expect(await run('--seed', seeded([environment]))).toEqual(there);
    expect(await run('--seed', seeded([environment]))).toEqual(there);
    expect(await run()).toEqual(there);
  });

  test('a seed is planted over HTTPS as well', async () => {
    const file = seeded([{ handle: 'acme', apps: [{ handle: 'web', image: 'acme/web:1' }] }]);
    expect(await local('--https', '--seed', file, '--exec', listed)).toMatchObject({
      status: 0,
      stdout: '[["acme"],["web provisioned"],[]]\n',
    });
  });

  test.each([
    ['not JSON', '{', /^The seed .+ cannot be read: .+\n$/],
    ['an unknown key', '{"environments": [], "apps": []}', /^The seed .+ is not one:\n.+"apps"/],
    [
      'a stack that is not there',
      '{"environments": [{"handle": "acme", "stack": "nowhere"}]}',
      /^The seed's environment acme names the stack nowhere, which is none of shared-us-east-1, dedicated-us-east-1\.\n$/,
    ],
    [
      'what the platform refuses',
      '{"environments": [{"handle": "Not A Handle"}]}',
      /^The seed was refused: POST \/accounts was answered with 422: handle .+\n$/,
    ],
  ])('a seed with %s is one message and status 1', async (_, text, message) => {
    const file = join(directory, 'seed.json');
    writeFileSync(file, text);
    const { status, stdout, stderr } = await local('--seed', file);
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(message) as string,
    });
  });
});

test.each(['SIGKILL', 'SIGTERM'] as const)(
  '%s at any moment leaves no process, and nothing that the next start stumbles over',
  async (signal) => {
    const directory = mkdtempSync(join(tmpdir(), 'local-moments-'));
    chmodSync(directory, 0o777);
    const seed = join(directory, 'seed.json');
    const databases = [{ handle: 'ledger' }, ...(hasRedis ? [{ handle: 'cache', type: 'redis' }] : [])];
    writeFileSync(seed, JSON.stringify({ environments: [{ handle: 'acme', databases }] }));
    const args = ['local', '--data', join(directory, 'data'), '--seed', seed];
    for (let round = 0; round < runs(1); round += 1) {
      const child = start(...args);
      await wait(Math.random() * 3000);
      child.kill(signal);
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      await eventually(() => processesNaming(directory).length === 0);
    }
    const { status, stderr } = await run(...args, '--exec', 'true');
    expect([status, stderr]).toEqual([0, expect.not.stringContaining('does not answer')]);
    expect(processesNaming(directory)).toEqual([]);
    rmSync(directory, { recursive: true, force: true });
  },
  60_000 + runs(1) * 20_000,
);

describe('what cannot work', () => {
  test('a busy port is one sentence and status 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    expect(await run('local', '--port', String(port))).toMatchObject({
      status: 1,
      stdout: '',
      stderr: `The local platform cannot use port ${port} of 127.0.0.1: something else listens on it. Choose another one, or leave --port out for a free one.\n`,
    });
    other.close();
  });

  test('an address of another machine is one sentence and status 1', async () => {
    expect(await local('--host', '192.0.2.1')).toMatchObject({
      status: 1,
      stderr:
        'The local platform cannot use 192.0.2.1: this machine does not have that address. Choose another --host, or leave it out for loopback.\n',
    });
  });

  test('a file as the directory of data is one sentence and status 1', async () => {
    expect(await run('local', '--data', __filename)).toMatchObject({
      status: 1,
      stderr: `The directory ${__filename} cannot be made: there is a file of that name. Choose another one.\n`,
    });
  });

  test.each([
    [['local', '--nope'], "error: unknown option '--nope'"],
    [['local', '--host'], "option '--host <address>' argument missing"],
    [['local', '--port', '70000'], 'A port is a number from 0 to 65535.'],
    [['local', '--exec', ' '], 'Write the command to run.'],
    [['local', '--speed', 'fast'], 'Write instant, or a duration such as 500ms, 3s or 2m.'],
    [['local', '--databases', 'mysql'], 'Allowed choices are auto, none.'],
    [['nope'], "error: unknown command 'nope'"],
  ])('%j is refused, with the help', async (args, sentence) => {
    const { status, stderr } = await run(...args);
    expect(stderr).toContain(sentence);
    expect(stderr).toContain('Usage: cdktf-aptible');
    expect(status).toBe(1);
  });
});

test('--version is that of the package', async () => {
  const { version } = jest.requireActual<{ version: string }>('../../package.json');
  expect(await run('--version')).toMatchObject({ status: 0, stdout: `${version}\n` });
});
