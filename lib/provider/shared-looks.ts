/** The looks at the operations of one environment that are waited for at the same time: one request tells all of them. */
import { type Client, type Operation, operationShape } from '../api';

interface Look {
  readonly id: number;
  readonly dueMs: number;
  readonly signal: AbortSignal;
  readonly end: (outcome: Operation | Promise<Operation | undefined>) => void;
  readonly fail: (error: Error) => void;
}

/** The newest operations of an environment in one request. What is older is asked for by id. */
const newest = { per_page: 200, no_embed: true };

export class SharedLooks {
  /** Those that have no answer yet. */
  private readonly waiting = new Set<Look>();
  private timer: NodeJS.Timeout | undefined;
  /** The request that is under way, and whom it is for. */
  private asking: { readonly looks: readonly Look[]; readonly controller: AbortController } | undefined;

  constructor(
    private readonly platform: Client,
    private readonly environmentId: number,
  ) {}

  /**
   * An operation as it is after that time at the latest: sooner when another look is due. Undefined when there is no such operation.
   *
   * @throws the reason of the signal when that ends the wait
   */
  look(id: number, withinMs: number, signal: AbortSignal): Promise<Operation | undefined> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        look.fail(signal.reason as Error);
        if (!this.asking?.looks.some((asked) => this.waiting.has(asked))) this.asking?.controller.abort(signal.reason);
        this.schedule();
      };
      const end = (settle: () => void): void => {
        this.waiting.delete(look);
        signal.removeEventListener('abort', leave);
        settle();
      };
      const look: Look = {
        id,
        dueMs: performance.now() + withinMs,
        signal,
        end: (outcome) => end(() => resolve(outcome)),
        fail: (error) => end(() => reject(error)),
      };
      this.waiting.add(look);
      signal.addEventListener('abort', leave, { once: true });
      if (signal.aborted) leave();
      else this.schedule();
    });
  }

  private schedule(): void {
    clearTimeout(this.timer);
    if (this.asking !== undefined || this.waiting.size === 0) return;
    const dueMs = Math.min(...[...this.waiting].map((look) => look.dueMs));
    this.timer = setTimeout(() => void this.ask(), Math.max(0, dueMs - performance.now()));
  }

  private async ask(): Promise<void> {
    const looks = [...this.waiting];
    const [look, another] = looks;
    if (look !== undefined && another === undefined) return this.askAlone(look);
    const askedMs = performance.now();
    const controller = new AbortController();
    this.asking = { looks, controller };
    const stillWaiting = (): Look[] => looks.filter((each) => this.waiting.has(each));
    try {
      const operations = await this.platform.page(`/accounts/${this.environmentId}/operations`, operationShape, {
        signal: controller.signal,
        query: newest,
      });
      const found = new Map(operations.map((operation) => [operation.id, operation]));
      for (const each of stillWaiting()) {
        const operation = found.get(each.id);
        if (operation !== undefined) each.end(operation);
        else if (each.dueMs <= askedMs) this.askAlone(each);
      }
    } catch (error) {
      for (const each of stillWaiting()) each.fail(error as Error);
    } finally {
      this.asking = undefined;
      this.schedule();
    }
  }

  private askAlone(look: Look): void {
    const { id, signal } = look;
    look.end(this.platform.find(`/operations/${id}`, operationShape, { signal }));
  }
}
