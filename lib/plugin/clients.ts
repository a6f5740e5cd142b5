import { DiagnosticError } from './diagnostics';
import { log } from './log';

/** Keeps each client open until the last call that began with it has ended, also when the provider is configured anew meanwhile. */
export class Clients<C> {
  private current: { client: C; leases: number } | undefined;
  private readonly retired = new Set<{ client: C; leases: number }>();

  constructor(private readonly end: (client: C) => Promise<void>) {}

  get newest(): C | undefined {
    return this.current?.client;
  }

  lease(): { readonly client: C; end(): void } {
    const leased = this.current;
    if (leased) leased.leases += 1;
    return {
      get client() {
        if (leased) return leased.client;
        throw new DiagnosticError(
          'Provider is not configured',
          'This call needs a configured provider, and Terraform has not configured it.',
        );
      },
      end: () => {
        if (!leased) return;
        leased.leases -= 1;
        if (leased.leases === 0 && this.retired.delete(leased)) void this.endQuietly(leased.client);
      },
    };
  }

  replace(client: C): void {
    const previous = this.current;
    this.current = { client, leases: 0 };
    if (!previous) return;
    if (previous.leases > 0) this.retired.add(previous);
    else void this.endQuietly(previous.client);
  }

  async close(): Promise<void> {
    const open = [...this.retired, ...(this.current ? [this.current] : [])];
    this.retired.clear();
    this.current = undefined;
    await Promise.all(open.map(({ client }) => this.endQuietly(client)));
  }

  private async endQuietly(client: C): Promise<void> {
    try {
      await this.end(client);
    } catch (error) {
      // Nobody waits for it, and nothing is lost by a connection that does not close well.
      log('warn', 'Closing a client failed', { error });
    }
  }
}
