import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import * as shapes from '../../lib/api/shapes';
import { resources } from '../../lib/schema';

const lib = join(__dirname, '../../lib');

/** What is of interest of a zod schema, by its `type`. */
interface Definition {
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
  const inner = [def.innerType, def.element, def.valueType].filter((each) => each !== undefined);
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

test('each key of a shape is read by the provider or the client', () => {
  const files = ['api', 'provider'].flatMap((room) =>
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
