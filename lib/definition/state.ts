/** Finds where Terraform keeps the state of a definition. */
import { createHash } from 'node:crypto';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { partsOf, referencesIn, type Reference } from './references';

type Values = Readonly<Record<string, unknown>>;

/** What tells the states of one definition from each other: an environment of several, and the name of a copy. */
export interface Variant {
  readonly environment?: string;
  readonly name?: string;
}

export interface State {
  /** The type of the backend. */
  readonly type: string;
  readonly config: Readonly<Record<string, string>>;
  /** The workspace in it. Undefined: the default one. */
  readonly workspace?: string;
  /** Whether it is a file beside the definition, since there is no backend. */
  readonly isBesideDefinition: boolean;
}

/** A backend as a definition writes it. */
export interface Backend {
  readonly type: string;
  readonly config?: Readonly<Record<string, string>>;
}

/** @returns the state of a definition. The handle has no part in it, unless the backend names it: a state is still found when the handle changes. */
export function stateOf(file: string, value: Values, variant: Variant): State {
  const backend = value['backend'] as Backend | undefined;
  if (backend === undefined) {
    const path = join(dirname(resolve(file)), `${nameOf(basename(file), variant)}.tfstate`);
    return { type: 'local', config: { path }, isBesideDefinition: true };
  }
  const { handle } = value['environment'] as { readonly handle: string };
  const { type, config = {} } = backend;
  const hasOwnStates = Object.values(config).some((text) => referencesIn(text).some(isHandle));
  const workspace = hasOwnStates ? '' : nameOf('', variant).slice(1);
  return {
    type,
    config: knownTexts(config, handle),
    ...(workspace !== '' && { workspace }),
    isBesideDefinition: false,
  };
}

/** @returns the name of the directory in which Terraform is run for a definition: another one for each. */
export function directoryNameOf(file: string, variant: Variant): string {
  const whole = nameOf(relative('', file), variant);
  const name = whole.replace(/[^\p{L}\p{N}._-]/gu, '-');
  return name === whole ? name : `${name}-${createHash('sha256').update(whole).digest('hex').slice(0, 8)}`;
}

const nameOf = (file: string, { environment, name }: Variant): string =>
  [file, environment, name].filter((part) => part !== undefined).join('.');

export function knownTexts(texts: Readonly<Record<string, string>>, handle: string): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, knownText(text, handle)]));
}

/** Terraform reads its backend before everything else: there are no references but to the handle and to environment variables. */
export function knownText(text: string, handle: string): string {
  return partsOf(text)
    .map((part) => {
      if (typeof part === 'string') return part;
      if (isHandle(part)) return knownText(handle, handle);
      if (part.kind === 'env') return process.env[part.rest] || part.otherwise || '';
      throw new Error(`${part.written} is not known before Terraform starts`);
    })
    .join('');
}

/** Tells whether a reference is known before Terraform starts. */
export const isKnown = (reference: Reference): boolean => reference.kind === 'env' || isHandle(reference);

const isHandle = ({ kind, rest }: Reference): boolean => kind === 'environment' && rest === 'handle';
