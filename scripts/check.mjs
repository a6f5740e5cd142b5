// Everything that CI runs, in order of how quickly it can fail. The tests come last: their closing line is the counts.
import { spawnSync } from 'node:child_process';

const steps = [
  { name: 'the build', script: 'build' },
  { name: 'the format', script: 'format:check', remedy: 'npm run format' },
  { name: 'the change fragments', script: 'changes:check' },
  { name: 'the unused code', script: 'unused' },
  { name: 'the lint rules', script: 'lint' },
  { name: 'the types', script: 'types' },
  { name: 'the generated files', script: 'generate:check', remedy: 'npm run generate' },
  { name: 'the API report', script: 'api:check', remedy: 'npm run api, and look at what it changes in api/' },
  { name: 'the consumers', script: 'consumers' },
  { name: 'the tests', script: 'test' },
];

for (const { name, script, remedy } of steps) {
  const startedAt = Date.now();
  const stdio = script === 'test' ? 'inherit' : ['ignore', 'pipe', 'pipe'];
  const { status, stdout, stderr } = spawnSync('npm', ['run', script, '--silent'], {
    stdio,
    encoding: 'utf8',
    maxBuffer: Infinity,
  });
  if (status !== 0) {
    if (stdout !== null) process.stdout.write(`${stdout}${stderr}`);
    console.error(`check: ${name} failed (npm run ${script})${remedy === undefined ? '' : `: ${remedy}`}`);
    process.exit(1);
  }
  if (script !== 'test') console.log(`check: ${name}: ok, ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}
