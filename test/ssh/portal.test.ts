import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  connectToPortal,
  fingerprint,
  makeCertificate,
  makePrivateKey,
  PortalError,
  publicKeyLine,
} from '../../lib/ssh';
import { authority, describeWithSshd, rsaKey, TestPortal } from './support/portal';

// The library as the package has it, without what its install script compiles.
jest.mock('../../lib/ssh/ssh2', () => jest.requireActual<object>('../../dist/ssh/ssh2.js'));

/** Resolves to the code and the message of the error that comes. */
async function refusal(opening: Promise<unknown>): Promise<[string, string]> {
  const error = await opening.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof PortalError)) throw new Error('no error of the portal came', { cause: error });
  return [error.code, error.message];
}

async function echo(channel: Duplex, data: Buffer): Promise<Buffer> {
  channel.end(data);
  return buffer(channel);
}

describeWithSshd('the portal', () => {
  let testPortal: TestPortal;
  let name: string;
  beforeAll(async () => {
    testPortal = await TestPortal.start(['ed25519', 'rsa']);
    name = `The SSH portal 127.0.0.1:${testPortal.sshd.port}`;
  });
  afterAll(() => testPortal.stop());

  test.each([
    ['RSA', makePrivateKey],
    ['Ed25519', () => generateKeyPairSync('ed25519').privateKey],
    ['ECDSA', () => generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey],
  ])('lets in a key %s with its certificate', async (_, makeKey) => {
    const portal = await testPortal.connect({ privateKey: await makeKey() });
    expect(await echo(await portal.openSocket(testPortal.echo), Buffer.from('hello'))).toEqual(Buffer.from('hello'));
    await portal.close();
    expect(await portal.ended).toBeUndefined();
  });

  test('carries many channels and much data at once', async () => {
    const portal = await testPortal.connect();
    const data = randomBytes(20_000_000);
    const [large, ...small] = await Promise.all([
      portal.openSocket(testPortal.echo).then((channel) => echo(channel, data)),
      ...Array.from({ length: 60 }, async (__, index) =>
        echo(await portal.openSocket(testPortal.echo), Buffer.from(`channel ${index}`)),
      ),
    ]);
    expect(large.equals(data)).toBe(true);
    expect(small.map(String)).toEqual(Array.from({ length: 60 }, (__, index) => `channel ${index}`));
    await portal.close();
  });

  test('says that no socket is there, goes on, and opens none when it is closed', async () => {
    const portal = await testPortal.connect();
    const missing = join(testPortal.sshd.directory, 'missing');
    expect(await refusal(portal.openSocket(missing))).toEqual([
      'no_socket',
      `${name} could not connect to ${missing} (open failed). What listens there has ended, or has not begun. Try again, with a new operation.`,
    ]);
    expect(String(await echo(await portal.openSocket(testPortal.echo), Buffer.from('still here')))).toBe('still here');
    await portal.close();
    expect(await refusal(portal.openSocket(testPortal.echo))).toEqual([
      'dropped',
      `${name} was left: this side closed the connection.`,
    ]);
  });

  test('opens no socket for a certificate that does not allow it', async () => {
    const portal = await testPortal.connect({ certificate: { extensions: ['permit-pty'] } });
    expect(await refusal(portal.openSocket(testPortal.echo))).toEqual([
      'refused',
      `${name} does not allow ${testPortal.sshd.user} to connect to ${testPortal.echo}.`,
    ]);
    await portal.close();
  });

  test('does not let in by a certificate of another authority, of another user, or of another time', async () => {
    const { user } = testPortal.sshd;
    const start = `${name} did not let ${user} in with the certificate of the platform.`;
    expect(await refusal(testPortal.connect({ certificate: { authority: rsaKey } }))).toEqual([
      'refused',
      `${start} The certificate is for ${user}, and signed by ${fingerprint(rsaKey)}. Try again, with a new operation.`,
    ]);
    expect(await refusal(testPortal.connect({ certificate: { principals: ['ann', 'bob'] } }))).toEqual([
      'refused',
      `${start} The certificate is for ann, bob, and signed by ${fingerprint(authority)}. Try again, with a new operation.`,
    ]);
    const [code, message] = await refusal(
      testPortal.connect({
        certificate: { validTo: new Date('2026-03-04T05:06:07Z'), validFrom: new Date('2026-03-04T05:06:00Z') },
      }),
    );
    expect([code, message.replace(/it is \S+Z/, 'it is now')]).toEqual([
      'refused',
      `${start} The certificate was valid until 2026-03-04T05:06:07.000Z, and it is now by the clock of this machine. Try again, with a new operation.`,
    ]);
  });

  test('is left when it has another host key than the known one, whose kinds alone are asked for', async () => {
    const other = publicKeyLine(rsaKey);
    expect(await refusal(testPortal.connect({ hostKeys: [other] }))).toEqual([
      'host_key',
      `${name} has the host key ${fingerprint(testPortal.sshd.hostKey('rsa'))}, but the platform says that it has ${fingerprint(other)}. ` +
        'Nothing was sent to it: somebody may be in between. If the platform has changed the key just now, try again.',
    ]);
    const ecdsa = publicKeyLine(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
    expect((await refusal(testPortal.connect({ hostKeys: [ecdsa] })))[1]).toContain('no matching host key');
    await (
      await testPortal.connect({
        hostKeys: [other, testPortal.sshd.hostKey('ed25519'), testPortal.sshd.hostKey('rsa')],
      })
    ).close();
  });

  test('says with which words a session ended before it was ready, but not the token', async () => {
    expect(await refusal(testPortal.connect({ token: 'broken' }))).toEqual([
      'session',
      `${name} ended the session with the status 3 and the words "no operation for ***" before it was ready. Try again, with a new operation.`,
    ]);
  });

  test('ends when the 24 hours of the platform are over', async () => {
    const reason = await testPortal.connect({ token: 'over' }).then(
      (portal) => portal.ended,
      (error: unknown) => error,
    );
    expect(reason).toEqual(
      new PortalError(
        'time_over',
        `${name} ended the session: the platform keeps one open for 24 hours at most. Open a new one.`,
      ),
    );
  });

  test('is left at the end of the signal, before the session is ready and after', async () => {
    const opening = new AbortController();
    const connecting = testPortal.connect({ token: 'silent', signal: opening.signal });
    opening.abort(new Error('enough'));
    await expect(connecting).rejects.toThrow('enough');
    await expect(testPortal.connect({ signal: opening.signal })).rejects.toThrow('enough');
    const later = new AbortController();
    const portal = await testPortal.connect({ signal: later.signal });
    later.abort();
    expect(await portal.ended).toBeUndefined();
  });

  test('is noticed to be frozen, and ends the channels', async () => {
    const portal = await testPortal.connect({ timeouts: { keepAliveMs: 40, keepAliveCount: 4 } });
    const channel = await portal.openSocket(testPortal.echo);
    testPortal.sshd.signalConnections('SIGSTOP');
    expect(await refusal(portal.ended.then((reason) => Promise.reject(reason!)))).toEqual([
      'unanswered',
      `${name} did not answer within 0.2 s. Try again.`,
    ]);
    channel.resume();
    await once(channel, 'close');
    testPortal.sshd.signalConnections('SIGKILL');
  });
});

describe('what is no portal', () => {
  const privateKey = generateKeyPairSync('ed25519').privateKey;
  const certificate = makeCertificate({
    ...{ publicKey: privateKey, authority, keyId: '', principals: ['ann'] },
    ...{ validFrom: new Date(0), validTo: new Date(1) },
  });
  const hostKeys = [publicKeyLine(authority)];
  const options = { host: '127.0.0.1', user: 'ann', privateKey, certificate, hostKeys, env: {} };

  async function listening(answer: (socket: Socket) => void, use: (port: number) => Promise<void>): Promise<void> {
    const sockets: Socket[] = [];
    // It does not hang up by itself when the client does.
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      sockets.push(socket.resume().on('error', () => 'the client went away'));
      answer(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await use((server.address() as AddressInfo).port);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }

  test('a port at which nothing listens', async () => {
    let port = 0;
    await listening(
      () => undefined,
      async (free) => void (port = free),
    );
    expect(await refusal(connectToPortal({ ...options, port }))).toEqual([
      'unreachable',
      `The SSH portal 127.0.0.1:${port} cannot be reached (ECONNREFUSED). Check that this machine may connect to this host and port, and that no firewall forbids it.`,
    ]);
  });

  test('a host that there is not', async () => {
    const [code, message] = await refusal(connectToPortal({ ...options, host: 'portal.invalid', port: 22 }));
    expect([code, message]).toEqual([
      'unreachable',
      expect.stringMatching(/^The SSH portal portal\.invalid:22 cannot be reached \(E/),
    ]);
  });

  test('a server that says nothing', () =>
    listening(
      () => undefined,
      async (port) => {
        expect(await refusal(connectToPortal({ ...options, port, timeouts: { readyMs: 100 } }))).toEqual([
          'unanswered',
          `The SSH portal 127.0.0.1:${port} did not answer within 0.1 s when it was asked to log ann in. Try again.`,
        ]);
      },
    ));

  test('a server that says nothing for 70 s, where nothing else is wanted', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'Date'] });
    try {
      await listening(
        (socket) => {
          jest.advanceTimersByTime(70_000);
          // The end of a client that would wait longer.
          setImmediate(() => socket.destroy());
        },
        async (port) => {
          const [code, message] = await refusal(connectToPortal({ ...options, port }));
          expect([code, message]).toEqual(['unanswered', expect.stringContaining('did not answer within 70 s')]);
        },
      );
    } finally {
      jest.useRealTimers();
    }
  });

  test('a server that speaks another protocol, and one that hangs up', async () => {
    await listening(
      (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      async (port) => {
        expect((await refusal(connectToPortal({ ...options, port })))[0]).toBe('dropped');
      },
    );
    await listening(
      (socket) => socket.destroy(),
      async (port) => {
        expect((await refusal(connectToPortal({ ...options, port })))[0]).toBe('dropped');
      },
    );
  });

  test('a certificate of another key, none at all, and no host key', async () => {
    const other = generateKeyPairSync('ed25519').privateKey;
    const port = 1;
    await expect(connectToPortal({ ...options, port, privateKey: other })).rejects.toThrow('for another key');
    await expect(connectToPortal({ ...options, port, certificate: publicKeyLine(privateKey) })).rejects.toThrow(
      'not a certificate of OpenSSH: its type is "ssh-ed25519"',
    );
    await expect(connectToPortal({ ...options, port, hostKeys: [] })).rejects.toThrow('no host key is known');
    await expect(connectToPortal({ ...options, port, hostKeys: ['ssh-rsa'] })).rejects.toThrow('not a public key');
    await expect(connectToPortal({ ...options, port, hostKeys: [certificate] })).rejects.toThrow(
      'keys of the type "ssh-ed25519-cert-v01@openssh.com" are not supported',
    );
  });
});
