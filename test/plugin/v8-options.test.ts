import { buildSync } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

test('the options of V8 are others while the process runs, and as before at its exit: its code cache is for these', () => {
  const contents = `
    import { cachedDataVersionTag } from 'node:v8';
    import { expectShortLife } from ${JSON.stringify(join(__dirname, '../../lib/plugin/v8-options'))};
    const before = cachedDataVersionTag();
    const said = [];
    const say = (when) => said.push(when + (cachedDataVersionTag() === before ? ': as before' : ': others'));
    process.once('exit', () => {
      say('at the exit');
      console.log(said.join(', '));
    });
    expectShortLife();
    say('meanwhile');`;
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: __dirname },
    bundle: true,
    platform: 'node',
    write: false,
  });
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', outputFiles[0]!.text], { encoding: 'utf8' });
  // V8 says on stderr that it does not know an option.
  expect({ stdout, stderr }).toEqual({ stdout: 'meanwhile: others, at the exit: as before\n', stderr: '' });
});
