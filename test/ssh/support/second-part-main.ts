import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { loadSsh2, publicKeyLine } from '../../../lib/ssh';

/** Connects a client of the library to a server of the library, and prints which software the server says that it is. */
export async function run(): Promise<void> {
  const { Client, Server } = loadSsh2();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const server = new Server(
    { hostKeys: [privateKey.export({ type: 'pkcs1', format: 'pem' })], ident: 'portal' },
    (connection) =>
      connection.on('authentication', (login) => login.accept()).on('error', () => 'the client went away'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new Client();
  const { port } = server.address() as AddressInfo;
  const known = publicKeyLine(privateKey).split(' ')[1];
  client.connect({
    sock: connect(port, '127.0.0.1'),
    username: 'ann',
    hostVerifier: (key: Buffer) => key.toString('base64') === known,
  });
  await once(client, 'ready');
  console.log('logged in');
  client.end();
  server.close();
}
