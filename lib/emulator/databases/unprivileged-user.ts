import { readFileSync } from 'node:fs';

export interface UnprivilegedUser {
  readonly uid: number;
  readonly gid: number;
}

/** The user that servers run as, since PostgreSQL refuses root. Undefined for an ordinary user, who runs them himself. */
export function unprivilegedUser(): UnprivilegedUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const [, , uid, gid] =
    ['postgres', 'nobody'].map((name) => users.find((user) => user[0] === name)).find(Boolean) ?? [];
  if (uid === undefined || gid === undefined)
    throw new Error(
      'PostgreSQL does not run as root, and /etc/passwd has neither a user "postgres" nor "nobody" to run it as. Start the local platform as an ordinary user, or without real databases.',
    );
  return { uid: Number(uid), gid: Number(gid) };
}
