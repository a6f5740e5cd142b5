/** Speaks HTTP to a local platform, as a client that knows nothing of it but its addresses. */
import { setTimeout as wait } from 'node:timers/promises';
import type { LocalPlatform } from '../../../lib/emulator';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body, for bodies that are JSON. */
  readonly body: Shown;
}

/** A record or a collection as the platform shows it. Each field has its type where it is there at all. */
export interface Shown {
  readonly id: number;
  readonly handle: string;
  readonly status: string;
  readonly total_count: number;
  readonly _type: string;
  readonly _links: Readonly<Record<string, { readonly href: string } | undefined>>;
  readonly _embedded: Readonly<Record<string, Shown | readonly Shown[] | null>>;
  readonly [field: string]: unknown;
}

/** The elements of a collection. */
export function elementsOf({ _embedded: embedded }: Shown): readonly Shown[] {
  return Object.values(embedded)[0] as readonly Shown[];
}

/** The records that are embedded in a record under that name. */
export function embeddedList({ _embedded: embedded }: Shown, relation: string): readonly Shown[] {
  return embedded[relation] as readonly Shown[];
}

/** The record that is embedded in a record under that name. */
export function embeddedRecord({ _embedded: embedded }: Shown, relation: string): Shown {
  return embedded[relation] as Shown;
}

export function hrefOf({ _type: type, _links: links }: Shown, relation: string): string {
  const href = links[relation]?.href;
  if (href === undefined) throw new Error(`a ${type} without a link to its ${relation}`);
  return href;
}

export class Client {
  constructor(
    readonly url: string,
    private readonly token: string | undefined,
  ) {}

  static of(platform: LocalPlatform): Client {
    return new Client(platform.url, platform.token);
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body: object = {}): Promise<Answer> {
    return this.send('POST', path, body);
  }

  put(path: string, body: object = {}): Promise<Answer> {
    return this.send('PUT', path, body);
  }

  patch(path: string, body: object = {}): Promise<Answer> {
    return this.send('PATCH', path, body);
  }

  delete(path: string): Promise<Answer> {
    return this.send('DELETE', path);
  }

  async send(
    method: string,
    path: string,
    body?: object | string,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(path.startsWith('http') ? path : this.url + path, {
      method,
      headers: {
        ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (isJson ? JSON.parse(text) : undefined) as Shown,
    };
  }
}

/** Makes what most tests begin with: an environment, and in it an app or a database. */
export class World {
  constructor(readonly client: Client) {}

  async environment(handle = 'acme', stackName = 'shared-us-east-1'): Promise<number> {
    const stacks = elementsOf((await this.client.get('/stacks')).body);
    const [organization] = elementsOf((await this.client.get('/organizations')).body);
    const stack = stacks.find((each) => each['name'] === stackName)!;
    return this.made('/accounts', {
      handle,
      type: stack._links['organization'] === undefined ? 'development' : 'production',
      organization_id: organization!.id,
      stack_id: stack.id,
    });
  }

  app(accountId: number, handle = 'web'): Promise<number> {
    return this.made(`/accounts/${accountId}/apps`, { handle });
  }

  async deployedApp(accountId: number, handle = 'web'): Promise<number> {
    const id = await this.app(accountId, handle);
    await this.made(`/apps/${id}/operations`, { type: 'deploy', settings: { APTIBLE_DOCKER_IMAGE: 'nginx:1' } });
    return id;
  }

  database(accountId: number, handle = 'db', fields: object = {}): Promise<number> {
    return this.made(`/accounts/${accountId}/databases`, { handle, type: 'postgresql', ...fields });
  }

  async provisionedDatabase(accountId: number, handle = 'db', fields: object = {}): Promise<number> {
    const id = await this.database(accountId, handle, fields);
    const operation = await this.operation(`/databases/${id}`, { type: 'provision' });
    if (operation.status !== 'succeeded') throw new Error(`the provision ended ${operation.status}`);
    return id;
  }

  /** Creates an operation and gives it as it is when the client asks for it: gone for one that removes its resource. */
  async operation(resource: string, fields: object): Promise<{ id: number; status: string }> {
    const id = await this.made(`${resource}/operations`, fields);
    for (;;) {
      const { status, body } = await this.client.get(`/operations/${id}`);
      if (status === 404) return { id, status: 'gone' };
      if (body.status === 'succeeded' || body.status === 'failed') return body;
      await wait(20);
    }
  }

  async log(operationId: number): Promise<string> {
    const { text: address } = await this.client.get(`/operations/${operationId}/logs`);
    return (await new Client(this.client.url, undefined).get(address)).text;
  }

  async made(path: string, fields: object): Promise<number> {
    const { status, body, text } = await this.client.post(path, fields);
    if (status !== 201) throw new Error(`POST ${path} was answered with ${status}: ${text}`);
    return body.id;
  }
}
