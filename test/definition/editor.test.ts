/** What an editor shows of a definition: the YAML language server, with the schema that the package ships. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

interface Diagnostics {
  readonly uri: string;
  readonly diagnostics: readonly {
    readonly message: string;
    readonly range: { readonly start: { readonly line: number } };
  }[];
}

/** The server's other side. */
class Editor {
  private readonly waiting: {
    readonly is: (message: Message) => boolean;
    readonly resolve: (message: Message) => void;
  }[] = [];
  private buffer = Buffer.alloc(0);
  private last = 0;

  private constructor(private readonly server: ChildProcessWithoutNullStreams) {
    server.stdout.on('data', (bytes: Buffer) => this.receive(bytes));
  }

  static async start(directory: string): Promise<Editor> {
    const { resolve } = createRequire(__filename);
    const server = join(dirname(resolve('yaml-language-server/package.json')), 'bin/yaml-language-server');
    const editor = new Editor(spawn(process.execPath, [server, '--stdio'], { stdio: 'pipe' }));
    const hover = { contentFormat: ['markdown'] };
    await editor.ask('initialize', {
      processId: process.pid,
      rootUri: pathToFileURL(directory).href,
      capabilities: { textDocument: { hover, completion: { completionItem: { documentationFormat: ['markdown'] } } } },
    });
    editor.tell('initialized', {});
    return editor;
  }

  /** @returns the diagnostics of a file that is opened. */
  async open(uri: string, text: string): Promise<Diagnostics['diagnostics']> {
    const told = this.next(({ method, params }) => {
      return method === 'textDocument/publishDiagnostics' && (params as Diagnostics).uri === uri;
    });
    this.tell('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
    return ((await told).params as Diagnostics).diagnostics;
  }

  async ask(method: string, params: object): Promise<unknown> {
    const id = (this.last += 1);
    const answer = this.next((message) => message.id === id && message.method === undefined);
    this.send({ id, method, params });
    return (await answer).result;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.server.once('exit', resolve));
    await this.ask('shutdown', {});
    this.tell('exit', {});
    await ended;
  }

  private tell(method: string, params: object): void {
    this.send({ method, params });
  }

  private next(is: (message: Message) => boolean): Promise<Message> {
    return new Promise((resolve) => this.waiting.push({ is, resolve }));
  }

