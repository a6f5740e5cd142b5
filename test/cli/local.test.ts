import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readSeed } from '../../lib/cli/seed';
import { finished, type Run } from '../acceptance/support/terraform';
import { processesNaming } from '../emulator/databases/support/processes';
import { hasRedis } from '../emulator/databases/support/redis';
import { Client, elementsOf, embeddedList, World } from '../emulator/support/client';
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

  test('the link to the page and the login go to standard error, where no program takes them', async () => {
    const child = start('local', '--databases', 'none');
    let said = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (said += text));
    const { APTIBLE_API_ROOT_URL: url } = await announced(child);
    await eventually(() => said.includes('Ctrl-C'));
    expect(said).toMatch(new RegExp(`^${url}/#key=[\\w-]{32}$`, 'm'));
    const [, username, password] = /: user (\S+), password (\S+)$/m.exec(said)!;
    const login = { grant_type: 'password', username, password };
    expect((await new Client(url!, undefined).post('/tokens', login)).status).toBe(201);
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
    const { hostname, port } = new URL(
      execFileSync(process.execPath, ['-e', script, url!, token!], { encoding: 'utf8', timeout: 20_000 }).trim(),
    );
    const servers = (): string[] => processesNaming(` -p ${port} -c listen_addresses=${hostname} `);
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

  test('the example of the docs does what they say of it, and again after a restart', async () => {
    const file = join(directory, 'seed.json');
    const docs = readFileSync(join(__dirname, '../../docs/local-platform.md'), 'utf8');
    writeFileSync(file, /## Seed\n\n```json\n([^]*?)```/.exec(docs)![1]!);
    const data = join(directory, 'data');
    const started = async (...args: string[]): Promise<{ child: ChildProcess; client: Client }> => {
      const child = start('local', '--databases', 'none', '--data', data, ...args);
      const { APTIBLE_API_ROOT_URL: url, APTIBLE_ACCESS_TOKEN: token } = await announced(child);
      return { child, client: new Client(url!, token) };
    };

    /** Each fault and timing, as a client notices it. */
    const noticed = async (client: Client): Promise<unknown> => {
      const world = new World(client);
      const stacks = [await client.get('/stacks'), await client.get('/stacks')].map(({ status }) => status);
      const [app] = elementsOf((await client.get('/apps')).body);
      const services = embeddedList(app!, 'services');
      const deploys: unknown[] = [];
      for (let times = 0; times < 2; times += 1) {
        const { id, status } = await world.operation(`/apps/${app!.id}`, { type: 'deploy' });
        deploys.push([status, (await world.log(id)).includes('The image could not be pulled.')]);
      }
      const endpoints: unknown[] = [];
      for (const port of [666, 666, 80]) {
        const path = `/services/${services[0]!.id}/vhosts`;
        const vhost = await world.made(path, { type: 'http', platform: 'alb', container_port: port });
        const operation = await client.post(`/vhosts/${vhost}/operations`, { type: 'provision' });
        const polls = [operation.body, ...(await polled(client, operation.body.id))].map(({ status }) => status);
        endpoints.push([port, polls, (await client.get(`/vhosts/${vhost}`)).body.status]);
        await world.operation(`/vhosts/${vhost}`, { type: 'deprovision' });
      }
      return { stacks, services: services.map((each) => each.process_type), deploys, endpoints };
    };
    const polled = async (client: Client, id: number) => [
      (await client.get(`/operations/${id}`)).body,
      (await client.get(`/operations/${id}`)).body,
      (await client.get(`/operations/${id}`)).body,
    ];
    const told = {
      stacks: [429, 200],
      services: ['web', 'worker'],
      deploys: [
        ['failed', true],
        ['succeeded', false],
      ],
      endpoints: [
        [666, ['queued', 'running', 'running', 'failed'], 'provision_failed'],
        [666, ['queued', 'running', 'running', 'failed'], 'provision_failed'],
        [80, ['queued', 'running', 'running', 'succeeded'], 'provisioned'],
      ],
    };
    for (const args of [['--seed', file], ['--seed', file], []]) {
      const { child, client } = await started(...args);
      const images = elementsOf((await client.get('/database_images')).body).filter(({ version }) => version === '9.4');
      const databases = elementsOf((await client.get('/databases')).body);
      expect(databases.map((each) => [each.handle, each.status, each._links['database_image']?.href])).toEqual(
        images.map(({ id }) => ['ledger', 'provisioned', `${client.url}/database_images/${id}`]),
      );
      if (args.length > 0) expect(await noticed(client)).toEqual(told);
      else expect((await client.get('/stacks')).status).toBe(200);
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  });

  test('what --image says of an image goes before what the seed says, and that of the examples is known', async () => {
    const app = (handle: string, image: string) => ({ handle, image });
    const file = join(directory, 'seed.json');
    const apps = [app('one', 'acme/one:1'), app('two', 'acme/two:1'), app('demo', 'quay.io/aptible/deploy-demo-app')];
    const images = { 'acme/one': ['one'], 'acme/two': ['two'] };
    writeFileSync(file, JSON.stringify({ images, environments: [{ handle: 'acme', apps }] }));
    const services = listed
      .replace(/\['accounts'.+?\]/, "['services']")
      .replace('{ handle, status }', '{ handle, process_type: status }');
    const { stdout } = await local('--seed', file, '--image', 'acme/two=web', '--exec', services);
    expect(JSON.parse(stdout)).toEqual([['one-one one', 'two-web web', 'demo-web web', 'demo-worker worker']]);
  });

  test.each([
    ['not JSON', '{', /^The seed .+ cannot be read: .+\n$/],
    [
      'what the platform refuses',
      '{"environments": [{"handle": "acme", "apps": [{"handle": "web", "config": {"-A": "1"}}]}]}',
      /^The seed was refused: POST \/apps\/\d+\/operations was answered with 422: env .+\n$/,
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

  test('a seed that is not there is told in words', () => {
    const file = join(directory, 'none.json');
    expect(() => readSeed(file)).toThrow(new Error(`The seed ${file} cannot be read: there is no such file`));
  });

  test('all that is wrong with a seed is told at once, with its place and the name that is nearest', async () => {
    const file = join(directory, 'seed.json');
    writeFileSync(
      file,
      JSON.stringify({
        imges: {},
        images: { 'acme/web': [] },
        databaseImages: [{ type: 'postgres', version: 9.4 }],
        environments: [
          {
            handle: 'Not A Handle',
            stack: 'nowhere',
            apps: [{ handle: 'web', config: { SECRET: 12345 } }, { handle: 'web' }],
            databases: [{ handle: 'ledger', version: '9.5' }, {}],
          },
        ],
        faults: [{ operation: 'depoly' }, { request: {} }],
        timing: { deploy: 'slow' },
      }),
    );
    const { status, stdout, stderr } = await local('--seed', file);
    expect({ status, stdout, stderr: stderr.split('\n') }).toEqual({
      status: 1,
      stdout: '',
      stderr: [
        `The seed ${file} is not one:`,
        '- images["acme/web"]: an image has a service',
        '- databaseImages[0].type: got "postgres"; did you mean postgresql?',
        '- databaseImages[0].version: got a number, expected a text',
        '- environments[0].handle: it must be 1 to 64 lower case letters, digits, periods, underscores or hyphens',
        '- environments[0].stack: got "nowhere"; expected one of shared-us-east-1, dedicated-us-east-1',
        '- environments[0].apps[0].config.SECRET: got a number, expected a text',
        '- environments[0].apps: the handle web is there twice',
        '- environments[0].databases[0].version: there is no postgresql 9.5, only 12, 13, 14, 15, 16, 17, and what databaseImages adds',
        '- environments[0].databases[1].handle: is missing',
        '- faults[0].operation: got "depoly"; did you mean deploy?',
        '- faults[1]: nothing happens to the request: give one of status, drop, delayMs, truncate',
        '- timing.deploy: expected "instant", {"durationMs": 3000} or {"polls": 2}',
        '- imges: there is no such key; did you mean images?',
        '',
      ],
    });
  });
});

test(
  'SIGKILL and SIGTERM at any moment leave no process, and nothing that the next start stumbles over',
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'local-moments-'));
    chmodSync(directory, 0o777);
    const seed = join(directory, 'seed.json');
    const databases = [{ handle: 'ledger' }, ...(hasRedis ? [{ handle: 'cache', type: 'redis' }] : [])];
    writeFileSync(seed, JSON.stringify({ environments: [{ handle: 'acme', databases }] }));
    // All have the same data, so that each start finds what the one before it has left.
    const args = ['local', '--data', join(directory, 'data'), '--seed', seed];
    for (let round = 0; round < runs(1); round += 1) {
      for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
        const child = start(...args);
        await wait(Math.random() * 3000);
        child.kill(signal);
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
        await eventually(() => processesNaming(directory).length === 0);
      }
    }
    const { status, stderr } = await run(...args, '--exec', 'true');
    expect([status, stderr]).toEqual([0, expect.not.stringContaining('does not answer')]);
    expect(processesNaming(directory)).toEqual([]);
    rmSync(directory, { recursive: true, force: true });
  },
  60_000 + runs(1) * 40_000,
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
  ])('%j is refused, and the end says how to get the help', async (args, sentence) => {
    const { status, stderr } = await run(...args);
    expect(stderr).toContain(sentence);
    const helped = args[0] === 'local' ? 'cdktf-aptible local' : 'cdktf-aptible';
    expect(stderr.split('\n').slice(-2)).toEqual([`Run "${helped} --help" for its arguments and options.`, '']);
    expect(status).toBe(1);
  });
});

test('--version is that of the package', async () => {
  const { version } = jest.requireActual<{ version: string }>('../../package.json');
  expect(await run('--version')).toMatchObject({ status: 0, stdout: `${version}\n` });
});
