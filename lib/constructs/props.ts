/**
 * The table of a construct: which attribute of the schema each of its props sets. From it come the configuration of its Terraform element,
 * the names in messages and the test that holds props and schema together.
 *
 * @example
 * export const backupAttributes = {
 *   database: reference('database_id', 'databaseId'),
 *   triggers: 'triggers',
 * } as const satisfies AttributesOf<BackupProps, typeof resources.aptible_backup>;
 */
import type { IResolvable } from 'cdktf';
import type { IConstruct } from 'constructs';
import type {
  Attributes,
  BlockOfKind,
  Definition,
  Entry,
  Given,
  InEnvironment,
  NoAttribute,
  TimeoutsBlock,
} from '../definition/table';
import type { Attribute, NestedBlock } from '../schema';
import type { ResourceProps, Timeouts } from './resource';
import type { IEnvironment } from './scope';

export type { Attributes, Definition, Entry, Given };

/** An attribute whose literal value, or each of a map, is refused: it would be readable in `cdk.tf.json`. */
export function secret<const A extends string>(attribute: A) {
  return { kind: 'secret', attribute } as const;
}

/** An attribute that identifies a construct: it has the value of that property of the construct, or the value that is given instead. */
export function reference<const A extends string, const N extends string>(attribute: A, property: N) {
  return { kind: 'reference', attribute, property } as const;
}

/** The attribute that identifies the environment, which is the one around the construct when the prop is left out. */
export const inEnvironment = { kind: 'environment', attribute: 'env_id' } as const satisfies InEnvironment;

/** Props inside a prop, which set attributes beside those of the others. */
export function group<const T>(attributes: T) {
  return { kind: 'group', attributes } as const;
}

/** A block of which there is one at most, with the props that set its attributes. */
export function oneBlock<const B extends string, const T>(block: B, attributes: T) {
  return { kind: 'one', block, attributes } as const;
}

/** Blocks of one attribute each that is the key in the prop, with the props that set the others. */
export function keyedBlocks<const B extends string, const K extends string, const T>(block: B, key: K, attributes: T) {
  return { kind: 'keyed', block, key, attributes } as const;
}

/**
 * A block of which there is one at most, and of several kinds: the value says which table its props have. `made` says how to make one:
 * `Autoscaling.horizontal(...)`.
 */
export function blockOfKind<const B extends string>(block: B, made: string) {
  return { kind: 'kinds', block, made } as const satisfies BlockOfKind;
}

/** A prop that sets nothing in the schema: the construct itself knows what to do with it. */
export const noAttribute = { kind: 'none' } as const satisfies NoAttribute;

/** The block of time-outs. Which ones there are, the definition of the resource says. */
const timeouts = { kind: 'timeouts', block: 'timeouts' } as const satisfies TimeoutsBlock;

/** The props of every resource. */
export const ofResource = { dependsOn: noAttribute, lifecycle: noAttribute } as const satisfies Record<
  keyof ResourceProps,
  Entry
>;

/** The props of every resource of the platform. */
export const ofPlatformResource = { ...ofResource, timeouts } as const;

/** Puts props beside their table. `fixed` has the attributes that the call sets, not the props: `LogDrain.datadog` a type. */
export function given<P extends object, D extends Definition>(
  definition: D,
  attributes: AttributesOf<P, D>,
  props: P,
  fixed: FixedOf<D> = {},
): Given<D, P> {
  return { definition, attributes: attributes as Attributes, props, fixed };
}

/** The table that these props must have: each prop, with an attribute of this type that may be left out if the prop may. */
export type AttributesOf<P, D extends Definition> = {
  readonly [K in KeyOf<P>]-?: EntryOf<
    Exclude<PropOf<P, K>, undefined>,
    D,
    undefined extends PropOf<P, K> ? true : false
  >;
};

type KeyOf<P> = P extends unknown ? keyof P : never;
type PropOf<P, K extends PropertyKey> = P extends unknown ? (K extends keyof P ? P[K] : undefined) : never;

type EntryOf<V, D extends Definition, IsOptional extends boolean> =
  | NoAttribute
  | Fitting<V, D, IsOptional>
  | { readonly kind: 'secret'; readonly attribute: Fitting<V, D, IsOptional> }
  | ([V] extends [IEnvironment] ? InEnvironment : never)
  | ([V] extends [Timeouts] ? TimeoutsBlock : never)
  | ReferenceOf<Extract<V, IConstruct>, D, IsOptional>
  | (V extends object
      ? | { readonly kind: 'group'; readonly attributes: AttributesOf<V, D> }
        | { [B in keyof BlocksOf<D>]: BlockOf<V, BlocksOf<D>[B], B> }[keyof BlocksOf<D>]
      : never);

type ReferenceOf<C, D extends Definition, IsOptional extends boolean> = {
  [N in keyof C]: {
    readonly kind: 'reference';
    readonly attribute: Fitting<C[N], D, IsOptional>;
    readonly property: N;
  };
}[keyof C];

type BlockOf<V, D, B> = D extends Definition
  ? | { readonly kind: 'one'; readonly block: B; readonly attributes: AttributesOf<V, D> }
    | {
        readonly kind: 'keyed';
        readonly block: B;
        readonly key: Settable<D>;
        readonly attributes: AttributesOf<V[keyof V], D>;
      }
    | (V extends { readonly policy: Given<D> }
        ? { readonly kind: 'kinds'; readonly block: B; readonly made: string }
        : never)
  : never;

/** The attributes that take this value, and may be left out if it may. */
type Fitting<V, D extends Definition, IsOptional extends boolean> = {
  [A in Settable<D>]: [V] extends [ValueOf<D['attributes'][A]['type']>]
    ? IsOptional extends true
      ? D['attributes'][A] extends { readonly required: true }
        ? never
        : A
      : A
    : never;
}[Settable<D>];

/** The attributes that a configuration can set. */
export type Settable<D extends Definition> = {
  [A in keyof D['attributes']]: D['attributes'][A] extends { readonly required: true } | { readonly optional: true }
    ? A
    : never;
}[keyof D['attributes']] &
  string;

/** The blocks that a configuration can set. */
export type BlocksOf<D extends Definition> = D extends {
  readonly blocks: infer N extends Readonly<Record<string, NestedBlock>>;
}
  ? N
  : Record<never, never>;

type FixedOf<D extends Definition> = {
  readonly [A in Settable<D>]?: D['attributes'][A] extends { readonly oneOf: readonly (infer V)[] }
    ? V
    : ValueOf<D['attributes'][A]['type']>;
};

/** The value of an attribute in a configuration. */
export type ValueOf<T extends Attribute['type']> = T extends 'string'
  ? string
  : T extends 'number'
    ? number
    : T extends 'bool'
      ? boolean | IResolvable
      : T extends readonly ['list' | 'set', infer E extends Attribute['type']]
        ? ValueOf<E>[]
        : T extends readonly ['map', infer E extends Attribute['type']]
          ? { readonly [key: string]: ValueOf<E> }
          : never;
