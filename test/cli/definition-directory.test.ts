/** The directories of definitions: one for each, and for one command at a time. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aloneIn } from '../../lib/cli/definition-directory';
import { withSynthesized, type SynthOptions } from '../../lib/cli/synth';
import { directoryNameOf } from '../../lib/definition';
import { Files } from '../definition/support';

const definition = 'version: 1\nenvironment: { handle: acme, stack: shared-us-east-1 }\n';

test('definitions have directories of their own, which have plain names where they can', () => {
  const names = ['a-x.yaml', 'a/x.yaml', 'my-env.yaml', 'my env.yaml', 'my/env.yaml'].map((file) =>
    directoryNameOf(file, {}),
  );
  expect(names).toEqual([
    'a-x.yaml',
    'a-x.yaml-b68f9a49',
    'my-env.yaml',
    'my-env.yaml-64af9ff4',
    'my-env.yaml-0a69ecbc',
  ]);
  expect(directoryNameOf('x.yaml', { environment: 'staging', name: 'pr-1' })).toBe('x.yaml.staging.pr-1');
});

const directoryOf = (file: string, options: SynthOptions) =>
  withSynthesized(file, options, ({ directory }) => directory);

test('a directory is not used for another definition', async () => {
  using files = new Files({ 'aptible.yaml': definition, 'aptible.yaml.pr-1': definition });
  const [output, file, other] = ['out', 'aptible.yaml', 'aptible.yaml.pr-1'].map((name) => join(files.path, name)) as [
    string,
    string,
    string,
  ];
  const directory = await directoryOf(file, { output, name: 'pr-1' });
  expect(await directoryOf(file, { output, name: 'pr-1' })).toBe(directory);
  const before = readFileSync(join(directory, 'cdk.tf.json'), 'utf8');
  await expect(directoryOf(other, { output })).rejects.toThrow(
    `${directory} belongs to another definition, ${file} (pr-1): with this one in it, their states could be mixed up. ` +
      `Nothing was changed. Give this one another --output, or remove ${directory}/definition.json when that definition was moved to this place`,
  );
  expect(readFileSync(join(directory, 'cdk.tf.json'), 'utf8')).toBe(before);
});

test('a command waits for the one before it, or says which one it is', async () => {
  using files = new Files({ 'aptible.yaml': definition });
  const options = { output: join(files.path, 'out'), lockTimeout: 0 };
  const file = join(files.path, 'aptible.yaml');
  const holder = String(process.ppid);
  const directory = await directoryOf(file, options);
  const lock = join(directory, 'command.lock');
  writeFileSync(lock, holder);
  await expect(withSynthesized(file, options, () => undefined)).rejects.toThrow(
    `Another command works in ${directory}: process ${holder}. Nothing was changed. Wait until it has ended, or give this one an --output of its own. ` +
      `When nothing runs there any more, remove ${lock}`,
  );
  expect(readFileSync(lock, 'utf8')).toBe(holder);
});

test.each(['one that was killed', 'one of the same number, as in a container'])(
  'the lock of %s holds nobody up',
  async (which) => {
    using files = new Files();
    const gone = which.includes('killed') ? spawnSync('true').pid : process.pid;
    writeFileSync(join(files.path, 'command.lock'), String(gone));
    await aloneIn(files.path, 0, () => {
      expect(readFileSync(join(files.path, 'command.lock'), 'utf8')).toBe(String(process.pid));
      expect(readdirSync(files.path)).toEqual(['command.lock']);
    });
    expect(existsSync(join(files.path, 'command.lock'))).toBe(false);
  },
);

test('what is wrong with a definition leaves no directory behind', async () => {
  using files = new Files({ 'aptible.yaml': 'version: 1\n' });
  const output = join(files.path, 'out');
  await expect(withSynthesized(join(files.path, 'aptible.yaml'), { output }, () => undefined)).rejects.toThrow();
  expect(existsSync(output)).toBe(false);
});
