import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../lib/cli/file-problem';
import { Files } from '../definition/support';

function said(action: () => void): string {
  try {
    action();
  } catch (error) {
    return messageOf(error);
  }
  return 'nothing was thrown';
}

test('a file that cannot be written is named, with the reason and what to do', () => {
  using files = new Files({ file: '' });
  const at = (...names: string[]) => join(files.path, ...names);
  expect(said(() => mkdirSync(at('file', 'below'), { recursive: true }))).toBe(
    `${at('file', 'below')} cannot be made: a part of this path is a file and no directory. Name another place (ENOTDIR)`,
  );
  expect(said(() => mkdirSync(at('file'), { recursive: true }))).toBe(
    `${at('file')} cannot be made: there is something else in its place. Move that, or name another place (EEXIST)`,
  );
  expect(said(() => writeFileSync(files.path, 'x'))).toBe(
    `${files.path} cannot be opened: it is a directory. Name a file (EISDIR)`,
  );
  expect(said(() => writeFileSync(at('none', 'file'), 'x'))).toBe(
    `${at('none', 'file')} cannot be opened: there is no such file or directory. Make its directory, or name another place (ENOENT)`,
  );
});

// The tests may run as a user who may do everything, on a disk that has space.
test.each([
  [
    'EACCES',
    'mkdir',
    'PATH cannot be made: permission is denied. Give this user the right to it, or name another place (EACCES)',
  ],
  ['EROFS', 'open', 'PATH cannot be opened: its file system is read-only. Name another place (EROFS)'],
  ['ENOSPC', 'write', 'PATH cannot be written: there is no space left. Free some, or name another place (ENOSPC)'],
])('%s is said in words', (code, syscall, message) => {
  expect(messageOf(Object.assign(new Error(code), { code, syscall, path: 'PATH' }))).toBe(message);
});

test('an error that is about no file is said as it is', () => {
  const spawned = Object.assign(new Error('spawn terraform ENOENT'), {
    code: 'ENOENT',
    syscall: 'spawn terraform',
    path: 'terraform',
  });
  for (const error of [spawned, new Error('The plan is stale')]) expect(messageOf(error)).toBe(error.message);
  expect(messageOf(Object.assign(new Error('a full disk'), { code: 'ENOSPC', syscall: 'write' }))).toBe(
    'A file cannot be written: there is no space left. Free some, or name another place (ENOSPC)',
  );
});
