import {
  createDatabaseServers as create,
  type DatabaseServers,
  type DatabaseServersOptions,
} from '../../lib/emulator/databases';

/** Makes servers that begin with files which all tests of a run share: `initdb` takes longer than the rest of a start. */
export function createDatabaseServers(options?: DatabaseServersOptions): Promise<DatabaseServers> {
  return create({ emptyServers: process.env['EMPTY_SERVERS'], ...options });
}
