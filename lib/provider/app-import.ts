/**
 * The import id of an app, which may say what only a configuration knows: where each variable is, since the platform knows no difference between
 * variables and secrets and the first read after an import shows only the values of those that are named; and what is released from elsewhere.
 */
import { DiagnosticError } from '../plugin/diagnostics';

/** The read that follows fills in the values. */
type Named = Readonly<Record<string, string>>;

export interface AppImport {
  /** What is left: a number, or handles. */
  readonly id: string;
  readonly config: Named | null;
  readonly secret_config: Named | null;
  readonly writeOnly: readonly string[];
  readonly release_mode: string | null;
  readonly external_config: string[] | null;
}

const lists = ['config', 'secret_config', 'secret_config_wo', 'external_config'];
const external = 'release_mode=external';

/** @returns the parts of an id such as `4711?config=MODE&secret_config=STRIPE_KEY,API_TOKEN`. */
export function splitImportId(text: string): AppImport {
  const [, id = text, query = ''] = /^([^?]*)\?(.*)$/s.exec(text) ?? [];
  const parts = query === '' ? [] : query.split('&');
  const given = new Map(parts.filter((part) => part !== external).map((part) => listIn(part, text)));
  const names = (list: string) => given.get(list) ?? [];
  const named = (list: string): Named | null =>
    given.has(list) ? Object.fromEntries(names(list).map((name) => [name, ''])) : null;
  return {
    id,
    config: named('config'),
    secret_config: named('secret_config'),
    writeOnly: names('secret_config_wo'),
    release_mode: parts.includes(external) ? 'external' : null,
    external_config: given.get('external_config') ?? null,
  };
}

function listIn(part: string, text: string): [string, string[]] {
  const [list = '', names = ''] = part.split('=');
  const decoded = names.split(',').map(decodedName);
  if (lists.includes(list) && decoded.every((name) => name !== undefined)) return [list, decoded];
  throw new DiagnosticError(
    `"${text}" is not an import id of an app`,
    `"${part}" is none of ${lists.map((each) => `${each}=NAMES`).join(', ')}, ${external}. Write the names of the variables, as in a URL, with commas between them: ` +
      '4711?config=MODE&secret_config=STRIPE_KEY,API_TOKEN',
  );
}

function decodedName(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
