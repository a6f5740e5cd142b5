/** The `cdktf-aptible` command as a process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { Files } from '../definition/support';
import { Compiled } from '../support/compiled';

const compiled = new Compiled();
afterAll(() => compiled.remove());

test('a command whose reader has gone, such as head, ends without an error of its own', async () => {
  using files = new Files({
    'aptible.yaml': 'version: 1\nenvironment: { handle: acme, stack: shared-us-east-1 }\n',
  });
  const ended = [['graph', 'aptible.yaml'], ['--help']].map(async (args) => {
    const child = spawn(process.execPath, [compiled.path('lib/cli/main.ts'), ...args], {
      cwd: files.path,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    const [complaint] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    return [args[0], child.exitCode, complaint];
  });
  expect(await Promise.all(ended)).toEqual([
    ['graph', 0, ''],
    ['--help', 0, ''],
  ]);
});
