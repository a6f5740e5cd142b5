/** Connection URLs in parts, as client libraries take them: decoded, each by itself. */

export interface ConnectionParts {
  /** `postgresql`, `rediss`, `https` */
  readonly protocol: string;
  /** Empty where there is none, as with older versions of Redis. */
  readonly username: string;
  readonly password: string;
  /** An IPv6 address has no brackets. */
  readonly host: string;
  /** Null where neither the URL nor the web says which. */
  readonly port: number | null;
  /** What follows the first slash: a database, a path, or nothing. */
  readonly name: string;
  /** Without its question mark, not decoded. */
  readonly query: string;
}

/** The URL parser drops them where they are written. */
const defaultPorts: Readonly<Record<string, number>> = { http: 80, https: 443, ws: 80, wss: 443, ftp: 21 };

/** Undefined for what is not a URL. */
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
 * The URL of a database as it is through one of its endpoints: another host, and the port that leads to the same one. All else is the same,
 * as it is written. Null where the endpoint has no host yet, or no port for it.
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
