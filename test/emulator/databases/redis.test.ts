import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createDatabaseServers, type DatabaseServerRequest } from '../../../lib/emulator/databases';
import { processesNaming } from './support/processes';

const request: DatabaseServerRequest = {
  id: 7,
  type: 'redis',
  version: '7.2',
  username: 'aptible',
  password: 'quo"ted\\',
  name: 'db',
};

let directory: string;
let path: string | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'redis-tests-'));
  chmodSync(directory, 0o777);
  path = process.env['PATH'];
});

afterEach(() => {
  process.env['PATH'] = path;
  rmSync(directory, { recursive: true, force: true });
});

/** Stands in for redis-server: it keeps its configuration and goes on running. It cannot show that Redis obeys the configuration. */
function install(version: string): void {
  writeFileSync(
    join(directory, 'redis-server'),
    `#!/bin/sh
if [ "$1" = --version ]; then echo 'Redis server v=${version} sha=00000000:0'; exit; fi
cat > ${directory}/configuration.new
mv ${directory}/configuration.new ${directory}/configuration
echo '* Ready to accept connections'
exec sleep 60
`,
    { mode: 0o755 },
  );
  process.env['PATH'] = `${directory}${delimiter}${path}`;
}

test.each([
  [
    '7.2.4',
    [
      'shutdown-timeout 0',
      'repl-diskless-sync-delay 0',
      `user aptible on #${createHash('sha256').update(request.password).digest('hex')} ~* &* +@all`,
    ],
    [],
  ],
  [
    '5.0.3',
    ['repl-diskless-sync-delay 0'],
    [expect.stringMatching(/^Redis 7\.2 is not installed here: database 7 is a Redis 5\.0 \(.+\/redis-server\)\.$/)],
  ],
])('redis-server %s gets a configuration that it knows, by standard input', async (version, own, reported) => {
  install(version);
  const lines: string[] = [];
  const servers = await createDatabaseServers({ temporaryParent: directory, report: (line) => lines.push(line) });
  const server = await servers.start(request);
  expect(server).toEqual({
    host: expect.stringMatching(/^127\.\d+\.\d+\.\d+$/),
    ports: [expect.any(Number)],
    endpointPorts: [expect.any(Number)],
    version: version.slice(0, 3),
  });
  expect(readFileSync(join(directory, 'configuration'), 'utf8').trim().split('\n')).toEqual([
    `bind ${server!.host}`,
    `port ${server!.ports[0]}`,
    'daemonize no',
    expect.stringMatching(/^dir ".+\/cdktf-aptible-databases-\w+\/7"$/),
    expect.stringMatching(/^pidfile ".+\/7\/server\.pid"$/),
    'requirepass "quo\\"ted\\\\"',
    ...own,
    'save ""',
    'appendonly yes',
  ]);
  expect(lines).toEqual(reported);
  await servers.close();
  expect(processesNaming(directory)).toEqual([]);
});

test('without redis-server there is no server, and it is said once', async () => {
  const lines: string[] = [];
  const servers = await createDatabaseServers({ temporaryParent: directory, report: (line) => lines.push(line) });
  process.env['PATH'] = directory;
  expect(await servers.start(request)).toBeUndefined();
  expect(await servers.start({ ...request, id: 8 })).toBeUndefined();
  expect(lines).toEqual([
    'No redis-server was found on PATH, so nothing answers at the addresses of Redis databases. Install Redis to have real ones.',
  ]);
  process.env['PATH'] = path;
  await servers.close();
});
