import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const script = join(__dirname, '../../scripts/start.cjs');

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'start-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Runs npm start's script on a machine whose terraform is that shell script. */
function start(terraform: string | undefined, nodeVersion = process.versions.node) {
  if (terraform !== undefined)
    writeFileSync(join(directory, 'terraform'), `#!/bin/sh\n${terraform}\n`, { mode: 0o755 });
  const program = `Object.defineProperty(process.versions, 'node', { value: ${JSON.stringify(nodeVersion)} }); require(${JSON.stringify(script)})`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', program], {
    encoding: 'utf8',
    env: { PATH: directory },
  });
  return { status, stdout, stderr };
}

test.each(['18.20.4', '20.18.0', '20.9.0'])('Node %s is too old: one sentence, status 1', (version) => {
  expect(start('exit 1', version)).toEqual({
    status: 1,
    stdout: '',
    stderr: `Node ${version} is too old: npm start needs Node 20.18.1 or newer.\n`,
  });
});

test('a missing terraform is one sentence, status 1', () => {
  expect(start(undefined)).toEqual({
    status: 1,
    stdout: '',
    stderr:
      'terraform was not found on PATH: npm start needs terraform 1.5 or newer (https://developer.hashicorp.com/terraform/install).\n',
  });
});

test.each(['1.4.7', '0.15.5'])('terraform %s is too old: one sentence, status 1', (version) => {
  expect(start(`echo '{ "terraform_version": "${version}" }'`)).toEqual({
    status: 1,
    stdout: '',
    stderr: `terraform ${version} is too old: npm start needs terraform 1.5 or newer.\n`,
  });
});

test('a terraform that does not tell its version is one sentence, status 1', () => {
  expect(start('echo no >&2; exit 3')).toEqual({
    status: 1,
    stdout: '',
    stderr: 'terraform did not tell its version: "terraform version -json" gave "no\\n".\n',
  });
});
