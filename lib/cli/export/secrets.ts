/** Tells secrets from other values, and gives them names. */
import { hasPassword, hasToken } from '../../definition';

export interface Secret {
  /** That of the variable: its value comes from `TF_VAR_<name>`. */
  readonly name: string;
  /** Where it is wanted: `apps.web.secretConfig.STRIPE_KEY`. */
  readonly places: readonly string[];
  /** Undefined where the platform does not tell it, as with private keys. */
  readonly value: string | undefined;
}

const secretWords =
  /(?:^|_)(?:KEYS?|TOKENS?|SECRETS?|PASSWORDS?|PASSWD|PASSPHRASE|PWD|PASS|CREDENTIALS?|PRIVATE|SALT|DSN|JWT|WEBHOOK)(?:_|$)|(?:KEY|KEYBASE|TOKEN|SECRET|PASSWORD)$/;

/** Names of settings about secrets, with values that are none. */
const plainValue = /^(?:true|false|yes|no|on|off|\d{1,6})$/i;

/** Beginnings of tokens, some of which are meant for everybody. */
const tokenForms =
  /\b(?:sk|pk|rk)_(?:live|test)_|\bgh[pousr]_|\bgithub_pat_|\bglpat-|\bxox[abprs]-|\bA(?:KIA|SIA)[A-Z0-9]{12}|\bSG\.[\w-]{16}|\beyJ[\w-]+\.[\w-]+|\bnpm_[A-Za-z0-9]{20}|\bAIza[\w-]{30}/;

/** Whether a value is better not written into a file. In doubt it is: to give a value that is none costs nothing but a variable. */
export function isSecret(name: string, value: string): boolean {
  if (hasPassword(value) || hasToken(value) || tokenForms.test(value) || hasRandomWord(value)) return true;
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
  const last = words.split(/[^A-Z0-9]+/).at(-1) ?? '';
  const found = secretWords.test(words);
  return found && (!plainValue.test(value) || secretWords.test(last));
}

/** The bits a character that a text of random characters has at least; words of people and paths have fewer. */
const randomBits = 3.6;

function hasRandomWord(value: string): boolean {
  return value.split(/[^A-Za-z0-9+_=-]+/).some((word) => {
    if (/^[0-9a-f-]{32,}$/i.test(word)) return /\d/.test(word) && /[a-f]/i.test(word);
    const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(word)).length;
    return word.length >= 20 && kinds >= 2 && /\d/.test(word) && bitsOf(word) >= randomBits;
  });
}

function bitsOf(text: string): number {
  const counts = new Map<string, number>();
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => bits - (count / text.length) * Math.log2(count / text.length), 0);
}

/** The secrets of one export: one that is wanted in several places with one value is one variable. */
export class Secrets {
  private readonly byName = new Map<string, { value: string | undefined; places: string[] }>();

  /** @returns the reference to it. */
  refer(place: readonly string[], value: string | undefined): string {
    const [owner, what] = [place.at(-3) ?? '', place.at(-1) ?? ''].map(asVariable) as [string, string];
    // A variable of an app has a name of its own already; what drains and certificates call theirs is the same for all.
    const isVariable = place.at(-2) === 'secretConfig';
    const wanted = isVariable ? what : asVariable(`${place.at(-2)}_${what.replace(/_WRITE_ONLY$/, '')}`);
    const names = isVariable ? [wanted, `${owner}_${wanted}`] : [wanted];
    const name = this.free(names, value);
    const known = this.byName.get(name);
    if (known === undefined) this.byName.set(name, { value, places: [place.join('.')] });
    else known.places.push(place.join('.'));
    return `\${secret.${name}}`;
  }

  get all(): Secret[] {
    return [...this.byName].map(([name, secret]) => ({ name, ...secret }));
  }

  /** The first name that nothing has, or what has the same value. */
  private free(names: readonly string[], value: string | undefined): string {
    for (let index = 0; ; index++) {
      const name = names[index] ?? `${names.at(-1)}_${index - names.length + 2}`;
      const known = this.byName.get(name);
      if (known === undefined || (value !== undefined && known.value === value)) return name;
    }
  }
}

function asVariable(text: string): string {
  const name = text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_');
  return /^[A-Z_]/.test(name) ? name : `_${name}`;
}
