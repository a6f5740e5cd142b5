/** A tunnel to a database, and how it is reached through it. */
import type { KeyObject } from 'node:crypto';
import type { Client, Database } from '../api';
import { DiagnosticError } from '../plugin/diagnostics';
import { openTunnel, PortalError, type Tunnel } from '../ssh';
import { atAddress, type ConnectionParts, parseConnectionUrl } from './connection-url';
import { credentialOf } from './database-credential';
import { connectToDatabase } from './portal';
import { attempting } from './work';

export interface DatabaseTunnel {
  readonly tunnel: Tunnel;
  /** The type of the credential. */
  readonly type: string;
  /** The connection URL with the tunnel's end on this machine. */
  readonly url: string;
  readonly parts: ConnectionParts;
}

export interface DatabaseTunnelOptions {
  /** The type of the credential; null for the default one. */
  readonly type: string | null;
  /** The port on this machine; null for a free one. */
  readonly port: number | null;
  /** The key for each of its connections to the portal. */
  readonly key: Promise<KeyObject>;
  /** Takes what went wrong with one connection through the tunnel. */
  readonly report: (error: Error) => void;
}

/** Opens it. The signal ends it, whether it is open yet or not; what then is left, `close` ends. */
export async function openDatabaseTunnel(
  database: Database,
  { type, port, key, report }: DatabaseTunnelOptions,
  { platform, signal }: { readonly platform: Client; readonly signal: AbortSignal },
): Promise<DatabaseTunnel> {
  const { handle, status } = database;
  if (status !== 'provisioned') {
    throw new DiagnosticError(
      `The database "${handle}" cannot be reached, since it is not provisioned`,
      `Its status is "${status}". Provision it, or wait until it is, and try again.`,
    );
  }
  const credential = await credentialOf(database, type, { platform, signal });
  const tunnel = await attempting(`open a tunnel to the database "${handle}"`, { signal }, async () => {
    const connect = (closing: AbortSignal) =>
      connectToDatabase(platform, credential.id, key, AbortSignal.any([closing, signal]));
    try {
      return await openTunnel({ connect, report, ...(port !== null && { port }) });
    } catch (error) {
      if (!(error instanceof PortalError) || error.code !== 'port') throw error;
      throw new DiagnosticError(`Could not open a tunnel to the database "${handle}"`, error.message, ['port'], {
        cause: error,
      });
    }
  });
  const url = atAddress(credential.connection_url, tunnel.host, tunnel.port);
  const parts = url === null ? undefined : parseConnectionUrl(url);
  if (url !== null && parts !== undefined) return { tunnel, type: credential.type, url, parts };
  await tunnel.close();
  throw new DiagnosticError(
    `The credential "${credential.type}" of the database "${handle}" names no address that a tunnel could stand for`,
    'Its connection URL has a form of its own. Choose another credential with type.',
    ['type'],
  );
}
