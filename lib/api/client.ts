/** The records of the platform's HTTP API: checked answers, whole collections, operations. */
import * as z from 'zod/mini';
import { acknowledged, checked, type Shape, understood } from './answers';
import { ApiError } from './errors';
import { idOf, linkedAddress, linksShape } from './links';
import { waitForOperation, type WaitOptions } from './operations';
import type { ClientOptions, RequestOptions } from './options';
import { Session } from './session';
import { anyRecordShape, type Operation } from './shapes';
import { type Method, Transport } from './transport';

type Shaped<S extends Shape | undefined> = S extends Shape ? z.output<S> : undefined;

const recordsAPage = 1_000;
/** Where a collection ends at the latest. */
const mostPages = 200;
/** How often a collection is read anew when it changes while it is read. */
const readings = 3;

const collectionShape = z.object({
  _embedded: z.record(z.string(), z.unknown()),
  _links: linksShape('next'),
  total_count: z.nullish(z.int()),
});

export class Client {
  private readonly transport: Transport;
  private readonly session: Session;
  readonly apiUrl: string;

  constructor(options: ClientOptions) {
    const environment = options.environment ?? process.env;
    this.transport = new Transport(options, environment);
    this.session = new Session(this.transport, options, environment);
    this.apiUrl = options.apiUrl;
  }

  /** @throws ApiError, also when there is no such record */
  async get<S extends Shape>(path: string, shape: S, options: RequestOptions = {}): Promise<z.output<S>> {
    return this.session.send('GET', path, undefined, options, (text) => understood('GET', path, shape, text));
  }

  /** @returns undefined when the platform says that there is no such record */
  async find<S extends Shape>(path: string, shape: S, options: RequestOptions = {}): Promise<z.output<S> | undefined> {
    try {
      return await this.get(path, shape, options);
    } catch (error) {
      if (error instanceof ApiError && error.isNotFound) return undefined;
      throw error;
    }
  }

  /** All records of a collection, page by page. Read anew when it changes meanwhile, since then one may slip between two pages. */
  async list<S extends Shape>(path: string, shape: S, options: RequestOptions = {}): Promise<z.output<S>[]> {
    for (let reading = 0; reading < readings; reading++) {
      const records = await this.readAll(path, shape, options);
      if (records !== undefined) return records;
    }
    throw new ApiError(`GET ${path}: the collection changed while it was read, ${readings} times. Try again.`, {
      code: 'unexpected',
      method: 'GET',
      path,
    });
  }

  /** The first page of a collection, as the query asks for it: the newest 200 operations, for one. */
  async page<S extends Shape>(path: string, shape: S, options: RequestOptions = {}): Promise<z.output<S>[]> {
    return (await this.readPage(path, shape, options)).records;
  }

  /** Repeated only where the request certainly had no effect; elsewhere the error says `fateUnknown`. */
  async post<S extends Shape | undefined>(
    path: string,
    shape: S,
    body: object,
    options: RequestOptions = {},
  ): Promise<Shaped<S>> {
    return this.write('POST', path, shape, body, options);
  }

  async put<S extends Shape | undefined>(
    path: string,
    shape: S,
    body: object,
    options: RequestOptions = {},
  ): Promise<Shaped<S>> {
    return this.write('PUT', path, shape, body, options);
  }

  async patch<S extends Shape | undefined>(
    path: string,
    shape: S,
    body: object,
    options: RequestOptions = {},
  ): Promise<Shaped<S>> {
    return this.write('PATCH', path, shape, body, options);
  }

  /** @returns `gone` when there was no such record, which is a success */
  async delete(path: string, options: RequestOptions = {}): Promise<'deleted' | 'gone'> {
    try {
      await this.session.send('DELETE', path, undefined, options, (text) => acknowledged('DELETE', path, text));
      return 'deleted';
    } catch (error) {
      await this.confirmGone(path, error, options);
      return 'gone';
    }
  }

  /** Returns when the record at `path` is gone, as the error of its removal says. Throws that error where the record is still there. */
  async confirmGone(path: string, error: unknown, options: RequestOptions = {}): Promise<void> {
    const isGone =
      error instanceof ApiError && error.isNotFound && (await this.find(path, anyRecordShape, options)) === undefined;
    if (!isGone) throw error;
  }

