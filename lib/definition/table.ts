/**
 * The table of a construct: which attribute of the schema each of its props sets, as data. `constructs/props.ts` holds it to the types of the
 * props; here is what needs no cdktf.
 */
import type { Block } from '../schema';

/** The part of a definition that props are about. */
export type Definition = Pick<Block, 'attributes' | 'blocks' | 'rules'>;

/** A table without the types of its props. */
export type Attributes = Readonly<Record<string, Entry>>;

/** An entry of a table: the attribute that has the value of the prop as it is, or something else that the prop sets. */
export type Entry =
  | string
  | Secret
  | Reference
  | InEnvironment
  | Group
  | OneBlock
  | KeyedBlocks
  | BlockOfKind
  | TimeoutsBlock
  | NoAttribute;

interface Secret {
  readonly kind: 'secret';
  readonly attribute: string;
}

interface Reference {
  readonly kind: 'reference';
  readonly attribute: string;
  readonly property: string;
}

export interface InEnvironment {
  readonly kind: 'environment';
  readonly attribute: 'env_id';
}

interface Group {
  readonly kind: 'group';
  readonly attributes: Attributes;
}

interface OneBlock {
  readonly kind: 'one';
  readonly block: string;
  readonly attributes: Attributes;
}

interface KeyedBlocks {
  readonly kind: 'keyed';
  readonly block: string;
  readonly key: string;
  readonly attributes: Attributes;
}

export interface BlockOfKind {
  readonly kind: 'kinds';
  readonly block: string;
  readonly made: string;
}

export interface TimeoutsBlock {
  readonly kind: 'timeouts';
  readonly block: 'timeouts';
}

export interface NoAttribute {
  readonly kind: 'none';
}

/** Props of one kind, together with their table and with what the kind itself sets. */
export interface Given<D extends Definition = Definition, P = object> {
  readonly definition: D;
  readonly attributes: Attributes;
  readonly props: P;
  readonly fixed: Readonly<Record<string, unknown>>;
}

/** What the docstring of a prop says. */
export interface Words {
  readonly text: string;
  readonly optional?: boolean;
  /** Those of the props inside it. */
  readonly props?: Readonly<Record<string, Words>>;
}

/** A table with the words of its props, as `npm run generate` takes it from a construct. */
export interface Table {
  /** The resource that it is about. A table inside another one has none. */
  readonly resource?: string;
  readonly attributes: Attributes;
  readonly words: Readonly<Record<string, Words>>;
}
