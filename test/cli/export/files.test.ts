import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFiles } from '../../../lib/cli/export/files';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cdktf-aptible-files-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test('when one file cannot be written, the others are as they were', () => {
  writeFileSync(join(directory, 'main.tf'), 'before');
  const tooLong = 'x'.repeat(300);
  expect(() => writeFiles(directory, { 'main.tf': 'after', [tooLong]: '' }, { force: true })).toThrow('ENAMETOOLONG');
  expect(readdirSync(directory)).toEqual(['main.tf']);
  expect(readFileSync(join(directory, 'main.tf'), 'utf8')).toBe('before');
});
