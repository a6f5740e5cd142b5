/**
 * Black-box cases as text: `test/fixtures/http/*.txt`. A case is a list of requests, each with its full answer. Ids, times, secrets
 * and the address of the server are replaced by names, so that a case says what it means. `{app}` in a request is the id of the first
 * app that an answer showed, `{app2}` the second one's.
 *
 * `UPDATE_HTTP_CASES=1` writes the answers anew: read the diff before it is committed.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { routes } from '../../lib/emulator/resources';
import { routesByShape, shapeOf } from '../../lib/emulator/route-table';
import { Client, type Answer } from './support/client';

const directory = join(__dirname, '../fixtures/http');
const isUpdate = process.env['UPDATE_HTTP_CASES'] === '1';

interface Exchange {
  readonly comment: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly answer: string;
}

const exercised = new Set<string>();
let platform: LocalPlatform;
beforeEach(async () => {
  platform = await startLocalPlatform({ images: { 'acme/web': ['web', 'worker'] } });
});
afterEach(() => platform.stop());

for (const file of readdirSync(directory).sort()) {
  test(file, async () => {
    const path = join(directory, file);
    const exchanges = parse(readFileSync(path, 'utf8'));
    const names = new Names(platform);
    const client = Client.of(platform);
    const seen: Exchange[] = [];
    for (const exchange of exchanges) {
      const answer = await client.send(
        exchange.method,
        names.resolve(exchange.path),
        exchange.body === '' ? undefined : names.resolve(exchange.body),
        exchange.headers,
      );
      exercised.add(shapeOf({ method: exchange.method, path: exchange.path.replace(/\?.*/, '') }));
      seen.push({ ...exchange, answer: print(answer, names) });
    }
    expect(seen.filter(({ answer }) => answer.includes('undefined')).map(format)).toEqual([]);
    if (isUpdate) writeFileSync(path, seen.map(format).join('\n'));
    else expect(seen.map(format)).toEqual(exchanges.map(format));
  });
}

test('every route has a case', () => {
  const others = [...routesByShape(routes).keys()].filter(
    (route) => ![...exercised].some((each) => matches(route, each)),
  );
  expect(others).toEqual([]);
});

function matches(route: string, request: string): boolean {
  const wanted = route.split('/');
  const got = request.split('/');
  return wanted.length === got.length && wanted.every((part, index) => part === '{}' || part === got[index]);
}

/** Reads blocks between empty lines: comment lines `#`, request lines `>`, answer lines `<`. */
function parse(text: string): Exchange[] {
  return text
    .split(/\n\s*\n/)
    .filter((block) => block.trim() !== '')
    .map((block) => {
      const lines = block.split('\n');
      const of = (mark: string): string[] => lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(2));
      const [first, ...rest] = of('>');
      const [method, path] = first!.split(' ');
      const headers = rest.filter((line) => /^[\w-]+: /.test(line));
      return {
        comment: of('#').join('\n'),
        method: method!,
        path: path!,
        headers: Object.fromEntries(headers.map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string])),
        body: rest.filter((line) => !headers.includes(line)).join('\n'),
        answer: of('<').join('\n'),
      };
    });
}

function format({ comment, method, path, headers, body, answer }: Exchange): string {
  const marked = (mark: string, text: string): string[] =>
    text === '' ? [] : text.split('\n').map((line) => `${mark} ${line}`);
  return `${[
    ...marked('#', comment),
    `> ${method} ${path}`,
    ...Object.entries(headers).map(([name, value]) => `> ${name}: ${value}`),
    ...marked('>', body),
    ...marked('<', answer),
  ].join('\n')}\n`;
}

function print({ status, body, text }: Answer, names: Names): string {
  if (body === undefined) return text === '' ? String(status) : `${status}\n${names.hide(text)}`;
  return `${status}\n${layout(names.normalise(body))}`;
}

/** Prints JSON. What fits on one line is on one line. */
function layout(value: unknown, indent = ''): string {
  const line = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || line.length + indent.length <= 100) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value)) return `[\n${value.map((each) => inner + layout(each, inner)).join(',\n')}\n${indent}]`;
  const fields = Object.entries(value).map(([name, each]) => `${inner}${JSON.stringify(name)}: ${layout(each, inner)}`);
  return `{\n${fields.join(',\n')}\n${indent}}`;
}

