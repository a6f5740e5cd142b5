/** The password of a login is stored nowhere: it is made anew, always the same, from what only those have who may see that of the database. */
import { hkdfSync } from 'node:crypto';
import { asUser, parseConnectionUrl } from './connection-url';

/** What the database is given: the password, from which it makes a verifier, and the salt of that. */
export function loginSecret(admin: string, salt: string) {
  return (login: string) => ({
    password: derived(admin, salt, `password of ${login}`, 24).toString('base64url'),
    // The same each time, so that a verifier tells whether it was made here.
    salt: derived(salt, '', `verifier of ${login}`, 16),
  });
}

/** Turns a connection URL of the platform's user into that of a login. Without a login, it stays as it is. */
export function asLogin(
  url: string,
  login: { readonly username: string | null; readonly salt: string | null },
): string {
  const { username, salt } = login;
  // Both are there, or neither is: the schema says so.
  if (username === null || salt === null) return url;
  const { password } = loginSecret(parseConnectionUrl(url)?.password ?? '', salt)(username);
  return asUser(url, username, password);
}

const derived = (key: string, salt: string, purpose: string, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, `cdktf-aptible ${purpose}`, bytes));
