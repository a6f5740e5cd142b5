/** Keeps secrets out of messages, whatever the platform repeats in an answer. */

/** Fields of a body whose values may be in a message. */
const notSecret = new Set([
  'type',
  'handle',
  'drain_type',
  'instance_profile',
  'organization_id',
  'grant_type',
  'scope',
]);

/** The strings of a body that the platform might repeat in a message: environment variables, passwords, keys. */
export function secretsOf(body: unknown): string[] {
  if (typeof body === 'string') return body.length >= 4 ? [body] : [];
  if (body === null || typeof body !== 'object') return [];
  return Object.entries(body).flatMap(([name, value]) => (notSecret.has(name) ? [] : secretsOf(value)));
}

export function redacted(text: string, hidden: readonly string[]): string {
  return hidden.reduce((rest, secret) => rest.replaceAll(secret, '(redacted)'), text);
}
