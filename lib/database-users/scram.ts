/** Passwords as PostgreSQL stores them. A server that is given the verifier never sees the password, and so cannot log it. */
import { createHash, createHmac, pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** PostgreSQL's own number. The passwords are random, so that more would not make them harder to guess. */
const iterations = 4096;

/** @returns the SCRAM-SHA-256 verifier of a password of printable ASCII, which SASLprep leaves as it is. */
export async function scramVerifier(password: string, salt: Buffer): Promise<string> {
  const { storedKey, serverKey } = await keysOf(password, salt, iterations);
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey.toString('base64')}:${serverKey.toString('base64')}`;
}

/** Whether the verifier is one of this password; `salt`: whether it has this salt at least. Nothing that is not a verifier is either. */
export async function matches(
  verifier: string | null,
  password: string,
  salt: Buffer,
): Promise<{ readonly password: boolean; readonly salt: boolean }> {
  const [, count, itsSalt, storedKey] = /^SCRAM-SHA-256\$(\d+):([^$]+)\$([^:]+):.+$/.exec(verifier ?? '') ?? [];
  if (count === undefined || itsSalt === undefined || storedKey === undefined) return { password: false, salt: false };
  const actual = Buffer.from(storedKey, 'base64');
  const expected = (await keysOf(password, Buffer.from(itsSalt, 'base64'), Number(count))).storedKey;
  return {
    password: actual.length === expected.length && timingSafeEqual(actual, expected),
    salt: salt.equals(Buffer.from(itsSalt, 'base64')),
  };
}

const derive = promisify(pbkdf2);

async function keysOf(password: string, salt: Buffer, count: number) {
  const salted = await derive(password, salt, count, 32, 'sha256');
  const keyed = (text: string) => createHmac('sha256', salted).update(text).digest();
  return { storedKey: createHash('sha256').update(keyed('Client Key')).digest(), serverKey: keyed('Server Key') };
}
