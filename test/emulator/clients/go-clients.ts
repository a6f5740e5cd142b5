/**
 * Stand-ins for the two HTTP clients inside the official Terraform provider: with their headers, and as strict as they are. What
 * would make the provider fail, or end its process, is an error here that says so.
 */
import { embeddedList, type Shown } from '../support/client';
import { describedAsOpen, isListed } from '../support/open-requests';
import { embeddedIn, fieldProblems, requiredFields } from '../support/required-fields';

/** An answer as the platform refuses: the only kind of failure that these clients survive. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly slug: string,
    message: string,
  ) {
    super(message);
  }
}

interface RawAnswer {
  readonly status: number;
  readonly text: string;
  readonly contentType: string;
}

async function send(
  url: string,
  method: string,
  headers: Record<string, string>,
  contentType: string,
  body: object | undefined,
): Promise<RawAnswer> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': contentType }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    text: await response.text(),
    contentType: response.headers.get('content-type') ?? '',
  };
}

function refusal({ status, text, contentType }: RawAnswer): ApiError {
  if (!/^application\/(hal\+)?json/.test(contentType)) throw new Error(`crash: an error of type "${contentType}"`);
  const body = JSON.parse(text) as { readonly code: number; readonly error: string; readonly message: string };
  const problems = fieldProblems({ ...body }, { code: 'int', error: 'string', message: 'string' });
  if (problems.length > 0 || body.code !== status) throw new Error(`the cause is lost: ${text}`);
  return new ApiError(status, body.error, body.message);
}

/** The older client, go-deploy: sends its token everywhere, takes exactly the documented status, looks at no missing key, and crashes at a null that it uses. */
export class GoDeploy {
  constructor(
    readonly url: string,
    private readonly token: string,
  ) {}

  get(path: string): Promise<Shown> {
    return this.call('GET', path, 200);
  }

  post(path: string, body: object): Promise<Shown> {
    return this.call('POST', path, 201, body);
  }

  async put(path: string, body: object): Promise<void> {
    await this.call('PUT', path, 200, body);
  }

  async delete(path: string): Promise<void> {
    await this.call('DELETE', path, 204);
  }

  /** Starts an operation, with the fields that this client cannot leave out. */
  operation(resource: string, type: string): Promise<Shown> {
    return this.post(`${resource}/operations`, { type, automated: false, container_count: 0, interactive: false });
  }

  private async call(method: string, path: string, wanted: number, body?: object): Promise<Shown> {
    const headers = {
      authorization: `Bearer ${this.token}`,
      accept: 'application/json',
      'user-agent': 'Go-http-client/1.1',
    };
    const answer = await send(this.url + path, method, headers, 'application/hal+json', body);
    if (answer.status >= 300) throw refusal(answer);
    if (answer.status !== wanted) throw new Error(`crash: ${method} ${path} was answered with ${answer.status}`);
    if (answer.text === '') return {} as Shown;
    if (!/^application\/(hal\+)?json/.test(answer.contentType)) throw new Error(`crash: "${answer.contentType}"`);
    return JSON.parse(answer.text) as Shown;
  }
}

/** Reads fields that the older client dereferences without a look. */
export function pointers(record: Shown, ...names: string[]): Shown {
  const nulls = names.filter((name) => record[name] === null || record[name] === undefined);
  if (nulls.length > 0) throw new Error(`crash: ${nulls.join(', ')} of ${JSON.stringify(record)}`);
  return record;
}

/** Takes the id out of a link as the older client does: an address has five pieces, the last of which is the id. */
export function idOfHref(record: Shown, relation: string): string {
  const pieces = String(record._links[relation]?.href).split('/');
  if (pieces.length !== 5) throw new Error(`not an address of five pieces: ${pieces.join('/')}`);
  return pieces[4]!;
}

/** Takes the id out of a link as the newer client does: the last segment as a 32-bit number, 0 where it is none. */
export function idOfLink(record: Shown, relation: string): number {
  const last = (record._links?.[relation]?.href ?? '').split('/').pop()!;
  return /^\d+$/.test(last) && Number(last) < 2 ** 31 ? Number(last) : 0;
}

/** The newer client, aptible-api-go, made from the platform's specification: takes any 2xx, and fails at one missing required key. */
export class AptibleApiGo {
  constructor(
    readonly url: string,
    private readonly token: string,
  ) {}

  async get(path: string, kind: string): Promise<Shown> {
    return decoded(kind, await this.call('GET', path));
  }

  async list(path: string, collection: string, kind: string): Promise<Shown[]> {
    const body = await this.call('GET', path);
    const problems = fieldProblems(body, {
      _embedded: 'object',
      _links: 'object',
      current_page: 'int',
      per_page: 'int',
      total_count: 'int',
    });
    if (problems.length > 0) throw new Error(`${path}: ${problems.join(', ')}`);
    return embeddedList(body, collection).map((each) => decoded(kind, each));
  }

  async post(path: string, body: object, kind: string): Promise<Shown> {
    return decoded(kind, await this.call('POST', path, body));
  }

  /** Sends a request whose answer has no form. */
  async change(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<void> {
    await this.call(method, path, body);
  }

  private async call(method: string, path: string, body?: object): Promise<Shown> {
    const headers = {
      ...(!isListed(describedAsOpen, method, path) && { authorization: `Bearer ${this.token}` }),
      accept: 'application/hal+json',
      'user-agent': 'OpenAPI-Generator/1.0.0/go',
    };
    const answer = await send(this.url + path, method, headers, 'application/json', body);
    if (answer.status >= 300) throw refusal(answer);
    if (answer.text === '') return {} as Shown;
    if (!/json/.test(answer.contentType)) throw new Error(`not JSON: "${answer.contentType}"`);
    return JSON.parse(answer.text) as Shown;
  }
}

function decoded(kind: string, record: Shown): Shown {
  const problems = problemsOf(kind, record);
  if (problems.length > 0) throw new Error(`a ${kind} that cannot be decoded: ${problems.join(', ')}`);
  return record;
}

/** Looks for required keys that are missing, in embedded records as well. Any value may be null. */
function problemsOf(kind: string, record: Shown): string[] {
  const fields = Object.fromEntries(
    Object.entries(requiredFields[kind]!).map(([name, type]) => [name, `${type.replace('?', '')}?`]),
  );
  const embedded = embeddedIn[kind] ?? {};
  return [
    ...fieldProblems(record, fields),
    ...(kind in embeddedIn ? fieldProblems(record, { _embedded: 'object' }) : []),
    ...Object.entries(embedded).flatMap(([relation, { kind: inner, isList }]) => {
      const value = record._embedded?.[relation];
      if (value === undefined || value === null) return [];
      if (Array.isArray(value) !== isList) return [`${relation} is ${JSON.stringify(value)}`];
      return [value].flat().flatMap((each) => problemsOf(inner, each).map((problem) => `${relation}: ${problem}`));
    }),
  ];
}
