/** What to say when a file cannot be read or written: Node says only a code. */

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied. Give this user the right to it, or name another place',
  EPERM: 'the system does not allow it. Name another place',
  EROFS: 'its file system is read-only. Name another place',
  ENOSPC: 'there is no space left. Free some, or name another place',
  EDQUOT: 'the quota of this user is used up. Free some space, or name another place',
  ENOENT: 'there is no such file or directory. Make its directory, or name another place',
  ENOTDIR: 'a part of this path is a file and no directory. Name another place',
  ELOOP: 'its links lead in a circle. Name another place',
  EISDIR: 'it is a directory. Name a file',
  EEXIST: 'there is something else in its place. Move that, or name another place',
};

const attempts: Readonly<Record<string, string>> = {
  mkdir: 'cannot be made',
  mkdtemp: 'cannot be made',
  stat: 'cannot be read',
  scandir: 'cannot be read',
  read: 'cannot be read',
  write: 'cannot be written',
  rename: 'cannot be put in its place',
  copyfile: 'cannot be copied',
  symlink: 'cannot be made',
  unlink: 'cannot be removed',
  rmdir: 'cannot be removed',
  rm: 'cannot be removed',
};

/** @returns what a person has to know of an error. */
export function messageOf(error: unknown): string {
  const {
    message = String(error),
    code = '',
    syscall = '',
    path,
    dest,
  } = (error ?? {}) as Partial<NodeJS.ErrnoException> & { readonly dest?: string };
  const reason = reasons[code];
  // What is written into an open file has no path; processes that cannot be started are none of these.
  if (reason === undefined || syscall.startsWith('spawn') || (path === undefined && syscall !== 'write'))
    return message;
  return `${dest ?? path ?? 'A file'} ${attempts[syscall] ?? 'cannot be opened'}: ${reason} (${code})`;
}
