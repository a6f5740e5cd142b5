import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import ts from 'typescript';
import * as z from 'zod/mini';
import { linkedId } from '../../lib/api/links';
import * as shapes from '../../lib/api/shapes';
import { resources } from '../../lib/schema';
import { runs } from '../support/runs';

const lib = join(__dirname, '../../lib');

/** What is of interest of a zod schema, by its `type`. */
interface Definition {
  readonly type: string;
  readonly options?: readonly Schema[];
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly innerType?: Schema;
  readonly element?: Schema;
  readonly valueType?: Schema;
}
interface Schema {
  readonly _zod: { readonly def: Definition };
}

/** The keys of a shape, at every depth: `_embedded.disk.size`. */
function keysOf({ _zod: { def } }: Schema, path: readonly string[] = []): string[][] {
  const inner = [def.innerType, def.element, def.valueType, def.options?.[0]].filter((each) => each !== undefined);
  return [
    ...inner.flatMap((each) => keysOf(each, path)),
    ...Object.entries(def.shape ?? {}).flatMap(([key, each]) => [[...path, key], ...keysOf(each, [...path, key])]),
  ];
}

/** The names that a file reads as properties: `.name`, `['name']`, `{ name }` on the left, or 'name' to be read by it. */
function namesReadIn(file: string): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) names.push(node.name.text);
    else if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
      const { propertyName = node.name } = node;
      if (ts.isIdentifier(propertyName)) names.push(propertyName.text);
    } else if (ts.isStringLiteral(node) && !isKey(node)) names.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true));
  return names;
}

function isKey(node: ts.Node): boolean {
  return ts.isPropertyAssignment(node.parent) && node.parent.name === node;
}

test('each key of a shape is read by the provider, the client or the command', () => {
  const files = ['api', 'provider', 'cli'].flatMap((room) =>
    readdirSync(join(lib, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && join(room, file) !== join('api', 'shapes.ts'))
      .map((file) => join(lib, room, file)),
  );
  const read = new Set([
    ...files.flatMap(namesReadIn),
    // The provider reads those of an autoscaling policy by the names of its attributes.
    ...Object.keys(resources.aptible_app.blocks.service.blocks.autoscaling_policy.attributes),
  ]);
  const unread = Object.entries(shapes).flatMap(([name, shape]) =>
    keysOf(shape as Schema)
      .filter((path) => !read.has(path.at(-1) as string))
      .map((path) => `${name}: ${path.join('.')}`),
  );
  expect(unread).toEqual([]);
});

/** Of the variables of an app, all are read. */
const isReadWhole = (key: string) => key === 'env';

/** A value of the shape with all that may be left out, and in each object what `extra` gives for the keys that it has. */
function filled({ _zod: { def } }: Schema, extra: (keys: readonly string[]) => Record<string, unknown>): unknown {
  const inner = def.innerType ?? def.options?.[0];
  if (inner !== undefined) return filled(inner, extra);
  if (def.shape !== undefined) {
    const entries = Object.entries(def.shape).map(([key, each]) => [
      key,
      filled(each, isReadWhole(key) ? () => ({}) : extra),
    ]);
    return { ...extra(Object.keys(def.shape)), ...Object.fromEntries(entries) };
  }
  if (def.element !== undefined) return [filled(def.element, extra)];
  if (def.valueType !== undefined) return { ...extra(['KEY']), KEY: filled(def.valueType, extra) };
  const plain: Readonly<Record<string, unknown>> = { string: 'text', number: 7, boolean: true };
  return plain[def.type];
}

const others = fc.dictionary(
  fc.oneof(fc.constantFrom('curies', 'self', 'id', 'href', '_links'), fc.string()),
  fc.jsonValue(),
  {
    maxKeys: 3,
  },
);

test.each(Object.entries(shapes))(
  '%s: keys and links that nothing reads break no answer, whatever they hold',
  (_name, shape) => {
    const alone = z.parse(
      shape,
      filled(shape, () => ({})),
    );
    fc.assert(
      fc.property(fc.gen(), (generated) => {
        const answer = filled(shape, (keys) =>
          Object.fromEntries(Object.entries(generated(() => others)).filter(([key]) => !keys.includes(key))),
        );
        expect(z.parse(shape, JSON.parse(JSON.stringify(answer)))).toEqual(alone);
      }),
      { numRuns: runs(20) },
    );
  },
);

test('a link is a list, too, of one at most', () => {
  const links = (account: unknown) => ({ id: 1, _links: { account } });
  const idOf = (account: unknown) => linkedId(z.parse(shapes.anyRecordShape, links(account)), 'account');
  const link = { href: 'https://api.aptible.com/accounts/3' };
  expect([link, [link], [], null, { href: null }].map(idOf)).toEqual([3, 3, undefined, undefined, undefined]);
  for (const unclear of [[link, link], { href: 3 }, 'accounts/3'])
    expect(z.safeParse(shapes.anyRecordShape, links(unclear)).success).toBe(false);
});
