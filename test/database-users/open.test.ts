/** Connections to a PostgreSQL that speaks TLS, and to one that does not. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { openPostgresql } from '../../lib/database-users/open';
import { issueCertificate, type Issued } from '../../lib/x509';
import { passwordOf, PostgresqlServer } from './support/server';

let server: PostgresqlServer;
afterEach(() => server.stop());

const [validFrom, validTo] = [new Date(Date.now() - 60_000), new Date(Date.now() + 3_600_000)];
const authority = (commonName: string): Issued =>
  issueCertificate({ commonName, isAuthority: true, keyUsage: ['keyCertSign'], validFrom, validTo });
const [ours, foreign] = [authority('of this environment'), authority('of another one')];

const address = () => ({
  ...server.address,
  user: 'aptible',
  password: passwordOf('aptible'),
  database: 'db',
  mayBePlain: false,
});

async function isEncrypted(options: Parameters<typeof openPostgresql>[0]): Promise<boolean> {
  const client = await openPostgresql(options);
  try {
    const { rows } = await client.query<{ ssl: boolean }>('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
    return rows[0]!.ssl;
  } finally {
    await client.end();
  }
}

test('a server without TLS is taken only where nobody can listen', async () => {
  server = await PostgresqlServer.start();
  await expect(isEncrypted(address())).rejects.toThrow('The server does not support SSL connections');
  expect(await isEncrypted({ ...address(), mayBePlain: true })).toBe(false);
});

test('a server with TLS is verified, on the network and on a stream, and never taken without TLS', async () => {
  const ca = ours.certificatePem;
  server = await PostgresqlServer.start({ authority: ours });
  expect(await isEncrypted({ ...address(), ca, mayBePlain: true })).toBe(true);
  const stream = connect(server.address.port, server.address.host);
  await once(stream, 'connect');
  expect(await isEncrypted({ ...address(), host: 'db.invalid', ca, stream })).toBe(true);
  for (const wrong of [foreign.certificatePem, undefined])
    await expect(isEncrypted({ ...address(), ca: wrong, mayBePlain: true })).rejects.toThrow(
      /unable to (verify the first certificate|get local issuer certificate)/,
    );
});
