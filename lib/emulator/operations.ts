/** Operations: one queue a resource, queued → running → succeeded or failed, effects only on success. */
import { isDeepStrictEqual } from 'node:util';
import { messageOf } from './error-message';
import type { AnyResource, Platform } from './platform';
import { unprocessable } from './refusals';
import type { Operation } from './resources/operation';
import type { Fields, Kind, Records, Stored } from './store';

/**
 * How long an operation takes: no time, a time on the platform's clock, or until that many answers have shown it. An answer that
 * shows a queued operation counts for the one that it waits for.
 */
export type Timing = 'instant' | { readonly durationMs: number } | { readonly polls: number };
/** One timing for all operations, or one for each type. `default` is for types that are not named; without it they take no time. */
export type OperationTiming = Timing | Readonly<Record<string, Timing>>;

/** What one type of operation does to its resource. */
export interface OperationRule<R> {
  /** Refuses before anything is kept. */
  check?(record: R, fields: OperationFields, platform: Platform): void;
  start?(record: R, operation: Operation, platform: Platform): void;
  /**
   * Has the effect. It must not have changed anything before it throws; an `OperationFailure` gives the reason for the log. The signal
   * ends an effect that takes time.
   */
  run?(
    record: R,
    operation: Operation,
    platform: Platform,
    log: (line: string) => void,
    signal: AbortSignal,
  ): void | Promise<void>;
  fail?(record: R, operation: Operation, platform: Platform): void;
  /** Whether a success removes the resource and its operations. */
  readonly removes?: boolean;
  /** Whether clients may create it finished, with `status: succeeded`. */
  readonly mayBeFinished?: boolean;
}

export type OperationFields = Omit<Fields<Operation>, 'status'>;

export class OperationFailure extends Error {}

/** Makes the next matching operation fail, with that line in its log. */
export interface OperationFault {
  readonly type: string;
  readonly kind: Kind | undefined;
  /** The fields that its resource must have, as the API shows them. */
  readonly where: Readonly<Record<string, unknown>>;
  readonly log: string;
  times: number;
}

export class Operations {
  timing: OperationTiming = 'instant';
  readonly faults: OperationFault[] = [];
  /** Operation → its effect, while that is under way. */
  private readonly effects = new Map<number, { readonly settling: Promise<void>; readonly work: AbortController }>();
  private isStopped = false;

  constructor(private readonly platform: Platform) {}

  /** @throws Refusal for a type that the resource does not have, and when the type's rule refuses. */
  enqueue(kind: Kind, resource: Stored, fields: OperationFields, finished = false): Operation {
    const rule = this.rule(kind, fields.type);
    if (rule === undefined) {
      throw unprocessable(`type "${fields.type}" is not an operation of this resource: ${kind}.`);
    }
    rule.check?.(resource, fields, this.platform);
    const status = finished && rule.mayBeFinished ? 'succeeded' : 'queued';
    return this.platform.store.insert('operation', { ...fields, status });
  }

  /** Starts the next operation of that resource, if none runs. One that takes no time is done on return, unless a server has to start. */
  proceed(resourceId: number): void {
    const queue = this.pending(resourceId);
    const head = queue[0];
    if (head === undefined || head.status === 'running') return;
    const operation = this.platform.store.update('operation', head.id, {
      status: 'running',
      log: [...head.log, `Operation ${head.id} (${head.type}) is running.`],
    });
    const rule = this.rule(operation.resource_kind, operation.type)!;
    rule.start?.(this.platform.store.get(operation.resource_kind, resourceId), operation, this.platform);
    this.schedule(operation);
  }

  /** Counts an answer that shows this operation. */
  polled(operation: Operation): void {
    const head = this.pending(operation.resource_id)[0];
    if (head?.polls_left === undefined || head.polls_left === null) return;
    const pollsLeft = head.polls_left - 1;
    this.platform.store.update('operation', head.id, { polls_left: pollsLeft });
    if (pollsLeft <= 0) this.complete(head.id);
  }

  /** Lets somebody see this operation all the time: where polls count, no more are needed. */
  watched(operation: Operation): void {
    const head = this.pending(operation.resource_id)[0];
    if (head !== undefined && head.polls_left !== null) this.complete(head.id);
  }

  /** Goes on with the operations that a restored snapshot had under way. */
  resume(): void {
    const resources = new Set(
      this.platform.store.list('operation').flatMap((each) => (isPending(each) ? [each.resource_id] : [])),
    );
    for (const id of resources) {
      // The operations of one resource may have ended those of another one.
      const head = this.pending(id)[0];
      if (head === undefined) continue;
      if (head.status === 'running') this.schedule(head);
      else this.proceed(id);
    }
  }

