/** Stands in for the internet: a proxy behind which every host of a domain answers 200, with a certificate of its own. */
import { createServer as createProxy, type Server } from 'node:http';
import { createServer } from 'node:https';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issue } from '../../support/certificates';

export class Internet {
  private constructor(
    private readonly directory: string,
    private readonly proxy: Server,
    private readonly close: () => void,
  ) {}

  static async start(domain: string): Promise<Internet> {
    const { certificate: cert, key } = issue({ name: `*.${domain}` });
    const host = createServer({ cert, key }, (_request, response) => void response.end('it works'));
    const proxy = createProxy();
    const sockets = new Set<Socket>();
    proxy.on('connect', (_request, client: Socket) => {
      const onward = connect((host.address() as AddressInfo).port, '127.0.0.1');
      for (const socket of [client, onward]) sockets.add(socket.on('error', () => socket.destroy()));
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(onward).pipe(client);
    });
    for (const server of [host, proxy]) {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    }
    const directory = await mkdtemp(join(tmpdir(), 'cdktf-aptible-'));
    await writeFile(join(directory, 'authority.pem'), cert);
    return new Internet(directory, proxy, () => {
      for (const server of [host, proxy]) server.close();
      for (const socket of sockets) socket.destroy();
    });
  }

  /** The variables of the processes that use it. */
  get environment(): NodeJS.ProcessEnv {
    return {
      HTTPS_PROXY: `http://127.0.0.1:${(this.proxy.address() as AddressInfo).port}`,
      NODE_EXTRA_CA_CERTS: join(this.directory, 'authority.pem'),
    };
  }

  async stop(): Promise<void> {
    this.close();
    await rm(this.directory, { recursive: true });
  }
}
