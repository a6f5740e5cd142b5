import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface Place {
  readonly host: string;
  readonly port: number;
}

/** Carries connections from one loopback address to another, with the TLS that is in them: a second address of a server. */
export class Forwarder {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  private constructor(target: Place) {
    this.server = createServer((incoming) => {
      const outgoing = connect(target);
      for (const [socket, other] of [
        [incoming, outgoing],
        [outgoing, incoming],
      ] as const) {
        this.sockets.add(socket);
        socket.once('close', () => {
          this.sockets.delete(socket);
          other.destroy();
        });
        socket.on('error', () => 'the close that follows ends the other side too');
        socket.pipe(other);
      }
    });
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Opens a forwarder at that port, or at another one of the same address when it is taken. */
  static async open({ host, port }: Place, target: Place): Promise<Forwarder> {
    const forwarder = new Forwarder(target);
    try {
      await forwarder.listen(port, host);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      await forwarder.listen(0, host);
    }
    return forwarder;
  }

  private async listen(port: number, host: string): Promise<void> {
    this.server.listen(port, host);
    await once(this.server, 'listening');
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}
