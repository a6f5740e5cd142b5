import { Token } from 'cdktf';

/** Tells whether only Terraform knows a value: a token, or text with a reference in it. */
export function isUnknown(value: unknown): boolean {
  // A token in a string looks like a reference.
  if (typeof value === 'string') return value.includes('${');
  return value !== undefined && Token.isUnresolved(value);
}