  /**
   * Ends an operation that is marked as cancelled, as failed: a queued one at once, one that waits for its time when that is over, and
   * one that is at work as soon as it has stopped that.
   */
  cancel(id: number): void {
    const operation = this.platform.store.get('operation', id);
    const cancelled = new OperationFailure('The operation was cancelled.');
    if (operation.status === 'queued') this.finish(operation, cancelled);
    else this.effects.get(id)?.work.abort(cancelled);
  }

  /** Resolves when no operation is under way but those that wait for the clock or for polls. */
  async settled(): Promise<void> {
    while (this.effects.size > 0) await Promise.all(Array.from(this.effects.values(), ({ settling }) => settling));
  }

  /** Stops what is under way. Its operations stay as they are: with a journal, the next start goes on with them. */
  async stop(): Promise<void> {
    this.isStopped = true;
    for (const { work } of this.effects.values()) work.abort(new Error('The local platform has been stopped.'));
    await this.settled();
  }

  /** Carries out at once what is pending on that resource, for an operation that consists of it. Their records say how they ended. */
  async hurry(resourceId: number, signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const head = this.pending(resourceId)[0];
      if (head === undefined) return;
      this.proceed(resourceId);
      this.complete(head.id);
      const effect = this.effects.get(head.id);
      const abort = (): void => effect?.work.abort(signal.reason);
      signal.addEventListener('abort', abort);
      await effect?.settling;
      signal.removeEventListener('abort', abort);
    }
  }

  private rule(kind: Kind, type: string): OperationRule<Stored> | undefined {
    const rules = this.platform.resources[kind].operations;
    return rules !== undefined && Object.hasOwn(rules, type) ? rules[type] : undefined;
  }

  private pending(resourceId: number): Operation[] {
    return this.platform.store.list('operation', { resource_id: resourceId }).filter(isPending);
  }

  private schedule(operation: Operation): void {
    const timing = timingOf(this.timing, operation.type);
    if (timing === 'instant') return this.complete(operation.id);
    if ('polls' in timing) {
      if (operation.polls_left === null) {
        this.platform.store.update('operation', operation.id, { polls_left: timing.polls });
      }
      return;
    }
    const dueMs =
      operation.due_at === null ? timing.durationMs : Date.parse(operation.due_at) - +this.platform.clock.now();
    const dueAt = new Date(+this.platform.clock.now() + dueMs).toISOString();
    this.platform.store.update('operation', operation.id, { due_at: dueAt });
    this.platform.clock.after(Math.max(0, dueMs), () => {
      this.complete(operation.id);
      return this.settled();
    });
  }

  private complete(id: number): void {
    const { store } = this.platform;
    const operation = store.find('operation', id);
    if (operation === undefined || operation.status !== 'running' || this.effects.has(id) || this.isStopped) return;
    const fault = this.faults.find((each) => each.times > 0 && this.strikes(each, operation));
    if (fault !== undefined) {
      fault.times -= 1;
      return this.finish(operation, new OperationFailure(fault.log));
    }
    if (operation.cancelled) return this.finish(operation, new OperationFailure('The operation was cancelled.'));

    const rule = this.rule(operation.resource_kind, operation.type)!;
    const log = (line: string): void => {
      store.update('operation', id, { log: [...store.get('operation', id).log, line] });
    };
    const work = new AbortController();
    try {
      const effect = rule.run?.(
        store.get(operation.resource_kind, operation.resource_id),
        operation,
        this.platform,
        log,
        work.signal,
      );
      if (!(effect instanceof Promise)) return this.finish(operation);
      store.update('operation', id, { polls_left: null });
      const settling = effect
        .then(
          () => this.finish(operation),
          (error: unknown) => {
            if (!this.isStopped) this.finish(operation, work.signal.aborted ? work.signal.reason : error);
          },
        )
        .finally(() => this.effects.delete(id));
      this.effects.set(id, { settling, work });
    } catch (error) {
      this.finish(operation, error);
    }
  }

  private strikes(fault: OperationFault, { type, resource_kind: kind, resource_id: id }: Operation): boolean {
    if (fault.type !== type || (fault.kind ?? kind) !== kind) return false;
    const wanted = Object.entries(fault.where);
    if (wanted.length === 0) return true;
    const shown = this.shown(kind, this.platform.store.get(kind, id));
    const unknown = wanted.find(([name]) => !Object.hasOwn(shown, name));
    if (fault.kind !== undefined && unknown !== undefined) {
      fault.times = 0;
      this.platform.report(`A fault wants a ${kind} with the field ${unknown[0]}, which none has: it never strikes.`);
    }
    return wanted.every(([name, value]) => isDeepStrictEqual(shown[name], value));
  }

  private shown<K extends Kind>(kind: K, record: Records[K]): Readonly<Record<string, unknown>> {
    const resource: AnyResource<Records[K]> = this.platform.resources[kind];
    return { ...record, ...resource.computed?.(record, this.platform, new URLSearchParams()) };
  }

  private finish({ id, type, status, resource_kind: kind, resource_id: resourceId }: Operation, error?: unknown): void {
    const { store } = this.platform;
    const rule = this.rule(kind, type)!;
    const { log } = store.get('operation', id);
    const ended = { polls_left: null, due_at: null };
    if (error === undefined) {
      store.update('operation', id, { ...ended, status: 'succeeded', log: [...log, 'The operation succeeded.'] });
      if (rule.removes) {
        store.remove(kind, resourceId);
        for (const each of store.list('operation', { resource_id: resourceId })) store.remove('operation', each.id);
        return;
      }
    } else {
      const reason = messageOf(error);
      if (!(error instanceof OperationFailure))
        this.platform.report(`${type} of ${kind} ${resourceId} failed: ${reason}`);
      store.update('operation', id, { ...ended, status: 'failed', log: [...log, reason, 'The operation failed.'] });
      if (status === 'running') rule.fail?.(store.get(kind, resourceId), store.get('operation', id), this.platform);
    }
    this.proceed(resourceId);
  }
}

