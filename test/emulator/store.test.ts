import fc from 'fast-check';
import { Store, type Records, type Snapshot } from '../../lib/emulator/store';
import type { Journal } from '../../lib/emulator/journal';
import '../../lib/emulator/resources';
import { runs } from '../support/runs';

const time = new Date('2030-01-01T00:00:00.000Z');
const newStore = (): Store => new Store(() => time);
const role = (organization: string): Omit<Records['role'], 'id' | 'created_at' | 'updated_at' | 'deleted_at'> => ({
  uuid: 'u',
  name: 'n',
  type: 'owner',
  organization,
});

test('a record has an id that no other record of any kind has, and its times', () => {
  const store = newStore();
  const first = store.insert('role', role('a'));
  const second = store.insert('image', { git_repo: null, git_ref: null, docker_repo: 'r', docker_ref: 't', app_id: 1 });
  expect(first).toEqual({
    ...role('a'),
    id: 1,
    created_at: time.toISOString(),
    updated_at: time.toISOString(),
    deleted_at: null,
  });
  expect(second.id).toBe(2);
});

test('a removed record is found only by those who ask for removed ones', () => {
  const store = newStore();
  const { id } = store.insert('role', role('a'));
  store.remove('role', id);
  expect([store.find('role', id), store.list('role')]).toEqual([undefined, []]);
  expect(store.find('role', id, { withDeleted: true })?.deleted_at).toBe(time.toISOString());
  expect(store.list('role', {}, { withDeleted: true }).map((each) => each.id)).toEqual([id]);
});

test('a record of another kind is not found', () => {
  const store = newStore();
  const { id } = store.insert('role', role('a'));
  expect(store.find('app', id)).toBeUndefined();
  expect(() => store.get('app', id)).toThrow(`the store has no app ${id}`);
});

test('a snapshot is not touched by what comes after, nor by its reader', () => {
  const store = newStore();
  const { id } = store.insert('role', role('a'));
  const snapshot = store.snapshot();
  store.update('role', id, { name: 'changed' });
  store.restore(snapshot);
  store.update('role', id, { name: 'changed' });
  store.restore(snapshot);
  expect(store.get('role', id).name).toBe('n');
});

test('of the deleted records only the newest stay, and those to which a record leads', () => {
  const forgotten: string[] = [];
  const journal = {
    putRecord: (kind: string, id: number, record: unknown) => record ?? forgotten.push(`${kind} ${id}`),
  };
  const store = new Store(() => time, journal as Partial<Journal> as Journal, 2);
  const image = { git_repo: null, git_ref: null, docker_repo: null, docker_ref: null };
  const [app, ...images] = Array.from({ length: 6 }, () => store.insert('image', { ...image, app_id: 0 }).id);
  const last = store.insert('image', { ...image, app_id: app! }).id;
  store.remove('image', app!);
  for (const id of images) store.remove('image', id);
  const left = (): number[] => store.list('image', {}, { withDeleted: true }).map(({ id }) => id);
  expect(left()).toEqual([app, ...images.slice(2), last]);
  expect(forgotten).toEqual(images.slice(0, 2).map((id) => `image ${id}`));
  expect(store.list('image', { app_id: 0 }, { withDeleted: true }).map(({ id }) => id)).toEqual([
    app,
    ...images.slice(2),
  ]);
});

test('the largest id is not given twice, though its record was deleted long ago', () => {
  const store = new Store(() => time, undefined, 1);
  const ids = Array.from({ length: 9 }, () => store.insert('role', role('a')).id);
  for (const id of ids.toReversed()) store.remove('role', id);
  const { records } = JSON.parse(JSON.stringify(store.snapshot())) as Snapshot;
  expect(records['role']!.map(({ id }) => id)).toContain(9);
});

/** Compares the lists that an index gives with a look at every record. */
test('lists are right after any changes, removals and restores', () => {
  const change = fc.oneof(
    fc.record({ do: fc.constant('insert' as const), app: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ do: fc.constant('update' as const), at: fc.nat(9), app: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ do: fc.constant('remove' as const), at: fc.nat(9) }),
    fc.record({ do: fc.constant('restore' as const) }),
  );
  fc.assert(
    fc.property(fc.array(change, { minLength: 5, maxLength: 30 }), (changes) => {
      const store = newStore();
      const ids: number[] = [];
      for (const each of changes) {
        const id = 'at' in each ? ids[each.at % Math.max(1, ids.length)] : undefined;
        if (each.do === 'insert') {
          const blank = { git_repo: null, git_ref: null, docker_repo: null, docker_ref: null };
          ids.push(store.insert('image', { ...blank, app_id: each.app }).id);
        } else if (each.do === 'restore') store.restore(JSON.parse(JSON.stringify(store.snapshot())) as Snapshot);
        else if (id !== undefined && each.do === 'update') store.update('image', id, { app_id: each.app });
        else if (id !== undefined) store.remove('image', id);
      }
      const all = store.list('image');
      for (const app_id of [1, 2, 3]) {
        const byIndex = store.list('image', { app_id }).map(({ id }) => id);
        expect(byIndex).toEqual(all.filter((each) => each.app_id === app_id).map(({ id }) => id));
      }
      expect(new Set(ids).size).toBe(ids.length);
    }),
    { numRuns: runs(300) },
  );
});
