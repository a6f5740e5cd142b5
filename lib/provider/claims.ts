/** What a run has made or found to be its own, so that no two of its creates take the same record for theirs. */
import type { Client } from '../api';

const claims = new WeakMap<Client, Set<string>>();

/** Gives the record, which now is somebody's. `kind`: whatever tells records of one kind from those of others. */
export function claim<T extends { readonly id: number }>(platform: Client, kind: string, record: T): T {
  claims.set(platform, (claims.get(platform) ?? new Set()).add(`${kind}/${record.id}`));
  return record;
}

export const isClaimed = (platform: Client, kind: string, { id }: { readonly id: number }): boolean =>
  claims.get(platform)?.has(`${kind}/${id}`) ?? false;

const queues = new WeakMap<Client, Map<string, Promise<unknown>>>();

/** Runs what is to be done at one place after whatever else this run does there. */
export function exclusively<T>(platform: Client, place: string, work: () => Promise<T>): Promise<T> {
  const ofPlatform = queues.get(platform) ?? new Map<string, Promise<unknown>>();
  queues.set(platform, ofPlatform);
  const before = ofPlatform.get(place) ?? Promise.resolve();
  const done = before.then(work, work);
  ofPlatform.set(place, done);
  const forget = () => void (ofPlatform.get(place) === done && ofPlatform.delete(place));
  done.then(forget, forget);
  return done;
}
