import { Token } from 'cdktf';

/** Tells whether only Terraform knows a value: a token, or text with a reference in it. */
export function isUnknown(value: unknown): boolean {
  if (value === undefined) return false;
  return Token.isUnresolved(value) || (typeof value === 'string' && value.includes('${'));
}
