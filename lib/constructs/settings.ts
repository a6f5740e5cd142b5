/** Props as the schema knows them: its attributes and blocks with their values, and what the props call them. */
import { Token } from 'cdktf';
import type { ProblemPath } from '../schema';
import type { Attributes, Definition, Entry, Given } from './props';
import type { IEnvironment } from './scope';

export type Values = Readonly<Record<string, unknown>>;

interface Element {
  readonly name: string;
  readonly settings: Settings;
}

export class Settings {
  /** The attributes with a literal value that `cdk.tf.json` must not show. */
  readonly secrets: string[] = [];
  /** The values of maps, by their props, that are undefined or null: Terraform would leave the key out without a word. */
  get missing(): string[] {
    const own = Object.entries(this.attributes).flatMap(([attribute, value]) => this.missingIn(attribute, value));
    const nested = Object.values(this.blocks).flatMap((elements) =>
      elements.flatMap(({ name, settings }) => settings.missing.map((inner) => `${name}.${inner}`)),
    );
    return [...own, ...nested];
  }

  private readonly attributes: Record<string, unknown>;
  private readonly blocks: Record<string, readonly Element[]> = {};
  /** The prop of an attribute or block. One inside another prop has the path of both. */
  private readonly names: Record<string, string> = {};
  private readonly references = new Set<string>();
  private readonly implied: ReadonlySet<string>;

  /** @param find gives the environment: that of a prop, or the one around the construct */
  constructor(
    { attributes, props, fixed }: Omit<Given, 'definition'>,
    private readonly find: (given: IEnvironment | undefined) => IEnvironment,
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
    const blocks = Object.entries(this.blocks).map(
      ([block, elements]) => [block, elements.map(({ settings }) => settings.values)] as const,
    );
    return { ...this.attributes, ...Object.fromEntries(blocks) };
  }

  /** @returns the values by their names in the L1 class, where a block of which there is one at most is one object and not a list. */
  config({ blocks = {} }: Definition): Values {
    return Object.fromEntries([
      ...Object.entries(this.attributes).map(([name, value]) => [camelCase(name), value] as const),
      ...Object.entries(this.blocks).map(([name, elements]) => {
        const block = blocks[name]!;
        const configs = elements.map(({ settings }) => settings.config(block));
        return [camelCase(name), block.maxItems === 1 ? configs[0] : configs] as const;
      }),
    ]);
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
  }

  private add(entry: Entry, value: unknown, name: string): void {
    if (typeof entry === 'string') return this.set(entry, value, name);
    switch (entry.kind) {
      case 'secret':
        this.secrets.push(entry.attribute);
        return this.set(entry.attribute, value, name);
      case 'reference': {
        const isConstruct = typeof value === 'object' && value !== null;
        if (isConstruct) this.references.add(entry.attribute);
        return this.set(entry.attribute, isConstruct ? (value as Values)[entry.property] : value, name);
      }
      case 'environment':
        return this.set(entry.attribute, this.find(value as IEnvironment | undefined).environmentId, name);
      case 'group':
        return this.addAll(entry.attributes, (value ?? {}) as Values, `${name}.`);
      case 'one':
        return this.setBlocks(entry.block, value, name, (props) => [
          { name, settings: this.nested({ attributes: entry.attributes, props, fixed: {} }) },
        ]);
      case 'kinds':
        return this.setBlocks(entry.block, value, name, ({ policy }) => [
          { name, settings: this.nested(policy as Given) },
        ]);
      case 'keyed':
        return this.setBlocks(entry.block, value, name, (elements) =>
          Object.entries(elements).map(([key, props]) => {
            const fixed = { [entry.key]: key };
            const settings = this.nested({ attributes: entry.attributes, props: props as object, fixed });
            settings.names[entry.key] = '';
            return { name: `${name}.${key}`, settings };
          }),
        );
      case 'none':
    }
  }

  private missingIn(attribute: string, value: unknown): string[] {
    if (attribute === 'timeouts' || typeof value !== 'object' || value === null || isUnknown(value)) return [];
    return Object.entries(value)
      .filter(([, item]) => item === undefined || item === null)
      .map(([key]) => `${this.names[attribute] ?? attribute}.${key}`);
  }

  private nested(given: Omit<Given, 'definition'>): Settings {
    return new Settings(given, this.find);
  }

  private setBlocks(block: string, value: unknown, name: string, elementsOf: (value: Values) => Element[]): void {
    if (value === undefined || isUnknown(value)) return this.set(block, value, name);
    this.names[block] = name;
    this.blocks[block] = elementsOf(value as Values);
  }
}

/** Tells whether only Terraform knows a value: a token, or text with a reference in it. */
export function isUnknown(value: unknown): boolean {
  return Token.isUnresolved(value) || (typeof value === 'string' && value.includes('${'));
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());
}
