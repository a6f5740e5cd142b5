/** The problems that checks find, as data, and their words. */
import type { Block } from './types';

/** The way to a field: names of attributes and blocks in the definition, indexes of elements, keys of maps. */
export type ProblemPath = readonly (string | number)[];

export interface Problem {
  readonly path: ProblemPath;
  readonly code:
    | 'required'
    | 'type'
    | 'value'
    | 'items'
    | 'together'
    | 'conflicting'
    | 'needs'
    | 'forbids'
    | 'ordered'
    | 'proportion'
    | 'unique';
  /** The value, as JSON. Left out where it may be a secret, or where there is none. */
  readonly received?: string;
  /** The value that would be right, as in `expected …`. */
  readonly expected: string;
  /** The whole problem in one sentence, the path aside. */
  readonly message: string;
}

export interface CheckOptions {
  /** Tells whether a value is not known yet. Asked of every value, leaf by leaf. */
  readonly isUnknown: (value: unknown) => boolean;
  /** Tells whether keys that arguments of their own have replaced are taken. */
  readonly takesFormerKeys?: boolean;
  /**
   * The word of the reader for a field: constructs say `diskSizeGb`. Undefined for a field that the reader does not have.
   *
   * @default - its name in the definition
   */
  readonly nameOf?: NameOf;
  /**
   * Tells whether a field was set for the reader, so that a message does not mention its value: `LogDrain.datadog` is of the type `datadog`.
   *
   * @default - none was
   */
  readonly isImplied?: (path: ProblemPath) => boolean;
  /**
   * Tells whether a field has a value, although that is not known yet: a construct that is given has a number.
   *
   * @default - a value that is not known yet may turn out to be none
   */
  readonly isPresent?: (path: ProblemPath) => boolean;
}

export type NameOf = (path: ProblemPath) => string | undefined;

/** @returns one line a problem: its path, and what is wrong. */
export function formatProblems(problems: readonly Problem[], nameOf?: NameOf): string {
  return problems.map(({ path, message }) => `${nameIn(nameOf, path)}: ${message}`).join('\n');
}

/** The word of the reader for a field, or its name in the definition. */
export function nameIn(nameOf: NameOf | undefined, path: ProblemPath): string {
  return nameOf?.(path) ?? nameInDefinition(path);
}

function nameInDefinition(path: ProblemPath): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}

/** A text of the definition in which `` `names` `` of fields of this block are the words of the reader. */
export function inWords(
  text: string,
  { attributes, blocks = {} }: Pick<Block, 'attributes' | 'blocks'>,
  path: ProblemPath,
  { nameOf }: CheckOptions,
): string {
  return text.replace(/`(\w+)`/g, (quoted, name: string) =>
    name in attributes || name in blocks ? nameIn(nameOf, [...path, name]) : quoted,
  );
}
