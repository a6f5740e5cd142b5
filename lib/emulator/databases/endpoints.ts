import type { EndpointAddress, EndpointRequest } from '.';
import { endpointAddressesOf } from './addresses';
import { Forwarder } from './forwarder';
import type { RunningServer } from './server';

interface OpenEndpoint {
  readonly host: string;
  /** Endpoints with the same address have the same forwarders. */
  readonly opening: Promise<readonly Forwarder[]>;
}

/** The open endpoints of one database. */
export class Endpoints {
  private readonly opened = new Map<number, OpenEndpoint>();

  constructor(
    /** The ports at which all of them answer, one for each port of the server. */
    public ports: readonly number[],
  ) {}

  async open({ id, host: former }: EndpointRequest, server: RunningServer): Promise<EndpointAddress> {
    let endpoint = this.opened.get(id);
    if (endpoint === undefined) {
      const addresses = endpointAddressesOf(server.host);
      const taken = [...this.opened.values()].map(({ host }) => host);
      const host =
        addresses.find((address) => address === former) ??
        addresses.find((address) => !taken.includes(address)) ??
        addresses[0]!;
      const same = [...this.opened.values()].find((each) => each.host === host);
      endpoint = same ?? { host, opening: this.forward(host, server) };
      this.opened.set(id, endpoint);
    }
    try {
      const forwarders = await endpoint.opening;
      this.ports = forwarders.map(({ port }) => port);
      return { host: endpoint.host, ports: this.ports };
    } catch (error) {
      this.opened.delete(id);
      throw error;
    }
  }

  /** Leads all of them to a server that was started again. */
  async leadTo(server: RunningServer): Promise<void> {
    const former = [...this.opened].map(([id, { host }]) => ({ id, host }));
    await this.closeAll();
    for (const each of former) await this.open(each, server);
  }

  async close(id: number): Promise<void> {
    const endpoint = this.opened.get(id);
    this.opened.delete(id);
    const others = [...this.opened.values()];
    if (endpoint === undefined || others.some(({ opening }) => opening === endpoint.opening)) return;
    // An endpoint that could not be opened was an error for whoever asked for it.
    const forwarders = await endpoint.opening.catch(() => []);
    await Promise.all(forwarders.map((each) => each.close()));
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.opened.keys()].map((id) => this.close(id)));
  }

  private forward(host: string, server: RunningServer): Promise<readonly Forwarder[]> {
    return Promise.all(
      server.ports.map((port, index) =>
        Forwarder.open({ host, port: this.ports[index] ?? 0 }, { host: server.host, port }),
      ),
    );
  }
}
