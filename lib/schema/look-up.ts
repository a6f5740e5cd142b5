/** The parts that definitions of data sources share: how a thing is asked for, and how the attributes of its resource are shown. */
import type { Attribute, Rule, Type } from './types';

type Attributes = Readonly<Record<string, Attribute>>;

/** The attributes of a resource as a data source shows them: they are found, and not for a configuration to set. */
export function shown<const A extends Attributes>(attributes: A) {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { type, description, sensitive }]) => [
      name,
      { type, description, computed: true, ...(sensitive && { sensitive }) },
    ]),
  ) as { readonly [K in keyof A]: Pick<A[K], 'type' | 'description'> & { readonly computed: true } };
}

/** Attributes that can be in a list: none is sensitive, since Terraform would then hide the whole list. */
type Listed = Readonly<Record<string, Pick<Attribute, 'type'> & { readonly sensitive?: undefined }>>;

export function objectOf<const A extends Listed>(attributes: A) {
  const types = Object.fromEntries(Object.entries(attributes).map(([name, { type }]) => [name, type]));
  return ['object', types as { readonly [K in keyof A]: A[K]['type'] & Type }] as const;
}

/** A list of things, each with these attributes. */
export const listOf = <const A extends Listed>(description: string, attributes: A) =>
  ({ type: ['list', objectOf(attributes)], description, computed: true }) as const;

/** An argument by which a thing can be found, and which is there when it was found by another one. */
export const sought = <const A extends Omit<Attribute, 'optional' | 'computed'>>(attribute: A) =>
  ({ ...attribute, optional: true, computed: true }) as const;

export const soughtId = (description: string) => sought({ type: 'number', description, integer: true, minimum: 1 });

/** The environment of a thing that may be looked up by its own id instead. */
export const environmentOfSought = soughtId(
  'The id of the environment in which it is. Needed, unless it is looked up by its id; there it saves requests when there are several of them.',
);

/** The rules of a thing that is found by its id, or by one of these names inside an environment. */
export function foundBy(id: string, ...names: readonly string[]): readonly Rule[] {
  return [
    { kind: 'exactlyOne', fields: [id, ...names], why: 'one thing is looked up, in one way' },
    ...names.map(
      (field) => ({ kind: 'when', field, needs: ['env_id'], why: 'it is looked for in one environment' }) as const,
    ),
  ];
}
