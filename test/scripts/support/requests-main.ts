/** A program whose second part sends one request, to the URL in its arguments, and prints the answer. */
import type * as transportModule from '../../../lib/api/transport';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- the bundler takes what is loaded like this for the second part
const load = () => require('../../../lib/api/transport') as typeof transportModule;

async function run(url: string): Promise<void> {
  const transport = new (load().Transport)({ userAgent: 'test' }, process.env);
  const answer = await transport.attempt({ method: 'GET', url: new URL(url), hidden: [] });
  await transport.close();
  process.stdout.write(JSON.stringify(answer instanceof Error ? answer.message : answer));
}

void run(process.argv[2]!);
