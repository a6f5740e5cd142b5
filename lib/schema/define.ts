/** Turns a definition as a file writes it into the whole one: with what every resource has, and with its literal type kept. */
import type {
  Attribute,
  Block,
  DataSourceDefinition,
  FunctionDefinition,
  NestedBlock,
  Parameter,
  ResourceDefinition,
  Type,
} from './types';

/** Terraform needs it on every resource, and its own tools address by it. */
const id = {
  type: 'string',
  description: 'The platform’s numeric id of it, as a string.',
  computed: true,
  stable: true,
} as const satisfies Attribute;

const dataSourceId = { type: id.type, description: id.description, computed: true } as const satisfies Attribute;

const timeoutAttributes = {
  create: timeout('creating it'),
  read: timeout('reading it'),
  update: timeout('changing it'),
  delete: timeout('deleting it'),
} as const;

function timeout<const W extends string>(work: W) {
  return {
    type: 'string',
    description: `How long ${work} may take, operations on the platform included: \`30m\`, \`1h30m\`, \`90s\`.`,
    optional: true,
    pattern: { regex: '^([0-9]+(\\.[0-9]+)?(h|m|s|ms))+$', words: 'a duration such as 30m, 1h30m or 90s' },
  } as const;
}

type Input<D> = Omit<D, 'blocks'> & { readonly blocks?: Readonly<Record<string, NestedBlock>> };
type BlocksOf<D> = D extends { readonly blocks: infer B } ? B : Record<never, never>;

/** The `timeouts` block of a resource that can time out in these ways. */
type TimeoutsBlock<T> = {
  readonly nesting: 'single';
  readonly description: string;
  readonly attributes: { readonly [O in keyof T & keyof typeof timeoutAttributes]: (typeof timeoutAttributes)[O] };
};

export function resource<const D extends Input<ResourceDefinition>>(definition: D) {
  const { attributes, blocks, timeoutsMinutes } = definition;
  const timeouts = {
    nesting: 'single',
    description:
      'How long Terraform waits for the platform before it gives up. What is still going on then is picked up by the next apply.',
    attributes: Object.fromEntries(
      Object.keys(timeoutsMinutes).map((operation) => [
        operation,
        timeoutAttributes[operation as keyof typeof timeoutAttributes],
      ]),
    ),
  };
  return { ...definition, attributes: { id, ...attributes }, blocks: { ...blocks, timeouts } } as unknown as Omit<
    D,
    'attributes' | 'blocks'
  > & {
    readonly attributes: Omit<{ readonly id: typeof id }, keyof D['attributes']> & D['attributes'];
    readonly blocks: BlocksOf<D> & { readonly timeouts: TimeoutsBlock<D['timeoutsMinutes']> };
  };
}

export function dataSource<const D extends Input<DataSourceDefinition>>(definition: D) {
  return { ...definition, attributes: { id: dataSourceId, ...definition.attributes } } as Omit<D, 'attributes'> & {
    readonly attributes: { readonly id: typeof dataSourceId } & D['attributes'];
  };
}

type Attributes = Pick<Block, 'attributes'>;

/** The value of blocks that are left out, where that is not an empty collection. */
type NoBlocks<B, U = never> = B extends { readonly computed: true } ? null | U : never;

/** The object that a definition describes, wholly known: as Terraform stores it. */
export type State<B extends Attributes> = {
  -readonly [A in keyof B['attributes']]: StateValue<B['attributes'][A]>;
} & (B extends { readonly blocks: infer N extends Readonly<Record<string, NestedBlock>> }
  ? {
      -readonly [K in keyof N]: N[K]['nesting'] extends 'single' ? State<N[K]> | null : State<N[K]>[] | NoBlocks<N[K]>;
    }
  : Record<never, never>);

