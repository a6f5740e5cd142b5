/** What a review may show of values. */
import { canonical } from './limits';
import type { Attribute } from './types';

/** Whether values of it are no secrets, by what they are: numbers, booleans, one of a few, and texts that are said to be `plain`. */
function isPlain({ type, oneOf, known, plain, sensitive, writeOnly }: Attribute): boolean {
  if (sensitive || writeOnly) return false;
  return type === 'number' || type === 'bool' || (type === 'string' && (oneOf ?? known ?? plain) !== undefined);
}

/** A name of a thing, a version or an image. A text of another form is not what the attribute is for. */
const plainForm = /^(?!.*:\/\/)[\w./:-]{1,200}(@sha256:[0-9a-f]{64})?$/;

/** The text of a value that may be shown; undefined for one that may not, also where it is not of the attribute's own type or values. */
export function plainText(attribute: Attribute, value: unknown): string | undefined {
  if (!isPlain(attribute)) return undefined;
  const { type, oneOf, known, plain } = attribute;
  if (type === 'number') return typeof value === 'number' ? String(value) : undefined;
  if (type === 'bool') return typeof value === 'boolean' ? String(value) : undefined;
  if (typeof value !== 'string') return undefined;
  const listed: readonly unknown[] = [...(oneOf ?? []), ...(known ?? [])];
  return listed.includes(canonical(attribute, value)) || (plain && plainForm.test(value)) ? value : undefined;
}
