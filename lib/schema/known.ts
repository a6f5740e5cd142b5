/** The values that definitions list, as types: an editor offers them, and the compiler takes any other, such as a token. */
import type { Block } from './types';

/** The values of an attribute, or any other of its type. */
export type Known<B extends Pick<Block, 'attributes'>, A extends keyof B['attributes']> = OrOther<
  Listed<B['attributes'][A]>
>;

/** The values of an attribute that a rule leaves when another field is set or, with `V`, has that value; or any other of its type. */
export type KnownWith<
  B extends Block,
  A extends keyof B['attributes'],
  F extends keyof B['attributes'],
  V = undefined,
> = B extends { readonly rules: readonly (infer R)[] } ? OrOther<Left<R, A, F, V>> : never;

type Listed<A> = A extends { readonly oneOf: readonly (infer V)[] } | { readonly known: readonly (infer V)[] }
  ? V
  : never;

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

/** An intersection with `{}` keeps the compiler from forgetting the literals. */
type OrOther<V> = V | (V extends string ? string & {} : number & {});
