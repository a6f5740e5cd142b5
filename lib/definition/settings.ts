/** Props as the schema knows them: its attributes and blocks with their values, and what the props call them. */
import type { ProblemPath } from '../schema';
import { camelCase } from '../schema/camel-case';
import { nearest } from '../schema/nearest';
import type { Attributes, Definition, Entry, Given } from './table';

export type Values = Readonly<Record<string, unknown>>;

interface Element {
  readonly name: string;
  readonly settings: Settings;
}

/** A problem that is not one of the schema: the schema does not know the prop, or would not see that a value is missing. */
interface Mistake {
  readonly name: string;
  readonly message: string;
}

export class Settings {
  /** The attributes with a literal value that `cdk.tf.json` must not show. */
  readonly secrets: string[] = [];
  /** What a program that nobody type-checked can do wrong: unknown props, maps with a value that is not there, other things than objects. */
  get mistakes(): Mistake[] {
    const nested = Object.values(this.blocks).flatMap((elements) =>
      elements.flatMap(({ name, settings }) =>
        settings.mistakes.map((inner) => ({ ...inner, name: `${name}.${inner.name}` })),
      ),
    );
    const missing = Object.entries(this.attributes).flatMap(([attribute, value]) => this.missingIn(attribute, value));
    return [...this.own, ...missing, ...nested];
  }

  private readonly attributes: Record<string, unknown>;
  private readonly blocks: Record<string, readonly Element[]> = {};
  /** The prop of an attribute or block. One inside another prop has the path of both. */
  private readonly names: Record<string, string> = {};
  private readonly references = new Set<string>();
  private readonly own: Mistake[] = [];
  private readonly implied: ReadonlySet<string>;

  /** @param options `isUnknown` tells whether only Terraform knows a value */
  constructor(
    { attributes, props, fixed }: Omit<Given, 'definition'>,
    private readonly options: {
      readonly isUnknown: (value: unknown) => boolean;
      /** Gives the id of the environment: of that in the prop, or of the one around. */
      readonly environmentId: (given: unknown) => unknown;
    },
  ) {
    this.attributes = { ...fixed };
    this.implied = new Set(Object.keys(fixed));
    this.addAll(attributes, props as Values);
  }

  /** Sets what is not in the table of the construct, because all constructs have it. */
  set(attribute: string, value: unknown, name: string): void {
    this.names[attribute] = name;
    if (value !== undefined) this.attributes[attribute] = value;
  }

  /** @returns the values by their names in the schema. */
  get values(): Values {
    const values: Record<string, unknown> = { ...this.attributes };
    for (const [block, elements] of Object.entries(this.blocks))
      values[block] = elements.map(({ settings }) => settings.values);
    return values;
  }

