/** HAL links name other records by address: `https://api.aptible.com/accounts/3`. */
import * as z from 'zod/mini';
import { ApiError } from './errors';

const link = z.object({ href: z.nullish(z.string()) });
const linkOrList = z.nullish(z.union([link, z.array(link).check(z.maxLength(1))]));
type Link = z.output<typeof linkOrList>;

/** The shape of the links of these relations; others are not looked at. HAL lets each be a list, too, in which more than one would be unclear. */
export const linksShape = <R extends string>(...relations: readonly R[]) =>
  z.nullish(z.object(Object.fromEntries(relations.map((name) => [name, linkOrList])) as Record<R, typeof linkOrList>));

/** Anything with a link of that relation. One whose target is absent is left out, null, or has an empty address. */
export interface Linked<R extends string> {
  readonly _links?: { readonly [K in R]?: Link } | null | undefined;
}

/** The address of what a record's link names; undefined when there is none. */
export function linkedAddress<R extends string>(record: Linked<R>, relation: R): string | undefined {
  const [link] = [record._links?.[relation]].flat();
  return link?.href || undefined;
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
export function linkedId<R extends string>(record: Linked<R>, relation: R): number | undefined {
  const id = linkedUuid(record, relation);
  return id !== undefined && /^\d{1,15}$/.test(id) ? Number(id) : undefined;
}

/** The number at the end of a link without which the record says too little. */
export function requiredId<R extends string>(record: Linked<R>, relation: R): number {
  const id = linkedId(record, relation);
  if (id !== undefined) return id;
  throw new ApiError(`The platform's answer is not understood: _links.${relation} of a record is missing or wrong.`, {
    code: 'unexpected',
  });
}

/** The id at the end of a record's link to the auth API (organization, user, role); undefined when there is none. */
export function linkedUuid<R extends string>(record: Linked<R>, relation: R): string | undefined {
  const address = linkedAddress(record, relation);
  return address === undefined ? undefined : idOf(address);
}
