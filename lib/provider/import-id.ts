/** What `terraform import` takes: an id, or the handles that lead to it. */
import type { Account } from '../api';
import { DiagnosticError } from '../plugin/diagnostics';
import { byLikeness } from '../schema/nearest';
import type { Call } from './call';
import type { EnvironmentReader, RecordSource } from './environment-reader';
import { reading } from './work';

type ImportId = { readonly id: number } | { readonly environment: string; readonly handle: string };

const handle = /^[0-9a-z._-]{1,64}$/;

/** By what a thing is called that has no handle. */
export interface Name {
  /** `host name` */
  readonly words: string;
  readonly pattern: RegExp;
  readonly example: string;
}

/** What an import id means for a thing inside an environment: `4711`, or `acme-production/web`. */
function parseImportId(text: string, thing: string, called?: Name): ImportId {
  if (/^\d{1,15}$/.test(text)) return { id: Number(text) };
  const [environment, name, ...rest] = text.split('/');
  if (environment !== undefined && name !== undefined && rest.length === 0) {
    if (handle.test(environment) && (called?.pattern ?? handle).test(name)) return { environment, handle: name };
  }
  throw new DiagnosticError(
    `"${text}" is not an import id of ${thing}`,
    `Give its numeric id (4711), or the handle of its environment and its own${called ? ` ${called.words}` : ''}, ` +
      `with a slash between them (acme-production/${called?.example ?? 'web'}). ` +
      `Handles have 1 to 64 lower-case letters, digits, dots, hyphens and underscores.`,
  );
}

/** The record that an import id means. Says what there is when there is none. */
export async function findForImport<T extends { readonly id: number; readonly handle: string }>(
  text: string,
  { reader, signal }: Call,
  lookUp: {
    /** The thing in messages: `an app`. */
    readonly thing: string;
    /** Where it is looked for. A thing that has several names is there once for each. */
    readonly source: RecordSource<T>;
    /** Where that is not a handle. */
    readonly name?: Name;
  },
): Promise<T> {
  const wanted = parseImportId(text, lookUp.thing, lookUp.name);
  const read = <R>(what: string, step: () => Promise<R>) => reading(what, { signal }, step);
  if ('id' in wanted) {
    const found = await read(`${lookUp.thing} for import`, () => lookUp.source.byId(wanted.id));
    if (found !== undefined) return found;
    throw new DiagnosticError(
      `There is no ${lookUp.thing.replace(/^an? /, '')} with the id ${wanted.id}`,
      'Check the id, and that the token may see its environment. The dashboard shows ids in its addresses; the handles work too: ENVIRONMENT/HANDLE.',
    );
  }
  const account = await read('the environments', () => environmentByHandle(wanted.environment, reader, signal));
  const candidates = await read(`the environment "${wanted.environment}"`, () =>
    lookUp.source.inEnvironment(account.id),
  );
  return onlyByHandle(candidates, wanted.handle, {
    thing: lookUp.thing.replace(/^an? /, ''),
    where: `in the environment "${wanted.environment}"`,
    otherwise: (ids) => `Import it by its id, which is one of: ${ids}.`,
  });
}

/** The one record of a handle. Says what there is when there is none, or more than one. */
function onlyByHandle<T extends { readonly id: number; readonly handle: string }>(
  candidates: readonly T[],
  handle: string,
  { thing, where, otherwise }: { thing: string; where: string; otherwise: (ids: string) => string },
): T {
  const [found, ...others] = candidates.filter((candidate) => candidate.handle === handle);
  if (found !== undefined && others.length > 0) {
    throw new DiagnosticError(
      `There is more than one ${thing} "${handle}" ${where}`,
      otherwise([found, ...others].map(({ id }) => id).join(', ')),
    );
  }
  if (found !== undefined) return found;
  throw new DiagnosticError(
    `There is no ${thing} "${handle}" ${where}`,
    `There ${listCandidates(
      candidates.map((candidate) => candidate.handle),
      handle,
    )}.`,
  );
}

/** Finds an environment that is there. */
export async function environmentByHandle(
  wanted: string,
  reader: EnvironmentReader,
  signal: AbortSignal,
): Promise<Account> {
  const accounts = await reader.list('accounts', { signal });
  const found = accounts.find(({ handle }) => handle === wanted);
  if (found !== undefined) return found;
  throw new DiagnosticError(
    `There is no environment "${wanted}"`,
    `Of the environments that this token may see, there ${listCandidates(
      accounts.map(({ handle }) => handle),
      wanted,
    )}.`,
  );
}

/** The environment that an import id means: its id, or its handle. */
export async function findEnvironmentForImport(text: string, { reader, signal }: Call): Promise<Account> {
  if (!/^\d+$/.test(text)) return environmentByHandle(text, reader, signal);
  const record = await reader.find('accounts', Number(text), { signal });
  if (record !== undefined) return record;
  throw new DiagnosticError(
    `There is no environment with the id ${text}`,
    'Check the id, and that the token may see the environment. Its handle works too: terraform import ADDRESS HANDLE.',
  );
}

/** `is web`, `are api, web` or `are none`: for a message, the candidates that look most like `wanted`. */
export function listCandidates(candidates: readonly string[], wanted: string): string {
  const few = 10;
  const listed = byLikeness(candidates, wanted)
    .slice(0, few)
    .map((name) => `"${name}"`);
  if (candidates.length > few) return `are ${listed.join(', ')} and ${candidates.length - few} more`;
  return listed.length === 0 ? 'are none' : `${listed.length === 1 ? 'is' : 'are'} ${listed.join(', ')}`;
}