  private send(message: object): void {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  private receive(bytes: Buffer): void {
    this.buffer = Buffer.concat([this.buffer, bytes]);
    for (;;) {
      const [head, length] = /^Content-Length: (\d+)\r\n(?:.+\r\n)*\r\n/.exec(this.buffer.toString('latin1')) ?? [];
      if (head === undefined || this.buffer.length < head.length + Number(length)) return;
      const message = JSON.parse(this.buffer.toString('utf8', head.length, head.length + Number(length))) as Message;
      this.buffer = this.buffer.subarray(head.length + Number(length));
      // The server asks for settings, of which there are none.
      if (message.id !== undefined && message.method !== undefined)
        this.send({ id: message.id, result: [{}, {}, {}, {}] });
      const index = this.waiting.findIndex(({ is }) => is(message));
      if (index >= 0) this.waiting.splice(index, 1)[0]!.resolve(message);
    }
  }
}

const schema = pathToFileURL(join(__dirname, '../../aptible.schema.json')).href;
const firstLine = `# yaml-language-server: $schema=${schema}\n`;
const head = `${firstLine}version: 1
environment: { handle: acme-staging, stack: shared-us-east-1 }
`;

let editor: Editor;
beforeAll(async () => {
  editor = await Editor.start(tmpdir());
});
afterAll(() => editor.stop());

let count = 0;

/** Opens a file, in which | is where the cursor is. */
async function opened(text: string, beginning = head) {
  const uri = pathToFileURL(join(tmpdir(), `${(count += 1)}.yaml`)).href;
  const [before] = `${beginning}${text}`.split('|');
  const diagnostics = await editor.open(uri, `${beginning}${text.replace('|', '')}`);
  const lines = before!.split('\n');
  const at = { textDocument: { uri }, position: { line: lines.length - 1, character: lines.at(-1)!.length } };
  return { diagnostics: diagnostics.map(({ message, range }) => `${range.start.line + 1}: ${message}`), at };
}

async function completed(text: string, beginning?: string): Promise<string[]> {
  const { at } = await opened(text, beginning);
  const found = (await editor.ask('textDocument/completion', at)) as {
    readonly items: readonly { readonly label: string }[];
  };
  return found.items.map(({ label }) => label);
}

async function hovered(text: string): Promise<string> {
  const { at } = await opened(text);
  const found = (await editor.ask('textDocument/hover', at)) as { readonly contents: { readonly value: string } };
  return found.contents.value;
}

test('keys and values are offered where they can be, those of the kind that is written only', async () => {
  expect(await completed('apps:\n  web:\n    |\n')).toEqual(
    expect.arrayContaining(['image', 'config', 'secretConfig', 'services']),
  );
  expect(await completed('databases:\n  main:\n    type: |\n')).toEqual(
    expect.arrayContaining(['postgresql', 'redis']),
  );
  expect(await completed('logDrains:\n  logs:\n    type: |\n')).toEqual(expect.arrayContaining(['datadog', 'syslog']));
  const syslog = await completed('logDrains:\n  logs:\n    type: syslog\n    |\n');
  expect(syslog).toEqual(expect.arrayContaining(['host', 'port']));
  expect(syslog).not.toContain('tags');
  const endpoint =
    'apps:\n  web:\n    services:\n      web:\n        endpoints:\n          site:\n            type: https\n            |\n';
  expect(await completed(endpoint)).toEqual(expect.arrayContaining(['domain', 'forceSsl']));
});

test('each key says what it means', async () => {
  expect(await hovered('databases:\n  main: { type: redis, disk|SizeGb: 20 }\n')).toContain('disk');
  expect(await hovered('apps:\n  web: { ima|ge: quay.io/acme/web }\n')).toContain('image');
});

test('a definition without mistakes has no diagnostics, and one with a mistake has one, at its line', async () => {
  const good = `databases:
  main: { type: postgresql, version: "16", diskSizeGb: 20 }
apps:
  web:
    image: quay.io/acme/web
    config: { DATABASE_URL: "\${databases.main.url}" }
    services: { web: { containerCount: "\${var.COUNT}", endpoints: { site: { defaultDomain: true } } } }
`;
  expect((await opened(good)).diagnostics).toEqual([]);
  const bad = await opened(good.replace('image:', 'imag:'));
  expect(bad.diagnostics).toEqual(['8: Property imag is not allowed.']);
});

const changes = `environment: { handle: acme-production }
databases:
  main: { diskSizeGb: 100, replicas: { reports: null }, timeouts: null }
  cache: null
apps:
  web:
    image: null
    config: { LOG_LEVEL: null }
    services:
      web: { containerCount: 4, endpoints: { site: { forceSsl: true } } }
logDrains:
  logs: { token: "\${secret.KEY}", tags: null }
`;

test('a file that extends another one needs nothing, may remove all with null, and has a diagnostic for a mistake', async () => {
  const overlay = `extends: aptible.yaml\n${changes}`;
  expect((await opened(overlay, firstLine)).diagnostics).toEqual([]);
  const bad = await opened(overlay.replace('image:', 'imag:'), firstLine);
  expect(bad.diagnostics).toEqual(['9: Property imag is not allowed.']);
  const wrong = await opened(overlay.replace('diskSizeGb: 100', 'diskSizeGb: [100]'), firstLine);
  expect(wrong.diagnostics).toEqual([expect.stringMatching(/^5: Incorrect type/)]);
  const drain = await opened(overlay.replace('tags: null', 'tagz: null'), firstLine);
  expect(drain.diagnostics).toEqual(['14: Property tagz is not allowed.']);
  expect(await completed('extends: aptible.yaml\napps:\n  web:\n    |\n', firstLine)).toContain('image');
});

test('each of several environments is such a change, and what it has is not required of the file', async () => {
  const indented = changes.replace(/^(?=.)/gm, '    ');
  const several = `version: 1\nenvironment: { stack: shared-us-east-1 }\nenvironments:\n  production:\n${indented}`;
  expect((await opened(several, firstLine)).diagnostics).toEqual([]);
  const bad = await opened(several.replace('image:', 'imag:'), firstLine);
  expect(bad.diagnostics).toEqual(['12: Property imag is not allowed.']);
});

test('a whole definition has a diagnostic for what is missing and for null', async () => {
  const { diagnostics } = await opened('version: 1\nenvironment: { stack: null }\n', firstLine);
  expect(diagnostics).toEqual(['3: Missing property "handle".', '3: Incorrect type. Expected "string".']);
});
