/** The forms that most routes have. */
import { pathOf, type Answer, type Call, type Route } from './platform';
import type { Kind, Records } from './store';

export const show = <K extends Kind>(kind: K, record: Records[K]): Answer => ({ status: 200, show: record, kind });
export const created = <K extends Kind>(kind: K, record: Records[K]): Answer => ({ status: 201, show: record, kind });
export const nothing: Answer = { status: 204 };

export function showAll<K extends Kind>(
  kind: K,
  records: readonly Records[K][],
  links: Readonly<Record<string, string | undefined>> = {},
): Answer {
  return { status: 200, list: records, kind, links };
}

/** `GET /apps/{id}` */
export function item<K extends Kind>(path: string, kind: K): Route {
  return {
    method: 'GET',
    path,
    handle: (call) => show(kind, call.find(kind, 'id', { withDeleted: call.withDeleted })),
  };
}

/** `GET /apps` */
export function all<K extends Kind>(path: string, kind: K): Route {
  return {
    method: 'GET',
    path,
    handle: (call) => showAll(kind, call.platform.store.list(kind, {}, { withDeleted: call.withDeleted })),
  };
}

/** `GET /accounts/{account_id}/apps`: the records whose field of that name refers to the parent. */
export function nested<K extends Kind, P extends Kind>(path: string, kind: K, parentKind: P): Route {
  return nestedBy(path, kind, parentKind, (parent) => ({ [`${parentKind}_id`]: parent.id }) as Partial<Records[K]>);
}

export function nestedBy<K extends Kind, P extends Kind>(
  path: string,
  kind: K,
  parentKind: P,
  where: (parent: Records[P]) => Partial<Records[K]>,
): Route {
  const param = /\{(\w+)\}/.exec(path)![1]!;
  return {
    method: 'GET',
    path,
    handle: (call) => {
      const parent = call.find(parentKind, param, { withDeleted: call.withDeleted });
      return showAll(kind, call.platform.store.list(kind, where(parent), { withDeleted: call.withDeleted }), {
        [parentKind]: pathOf(call.platform, parentKind, parent.id),
      });
    },
  };
}

export function post(path: string, handle: (call: Call) => Answer): Route {
  return { method: 'POST', path, handle };
}

/** PUT and PATCH, which take the same fields and mean the same. */
export function change(path: string, handle: (call: Call) => Answer): Route[] {
  return [
    { method: 'PUT', path, handle },
    { method: 'PATCH', path, handle },
  ];
}

export function remove(path: string, handle: (call: Call) => Answer): Route {
  return { method: 'DELETE', path, handle };
}
