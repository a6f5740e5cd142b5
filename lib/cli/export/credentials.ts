/** Finds the credentials of an environment's databases in values, which are references then and no secrets. */

type Values = Readonly<Record<string, unknown>>;

/** A database, a replica or an endpoint of one, by its way in the definition: `databases.main`. */
export interface Database {
  readonly path: string;
  readonly state: Values;
  /** Its password is that of its database, then. */
  readonly isEndpoint?: boolean;
}

/** What may follow a URL in a list or in front of more parameters. */
const endOfUrl = /^(?:$|[\s,;|?&"'\\)\]}])/;

/** Short ones may be equal by chance. */
const shortestPassword = 10;

export class Credentials {
  private readonly urls: (readonly [url: string, reference: string])[] = [];
  /** Undefined: it is the same for several databases. */
  private readonly parts = new Map<string, string | undefined>();

  constructor(databases: readonly Database[]) {
    for (const database of databases) this.add(database);
    this.urls.sort(([a], [b]) => b.length - a.length);
  }

  /** @returns the text of a definition, with references in the places of credentials; undefined when there are none in it. */
  referring(value: string): string | undefined {
    const part = this.parts.get(value);
    if (part !== undefined) return `\${${part}}`;
    for (const [url, reference] of this.urls) {
      const index = value.indexOf(url);
      if (index < 0) continue;
      const [before, after] = [value.slice(0, index), value.slice(index + url.length)];
      // A dollar sign before it would take its meaning from the reference.
      if (before.endsWith('$') || /\w$/.test(before) || !endOfUrl.test(after)) continue;
      const rest = (text: string) => this.referring(text) ?? literal(text);
      return `${rest(before)}\${${reference}}${rest(after)}`;
    }
    return undefined;
  }

  private add({ path, state, isEndpoint }: Database): void {
    const { default_connection_url: defaultUrl, credentials } = state;
    if (typeof defaultUrl === 'string') this.addUrl(defaultUrl, `${path}.url`);
    const each = Object.entries((credentials ?? {}) as Readonly<Record<string, Values>>);
    // The parts of the default one are called by shorter references.
    each.sort(([, a], [, b]) => Number(b['default']) - Number(a['default']));
    const own = new Map<string, string>();
    for (const [type, { connection_url: url, host, password, default: isDefault }] of each) {
      const prefix = isDefault === true ? path : `${path}.credentials.${type}`;
      if (typeof url === 'string') this.addUrl(url, `${prefix}.url`);
      for (const [name, value, isClear] of [
        ['host', host, typeof host === 'string' && /[a-z].*\./i.test(host)],
        ['password', password, !isEndpoint && typeof password === 'string' && password.length >= shortestPassword],
      ] as const) {
        if (isClear && !own.has(value as string)) own.set(value as string, `${prefix}.${name}`);
      }
    }
    for (const [value, reference] of own) this.parts.set(value, this.parts.has(value) ? undefined : reference);
  }

  private addUrl(url: string, reference: string): void {
    if (!this.urls.some(([known]) => known === url)) this.urls.push([url, reference]);
  }
}

/** @returns the text of a definition that means this text and refers to nothing. */
export const literal = (text: string): string => text.replaceAll('${', () => '$${');
