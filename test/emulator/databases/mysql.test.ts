import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabaseServers } from '../../support/database-servers';

test('without MariaDB there is no server of MySQL, and it is said once', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'mysql-tests-'));
  chmodSync(directory, 0o777);
  const lines: string[] = [];
  const servers = await createDatabaseServers({ temporaryParent: directory, report: (line) => lines.push(line) });
  const request = { id: 1, type: 'mysql', version: '8.0', username: 'aptible', password: 'p', name: 'db' };
  const path = process.env['PATH'];
  try {
    process.env['PATH'] = directory;
    expect(await servers.start(request)).toBeUndefined();
    expect(await servers.start({ ...request, id: 2 })).toBeUndefined();
  } finally {
    process.env['PATH'] = path;
    await servers.close();
    rmSync(directory, { recursive: true });
  }
  expect(lines).toEqual([
    'No MariaDB was found here, so nothing answers at the addresses of MySQL databases. Install its server (mariadb-server) to have real ones.',
  ]);
});
