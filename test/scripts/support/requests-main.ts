/** A program whose second part sends a request: says under which flags of V8 what it has in WebAssembly is compiled. */
import { cachedDataVersionTag } from 'node:v8';
import type * as transportModule from '../../../lib/api/transport';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- the bundler takes what is loaded like this for the second part
const load = () => require('../../../lib/api/transport') as typeof transportModule;

const before = cachedDataVersionTag();
const compiledUnder: number[] = [];
WebAssembly.Module = new Proxy(WebAssembly.Module, {
  construct(compile, args: [BufferSource]) {
    compiledUnder.push(cachedDataVersionTag());
    return new compile(...args);
  },
});

async function run(url: string): Promise<void> {
  const { Transport } = load();
  const transport = new Transport({ userAgent: 'test' }, {});
  const answer = await transport.attempt({ method: 'GET', url: new URL(url), hidden: [] });
  await transport.close();
  const flags = compiledUnder.map((tag) => (tag === before ? 'the same' : 'others'));
  process.stdout.write(JSON.stringify({ answer, flags, areAsBefore: cachedDataVersionTag() === before }));
}

void run(process.argv[2]!);
