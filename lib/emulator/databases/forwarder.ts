import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Carries connections from one loopback port to another: a second address of a server. */
export class Forwarder {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  private constructor(targetPort: number) {
    this.server = createServer((incoming) => {
      const outgoing = connect(targetPort, 'localhost');
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

  /** Opens a forwarder at that port, or at another one when it is taken. */
  static async open(port: number, targetPort: number): Promise<Forwarder> {
    const forwarder = new Forwarder(targetPort);
    try {
      await forwarder.listen(port);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      await forwarder.listen(0);
    }
    return forwarder;
  }

  private async listen(port: number): Promise<void> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}
