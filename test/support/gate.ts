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
  /** Resolves when a strike has killed the provider. */
  readonly death: Promise<undefined>;
  private readonly server: Server;
  private readonly underWay = new Set<Promise<unknown>>();
  private strikesLeft: number;
  private die!: () => void;

  private constructor(
    private readonly platform: URL,
    private readonly strike: Strike | undefined,
    /** `GET /apps/7`, in the order in which they came. */
    private readonly requests: string[],
  ) {
    this.strikesLeft = strike?.times ?? (strike ? 1 : 0);
    this.death = new Promise((resolve) => (this.die = () => resolve(undefined)));
    this.server = createServer((incoming, outgoing) => {
      const passing = this.pass(incoming, outgoing).finally(() => this.underWay.delete(passing));
      this.underWay.add(passing);
    });
  }

  static async open(platform: string, strike: Strike | undefined, requests: string[]): Promise<Gate> {
    const gate = new Gate(new URL(platform), strike, requests);
    await new Promise<void>((resolve) => gate.server.listen(0, '127.0.0.1', resolve));
    return gate;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Whether every strike that was asked for has come. */
  get isSpent(): boolean {
    return this.strikesLeft === 0;
  }

  /** Lets nothing through any more. Resolves when the platform has ended what it had been given. */
  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await Promise.allSettled(this.underWay);
  }

  private async pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const name = `${incoming.method} ${incoming.url!.split('?')[0]}`;
    const fault = this.faultOf(name);
    this.requests.push(name);
    const body = await textOf(incoming).catch(() => undefined);
    // Who sent it has died in the midst of it.
    if (body === undefined) return;
    if (fault?.answer === 'death' && !fault.hasEffect) return this.kill();
    const own: Answer = fault?.hasEffect === false ? nothing : await this.ask(incoming, body);
    const answer = fault?.answer ?? own;
    if (answer === 'death') return this.kill();
    if (answer === 'none') return void outgoing.destroy();
    if (answer === 'never') return;
    const { status, headers, body: text } = answer === 'half' ? own : answer;
    outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) });
    if (answer !== 'half') return void outgoing.end(text);
    outgoing.write(text.slice(0, text.length / 2), () => outgoing.destroy());
  }

  private faultOf(name: string): Fault | undefined {
    const { strike } = this;
    if (!strike?.request.test(name) || this.strikesLeft === 0) return undefined;
    if (this.requests.filter((each) => strike.request.test(each)).length < (strike.after ?? 0)) return undefined;
    this.strikesLeft -= 1;
    return strike.fault;
  }

  private kill(): void {
    this.server.close();
    this.server.closeAllConnections();
    this.die();
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

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
