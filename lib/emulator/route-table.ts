/** Finds the route that answers a request. */
import type { Route } from './platform';
import { notFound } from './refusals';

/** Names what must be unique among routes: `GET /apps/{}`. */
export function shapeOf({ method, path }: { readonly method: string; readonly path: string }): string {
  return `${method} ${path.replace(/\{\w+\}/g, '{}')}`;
}

/** @throws Error for two routes of one method and path, since only one of them would ever answer. */
export function routesByShape(routes: readonly Route[]): ReadonlyMap<string, Route> {
  const byShape = new Map<string, Route>();
  for (const route of routes) {
    const other = byShape.get(shapeOf(route));
    if (other !== undefined) throw new Error(`two routes answer ${route.method} ${route.path}: remove one of them`);
    byShape.set(shapeOf(route), route);
  }
  return byShape;
}

interface Candidate {
  readonly route: Route;
  readonly segments: readonly { readonly text: string; readonly param: string | undefined }[];
}

export class RouteTable {
  /** Method, number of segments and first segment → the routes that have these. */
  private readonly candidates = new Map<string, Candidate[]>();

  /** @throws Error for two routes of one method and path. */
  constructor(routes: readonly Route[]) {
    for (const route of routesByShape(routes).values()) {
      const parts = route.path.split('/').slice(1);
      const candidate = {
        route,
        segments: parts.map((text) => ({ text, param: /^\{(\w+)\}$/.exec(text)?.[1] })),
      };
      const key = keyOf(route.method, parts);
      this.candidates.set(key, [...(this.candidates.get(key) ?? []), candidate]);
    }
  }

  match(method: string, path: string): { route: Route; params: Record<string, string> } | undefined {
    const parts = path.split('/').slice(1);
    for (const { route, segments } of this.candidates.get(keyOf(method, parts)) ?? []) {
      const params: Record<string, string> = {};
      const matches = segments.every(({ text, param }, index) => {
        if (param === undefined) return text === parts[index];
        params[param] = decoded(parts[index]!);
        return true;
      });
      if (matches) return { route, params };
    }
    return undefined;
  }
}

function keyOf(method: string, parts: readonly string[]): string {
  return `${method} ${parts.length} ${parts[0]}`;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) throw notFound();
    throw error;
  }
}
