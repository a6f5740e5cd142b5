/** MariaDB's own client, for tests. */
import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import type { DatabaseServer } from '../../../../lib/emulator/databases';

/** Whether the server and the client are installed. Both come with the package mariadb-server. */
export const hasMariadb = ((): boolean => {
  try {
    execFileSync('mariadb', ['--version']);
    execFileSync('mariadbd', ['--version'], {
      env: { PATH: `${process.env['PATH']}:/usr/sbin:/usr/local/sbin` },
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
})();

/** Runs statements, and gives the lines that they select. Its arguments choose TLS: without any, it speaks none. */
export async function mariadb(
  { host, ports: [port] }: Pick<DatabaseServer, 'host' | 'ports'>,
  { user = 'aptible', password }: { readonly user?: string; readonly password: string },
  statements: string,
  tls: readonly string[] = ['--skip-ssl'],
): Promise<string[]> {
  const address = ['--no-defaults', '--protocol=tcp', `--host=${host}`, `--port=${port}`, `--user=${user}`];
  const { stdout } = await promisify(execFile)(
    'mariadb',
    [...address, ...tls, '--batch', '--skip-column-names', `--execute=${statements}`, 'db'],
    { env: { PATH: process.env['PATH'], MYSQL_PWD: password } },
  );
  return stdout.split('\n').filter((line) => line !== '');
}
