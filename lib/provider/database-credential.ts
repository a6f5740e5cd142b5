/** The credentials of a database, and which of them is meant. */
import { type Database, type DatabaseCredential, databaseCredentialShape } from '../api';
import { DiagnosticError } from '../plugin/diagnostics';
import type { Call } from './call';
import { reading } from './work';

interface UsableCredential {
  readonly id: number;
  readonly type: string;
  readonly connection_url: string;
}

/** Reads the one of the type, or the default one. */
export async function credentialOf(
  database: Database,
  type: string | null,
  { platform, signal }: Pick<Call, 'platform' | 'signal'>,
): Promise<UsableCredential> {
  const path = `/databases/${database.id}/database_credentials`;
  const credentials = await reading(`the credentials of the database "${database.handle}"`, { signal }, () =>
    platform.list(path, databaseCredentialShape, { signal }),
  );
  return chosen(credentials, type, database);
}

function chosen(
  credentials: readonly DatabaseCredential[],
  wanted: string | null,
  { handle, status }: Database,
): UsableCredential {
  const usable = credentials.flatMap(({ connection_url, ...each }) =>
    connection_url ? [{ ...each, connection_url }] : [],
  );
  const types = usable.map(({ type }) => `"${type}"`).join(', ');
  if (usable.length === 0) {
    throw new DiagnosticError(
      `The database "${handle}" has no credentials`,
      `Its status is "${status}". A database has credentials once it is provisioned.`,
    );
  }
  const found = usable.find((each) => (wanted === null ? each.default : each.type === wanted));
  if (found !== undefined) return found;
  if (wanted === null) {
    throw new DiagnosticError(
      `The database "${handle}" has no default credential`,
      `Say which one is meant with type. It has: ${types}.`,
    );
  }
  throw new DiagnosticError(`The database "${handle}" has no credential of the type "${wanted}"`, `It has: ${types}.`, [
    'type',
  ]);
}
