/** The values that definitions list, as types. */
import type { Block } from './types';

/** These values, which an editor offers, or any other of their type. The intersection keeps the compiler from forgetting the literals. */
type Known<V> = V | (V extends string ? string & {} : number & {});

/** The values of an attribute. */
export type KnownOf<B extends Pick<Block, 'attributes'>, A extends keyof B['attributes']> = B['attributes'][A] extends
  { readonly oneOf: readonly (infer V)[] } | { readonly known: readonly (infer V)[] }
  ? Known<V>
  : never;

/** The values of an attribute that a rule leaves when another field is set or, with `V`, has that value. */
export type KnownWith<
  B extends Block,
  A extends keyof B['attributes'],
  F extends keyof B['attributes'],
  V = undefined,
> = B extends { readonly rules: readonly (infer R)[] } ? Known<Left<R, A, F, V>> : never;

type Left<R, A extends PropertyKey, F, V> = R extends {
  readonly field: F;
  readonly limits: Readonly<Record<A, { readonly oneOf: readonly (infer W)[] }>>;
}
  ? R extends { readonly is: readonly (infer I)[] }
    ? V extends I
      ? W
      : never
    : W
  : never;
