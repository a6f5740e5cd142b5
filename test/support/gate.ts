/** The only way from the provider to the platform: it does to one request what networks do. */
import {
  Agent,
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as forward,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to a request. */
export interface Fault {
  /** Whether the platform gets the request: it has its effect then, whatever the answer is. */
  readonly hasEffect: boolean;
  /** The end of the connection, no end of the wait, half of the platform's own answer, the death of the provider, or another answer. */
  readonly answer: 'none' | 'never' | 'half' | 'death' | Answer;
}

export interface Answer {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body: string;
}

/** Strikes a request, and when `times` is more than 1, the next ones like it. */
export interface Strike {
  /** The method and path: `POST /accounts/7/apps`. */
  readonly request: RegExp;
  /** How many like it come before it. Default: none. */
  readonly after?: number;
  readonly fault: Fault;
  readonly times?: number;
}

const nothing: Answer = { status: 204, body: '' };

const agent = new Agent({ keepAlive: true });

export class Gate {
  private readonly server: Server;
  private readonly underWay = new Set<Promise<unknown>>();
  private armed: { readonly strike: Strike; skip: number; left: number; readonly done: () => void } | undefined;

  private constructor(
    private readonly platform: URL,
    /** `GET /apps/7`, in the order in which they came. */
    private readonly requests: string[],
  ) {
    this.server = createServer((incoming, outgoing) => {
      const passing = this.pass(incoming, outgoing).finally(() => this.underWay.delete(passing));
      this.underWay.add(passing);
    });
  }

  /** @param requests gets the name of each request: `GET /apps/7` */
  static async open(platform: string, requests: string[] = []): Promise<Gate> {
    const gate = new Gate(new URL(platform), requests);
    await new Promise<void>((resolve) => gate.server.listen(0, '127.0.0.1', resolve));
    return gate;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Makes a request meet its fault. Resolves when it first has. */
  strike(strike: Strike): Promise<undefined> {
    const { after: skip = 0, times: left = 1 } = strike;
    return new Promise((resolve) => (this.armed = { strike, skip, left, done: () => resolve(undefined) }));
  }

  /** Lets nothing through any more. Resolves when the platform has ended what it had been given. */
  async close(): Promise<void> {
    this.shut();
    await Promise.allSettled(this.underWay);
  }

  private async pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const name = `${incoming.method} ${incoming.url!.split('?')[0]}`;
    this.requests.push(name);
    const armed = this.armedFor(name);
    const fault = armed?.strike.fault;
    const body = await textOf(incoming).catch(() => undefined);
    // Who sent it has died in the midst of it.
    if (body === undefined) return;
    const own: Answer = fault?.hasEffect === false ? nothing : await this.ask(incoming, body);
    const answer = fault?.answer ?? own;
    if (answer === 'death') this.shut();
    else if (answer === 'none') outgoing.destroy();
    else if (answer !== 'never') send(outgoing, answer === 'half' ? own : answer, answer === 'half');
    armed?.done();
  }

  private armedFor(name: string): Gate['armed'] {
    const { armed } = this;
    if (!armed?.strike.request.test(name) || armed.left === 0) return undefined;
    if (armed.skip > 0) {
      armed.skip -= 1;
      return undefined;
    }
    armed.left -= 1;
    return armed;
  }

  private shut(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private ask({ method, url, headers }: IncomingMessage, body: string): Promise<Answer> {
    const { hostname: host, port } = this.platform;
    return new Promise((resolve, reject) => {
      forward({ host, port, agent, method, path: url, headers }, (answer) => {
        textOf(answer).then(
          (text) => resolve({ status: answer.statusCode!, headers: answer.headers, body: text }),
          reject,
        );
      })
        .on('error', reject)
        .end(body);
    });
  }
}

function send(outgoing: ServerResponse, { status, headers, body }: Answer, onlyHalf: boolean): void {
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  if (onlyHalf) outgoing.write(body.slice(0, body.length / 2), () => outgoing.destroy());
  else outgoing.end(body);
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
