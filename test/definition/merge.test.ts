import fc from 'fast-check';
import { join } from 'node:path';
import { leaves, loadDefinition } from '../../lib/definition';
import { merge } from '../../lib/definition/merge';
import { plain, type Entry, type Tree } from '../../lib/definition/tree';
import { runs } from '../support/runs';
import { Files } from './support';

type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

const names = fc.constantFrom('a', 'b', 'c', 'd');

/** A value with nulls in it, or without. */
const values = ({ nulls }: { readonly nulls: boolean }) =>
  fc.letrec<{ value: Value; map: Readonly<Record<string, Value>> }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('x', 'y', 1, true, ...(nulls ? [null] : [])),
      fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }),
      tie('map'),
    ),
    map: fc.dictionary(names, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  })).map;

const base = values({ nulls: false });
const overlay = values({ nulls: true });

let line = 0;

/** The tree of a value, in which every place is another. */
function written(value: Value, file: string): Tree {
  const at = { file, line: (line += 1), column: 1 };
  if (isList(value)) return { kind: 'row', at, items: value.map((item) => written(item, file)) };
  if (typeof value !== 'object' || value === null) {
    return { kind: 'leaf', at, value: value as string, source: String(value) };
  }
  const entries = Object.entries(value).map(([key, each]): [string, Entry] => [
    key,
    { keyAt: { file, line: (line += 1), column: 1 }, value: written(each, file) },
  ]);
  return { kind: 'branch', at, entries: new Map(entries) };
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
const entriesOf = (tree: Tree) => (tree.kind === 'branch' ? tree.entries : new Map<string, Entry>());

test('an overlay with nothing in it changes nothing, and keeps every place', () => {
  fc.assert(
    fc.property(base, (value) => {
      const tree = written(value, 'base');
      const merged = merge(tree, written({}, 'overlay'));
      expect(entriesOf(merged.tree)).toEqual(entriesOf(tree));
      expect([merged.problems, merged.removed.size, merged.added.size]).toEqual([[], 0, 0]);
    }),
    { numRuns: runs(200) },
  );
});

test('null removes an entry, wherever it is, and nothing else', () => {
  fc.assert(
    fc.property(base, fc.array(names, { minLength: 1, maxLength: 3 }), (value, path) => {
      const before = path.slice(0, -1).reduce<unknown>((inner, name) => (inner as never)?.[name], value);
      fc.pre(typeof before === 'object' && before !== null && Object.hasOwn(before, path.at(-1)!));
      const removal = path.reduceRight<Value>((inner, name) => ({ [name]: inner }), null);
      const merged = merge(written(value, 'base'), written(removal, 'overlay'));
      const expected = structuredClone(value) as object;
      const around = path.slice(0, -1).reduce<object>((inner, name) => inner[name as never], expected);
      delete around[path.at(-1)! as never];
      expect(plain(merged.tree)).toEqual(expected);
      expect([...merged.removed.keys()]).toEqual([path.join('.')]);
      expect(merged.problems).toEqual([]);
    }),
    { numRuns: runs(200) },
  );
});

test('an overlay on top of itself changes nothing more', () => {
  fc.assert(
    fc.property(base, overlay, (value, changes) => {
      const [below, above] = [written(value, 'base'), written(changes, 'overlay')];
      const once = merge(below, above).tree;
      expect(merge(once, above).tree).toEqual(once);
    }),
    { numRuns: runs(200) },
  );
});

test('the entries of the base keep their order, and new ones follow in that of the overlay', () => {
  fc.assert(
    fc.property(base, overlay, (value, changes) => {
      const { tree, problems } = merge(written(value, 'base'), written(changes, 'overlay'));
      fc.pre(problems.length === 0);
      const kept = Object.keys(value).filter((name) => changes[name] !== null);
      const added = Object.keys(changes).filter((name) => !Object.hasOwn(value, name) && changes[name] !== null);
      expect([...entriesOf(tree).keys()]).toEqual([...kept, ...added]);
    }),
    { numRuns: runs(200) },
  );
});

test('each value keeps the place where it was written: in the overlay if that has it', () => {
  fc.assert(
    fc.property(base, overlay, (value, changes) => {
      const [below, above] = [written(value, 'base'), written(changes, 'overlay')];
      const { tree, problems } = merge(below, above);
      fc.pre(problems.length === 0);
      const byPath = (of: Tree) => new Map([...leaves(of)].map(({ leaf, path }) => [JSON.stringify(path), leaf]));
      const [old, fresh] = [byPath(below), byPath(above)];
      for (const [path, leaf] of byPath(tree)) expect(leaf).toBe(fresh.get(path) ?? old.get(path));
      for (const [name, { keyAt }] of entriesOf(tree))
        expect(keyAt).toEqual((entriesOf(above).get(name) ?? entriesOf(below).get(name))!.keyAt);
    }),
    { numRuns: runs(200) },
  );
});

test('a map takes the place of nothing else, nor anything else that of a map: each is a problem, and the base stays', () => {
  fc.assert(
    fc.property(base, overlay, (value, changes) => {
      const isMap = (each: unknown) => typeof each === 'object' && each !== null && !Array.isArray(each);
      const clashes = Object.keys(changes).filter(
        (name) => Object.hasOwn(value, name) && changes[name] !== null && isMap(value[name]) !== isMap(changes[name]),
      );
      const { tree, problems } = merge(written(value, 'base'), written(changes, 'overlay'));
      const top = problems.filter(({ path, message }) => path.length === 1 && /cannot take its place/.test(message));
      expect(top.map(({ path }) => path[0])).toEqual(clashes);
      for (const name of clashes) expect(plain(entriesOf(tree).get(name)!.value)).toEqual(value[name]);
    }),
    { numRuns: runs(200) },
  );
});

test('a chain of three files is what merging them one by one gives', () => {
  using files = new Files();
  fc.assert(
    fc.property(base, overlay, overlay, (first, second, third) => {
      files.write('first.yaml', JSON.stringify(first));
      files.write('second.yaml', JSON.stringify({ extends: './first.yaml', ...second }));
      files.write('third.yaml', JSON.stringify({ extends: './second.yaml', ...third }));
      const chain = loadDefinition(join(files.path, 'third.yaml'));
      const middle = merge(written(first, 'first'), written(second, 'second'));
      const last = merge(middle.tree, written(third, 'third'));
      expect(plain(chain.tree)).toEqual(plain(last.tree));
      const said = ({ path, message }: { path: unknown; message: string }) => [path, message.replace(/ in \S+,/, ',')];
      expect(chain.problems.map(said)).toEqual([...middle.problems, ...last.problems].map(said));
      expect([...chain.removed.keys()]).toEqual([...new Set([...middle.removed.keys(), ...last.removed.keys()])]);
    }),
    { numRuns: runs(50) },
  );
});

const merged = (below: Value, above: Value) => plain(merge(written(below, 'base'), written(above, 'overlay')).tree);

test('an entry of another type replaces the whole entry, since other fields belong to it', () => {
  const below = { logDrains: { logs: { type: 'datadog', token: '${secret.KEY}', tags: 'a' } } };
  const above = { logDrains: { logs: { type: 'papertrail', host: 'logs.example', port: 514 } } };
  expect(merged(below, above)).toEqual(above);
  expect(
    merged({ databases: { main: { type: 'redis', version: '7' } } }, { databases: { main: { type: 'mysql' } } }),
  ).toEqual({ databases: { main: { type: 'mysql' } } });
});

test('a variable that is called type is one like the others', () => {
  const below = { apps: { web: { config: { type: 'a', MODE: 'b' } } } };
  const above = { apps: { web: { config: { type: 'c' } } } };
  expect(merged(below, above)).toEqual({ apps: { web: { config: { type: 'c', MODE: 'b' } } } });
});
