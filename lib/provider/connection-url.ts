/** Takes connection URLs apart, into the decoded parts that client libraries want, and makes them of such parts. */
import { isIPv6 } from 'node:net';

export interface ConnectionParts {
  /** `postgresql`, `rediss`, `https` */
  readonly protocol: string;
  /** An empty text where there is none, as in the URLs of older versions of Redis. */
  readonly username: string;
  readonly password: string;
  /** A name or an address; an IPv6 address has no brackets. */
  readonly host: string;
  /** Null where neither the URL nor its protocol says which. */
  readonly port: number | null;
  /** What follows the first slash: the name of a database, a path, or nothing. */
  readonly name: string;
  /** What follows the question mark, not decoded. */
  readonly query: string;
}

/** The ports that the URL parser leaves out, also where the URL has them. */
const defaultPorts: Readonly<Record<string, number>> = { http: 80, https: 443, ws: 80, wss: 443, ftp: 21 };

/** Returns undefined for what is not a URL. */
export function parseConnectionUrl(text: string): ConnectionParts | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const protocol = url.protocol.slice(0, -1);
  return {
    protocol,
    username: decoded(url.username),
    password: decoded(url.password),
    host: decoded(url.hostname.replace(/^\[(.*)\]$/, '$1')),
    port: url.port === '' ? (defaultPorts[protocol] ?? null) : Number(url.port),
    name: decoded(url.pathname.replace(/^\//, '')),
    query: url.search.slice(1),
  };
}

/**
 * Says what people should mend in a text before it is taken apart: what is not a URL, and what a URL says otherwise than it was meant. Not a
 * part of the text is in the answer.
 */
export function connectionUrlProblems(text: string): string[] {
  const url = text.trim();
  const [, authority, rest] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)(.*)$/is.exec(url) ?? [];
  if (authority === undefined || rest === undefined) return ['it does not begin with a protocol and ://'];
  const address = authority.slice(authority.lastIndexOf('@') + 1);
  const [, host, port] = /^(\[.*\]|[^:]*)(?::(.*))?$/s.exec(address) ?? [];
  const encoded = [...authority.split(/[:@]/), rest.split('?', 1)[0]!];
  const problems = problemsIn([
    [address.includes(','), 'it names several hosts: give the URL of one of them'],
    [host === '', 'it names no host'],
    [!!port && !address.includes(',') && !isPort(port), 'its port is not a whole number from 1 to 65535'],
    [
      encoded.some((part) => decodedOrUndefined(part) === undefined),
      'a percent sign in its user, password, host or name begins no code: write %25 for one that stands for itself',
    ],
    [
      rest.includes('#'),
      'it has a #, which ends what databases read of a URL: write %23 for one that stands for itself',
    ],
    [/[\t\n\r\\]/.test(url), 'it has a backslash, a tab or a line break: write its code, such as %5C for a backslash'],
  ]);
  return problems.length > 0 || parseConnectionUrl(url) !== undefined ? problems : ['it is not a URL'];
}

/** The parts of which a URL is made. What is left out, null or empty is not in it. */
export type GivenParts = Readonly<Partial<Record<keyof ConnectionParts, string | null>>>;

/** Returns the URL, from which `parseConnectionUrl` gets the same parts, or what people should mend, without any of the parts. */
export function formatConnectionUrl(parts: GivenParts): { readonly url: string } | { readonly problems: string[] } {
  const given = (part: keyof ConnectionParts) => parts[part] ?? '';
  const [protocol, username, password] = [given('protocol'), given('username'), given('password')];
  const [host, port, name, query] = [given('host'), given('port'), given('name'), given('query')];
  // The path of the web keeps its slashes; elsewhere, it is one name.
  const path = /^https?$/i.test(protocol) ? name.split('/') : [name];
  const problems = problemsIn([
    [!/^[a-z][a-z0-9+.-]*$/i.test(protocol), 'protocol is needed, as a word without ://, such as postgresql'],
    [host === '', 'host is needed'],
    [host.includes(','), 'host has a comma, and a URL has one host'],
    [host.includes(':') && !isIPv6(host), 'host has a colon and is no IPv6 address: the port has a key of its own'],
    [port !== '' && !isPort(port), 'port is not a whole number from 1 to 65535'],
    [
      path.some((each) => each === '.' || each === '..'),
      'name is . or .., or has one between slashes, which no URL keeps',
    ],
  ]);
  if (problems.length > 0) return { problems };
  const url = [
    `${protocol}://${encodeURIComponent(username)}`,
    password && `:${encodeURIComponent(password)}`,
    (username || password) && '@',
    isIPv6(host) ? `[${host}]` : encodeURIComponent(host),
    port && `:${Number(port)}`,
    name && `/${path.map(encodeURIComponent).join('/')}`,
    // What has a code already keeps it.
    query && `?${query.replace(/[^!$-;=?-~]/gu, encodeURIComponent)}`,
  ].join('');
  const made = parseConnectionUrl(url);
  const isSame = made?.username === username && made.password === password && made.name === name;
  return isSame ? { url } : { problems: ['there is no URL of this protocol with such a host'] };
}

/**
 * Turns the URL of a database into the one through one of its endpoints: with the endpoint's host, and its port that leads to the same one.
 * The rest stays as it is written. Null while the endpoint has no host, or when it has no such port.
 */
export function throughEndpoint(
  text: string,
  host: string | null | undefined,
  portMapping: readonly (readonly number[])[],
): string | null {
  const port = parseConnectionUrl(text)?.port;
  const mapped = portMapping.find(([from]) => from === port)?.[1];
  return host && mapped !== undefined ? atAddress(text, host, mapped) : null;
}

/** Turns a connection URL into one for another address. The rest stays as it is written. Null for what names no host. */
export function atAddress(text: string, host: string, port: number): string | null {
  const [, start, rest] = /^([^/]*\/\/(?:[^/?#]*@)?)(?:\[[^\]]*\]|[^:/?#]*)(?::\d*)?(.*)$/s.exec(text) ?? [];
  return start === undefined ? null : `${start}${host}:${port}${rest}`;
}

/** Turns the URL of a database into that of another user of it. The rest stays as it is written. */
export function asUser(text: string, username: string, password: string): string {
  const user = `${encodeURIComponent(username)}:${encodeURIComponent(password)}`;
  return text.replace(/^([^/]*\/\/)(?:[^/?#]*@)?/, (_, start: string) => `${start}${user}@`);
}

const problemsIn = (checks: readonly (readonly [isWrong: boolean, problem: string])[]) =>
  checks.flatMap(([isWrong, problem]) => (isWrong ? [problem] : []));

const isPort = (text: string) => /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 65535;

function decoded(text: string): string {
  // A percent sign that begins no code stands for itself: the URL parser lets it pass.
  return decodedOrUndefined(text) ?? text;
}

function decodedOrUndefined(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