export function isPending(operation: Operation): boolean {
  return operation.status === 'queued' || operation.status === 'running';
}

function timingOf(timing: OperationTiming, type: string): Timing {
  if (isTiming(timing)) return timing;
  return timing[type] ?? timing['default'] ?? 'instant';
}

function isTiming(timing: OperationTiming): timing is Timing {
  if (timing === 'instant') return true;
  const { durationMs, polls } = timing as { durationMs?: unknown; polls?: unknown };
  return typeof durationMs === 'number' || typeof polls === 'number';
}

/** Puts around the effect of a provision the statuses that it gives its resource. */
export function provisionRule<K extends KindWithStatus>(
  kind: K,
  effect: ProvisionEffect<Records[K]> = {},
): OperationRule<Records[K]> {
  return {
    ...effect,
    // A provision of what is provisioned applies changes. It leaves it provisioned when it fails.
    start: (record, _operation, platform) => {
      if (record.status !== 'provisioned') setStatus(platform, kind, record, 'provisioning');
    },
    run: (record, operation, platform, log, signal) =>
      followed(effect.run?.(record, operation, platform, log, signal), () =>
        setStatus(platform, kind, record, 'provisioned'),
      ),
    fail: (record, _operation, platform) => {
      const wasProvisioned = record.status === 'provisioned' || effect.wasProvisioned?.(record);
      setStatus(platform, kind, record, wasProvisioned ? 'provisioned' : 'provision_failed');
    },
  };
}

/** Puts around the effect of a deprovision the statuses that it gives its resource, which is gone in the end. */
export function deprovisionRule<K extends KindWithStatus>(
  kind: K,
  effect: Pick<OperationRule<Records[K]>, 'run'> = {},
): OperationRule<Records[K]> {
  return {
    removes: true,
    start: (record, _operation, platform) => setStatus(platform, kind, record, 'deprovisioning'),
    run: (record, operation, platform, log, signal) =>
      followed(effect.run?.(record, operation, platform, log, signal), () =>
        setStatus(platform, kind, record, 'deprovisioned'),
      ),
    fail: (record, _operation, platform) => setStatus(platform, kind, record, 'deprovision_failed'),
  };
}

interface ProvisionEffect<R> extends Pick<OperationRule<R>, 'check' | 'run'> {
  /** Whether it has what a provision gives, from an earlier one: its removal may have failed since. */
  wasProvisioned?(record: R): boolean;
}

type KindWithStatus = 'app' | 'database' | 'log_drain' | 'metric_drain' | 'vhost';

function setStatus({ store }: Platform, kind: KindWithStatus, { id }: Stored, status: string): void {
  store.update(kind, id, { status });
}

function followed(effect: void | Promise<void>, then: () => void): void | Promise<void> {
  if (effect instanceof Promise) return effect.then(then);
  then();
}
