/**
 * Stands in for the HTTP client inside the platform's command-line tool: it follows links, creates where a collection says that it
 * is, and fails at an attribute that is not there.
 */
type Json = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- read by name, with a check

export class HalError extends Error {
  constructor(
    readonly status: number,
    readonly slug: string,
    message: string,
  ) {
    super(message);
  }
}

/** Whether the answer shall hold secrets: each such read is recorded by the platform, so it is asked for only where needed. */
export interface Reading {
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

  /** A find that finds nothing is no error. */
  async find(href: string): Promise<Resource | undefined> {
    try {
      return await this.get(href);
    } catch (error) {
      if (error instanceof HalError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** All elements of all pages. */
  async all(href: string, reading: Reading = {}): Promise<Resource[]> {
    const found: Resource[] = [];
    for (let next: string | undefined = href; next !== undefined;) {
      const page = await this.get(next, reading);
      found.push(...page.elements);
      next = page.link('next');
    }
    return found;
  }

  /** Two requests: the collection says where it is. */
  async create(href: string, fields: object): Promise<Resource> {
    const self = (await this.get(href)).link('self');
    if (self === undefined) throw new Error(`the collection ${href} does not say where it is`);
    return this.resource(await this.send('POST', self, fields));
  }

  async put(href: string, fields: object): Promise<void> {
    await this.send('PUT', href, fields);
  }

  /** Of what is no resource. */
  async text(href: string): Promise<string> {
    return (await this.raw('GET', href, undefined, {})).text();
  }

  private async send(method: string, href: string, body?: object, reading: Reading = {}): Promise<Json> {
    const response = await this.raw(method, href, body, reading);
    const text = await response.text();
    const json = text === '' ? undefined : (JSON.parse(text) as Json);
    if (response.ok) return json;
    if (typeof json?.error !== 'string' || typeof json.message !== 'string') throw new Error(`stack trace: ${text}`);
    const isLogin = ['invalid_token', 'expired_token'].includes(json.error);
    throw new HalError(response.status, json.error, isLogin ? 'Log in again' : json.message);
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

  private resource(json: Json): Resource {
    return new Resource(this, json);
  }
}

export class Resource {
  constructor(
    private readonly client: HalClient,
    private readonly json: Json,
  ) {}

  /** There, though maybe null. */
  attribute(name: string): Json {
    if (!this.has(name)) throw new Error(`undefined method ${name} of a ${this.json._type}`);
    return this.json[name];
  }

  has(name: string): boolean {
    return name in this.json;
  }

  /** It picks the class, so it has to be there. */
  get type(): string {
    return this.attribute('_type') as string;
  }

  get self(): string {
    return this.link('self')!;
  }

  link(relation: string): string | undefined {
    const href = this.json._links[relation]?.href as unknown;
    return typeof href === 'string' && href !== '' ? href : undefined;
  }

  async follow(relation: string, reading: Reading = {}): Promise<Resource> {
    const href = this.link(relation);
    if (href === undefined) throw new Error(`a ${this.type} without a link to its ${relation}`);
    return this.client.get(href, reading);
  }

  embedded(relation: string): Resource | undefined {
    const value = this.json._embedded?.[relation] as unknown;
    return value === undefined || value === null ? undefined : new Resource(this.client, value);
  }

  embeddedList(relation: string): Resource[] {
    return (this.json._embedded[relation] as Json[]).map((each) => new Resource(this.client, each));
  }

  /** Of a collection. */
  get elements(): Resource[] {
    const [elements] = Object.values(this.json._embedded as Record<string, Json[]>);
    return elements!.map((each) => new Resource(this.client, each));
  }
}