class Names {
  private readonly byId = new Map<string, string>();
  private readonly counts = new Map<string, number>();

  constructor(private readonly platform: LocalPlatform) {}

  resolve(text: string): string {
    const secrets = this.secrets();
    return text.replace(/\{(\w+)\}/g, (_whole, name: string) => {
      if (name in secrets) return secrets[name]!;
      return [...this.byId].find(([, each]) => each === `{${name}}`)?.[0] ?? unknown(name);
    });
  }

  hide(text: string): string {
    return text
      .replaceAll(this.platform.url, 'URL')
      .replaceAll(this.platform.url.replace('http://', ''), 'HOST')
      .replace(/signature=[0-9a-f]{64}/g, 'signature=SIGNATURE')
      .replace(/\/(\d+|[0-9a-f-]{36})(?=[?/]|$)/gm, (whole, id: string) => `/${this.byId.get(id) ?? id}`)
      .replace(/([a-z]:? |, |-)(\d+)\b/g, (whole, before: string, id: string) => `${before}${this.byId.get(id) ?? id}`);
  }

  normalise(body: unknown): unknown {
    this.collect(body);
    return this.replace(body, '');
  }

  private secrets(): Record<string, string> {
    return { password: this.platform.password, username: this.platform.username };
  }

  /** Names the ids of shown records first, then those that are only referred to. */
  private collect(value: unknown): void {
    this.walk(value, (record) => {
      if ('_type' in record && 'id' in record) this.name(String(record['id']), String(record['_type']));
    });
    this.walk(value, (record) => {
      const [, collection, id] =
        /^https?:\/\/[^/]+\/([a-z_]+)\/([^/?]+)/.exec(typeof record['href'] === 'string' ? record['href'] : '') ?? [];
      if (collection !== undefined && id !== undefined) this.name(id, singular(collection));
    });
  }

  private walk(value: unknown, visit: (record: Record<string, unknown>) => void): void {
    if (typeof value !== 'object' || value === null) return;
    if (!Array.isArray(value)) visit(value as Record<string, unknown>);
    for (const each of Object.values(value)) this.walk(each, visit);
  }

  private name(id: string, kind: string): void {
    if (this.byId.has(id)) return;
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    this.byId.set(id, count === 1 ? `{${kind}}` : `{${kind}${count}}`);
  }

  private replace(value: unknown, key: string): unknown {
    if (Array.isArray(value)) return value.map((each) => this.replace(each, key));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, this.replace(each, name)]));
    }
    if (typeof value !== 'string' && typeof value !== 'number') return value;
    if (/^(id|.*_id|number)$/.test(key)) return this.byId.get(String(value)) ?? value;
    if (key === 'ssh_portal_port') return 'PORT';
    if (typeof value === 'number')
      return key === 'port_mapping' ? portName(value) : key === 'expires_at' ? 'TIME' : value;
    if (/^\d{4}-\d\d-\d\dT/.test(value) && !/^not_/.test(key)) return 'TIME';
    if (key === 'public_key' || key === 'ca_body') return 'PEM';
    if (key === 'passphrase' || key === 'drain_password') return value === '' ? '' : 'SECRET';
    if (key === 'access_token') return 'TOKEN';
    if (key === 'connection_url') {
      return this.hide(value.replace(/:[^:@/]+@/, ':SECRET@').replace(/\.invalid:\d+/, '.invalid:PORT'));
    }
    if (key === 'aws_snapshot_id') return 'SNAPSHOT';
    if (key === 'ssh_host_rsa_public_key' || key === 'ssh_certificate_body') return value.replace(/ .*/, ' BASE64');
    if (key === 'ssh_user') return this.byId.get(value);
    return this.hide(value).replaceAll(
      /elb-([a-z0-9-]+?)-(\d+)\./g,
      (_all, stack: string, id: string) => `elb-${stack}-${this.byId.get(id) ?? id}.`,
    );
  }
}

function unknown(name: string): never {
  throw new Error(`no answer has shown {${name}} yet`);
}

const portName = (port: number): string | number => (port >= 20000 ? 'PORT' : port);

function singular(collection: string): string {
  return collection.replace(/ies$/, 'y').replace(/s$/, '');
}
