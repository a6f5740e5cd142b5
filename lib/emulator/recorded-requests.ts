/** The requests that tests look at: the newest ones, so that a platform that runs for days does not fill the memory. */
import type { RecordedRequest } from './server';

const mostRequests = 10_000;
const mostBytes = 32 * 1024 * 1024;

export class RecordedRequests {
  readonly list: RecordedRequest[] = [];
  private readonly bytes = new Map<RecordedRequest, number>();
  private totalBytes = 0;

  /** @param limits The number of requests, and of bytes in what clients sent with them. */
  constructor(private readonly limits = { requests: mostRequests, bytes: mostBytes }) {}

  add(request: RecordedRequest, bytes: number): void {
    this.list.push(request);
    this.count(request, bytes);
  }

  /** Records the body of a request that has been recorded, unless it is gone again. */
  addBody(request: RecordedRequest, body: unknown, bytes: number): void {
    if (!this.bytes.has(request)) return;
    request.body = body;
    this.count(request, bytes);
  }

  clear(): void {
    this.list.length = 0;
    this.bytes.clear();
    this.totalBytes = 0;
  }

  private count(request: RecordedRequest, bytes: number): void {
    this.bytes.set(request, (this.bytes.get(request) ?? 0) + bytes);
    this.totalBytes += bytes;
    while (this.list.length > this.limits.requests || (this.totalBytes > this.limits.bytes && this.list.length > 0)) {
      const oldest = this.list.shift()!;
      this.totalBytes -= this.bytes.get(oldest)!;
      this.bytes.delete(oldest);
    }
  }
}
