/** Runs the handlers of a provider: each call has its signal, its client and its log lines, and what goes wrong in it is a diagnostic. */
import { randomUUID } from 'node:crypto';
import { Clients } from './clients';
import { addThrown, diagnosticMessage } from './diagnostic-messages';
import { DiagnosticError, Diagnostics } from './diagnostics';
import { log } from './log';
import type { Response, RpcName } from './messages';
import type { PrivateState } from './private-state';
import { Quiet } from './quiet';
import type { Call, Provider, Schema } from './types';

/** What a call is about: for its log lines, its errors, and the paths in its diagnostics. */
export interface Subject<N extends RpcName> {
  readonly rpc: N;
  readonly typeName?: string;
  readonly schema: Schema | undefined;
}

export type CallWithoutClient = Omit<Call<never>, 'client' | 'private'>;
export type CallWithClient<C> = Omit<Call<C>, 'private'>;

/** The answer that has nothing but diagnostics. */
export const nothing = () => ({});

export class Calls<C> {
  private readonly inFlight = new Set<AbortController>();
  private readonly clients: Clients<C>;
  private readonly quiet = new Quiet();

  constructor(private readonly provider: Provider<C>) {
    this.clients = new Clients<C>(async (client) => provider.close?.(client));
  }

  /** The client of all later calls. */
  useClient(client: C): void {
    this.clients.replace(client);
  }

  /** The client of a call that would begin now; undefined before there is one. */
  get client(): C | undefined {
    return this.clients.newest;
  }

  /** The client that is configured at this moment, which stays open until the lease is ended. */
  lease() {
    return this.clients.lease();
  }

  /** Aborts the calls in flight at this moment, and no later ones. */
  stop(): void {
    for (const controller of this.inFlight) controller.abort();
  }

  async close(): Promise<void> {
    await this.clients.close();
  }

  /** Runs one handler. When it throws, the answer is what `failed` gives. */
  async answer<N extends RpcName>(
    { rpc, typeName, schema }: Subject<N>,
    work: (call: CallWithoutClient) => Promise<Response<N>> | Response<N>,
    failed: () => Response<N>,
  ): Promise<Response<N>> {
    const controller = new AbortController();
    const diagnostics = new Diagnostics();
    const startedMs = performance.now();
    const fields = { tf_rpc: rpc, tf_req_id: randomUUID(), ...(typeName && { tf_resource_type: typeName }) };
    log('trace', 'Received request', fields);
    this.inFlight.add(controller);
    this.quiet.begin();
    let quiet: Promise<boolean> | undefined;
    let response: Response<N>;
    try {
      const { signal } = controller;
      response = await work({ signal, diagnostics, quiet: () => (quiet ??= this.quiet.come(signal)) });
    } catch (error) {
      const subject = typeName ?? this.provider.name;
      const explained = controller.signal.aborted ? undefined : this.provider.explain?.(error, subject);
      addThrown(diagnostics, explained ?? error, controller.signal, subject);
      if (!(error instanceof DiagnosticError)) log('error', 'Request failed', { ...fields, error });
      response = failed();
    } finally {
      this.inFlight.delete(controller);
      this.quiet.end();
    }
    log('trace', 'Served request', { ...fields, tf_req_duration_ms: Math.round(performance.now() - startedMs) });
    return { ...response, diagnostics: diagnostics.all.map((diagnostic) => diagnosticMessage(diagnostic, schema)) };
  }

  /** Runs one handler with the client that is configured at this moment. The client stays open until the call has ended. */
  async answerWithClient<N extends RpcName>(
    subject: Subject<N>,
    work: (call: CallWithClient<C>) => Promise<Response<N>> | Response<N>,
    failed: () => Response<N>,
  ): Promise<Response<N>> {
    const lease = this.clients.lease();
    try {
      return await this.answer(
        subject,
        (call) =>
          work({
            ...call,
            get client() {
              return lease.client;
            },
          }),
        failed,
      );
    } finally {
      lease.end();
    }
  }
}

/** The definition of a type that Terraform asks for by its name. */
export function find<T>(all: Readonly<Record<string, T>>, typeName: string, what: string): T {
  if (Object.hasOwn(all, typeName)) return all[typeName] as T;
  throw new DiagnosticError(
    `Unknown ${what}`,
    `This version of the provider has no ${what} "${typeName}". It has: ${Object.keys(all).sort().join(', ') || 'none'}.`,
  );
}

export function withPrivate<T extends object>(call: T, stored: Pick<PrivateState, 'value'>): T & { private: unknown } {
  return Object.defineProperty(call, 'private', {
    get: () => stored.value,
    set: (value: unknown) => (stored.value = value),
    enumerable: true,
  }) as T & { private: unknown };
}
