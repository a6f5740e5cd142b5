/** HAL links name other records by address: `https://api.aptible.com/accounts/3`. */
import { ApiError } from './errors';

/** Anything with links. A link whose target is absent is left out, null, or has an empty address. */
export interface Linked {
  readonly _links?: Readonly<Record<string, { readonly href?: string | null } | null | undefined>> | null | undefined;
}

/** The last segment of an address: the id of what it names. */
export function idOf(href: string): string | undefined {
  return (
    href
      .replace(/[?#].*$/s, '')
      .replace(/\/+$/, '')
      .split('/')
      .at(-1) || undefined
  );
}

/** The number at the end of a record's link; undefined when there is none. */
export function linkedId(record: Linked, relation: string): number | undefined {
  const id = linkedUuid(record, relation);
  return id !== undefined && /^\d{1,15}$/.test(id) ? Number(id) : undefined;
}

/** The number at the end of a link without which the record says too little. */
export function requiredId(record: Linked, relation: string): number {
  const id = linkedId(record, relation);
  if (id !== undefined) return id;
  throw new ApiError(`The platform's answer is not understood: _links.${relation} of a record is missing or wrong.`, {
    code: 'unexpected',
  });
}

/** The id at the end of a record's link to the auth API (organization, user, role); undefined when there is none. */
export function linkedUuid(record: Linked, relation: string): string | undefined {
  const href = record._links?.[relation]?.href;
  return href ? idOf(href) : undefined;
}
