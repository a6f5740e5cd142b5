/** What a run has made or found to be its own, so that no two of its creates take the same record for theirs. */
import type { Client } from '../api';

const claims = new WeakMap<Client, Set<string>>();

/** Gives the record, which now is somebody's. `kind`: `apps`. */
export function claim<T extends { readonly id: number }>(platform: Client, kind: string, record: T): T {
  claims.set(platform, (claims.get(platform) ?? new Set()).add(`${kind}/${record.id}`));
  return record;
}

export const isClaimed = (platform: Client, kind: string, { id }: { readonly id: number }): boolean =>
  claims.get(platform)?.has(`${kind}/${id}`) ?? false;
