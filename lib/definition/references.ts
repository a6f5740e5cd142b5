/** References inside of texts: `${databases.main.url}`. Only `${` is special, and `$${` stands for it. */

export const referenceKinds = [
  'databases',
  'apps',
  'certificates',
  'environment',
  'var',
  'env',
  'secret',
  'file',
  'stack',
] as const;

export interface Reference {
  /** As it is written: `${databases.main.url}`. */
  readonly written: string;
  /** The word before the first dot. */
  readonly kind: string;
  /** What follows it. */
  readonly rest: string;
  /** The text behind `:-`, for an environment variable that is not set. */
  readonly otherwise?: string;
}

export type Part = string | Reference;

/** @returns the literal texts and the references of a text, in order. A `${` that is not closed is a reference without a kind. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let literal = '';
  let rest = text;
  for (;;) {
    const start = rest.indexOf('${');
    if (start < 0) break;
    if (rest[start - 1] === '$') {
      literal += rest.slice(0, start - 1) + '${';
      rest = rest.slice(start + 2);
      continue;
    }
    const end = rest.indexOf('}', start);
    literal += rest.slice(0, start);
    if (literal !== '') parts.push(literal);
    literal = '';
    const written = end < 0 ? rest.slice(start) : rest.slice(start, end + 1);
    parts.push(referenceIn(written, end < 0));
    rest = rest.slice(start + written.length);
  }
  literal += rest;
  if (literal !== '' || parts.length === 0) parts.push(literal);
  return parts;
}

export function referencesIn(text: string): Reference[] {
  return partsOf(text).filter((part) => typeof part !== 'string');
}

function referenceIn(written: string, isOpen: boolean): Reference {
  if (isOpen) return { written, kind: '', rest: '' };
  const inside = written.slice(2, -1).trim();
  const [, kind = '', rest = ''] = /^([^.]*)\.?(.*)$/s.exec(inside) ?? [];
  const [, name, otherwise] = /^(.*?):-(.*)$/s.exec(rest) ?? [];
  return name !== undefined && otherwise !== undefined
    ? { written, kind, rest: name, otherwise }
    : { written, kind, rest };
}