  /** Waits before a request is sent once more: a little longer each time, or as long as the platform asked for. Throws the problem when the time is over. */
  pauseAfter(problem: Error, attempt: number, signal: AbortSignal): Promise<void> {
    return this.session.pauseAfter(problem, attempt, signal);
  }

  /** Waits as long as before that repeat. */
  pause(attempt: number, signal: AbortSignal): Promise<void> {
    return this.session.wait(undefined, attempt, signal);
  }

  /** The log of an operation that has ended. The API answers with an address, signed for a while, at which the log is. */
  async operationLog(operationId: number, options: RequestOptions = {}): Promise<string> {
    const path = `/operations/${operationId}/logs`;
    const text = await this.session.send('GET', path, undefined, options, (log) => log);
    const address = text.trim().replace(/^"(.*)"$/, '$1');
    if (!/^https?:\/\/\S+$/.test(address)) return text;
    const answer = await this.transport.attempt({
      method: 'GET',
      url: new URL(address),
      path,
      hidden: [address],
      signal: options.signal,
    });
    if (answer instanceof ApiError) throw answer;
    if (answer.status === 200) return answer.text;
    throw new ApiError(`GET ${path}: the address of the log answered ${answer.status}.`, {
      code: 'refused',
      method: 'GET',
      path,
      status: answer.status,
    });
  }

  /** The token that requests carry, for what else the platform lets in with it: a session of its SSH portal. */
  accessToken(): Promise<string> {
    return this.session.accessToken();
  }

  waitForOperation(operation: Operation, options: WaitOptions): Promise<Operation> {
    return waitForOperation(this, operation, options);
  }

  /** The page of an operation in the platform's dashboard; another API than the public one has none. */
  operationPage(operationId: number): string | undefined {
    const isPublic = new URL(this.apiUrl).origin === 'https://api.aptible.com';
    return isPublic ? `https://app.aptible.com/operations/${operationId}` : undefined;
  }

  async close(): Promise<void> {
    await this.transport.close();
  }

  /** @returns undefined when the collection changed meanwhile */
  private async readAll<S extends Shape>(
    path: string,
    shape: S,
    options: RequestOptions,
  ): Promise<z.output<S>[] | undefined> {
    const records = new Map<unknown, z.output<S>>();
    let firstTotal: number | undefined;
    for (let page = 1; ; page++) {
      const query = { ...options.query, page, per_page: recordsAPage };
      const { records: found, total, hasNext } = await this.readPage(path, shape, { ...options, query });
      firstTotal ??= total;
      const known = records.size;
      for (const record of found) records.set((record as { id?: unknown }).id ?? record, record);
      if (total !== firstTotal) return undefined;
      if (!hasNext && (total === undefined || records.size >= total || found.length === 0))
        return [...records.values()];
      if (records.size === known) return undefined;
      if (page === mostPages) throw endless(path, records.size);
    }
  }

  private async readPage<S extends Shape>(path: string, shape: S, options: RequestOptions) {
    return this.session.send('GET', path, undefined, options, (text) => {
      const collection = understood('GET', path, collectionShape, text);
      const elements = elementsOf(path, collection._embedded);
      return {
        records: checked('GET', path, z.array(shape), elements),
        total: collection.total_count ?? undefined,
        hasNext: linkedAddress(collection, 'next') !== undefined,
      };
    });
  }

  private async write<S extends Shape | undefined>(
    method: Method,
    path: string,
    shape: S,
    body: object,
    options: RequestOptions,
  ): Promise<Shaped<S>> {
    return this.session.send(method, path, body, options, (text) => {
      if (shape !== undefined) return understood(method, path, shape, text) as Shaped<S>;
      acknowledged(method, path, text);
      return undefined as Shaped<S>;
    });
  }
}

function endless(path: string, records: number): ApiError {
  return new ApiError(
    `GET ${path}: the collection has no end: after ${mostPages} pages with ${records} records there is another page. ` +
      'Check APTIBLE_API_ROOT_URL, and what stands between.',
    { code: 'unexpected', method: 'GET', path },
  );
}

/** The records of a collection's page. They are named as the collection is, or alone; in `dependents`, they are `databases`. */
function elementsOf(path: string, embedded: Readonly<Record<string, unknown>>): unknown {
  const name = idOf(path);
  if (name !== undefined && Object.hasOwn(embedded, name)) return embedded[name];
  const others = Object.values(embedded);
  return others.find(Array.isArray) ?? others[0] ?? [];
}
