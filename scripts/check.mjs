// Everything that CI runs, in order of how quickly it can fail. The tests come last: their closing line is the counts.
import { spawnSync } from 'node:child_process';

const steps = [
  ['the build', 'npm', ['run', 'build', '--silent']],
  ['the format', 'npx', ['prettier', '--check', '--log-level', 'warn', '.']],
  ['the lint rules', 'npm', ['run', 'lint', '--silent']],
  ['the types', 'npm', ['run', 'types', '--silent']],
  ['the generated files', 'node', ['scripts/generate.mjs', '--check']],
  ['the tests', 'npm', ['test', '--silent']],
];

for (const [name, command, args] of steps) {
  const startedAt = Date.now();
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) {
    console.error(`check: ${name} failed (${command} ${args.join(' ')})`);
    process.exit(1);
  }
  if (name !== 'the tests') console.log(`check: ${name}: ok, ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}
