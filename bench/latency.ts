/** A proxy that has each answer arrive later: the distance to the platform. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { LocalPlatform } from '../lib/emulator';

export class Latency {
  /** How much later what the server says arrives. */
  delayMs = 0;

  private constructor(
    readonly url: string,
    readonly stop: () => void,
  ) {}

  /** @param url `http://host:port` of the server */
  static async before(url: string): Promise<Latency> {
    const { hostname, port } = new URL(url);
    const sockets = new Set<Socket>();
    const proxy = createServer((client) => {
      const server = connect(Number(port), hostname);
      for (const socket of [client, server]) {
        sockets.add(socket);
        // The other side notices that it is closed.
        socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
      }
      client.pipe(server);
      const later = (work: () => void): void => void setTimeout(work, latency.delayMs);
      server.on('data', (bytes) => later(() => client.write(bytes))).once('end', () => later(() => client.end()));
      client.once('close', () => server.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const latency = new Latency(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, () => {
      proxy.close();
      for (const socket of sockets) socket.destroy();
    });
    return latency;
  }
}

/** What a client of the platform behind it is told. */
export function environmentOf({ environment }: LocalPlatform, { url }: Latency): NodeJS.ProcessEnv {
  return { ...environment, APTIBLE_API_ROOT_URL: url, APTIBLE_AUTH_ROOT_URL: url };
}
