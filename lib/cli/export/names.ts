/** Names of entries of a definition, made from what the platform calls them. */
import { isOfEveryObject } from '../../definition';

/** As `lib/definition` wants them: they are parts of addresses and of references. */
const longest = 64;

/** Gives each name once in its scope. */
export class Names {
  private readonly taken = new Map<string, Set<string>>();

  /**
   * @param scope what else has names there
   * @param wanted a handle, a host name or the like
   * @param noun what it is called when nothing of that can be a name, and before what begins with no letter
   */
  give(scope: string, wanted: string, noun: string): string {
    const taken = this.taken.get(scope) ?? new Set();
    this.taken.set(scope, taken);
    const name = asName(wanted, noun);
    for (let number = 1; ; number++) {
      const suffix = number === 1 ? '' : `-${number}`;
      const numbered = name.slice(0, longest - suffix.length) + suffix;
      if (taken.has(numbered)) continue;
      taken.add(numbered);
      return numbered;
    }
  }
}

function asName(wanted: string, noun: string): string {
  const name = wanted
    .replace(/^\*\./, 'wildcard-')
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[-_]+|-+$/g, '');
  if (name === '') return noun;
  return /^[a-z]/.test(name) && !isOfEveryObject(name) ? name : `${noun}-${name}`;
}
