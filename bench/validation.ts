/** The check of a definition, as an editor has it done when a file is saved. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench, Measured } from './bench';
import { alternate, milliseconds, plainEnvironment, untilFirstLine } from './measure';

export async function validation({ scratch }: Bench): Promise<Measured> {
  const app = (_: unknown, index: number) => [
    `app${index}`,
    { image: 'quay.io/acme/app:1', config: { URL: '${databases.main.url}' }, services: { web: { containerCount: 2 } } },
  ];
  const file = join(scratch, 'aptible.yaml');
  const environment = { handle: 'acme', stack: 'shared-us-east-1' };
  const apps = Object.fromEntries(Array.from({ length: 100 }, app)) as object;
  writeFileSync(file, JSON.stringify({ version: 1, environment, databases: { main: {} }, apps }));
  const [ours, bare] = await alternate(
    15,
    () =>
      untilFirstLine(
        process.execPath,
        [join(__dirname, '../dist/cli/main.js'), 'validate', '--json', file],
        plainEnvironment(),
      ),
    () => untilFirstLine(process.execPath, ['-e', 'console.log(1)'], plainEnvironment()),
  );
  const row = {
    what: '`cdktf-aptible validate` of 100 apps',
    ours: milliseconds(ours!),
    against: `${milliseconds(bare!)} for a bare \`node -e\``,
    ratio: ours! / bare!,
  };
  return { rows: [row] };
}
