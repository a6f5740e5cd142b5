/**
 * What is known of logins beside their accounts, in a table of the server: MySQL has no comment on an account that all of its versions and
 * MariaDB know. A server keeps it with its accounts, in backups as well.
 */
import type { Connection } from 'mysql2/promise';
import { select } from './mysql-session';

/** The schema of the table, which only `root` may use. */
export const recordsSchema = 'cdktf_aptible';

export interface LoginRecord {
  readonly name: string;
  readonly user: string;
  readonly endsEarlierSessions: boolean;
  /** Tells whether its password is still the one that it was given here. */
  readonly isAsGiven: boolean;
  /** Tells from what that was derived. */
  readonly derivation: string;
}

const table = `${recordsSchema}.login`;

/** What the server compares a password with, as a sum: it is never read. */
const storedSum =
  "(SELECT SHA2(CONCAT(plugin, ':', authentication_string), 256) FROM mysql.user WHERE User = ? AND Host = '%')";

/** The logins of a user, or one by its name, as far as their accounts are there. */
export async function recordsOf(
  client: Connection,
  by: { readonly user: string } | { readonly name: string },
): Promise<LoginRecord[]> {
  if (!(await hasTable(client))) return [];
  const [column, value] = 'user' in by ? ['user', by.user] : ['name', by.name];
  const rows = await select<
    Omit<LoginRecord, 'isAsGiven' | 'endsEarlierSessions'> & { ends: number; as_given: number }
  >(
    client,
    `SELECT l.name, l.user, l.ends_earlier_sessions AS ends, l.derivation, l.stored = SHA2(CONCAT(a.plugin, ':', a.authentication_string), 256) AS as_given
     FROM ${table} l JOIN mysql.user a ON a.User = l.name AND a.Host = '%' WHERE l.${column} = ? ORDER BY l.name`,
    [value],
  );
  return rows.map(({ ends, as_given, ...rest }) => ({
    ...rest,
    endsEarlierSessions: ends === 1,
    isAsGiven: as_given === 1,
  }));
}

/** Writes down a login, and what its account compares passwords with now. */
export async function record(
  client: Connection,
  { name, user, endsEarlierSessions, derivation }: Omit<LoginRecord, 'isAsGiven'>,
): Promise<void> {
  await client.query(`CREATE DATABASE IF NOT EXISTS ${recordsSchema} CHARACTER SET utf8mb4`);
  await client.query(
    `CREATE TABLE IF NOT EXISTS ${table} (
       name VARCHAR(32) NOT NULL PRIMARY KEY, user VARCHAR(32) NOT NULL, ends_earlier_sessions BOOLEAN NOT NULL, derivation CHAR(64) NOT NULL, stored CHAR(64)
     ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT 'Logins that Terraform manages (cdktf-aptible)'`,
  );
  await client.query(`REPLACE INTO ${table} VALUES (?, ?, ?, ?, ${storedSum})`, [
    ...[name, user, endsEarlierSessions, derivation, name],
  ]);
}

export async function forget(client: Connection, name: string): Promise<void> {
  if (await hasTable(client)) await client.query(`DELETE FROM ${table} WHERE name = ?`, [name]);
}

async function hasTable(client: Connection): Promise<boolean> {
  const text = "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = 'login'";
  return (await select(client, text, [recordsSchema])).length > 0;
}
