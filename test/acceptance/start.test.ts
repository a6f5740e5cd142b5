/** `npm start`, and with it the real `cdktf deploy` and a real PostgreSQL server, as someone does who has just cloned the project. */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from './support/terraform';

const root = join(__dirname, '../..');

let temporary: string;
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'start-'));
  chmodSync(temporary, 0o755);
});
afterEach(() => rmSync(temporary, { recursive: true }));

function start() {
  return spawn(process.execPath, [join(root, 'scripts/start.cjs')], {
    cwd: root,
    // Nothing listens there: neither terraform nor cdktf needs the network.
    env: { ...process.env, HTTPS_PROXY: 'http://127.0.0.1:9', TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
}

test('deploys, queries the database, changes nothing the second time, destroys, and shows no secret', async () => {
  const { status, output } = await finished(start());
  expect(output.replace(/\d+(\.\d+)?/g, '#')).toBe(`• Starting the local platform …
  done in # s
    http://#.#:#
• Deploying examples/first-environment with cdktf deploy …
  done in # s
    aptible_app          acme-web (#)
    aptible_database     acme-database (#)
    aptible_environment  acme-staging (#)
    output environment_database_connection_url = <sensitive>
    output environment_id = #
    output git_repository = git@beta.aptible.com:acme-staging/acme-web.git
• Connecting to the database with the URL from the sensitive output …
    PostgreSQL #, database "db"
  done in # s
• Deploying again …
  done in # s
    nothing changed: # requests, all of them reading
• Destroying it …
  done in # s
Everything is gone again. # s in all.
`);
  expect(status).toBe(0);
});

test('Ctrl-C in the middle of the deploy takes down all that was started', async () => {
  const child = start();
  const ended = finished(child);
  await new Promise<void>((resolve) =>
    child.stdout.on('data', (text: Buffer) => String(text).includes('Deploying') && resolve()),
  );
  process.kill(-child.pid!, 'SIGINT');
  const { status, output } = await ended;
  expect(status).toBe(130);
  expect(output).toContain('Interrupted; everything that was started is gone.');
  expect(processesFor(temporary)).toEqual([]);
});

/** What has the directory for its temporary files, by its arguments or its environment. */
function processesFor(directory: string): string[] {
  return execFileSync('ps', ['axeww', '-o', 'args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(directory));
}
