/** Takes connection URLs apart, into the decoded parts that client libraries want. */

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
  const [, start, rest] = /^([^/]*\/\/(?:[^/?#]*@)?)(?:\[[^\]]*\]|[^:/?#]*)(?::\d*)?(.*)$/s.exec(text) ?? [];
  return host && mapped !== undefined && start !== undefined ? `${start}${host}:${mapped}${rest}` : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    // A percent sign that begins no code stands for itself: the URL parser lets it pass.
    if (error instanceof URIError) return text;
    throw error;
  }
}
