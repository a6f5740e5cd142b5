/** Finds the installation of MariaDB on this machine, which stands in for MySQL. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

export interface MysqlInstallation {
  /** `10.11` */
  readonly version: string;
  readonly server: string;
  /** The program that makes the files of a new server. */
  readonly installer: string;
  readonly client: string;
}

/** Beside those of PATH, which lacks the first two for ordinary users. */
const directories = ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/opt/mariadb/bin', '/usr/local/opt/mariadb/bin'];

export async function mysqlInstallation(): Promise<MysqlInstallation | undefined> {
  const server = find('mariadbd', 'mysqld');
  const installer = find('mariadb-install-db', 'mysql_install_db');
  const client = find('mariadb', 'mysql');
  if (server === undefined || installer === undefined || client === undefined) return undefined;
  const { stdout } = await promisify(execFile)(server, ['--no-defaults', '--version'], { timeout: 10_000 });
  const version = /Ver (\d+\.\d+)\S*-MariaDB/.exec(stdout)?.[1];
  return version === undefined ? undefined : { version, server, installer, client };
}

function find(...names: string[]): string | undefined {
  const places = [...(process.env['PATH'] ?? '').split(delimiter), ...directories];
  return names.flatMap((name) => places.map((directory) => join(directory, name))).find(existsSync);
}
