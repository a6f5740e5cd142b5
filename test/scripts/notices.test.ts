import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const notices = join(__dirname, '../../scripts/notices.mjs');

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'notices-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Writes a package, and gives the path of its one file. */
function packageWith(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(directory, 'node_modules', name);
  mkdirSync(folder, { recursive: true });
  const all = { 'package.json': JSON.stringify({ name, version: '1.0.0', license: 'MIT' }), 'index.js': '', ...files };
  for (const [file, text] of Object.entries(all)) writeFileSync(join(folder, file), text);
  return join(folder, 'index.js');
}

function noticesOf(...inputs: string[]): string {
  const script = `
    import { noticesOf } from ${JSON.stringify(notices)};
    try { process.stdout.write(noticesOf(${JSON.stringify(inputs)})); } catch (error) { process.stdout.write(error.message); }`;
  return execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
}

test('the licences of the packages of a bundle, once each, as a comment that nothing in them ends', () => {
  const ours = join(directory, 'index.js');
  const plain = packageWith('plain', { 'LICENSE.md': 'Copyright of plain\r\n/* all */ rights' });
  const scoped = packageWith('@of/scoped', { LICENCE: 'Copyright of scoped', NOTICE: 'Written by them' });
  expect(noticesOf(ours, plain, scoped, plain)).toBe(`/*
This file contains these packages:

--- @of/scoped 1.0.0 (MIT) ---

Copyright of scoped

Written by them

--- plain 1.0.0 (MIT) ---

Copyright of plain
/* all * / rights
*/
`);
});

test('a licence that is the last section of a README counts as well, when it is a whole one', () => {
  const whole = 'Copyright of readme\n\nPermission is granted';
  expect(noticesOf(packageWith('readme', { 'README.md': `# It\n\n## License\n\n${whole}\n` }))).toContain(
    `--- readme 1.0.0 (MIT) ---\n\n${whole}\n*/`,
  );
  expect(noticesOf(packageWith('word', { 'README.md': '# It\n\n## License\n\nMIT\n' }))).toContain('has no file with');
});

test('a package without a licence stops the build', () => {
  expect(noticesOf(packageWith('bare', {}))).toBe(
    `bare 1.0.0 (MIT) is bundled, and has no file with its licence: ${join(directory, 'node_modules/bare')}`,
  );
});
