/** Turns the attributes of a resource into the props that a definition has for them: the way back of the constructs' tables. */
import { optionOf, type ChoiceShape, type ObjectShape, type Shape } from '../../definition';
import type { Attributes, Definition, Entry } from '../../definition/table';
import type { Attribute } from '../../schema';
import { literal } from './credentials';
import type { Values } from './records';

export interface Words {
  /** The reference that stands for a secret at a place. */
  readonly secret: (place: readonly string[], value: string) => string;
  /** Whether a value that may be shown is better not. */
  readonly isSecret: (name: string, value: string) => boolean;
  /** The word for another thing: the name of an entry, or of a stack. Undefined where there is none. */
  readonly reference: (property: string, id: unknown) => string | undefined;
}

/**
 * @param place the way to the object in the definition, for secrets in it
 * @returns what is not default.
 */
export function propsOf(shape: ObjectShape, state: Values, place: readonly string[], words: Words): Values {
  if (shape.construct === undefined) throw new Error(`${place.join('.')} is no construct`);
  const { definition, attributes } = shape.construct;
  return new Props(words).of(shape.fields, attributes, definition, state, place);
}

/** @returns the object of a choice that has these attributes fixed as they are; undefined where there is none. */
export function optionFor(choice: ChoiceShape, state: Values): { kind: string; shape: ObjectShape } | undefined {
  const found = Object.entries(choice.options).find(([, { construct }]) =>
    Object.entries(construct?.fixed ?? {}).every(([name, value]) => state[name] === value),
  );
  return found && { kind: found[0], shape: found[1] };
}

class Props {
  constructor(private readonly words: Words) {}

  of(
    fields: Readonly<Record<string, Shape>>,
    attributes: Attributes,
    definition: Definition,
    state: Values,
    place: readonly string[],
  ): Values {
    return Object.fromEntries(
      Object.entries(attributes).flatMap(([prop, entry]) => {
        const shape = fields[prop];
        if (shape === undefined) return [];
        const value = this.value(shape, entry, definition, state, [...place, prop]);
        return value === undefined ? [] : [[prop, value] as const];
      }),
    );
  }

  private value(shape: Shape, entry: Entry, definition: Definition, state: Values, place: readonly string[]): unknown {
    if (typeof entry === 'string') return this.plain(shape, state[entry], definition.attributes[entry]!, place);
    switch (entry.kind) {
      case 'secret': {
        const value = state[entry.attribute];
        return typeof value === 'string' && value !== '' ? this.words.secret(place, value) : undefined;
      }
      case 'reference': {
        const id = state[entry.attribute];
        return id === null || id === undefined ? undefined : this.words.reference(entry.property, id);
      }
      case 'one': {
        const [element] = elementsOf(state[entry.block]);
        if (element === undefined || shape.kind !== 'object') return undefined;
        return this.of(shape.fields, entry.attributes, definition.blocks![entry.block]!, element, place);
      }
      case 'keyed':
        return this.keyed(shape, entry, definition.blocks![entry.block]!, elementsOf(state[entry.block]), place);
      case 'kinds': {
        const [element] = elementsOf(state[entry.block]);
        const type = element?.['autoscaling_type'];
        const option = shape.kind === 'choice' ? optionOf(shape, { type }) : undefined;
        return element === undefined || option === undefined
          ? undefined
          : { type, ...propsOf(option, element, place, this.words) };
      }
      // What only the configuration says, and what a database began with.
      case 'group':
      case 'timeouts':
      case 'none':
      case 'environment':
        return undefined;
    }
  }

  private keyed(
    shape: Shape,
    { key, attributes }: Extract<Entry, { readonly kind: 'keyed' }>,
    block: Definition,
    elements: readonly Values[],
    place: readonly string[],
  ): unknown {
    if (shape.kind !== 'entries' || shape.of.kind !== 'object' || elements.length === 0) return undefined;
    const { fields } = shape.of;
    return Object.fromEntries(
      elements
        .map((element) => [String(element[key]), element] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, element]) => [name, this.of(fields, attributes, block, element, [...place, name])]),
    );
  }

  private plain(shape: Shape, value: unknown, attribute: Attribute, place: readonly string[]): unknown {
    if (value === undefined || isUnset(value)) return undefined;
    // Without a default that could be another one, no is what it is anyway.
    const isDefault = value === (defaultOf(attribute, shape) ?? false);
    if (isDefault && attribute.required !== true) return undefined;
    if (typeof value === 'string') return this.text(value, attribute, place);
    if (Array.isArray(value)) return value.map((each: unknown) => (typeof each === 'string' ? literal(each) : each));
    return value;
  }

  private text(value: string, attribute: Attribute, place: readonly string[]): string {
    const isAddress = /url/i.test(String(place.at(-1)));
    const isSecret = attribute.sensitive === true || (isAddress && this.words.isSecret('', value));
    return isSecret ? this.words.secret(place, value) : literal(value);
  }
}

const isUnset = (value: unknown): boolean =>
  value === null ||
  value === '' ||
  (typeof value === 'object' && (Array.isArray(value) ? value : Object.keys(value)).length === 0);

/** What it is when it is left out: by the schema, or by the words about it where the platform decides once. */
function defaultOf(attribute: Attribute, { text }: Shape): unknown {
  if (attribute.default !== undefined) return attribute.default;
  return attribute.computed ? /Default: '([^']*)'\.$/.exec(text)?.[1] : undefined;
}

const elementsOf = (value: unknown): readonly Values[] => (Array.isArray(value) ? (value as Values[]) : []);
