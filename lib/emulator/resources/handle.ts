import type { Platform, Route } from '../platform';
import { notFound, Refusal } from '../refusals';
import { show } from '../routes';
import type { Kind, Records } from '../store';

type KindWithHandle = { [K in Kind]: Records[K] extends { readonly handle: string } ? K : never }[Kind];

/** @returns What is wrong with giving that handle to a record, if anything. `scope` says among which records it must be unique. */
export function handleProblem<K extends KindWithHandle>(
  { store }: Platform,
  kind: K,
  handle: string | undefined,
  scope: Partial<Records[K]> = {},
  ownId?: number,
): string | undefined {
  const isTaken = store.list(kind, scope).some((each) => each.handle === handle && each.id !== ownId);
  return isTaken ? 'handle has already been taken' : undefined;
}

/** `GET /find/app?handle=…&environment=…`: without the environment, several may have that handle. */
export function findByHandle(kind: 'app' | 'database'): Route {
  return {
    method: 'GET',
    path: `/find/${kind}`,
    handle: ({ platform: { store }, query }) => {
      const handle = query.get('handle');
      const environment = query.get('environment');
      const found = store
        .list(kind)
        .filter((each) => each.handle === handle)
        .filter((each) => environment === null || store.get('account', each.account_id).handle === environment);
      if (found.length === 0) throw notFound();
      if (found.length > 1) {
        throw new Refusal(422, 'multiple_resources_found', `Several environments have a ${kind} ${handle}: name one`);
      }
      return show(kind, found[0]!);
    },
  };
}
