/** The platform's answers: HAL, with absolute addresses on the host that the client used. */
import type { Answer, AnyResource, Embedded, Platform } from './platform';
import type { Kind, Records, Stored } from './store';

export interface View {
  readonly origin: string;
  /** Whether the answer shows secrets. */
  readonly sensitive: boolean;
  readonly embed: boolean;
  readonly pageSize: number;
  /** The request's path, without its query. */
  readonly path: string;
  readonly query: URLSearchParams;
}

export interface Rendered {
  readonly body: object;
  /** The records that the body shows, for operations that end after a number of answers. */
  readonly shown: readonly Stored[];
}

const largestPage = 5000;

export function render(platform: Platform, answer: Answer & { kind: Kind }, view: View): Rendered {
  if ('show' in answer) {
    return { body: renderRecord(platform, answer.kind, answer.show, view), shown: [answer.show] };
  }
  if (!('list' in answer)) throw new Error('an answer with a kind shows one record or a list of them');
  const resource = platform.resources[answer.kind];
  const ordered = resource.newestFirst ? answer.list.toReversed() : answer.list;
  const perPage = Math.min(positive(view.query.get('per_page')) ?? view.pageSize, largestPage);
  const page = positive(view.query.get('page')) ?? 1;
  const shown = ordered.slice((page - 1) * perPage, page * perPage);
  const pageLink = (number: number): string => {
    const query = new URLSearchParams(view.query);
    query.set('page', String(number));
    return `${view.path}?${query.toString()}`;
  };
  const self = view.query.size > 0 ? `${view.path}?${view.query.toString()}` : view.path;
  return {
    body: {
      _embedded: {
        [resource.collection]: shown.map((record) => renderRecord(platform, answer.kind, record, view)),
      },
      _links: renderLinks(view.origin, {
        self,
        next: page * perPage < ordered.length ? pageLink(page + 1) : undefined,
        prev: page > 1 ? pageLink(page - 1) : undefined,
        ...answer.links,
      }),
      current_page: page,
      per_page: perPage,
      total_count: ordered.length,
    },
    shown,
  };
}

function renderRecord<K extends Kind>(platform: Platform, kind: K, record: Records[K], view: View): object {
  const resource: AnyResource<Records[K]> = platform.resources[kind];
  const embedded = resource.embedded?.(record, platform);
  const shown = Object.entries(embedded ?? {}).filter(
    ([relation]) => view.embed || resource.alwaysEmbedded?.includes(relation),
  );
  return {
    ...renderPlain(platform, kind, record, view),
    ...(embedded === undefined
      ? {}
      : {
          _embedded: Object.fromEntries(
            shown.map(([relation, each]) => [relation, renderEmbedded(platform, each, view)]),
          ),
        }),
  };
}

/** Renders a record without what is embedded in it: an embedded record shows nothing inside. */
function renderPlain<K extends Kind>(platform: Platform, kind: K, record: Records[K], view: View): object {
  const resource: AnyResource<Records[K]> = platform.resources[kind];
  const fields: Record<string, unknown> = { ...record };
  for (const name of [...((resource.hidden ?? []) as string[]), 'deleted_at']) delete fields[name];
  Object.assign(fields, resource.computed?.(record, platform, view.query));
  if (!view.sensitive) for (const name of resource.sensitive ?? []) delete fields[name];
  const links = {
    self: `/${resource.collection}/${String(fields['id'])}`,
    ...resource.links?.(record, platform),
  };
  return { ...fields, _type: kind, _links: renderLinks(view.origin, links) };
}

function renderEmbedded(platform: Platform, { kind, show }: Embedded, view: View): unknown {
  if (show === null) return null;
  if (isList(show)) return show.map((each) => renderPlain(platform, kind, each, view));
  return renderPlain(platform, kind, show, view);
}

function isList<T>(shown: T | readonly T[]): shown is readonly T[] {
  return Array.isArray(shown);
}

export function renderLinks(origin: string, links: Readonly<Record<string, string | undefined>>): object {
  return Object.fromEntries(
    Object.entries(links).flatMap(([relation, path]) =>
      path === undefined ? [] : [[relation, { href: `${origin}${path}` }]],
    ),
  );
}

function positive(raw: string | null): number | undefined {
  return raw !== null && /^[1-9]\d{0,8}$/.test(raw) ? Number(raw) : undefined;
}