  /** @returns the values by their names in the L1 class, where a block of which there is one at most is one object and not a list. */
  config({ blocks = {} }: Definition): Values {
    const config: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(this.attributes)) config[camelCase(name)] = value;
    for (const [name, elements] of Object.entries(this.blocks)) {
      const block = blocks[name]!;
      const configs = elements.map(({ settings }) => settings.config(block));
      config[camelCase(name)] = block.maxItems === 1 && !block.computed ? configs[0] : configs;
    }
    return config;
  }

  /** @returns the prop that a path of the schema leads to; undefined when there is none for it. */
  name([step, ...rest]: ProblemPath): string | undefined {
    const name = this.names[step!];
    const element = this.blocks[step!]?.[rest[0] as number];
    // What follows is the index of a value, or a key of a map that the user named.
    if (name === undefined || element === undefined) return name && [name, ...rest].join('.');
    if (rest.length === 1) return element.name;
    const inner = element.settings.name(rest.slice(1));
    return inner === '' ? element.name : inner && `${element.name}.${inner}`;
  }

  /** Tells whether no prop has set an attribute, but the call that was made, or the key of a prop. */
  isImplied(path: ProblemPath): boolean {
    return this.at(path, (settings, attribute) => settings.implied.has(attribute));
  }

  /** Tells whether a construct was given for an attribute, so that it has a value, although that may not be known yet. */
  isPresent(path: ProblemPath): boolean {
    return this.at(path, (settings, attribute) => settings.references.has(attribute));
  }

  private at([step, index, ...rest]: ProblemPath, look: (settings: Settings, attribute: string) => boolean): boolean {
    const element = this.blocks[step!]?.[index as number];
    return element ? element.settings.at(rest, look) : look(this, String(step));
  }

  private addAll(attributes: Attributes, props: Values, path = ''): void {
    for (const [prop, entry] of Object.entries(attributes)) this.add(entry, props[prop], path + prop);
    for (const prop of Object.keys(props).filter((prop) => !Object.hasOwn(attributes, prop)))
      this.refuse(path + prop, noSuchProp(prop, attributes));
  }

  private add(entry: Entry, value: unknown, name: string): void {
    if (typeof entry === 'string') return this.set(entry, value, name);
    switch (entry.kind) {
      case 'secret':
        this.secrets.push(entry.attribute);
        return this.set(entry.attribute, value, name);
      case 'reference': {
        if (typeof value !== 'object' || value === null) return this.set(entry.attribute, value, name);
        this.references.add(entry.attribute);
        if (!(entry.property in value)) return this.refuse(name, `expected what has the property ${entry.property}`);
        return this.set(entry.attribute, (value as Values)[entry.property], name);
      }
      case 'environment':
        return this.set(entry.attribute, this.options.environmentId(value), name);
      case 'group':
        return this.addAll(entry.attributes, this.objectIn(value ?? {}, name), `${name}.`);
      case 'one':
        return this.setBlocks(entry.block, value, name, (props) => [
          { name, settings: this.nested({ attributes: entry.attributes, props, fixed: {} }) },
        ]);
      case 'kinds':
        return this.setBlocks(entry.block, value, name, ({ policy }) => {
          if (policy === undefined) this.refuse(name, `expected ${entry.made}`);
          return policy === undefined ? [] : [{ name, settings: this.nested(policy as Given) }];
        });
      case 'keyed':
        return this.setBlocks(entry.block, value, name, (elements) =>
          Object.entries(elements).map(([key, props]) => {
            const fixed = { [entry.key]: key };
            const path = `${name}.${key}`;
            const settings = this.nested({ attributes: entry.attributes, props: this.objectIn(props, path), fixed });
            settings.names[entry.key] = '';
            return { name: path, settings };
          }),
        );
      case 'timeouts':
        return this.set(entry.block, value, name);
      case 'none':
    }
  }

  private missingIn(attribute: string, value: unknown): Mistake[] {
    if (attribute === 'timeouts' || typeof value !== 'object' || value === null || this.options.isUnknown(value))
      return [];
    return Object.entries(value)
      .filter(([, item]) => item === undefined || item === null)
      .map(([key]) => ({ name: `${this.names[attribute] ?? attribute}.${key}`, message: noValue }));
  }

  private objectIn(value: unknown, name: string): Values {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Values;
    this.refuse(name, value === undefined || value === null ? noValue : 'expected an object with props');
    return {};
  }

  private refuse(name: string, message: string): void {
    this.own.push({ name, message });
  }

  private nested(given: Omit<Given, 'definition'>): Settings {
    return new Settings(given, this.options);
  }

  private setBlocks(block: string, value: unknown, name: string, elementsOf: (value: Values) => Element[]): void {
    if (value === undefined || this.options.isUnknown(value)) return this.set(block, value, name);
    this.names[block] = name;
    this.blocks[block] = elementsOf(this.objectIn(value, name));
  }
}

// Terraform would leave the key out without a word.
const noValue =
  'it has no value: give it one, or leave the key out. Is the environment variable set from which it is read?';

/** Names the prop that is meant, also where Terraform's name is used instead. */
function noSuchProp(prop: string, attributes: Attributes): string {
  const props = Object.keys(attributes);
  const called = Object.entries(attributes).find(([, entry]) => camelCase(attributeOf(entry)) === camelCase(prop));
  const meant = called?.[0] ?? nearest(camelCase(prop), props);
  return `there is no such prop: ${meant === undefined ? `there are ${props.join(', ')}` : `did you mean ${meant}?`}`;
}

function attributeOf(entry: Entry): string {
  if (typeof entry === 'string') return entry;
  return 'attribute' in entry ? entry.attribute : 'block' in entry ? entry.block : '';
}
