/** Faults: what goes wrong next, for tests of clients that have to cope with it. */
import type { OperationFault } from './operations';
import { Refusal } from './refusals';
import type { Kind } from './store';

/** Which requests a fault strikes. A part that is left out matches any. */
export interface RequestPattern {
  readonly method?: string;
  /** The whole path, in which `*` stands for any one segment: `/apps/*`. */
  readonly path?: string;
}

export type Fault =
  /** The next operation of that type fails. Its log gives `log` as the reason. */
  | {
      readonly operation: string;
      readonly kind?: Kind;
      /** The fields that its resource must have, as the API shows them: `{container_port: 666}`. */
      readonly where?: Readonly<Record<string, unknown>>;
      readonly log?: string;
      readonly times?: number | 'always';
    }
  /** The next such request… */
  | ({ readonly request: RequestPattern; readonly times?: number | 'always' } & (
      | /** …is refused and has no effect. */ {
          readonly status: number;
          readonly error?: string;
          readonly message?: string;
          readonly headers?: Readonly<Record<string, string>>;
        }
      | /** …loses its connection, before or after it had its effect. */ { readonly drop: 'before' | 'after' }
      | /** …is answered late. */ { readonly delayMs: number }
      | /** …has its effect and gets half of its answer. */ { readonly truncate: true }
    ));

export interface RequestFault {
  readonly delayMs?: number;
  readonly drop?: 'before' | 'after';
  readonly truncate?: boolean;
  readonly refusal?: Refusal;
}

export class Faults {
  private readonly pending: { pattern: RequestPattern; fault: RequestFault; times: number }[] = [];

  constructor(private readonly operationFaults: OperationFault[]) {}

  add(fault: Fault): void {
    const times = fault.times === 'always' ? Infinity : (fault.times ?? 1);
    if ('operation' in fault) {
      const { operation: type, kind, where = {}, log = `The ${type} was told to fail.` } = fault;
      this.operationFaults.push({ type, kind, where, log, times });
      return;
    }
    this.pending.push({ pattern: fault.request, fault: requestFault(fault), times });
  }

  take(method: string, path: string): RequestFault | undefined {
    const found = this.pending.find((each) => each.times > 0 && matches(each.pattern, method, path));
    if (found === undefined) return undefined;
    found.times -= 1;
    return found.fault;
  }

  clear(): void {
    this.pending.length = 0;
    this.operationFaults.length = 0;
  }
}

function requestFault(fault: Extract<Fault, { request: RequestPattern }>): RequestFault {
  if ('drop' in fault) return { drop: fault.drop };
  if ('delayMs' in fault) return { delayMs: fault.delayMs };
  if ('truncate' in fault) return { truncate: true };
  const { status, error, message, headers } = fault;
  return {
    refusal: new Refusal(status, error ?? 'told_to_fail', message ?? `Told to fail with ${status}`, headers),
  };
}

function matches({ method, path }: RequestPattern, requestMethod: string, requestPath: string): boolean {
  if (method !== undefined && method.toUpperCase() !== requestMethod) return false;
  if (path === undefined) return true;
  const wanted = path.split('/');
  const got = requestPath.split('/');
  return wanted.length === got.length && wanted.every((part, index) => part === '*' || part === got[index]);
}
