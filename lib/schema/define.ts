/** Turns a definition as a file writes it into the whole one: with what every resource has, and with its literal type kept. */
import type { Attribute, Block, DataSourceDefinition, NestedBlock, ResourceDefinition, Type } from './types';

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

/** The object that a definition describes, as a provider's handlers see it when it is wholly known. */
export type State<B extends Pick<Block, 'attributes'>> = {
  -readonly [A in keyof B['attributes']]: B['attributes'][A] extends
    { readonly required: true } | { readonly default: unknown }
    ? ValueOf<B['attributes'][A]['type']>
    : ValueOf<B['attributes'][A]['type']> | null;
} & (B extends { readonly blocks: infer N extends Readonly<Record<string, NestedBlock>> }
  ? { -readonly [K in keyof N]: N[K]['nesting'] extends 'single' ? State<N[K]> | null : State<N[K]>[] }
  : Record<never, never>);

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
