/** The way through the platform's SSH portal to a database, which needs no endpoint of it. */
import type { KeyObject } from 'node:crypto';
import type { Duplex } from 'node:stream';
import {
  accountShape,
  type Client,
  type Database,
  linkedId,
  type Operation,
  operationShape,
  requiredId,
  sshPortalConnectionShape,
  stackShape,
} from '../api';
import { connectToPortal, loadSsh2, makePrivateKey, type PortalSocket, publicKeyLine } from '../ssh';
import { credentialOf } from './database-credential';
import { attempting } from './work';

/**
 * Connects to the portal, with an operation of its own, as the platform's own tool does. The signal ends the connection.
 *
 * @param key is only in memory. It takes the most time, so whoever wants a connection begins with it, and looks up the rest meanwhile
 */
export async function connectToDatabase(
  platform: Client,
  credentialId: number,
  key: Promise<KeyObject>,
  signal: AbortSignal,
): Promise<PortalSocket> {
  const path = `/database_credentials/${credentialId}/operations`;
  const begun = platform.post(path, operationShape, { type: 'tunnel', status: 'succeeded' }, { signal });
  // The library loads while the others work.
  setImmediate(loadSsh2);
  const [operation, privateKey] = await Promise.all([begun, key]);
  const { way, ...options } = await wayToPortal(platform, operation, privateKey, signal);
  const socket = way.ssh_port_forward_socket;
  if (!socket) throw unknownWay(`the operation ${operation.id} has no socket`);
  return { portal: await connectToPortal(options), socket };
}

/** How the session of an operation is reached: it shows the operation, or holds its tunnel open. */
export async function wayToPortal(platform: Client, operation: Operation, privateKey: KeyObject, signal: AbortSignal) {
  const body = { ssh_public_key: publicKeyLine(privateKey) };
  const [way, stack] = await Promise.all([
    platform.post(`/operations/${operation.id}/ssh_portal_connections`, sshPortalConnectionShape, body, { signal }),
    stackOf(platform, operation, signal),
  ]);
  const { ssh_user: user, ssh_certificate_body: certificate } = way;
  const { ssh_portal_host: host, ssh_portal_port: port, ssh_host_rsa_public_key: hostKey } = stack;
  if (!host || !port || !hostKey) throw unknownWay(`the stack "${stack.name}" has no host, port or host key`);
  const env = { ACCESS_TOKEN: await platform.accessToken() };
  return { way, host, port, user, privateKey, certificate, env, signal, hostKeys: [hostKey] };
}

const unknownWay = (what: string): Error =>
  new Error(
    `The platform did not say how to get there: ${what} of the SSH portal. Try again, and ask the platform's support when it stays so.`,
  );

/** Opens streams to databases: channels of one connection for each database, which ends with the signal of the one who asked first. */
export function streamsThroughPortal(platform: Client): (database: Database, signal: AbortSignal) => Promise<Duplex> {
  const connections = new Map<number, Promise<PortalSocket>>();

  async function connect(database: Database, signal: AbortSignal): Promise<PortalSocket> {
    const key = makePrivateKey();
    const { id } = await credentialOf(database, null, { platform, signal });
    const made = await connectToDatabase(platform, id, key, signal);
    void made.portal.ended.then(() => connections.delete(database.id));
    return made;
  }

  return (database, signal) =>
    attempting(`reach the database "${database.handle}" through the SSH portal`, { signal }, async () => {
      let connection = connections.get(database.id);
      if (connection === undefined) {
        connection = connect(database, signal);
        connections.set(database.id, connection);
        connection.catch(() => connections.delete(database.id));
      }
      const { portal, socket } = await connection;
      return portal.openSocket(socket);
    });
}

/** The portal is that of the stack to which the operation's outcome goes. */
async function stackOf(platform: Client, operation: Operation, signal: AbortSignal) {
  const options = { signal, withoutSecrets: true };
  const accountId = linkedId(operation, 'destination_account') ?? requiredId(operation, 'account');
  const account = await platform.get(`/accounts/${accountId}`, accountShape, options);
  return platform.get(`/stacks/${requiredId(account, 'stack')}`, stackShape, options);
}