/** The object as an apply is given it: what the platform decides is not known yet, which `U` stands for. */
export type Wanted<B extends Attributes, U> = {
  -readonly [A in keyof B['attributes']]: StateValue<B['attributes'][A]> | UnknownAtApply<B['attributes'][A], U>;
} & (B extends { readonly blocks: infer N extends Readonly<Record<string, NestedBlock>> }
  ? {
      -readonly [K in keyof N]: N[K]['nesting'] extends 'single'
        ? Wanted<N[K], U> | null
        : Wanted<N[K], U>[] | NoBlocks<N[K], U>;
    }
  : Record<never, never>);

/** The object as a configuration or a plan in the making has it: any value may be unset, or unknown. */
export type Draft<B extends Attributes, U> = {
  -readonly [A in keyof B['attributes']]: DraftValue<B['attributes'][A]['type'], U> | null | U;
} & (B extends { readonly blocks: infer N extends Readonly<Record<string, NestedBlock>> }
  ? {
      -readonly [K in keyof N]: N[K]['nesting'] extends 'single'
        ? Draft<N[K], U> | null | U
        : Draft<N[K], U>[] | NoBlocks<N[K]> | U;
    }
  : Record<never, never>);

/** The object as a configuration gives it, wholly known. */
export type Given<B extends Attributes> = {
  -readonly [A in keyof B['attributes']]: B['attributes'][A] extends { readonly required: true }
    ? ValueOf<B['attributes'][A]['type']>
    : ValueOf<B['attributes'][A]['type']> | null;
} & (B extends { readonly blocks: infer N extends Readonly<Record<string, NestedBlock>> }
  ? {
      -readonly [K in keyof N]: N[K]['nesting'] extends 'single' ? Given<N[K]> | null : Given<N[K]>[] | NoBlocks<N[K]>;
    }
  : Record<never, never>);

/** What the platform decides of the object, wholly or where the configuration does not. */
export type Computed<B extends Attributes> = Pick<Given<B>, ComputedName<B> & keyof Given<B>>;

/** What a call gives to these parameters: no argument is null, except where it may be, and any value inside of one may be. */
export type Arguments<P extends readonly Parameter[]> = { -readonly [I in keyof P]: Argument<P[I]> };

type Argument<P extends Parameter> =
  DraftValue<P['type'], never> | (P extends { readonly allowNull: true } ? null : never);

/** What a function gives back. */
export type Result<F extends FunctionDefinition> = ValueOf<F['returns']>;

type ComputedName<B extends Attributes> = {
  [A in keyof B['attributes']]: B['attributes'][A] extends { readonly computed: true } ? A : never;
}[keyof B['attributes']];

type StateValue<A extends Attribute> = A extends { readonly writeOnly: true }
  ? null
  : A extends { readonly required: true } | { readonly default: unknown }
    ? ValueOf<A['type']>
    : ValueOf<A['type']> | null;

/** A default is always planned, unless only a new object gets it: that one may be left to what the object is made from. */
type UnknownAtApply<A extends Attribute, U> = A extends { readonly computed: true }
  ? A extends { readonly default: unknown }
    ? A extends { readonly stable: true }
      ? U
      : never
    : U
  : never;

type DraftValue<T extends Type, U> = T extends 'string' | 'number' | 'bool'
  ? ValueOf<T>
  : T extends readonly ['list' | 'set', infer E extends Type]
    ? (DraftValue<E, U> | U)[]
    : T extends readonly ['map', infer E extends Type]
      ? Record<string, DraftValue<E, U> | null | U>
      : T extends readonly ['object', infer F extends Readonly<Record<string, Type>>]
        ? { -readonly [K in keyof F]: DraftValue<F[K], U> | null | U }
        : never;

type ValueOf<T extends Type> = T extends 'string'
  ? string
  : T extends 'number'
    ? number
    : T extends 'bool'
      ? boolean
      : T extends readonly ['list' | 'set', infer E extends Type]
        ? ValueOf<E>[]
        : T extends readonly ['map', infer E extends Type]
          ? Record<string, ValueOf<E>>
          : T extends readonly ['object', infer F extends Readonly<Record<string, Type>>]
            ? { -readonly [K in keyof F]: ValueOf<F[K]> | null }
            : never;
