/**
 * Stands in for the HTTP client inside the platform's command-line tool: it follows links, creates where a collection says that it
 * is, and fails at an attribute that is not there.
 */
import { elementsOf, embeddedList, type Shown } from '../support/client';

export class HalError extends Error {
  constructor(
    readonly status: number,
    readonly slug: string,
    message: string,
  ) {
    super(message);
  }
}

export interface Reading {
  /** Whether the answer holds secrets. The platform records each such read, so the tool asks for them only where it needs them. */
  readonly sensitive?: boolean;
}

export class HalClient {
  constructor(
    readonly root: string,
    private readonly token: string,
  ) {}

  async get(href: string, reading: Reading = {}): Promise<Resource> {
    return this.resource(await this.send('GET', href, undefined, reading));
  }

  /** Gives undefined when there is no such record. */
  async find(href: string): Promise<Resource | undefined> {
    try {
      return await this.get(href);
    } catch (error) {
      if (error instanceof HalError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Reads all elements of all pages. */
  async all(href: string, reading: Reading = {}): Promise<Resource[]> {
    const found: Resource[] = [];
    for (let next: string | undefined = href; next !== undefined;) {
      const page = await this.get(next, reading);
      found.push(...page.elements);
      next = page.link('next');
    }
    return found;
  }

  /** Creates a record with two requests: the collection says where it is. */
  async create(href: string, fields: object): Promise<Resource> {
    const self = (await this.get(href)).link('self');
    if (self === undefined) throw new Error(`the collection ${href} does not say where it is`);
    return this.resource(await this.send('POST', self, fields));
  }

  async put(href: string, fields: object): Promise<void> {
    await this.send('PUT', href, fields);
  }

  /** Reads what is no resource. */
  async text(href: string): Promise<string> {
    return (await this.raw('GET', href, undefined, {})).text();
  }

  private async send(method: string, href: string, body?: object, reading: Reading = {}): Promise<Shown> {
    const response = await this.raw(method, href, body, reading);
    const text = await response.text();
    if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as Shown;
    const { error, message } = (text === '' ? {} : JSON.parse(text)) as Partial<Record<'error' | 'message', unknown>>;
    if (typeof error !== 'string' || typeof message !== 'string') throw new Error(`stack trace: ${text}`);
    const isLogin = ['invalid_token', 'expired_token'].includes(error);
    throw new HalError(response.status, error, isLogin ? 'Log in again' : message);
  }

  private async raw(method: string, href: string, body: object | undefined, reading: Reading): Promise<Response> {
    const request = {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        accept: 'application/json',
        'content-type': `application/json${method === 'GET' ? '' : '; charset=utf-8'}`,
        'user-agent': 'aptible-cli v0.26.6',
        prefer: `no_sensitive_extras=${reading.sensitive !== true}`,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    for (let retriesLeft = method === 'POST' ? 0 : 3; ; retriesLeft--) {
      const response = await fetch(new URL(href, this.root), request);
      if (response.status < 500 || retriesLeft === 0) return response;
    }
  }

  private resource(json: Shown): Resource {
    return new Resource(this, json);
  }
}

export class Resource {
  constructor(
    private readonly client: HalClient,
    private readonly json: Shown,
  ) {}

  /** Reads an attribute, which has to be there, though it may be null. */
  attribute(name: string): unknown {
    if (!this.has(name)) throw new Error(`undefined method ${name} of a ${this.json._type}`);
    return this.json[name];
  }

  /** Reads an attribute that has to be a text. */
  text(name: string): string {
    const value = this.attribute(name);
    if (typeof value !== 'string') throw new Error(`${name} of a ${this.json._type} is no text`);
    return value;
  }

  has(name: string): boolean {
    return name in this.json;
  }

  /** The name of its class, so it has to be there. */
  get type(): string {
    return this.text('_type');
  }

  get self(): string {
    return this.link('self')!;
  }

  link(relation: string): string | undefined {
    const href: unknown = this.json._links[relation]?.href;
    return typeof href === 'string' && href !== '' ? href : undefined;
  }

  async follow(relation: string, reading: Reading = {}): Promise<Resource> {
    const href = this.link(relation);
    if (href === undefined) throw new Error(`a ${this.type} without a link to its ${relation}`);
    return this.client.get(href, reading);
  }

  embedded(relation: string): Resource | undefined {
    const value = this.json._embedded?.[relation];
    return value === undefined || value === null ? undefined : new Resource(this.client, value as Shown);
  }

  embeddedList(relation: string): Resource[] {
    return embeddedList(this.json, relation).map((each) => new Resource(this.client, each));
  }

  /** The elements of a collection. */
  get elements(): Resource[] {
    return elementsOf(this.json).map((each) => new Resource(this.client, each));
  }
}
