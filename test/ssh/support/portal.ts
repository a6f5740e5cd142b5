/** A portal for the tests of its client: a real sshd, whose sessions do what their access token says. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { connectToPortal, makeCertificate, type CertificateRequest, type PortalOptions } from '../../../lib/ssh';
import { hasSshd, Sshd, type HostKeyType } from '../../support/sshd';

/** Describes what is tried with a real sshd, or says that it is skipped. */
export function describeWithSshd(what: string, tests: () => void): void {
  if (!hasSshd) console.warn(`skipped: ${what}, since there is no sshd of OpenSSH on this machine`);
  (hasSshd ? describe : describe.skip)(what, tests);
}

const session = `
case "$ACCESS_TOKEN" in
  broken) echo "no operation for $ACCESS_TOKEN" >&2; exit 3 ;;
  silent) exec cat >/dev/null ;;
  over) echo ready; exit 124 ;;
  token) echo ready; exec cat >/dev/null ;;
esac
exit 9
`;

export const authority = generateKeyPairSync('ed25519').privateKey;
export const rsaKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

export class TestPortal {
  /** A Unix socket that answers with what it was sent. */
  readonly echo: string;
  private readonly echoed = new Set<Socket>();
  private readonly echoServer = createServer({ allowHalfOpen: true }, (socket) => {
    this.echoed.add(socket);
    socket.once('close', () => this.echoed.delete(socket));
    socket.on('error', () => 'the other side went away');
    socket.pipe(socket);
  });

  private constructor(
    readonly sshd: Sshd,
    private readonly hostKeys: readonly HostKeyType[],
  ) {
    this.echo = join(sshd.directory, 'echo');
  }

  static async start(hostKeys: readonly HostKeyType[]): Promise<TestPortal> {
    const portal = new TestPortal(await Sshd.start({ authority, session, hostKeys }), hostKeys);
    await new Promise<void>((resolve) => portal.echoServer.listen(portal.echo, resolve));
    return portal;
  }

  /** How many connections to the Unix socket are open. */
  get echoes(): number {
    return this.echoed.size;
  }

  async stop(): Promise<void> {
    const isClosed = new Promise((resolve) => this.echoServer.close(resolve));
    for (const socket of this.echoed) socket.destroy();
    await isClosed;
    await this.sshd.stop();
  }

  connect({ privateKey = rsaKey, token = 'token', certificate = {}, ...options }: Login = {}) {
    const { host, port, user } = this.sshd;
    return connectToPortal({
      ...{ host, port, user, privateKey, env: { ACCESS_TOKEN: token } },
      hostKeys: [this.sshd.hostKey(this.hostKeys.at(-1)!)],
      certificate: makeCertificate({ ...certificateOf(user, privateKey), ...certificate }),
      ...options,
    });
  }
}

interface Login extends Partial<Omit<PortalOptions, 'certificate'>> {
  readonly token?: string;
  readonly certificate?: Partial<CertificateRequest>;
}

function certificateOf(user: string, publicKey: KeyObject): CertificateRequest {
  const [validFrom, validTo] = [-60_000, 600_000].map((time) => new Date(Date.now() + time)) as [Date, Date];
  return { publicKey, authority, keyId: 'test', principals: [user], validFrom, validTo };
}
