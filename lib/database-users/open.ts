import type { Duplex } from 'node:stream';
import { Client, type ClientConfig } from 'pg';
import type { Way } from './engines';

interface Address extends Way {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** Opens a connection with TLS, and verifies the server. */
export async function openPostgresql({ ca, mayBePlain, stream, ...address }: Address): Promise<Client> {
  const config: ClientConfig = {
    ...address,
    application_name: 'cdktf-aptible',
    connectionTimeoutMillis: 20_000,
    keepAlive: true,
    ...(stream && { stream: () => connected(stream) }),
  };
  // Whom that certificate signs is a database of this environment. Which names are in theirs, the platform does not say.
  const verified = { ...(ca !== undefined && { ca, checkServerIdentity: () => undefined }) };
  try {
    return await open({ ...config, ssl: verified });
  } catch (error) {
    if (!mayBePlain || (error as Error).message !== 'The server does not support SSL connections') throw error;
    return open(config);
  }
}

async function open(config: ClientConfig): Promise<Client> {
  const client = new Client(config);
  // What is under way fails with it; before, the connection was not used.
  client.on('error', () => 'the connection has ended');
  await client.connect();
  return client;
}

/** A stream as `pg` wants one: a socket that it connects. */
function connected(stream: Duplex): Duplex {
  return Object.assign(stream, {
    connect: () => process.nextTick(() => stream.emit('connect')),
    setNoDelay: () => stream,
    setKeepAlive: () => stream,
    ref: () => stream,
    unref: () => stream,
  });
}
