import type { Route } from '../platform';
import { notFound, Refusal } from '../refusals';
import { show } from '../routes';

/** `GET /find/app?handle=…&environment=…`: handles are unique in an environment only. */
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
