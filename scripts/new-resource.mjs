// Writes a new resource of an environment, which has a handle and works in every room: a pattern to edit. `npm run new-resource NAME`.
//
// The files are the templates in scripts/new-resource, at the same paths. What is there already is left alone, so that a thing that the
// local platform plays already becomes a resource, too. --files-only writes them without what is made from them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const templates = join(dirname(fileURLToPath(import.meta.url)), 'new-resource');
const root = process.cwd();
const options = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const [given, ...others] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const isFilesOnly = options.includes('--files-only');

const kebab = given?.replace(/^aptible[_-]/, '').replaceAll('_', '-') ?? '';
if (!/^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(kebab) || others.length > 0 || options.some(() => !isFilesOnly))
  fail(
    'usage: npm run new-resource NAME, with the name of one thing, such as persistent-disk or aptible_persistent_disk',
  );
if (existsSync(join(root, `lib/schema/${kebab}.ts`))) fail(`lib/schema/${kebab}.ts is there already`);

const snake = kebab.replaceAll('-', '_');
const camel = kebab.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
const article = /^[aeiou]/.test(kebab) ? 'an' : 'a';
const names = {
  kebab,
  snake,
  camel,
  Pascal: camel[0].toUpperCase() + camel.slice(1),
  words: kebab.replaceAll('-', ' '),
  collection: plural(snake),
  a: article,
  A: article[0].toUpperCase() + article.slice(1),
};
const { Pascal, collection, words } = names;

/** Registry → how its text gets the lines of the new resource. */
const registries = {
  'lib/schema/index.ts': (text) => {
    const imported = withImport(text, `import { ${camel} } from './${kebab}';`, /^import \{ .* from '\.\/(?!types')/);
    return withLine(imported, 'export const resources = {', `  aptible_${snake}: ${camel},`);
  },
  'lib/api/shapes.ts': (text) =>
    before(
      text,
      '/** What `POST {auth}/tokens` answers. */',
      `export const ${camel}Shape = z.object({ ...record, handle: z.string() });\n` +
        `export type ${Pascal} = z.infer<typeof ${camel}Shape>;\n\n`,
    ),
  'lib/provider/provider.ts': (text) => {
    const imported = withImport(text, `import { ${camel} } from './resources/${kebab}';`, /from '\.\/resources\//);
    return withLine(imported, '  resources: {', `    aptible_${snake}: ${camel},`);
  },
  'lib/provider/environment-reader.ts': (text) => {
    const imported = withLine(text, 'import {\n', `  ${camel}Shape,`, bySpecifier);
    return withLine(imported, 'const shapesBelow = {', `  ${collection}: ${camel}Shape,`);
  },
  'lib/provider/resources/environment.ts': (text) =>
    atEnd(text, 'const blocksDeletion: Readonly<Record<KindBelow, boolean>> = {\n', `  ${collection}: false,\n`),
  'lib/emulator/resources/index.ts': (text) => {
    const imported = withImport(text, `import { ${camel} } from './${kebab}';`, /^import \{ .* from '\.\//);
    const entry = snake === camel ? `  ${camel},\n` : `  ${snake}: ${camel},\n`;
    return before(imported, '  // In one of these:\n', entry);
  },
  // It is no longer a collection that is always empty.
  'lib/emulator/resources/absent.ts': (text) =>
    text.replace(new RegExp(`^  '(/accounts/\\{account_id\\})?/${collection}',\n`, 'gm'), ''),
  'lib/index.ts': (text) =>
    withImport(
      text,
      `export { ${Pascal}, type ${Pascal}Props, type I${Pascal} } from './constructs/${kebab}';`,
      /^export \{ .* from '\.\/constructs\//,
    ),
  'test/constructs/agreement.test.ts': (text) => {
    const line = `import { ${camel}Attributes } from '../../lib/constructs/${kebab}';`;
    return before(
      withImport(text, line, /^import \{ .* from '\.\.\/\.\.\/lib\/constructs\//),
      '} satisfies { readonly [R in keyof typeof resources]',
      `  aptible_${snake}: agreement(resources.aptible_${snake}, { ${Pascal}Props: { attributes: ${camel}Attributes, ` +
        `call: \`new aptible.${Pascal}(scope, 'id', { … })\` } }, {}, {}),\n`,
    );
  },
  'test/constructs/sensitive.test.ts': (text) =>
    before(
      text,
      "    new ReleaseCheck(made, 'check',",
      `    new library.${Pascal}(made, '${kebab}', { handle: '${kebab}' }),\n    library.${Pascal}.fromId(made, '${kebab}-id', 1),\n`,
    ),
  'examples/microservices/main.ts': (text) =>
    before(
      text,
      '  }\n}\n\nconst app = new App();',
      `\n    new aptible.${Pascal}(environment, '${kebab}', { handle: 'acme-shop-${kebab}' });\n`,
    ),
};

const isPlayed = existsSync(join(root, `lib/emulator/resources/${kebab}.ts`));
const written = [];
for (const template of filesIn(templates)) {
  const path = filled(template).replace(/\.txt$/, '');
  if (existsSync(join(root, path)) || (isPlayed && path.startsWith('test/fixtures/'))) {
    console.log(`left as it is: ${path}`);
    continue;
  }
  await write(path, filled(readFileSync(join(templates, template), 'utf8')));
}
for (const [path, change] of Object.entries(registries)) {
  if (isPlayed && path.startsWith('lib/emulator/')) continue;
  const text = readFileSync(join(root, path), 'utf8');
  const changed = change(text);
  if (changed !== text) await write(path, changed);
}
console.log(`written:\n${written.map((path) => `  ${path}`).join('\n')}`);
if (isFilesOnly) process.exit();

run('the generated files', 'npm', ['run', 'generate', '--silent']);
const httpCases = ['jest', '--selectProjects', 'unit', '--testPathPatterns', 'emulator/http-cases'];
run('the answers of the text cases', 'npx', httpCases, { UPDATE_HTTP_CASES: '1' });
run('the API report', 'npm', ['run', 'api', '--silent']);
console.log(
  `The resource aptible_${snake} is there, with a handle, and \`npm run check\` passes.\n` +
    `Make it the platform's ${words} now: begin with lib/schema/${kebab}.ts, and see "Adding a resource" in CONTRIBUTING.md.`,
);

/** Terraform's and the platform's names of several of them. */
function plural(name) {
  if (/[^aeiou]y$/.test(name)) return name.replace(/y$/, 'ies');
  return /(s|x|z|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;
}

function filesIn(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .sort();
}

function filled(template) {
  return template
    .replace(/\{\{(\w+)\}\}/g, (_, name) => names[name] ?? fail(`a template has {{${name}}}, which is no name`))
    .replace('COLLECTION', collection)
    .replace('NAME', (name, offset, whole) => (whole.includes('\n') ? name : kebab));
}

/** Puts a line among the lines like it, which are in the order of their text. */
function withImport(text, line, like) {
  const pathOf = (one) => /'([^']+)';$/.exec(one)?.[1] ?? '';
  const lines = text.split('\n');
  const places = lines.flatMap((one, index) => (like.test(one) ? [index] : []));
  if (places.length === 0) fail(`there is no line like ${like}`);
  const next = places.find((index) => pathOf(lines[index]) > pathOf(line)) ?? places.at(-1) + 1;
  return lines.toSpliced(next, 0, line).join('\n');
}

function bySpecifier(line) {
  return line
    .trim()
    .replace(/^type /, '')
    .toLowerCase();
}

/** Puts a line into the block that `opening` opens, whose lines are in the order of their text. */
function withLine(text, opening, line, keyOf = (one) => one.trim()) {
  const start = text.indexOf(opening);
  if (start < 0) fail(`there is no ${opening}`);
  const lines = text.slice(start).split('\n');
  const next = lines.findIndex((one, index) => index > 0 && (/^ *\}/.test(one) || keyOf(one) > keyOf(line)));
  return text.slice(0, start) + lines.toSpliced(next, 0, line).join('\n');
}

function before(text, place, added) {
  if (!text.includes(place)) fail(`there is no ${place.trim()}`);
  return text.replace(place, () => added + place);
}

/** Puts text at the end of the block that `opening` opens. */
function atEnd(text, opening, added) {
  const start = text.indexOf(opening);
  if (start < 0) fail(`there is no ${opening.trim()}`);
  const end = text.indexOf('\n};', start) + 1;
  return text.slice(0, end) + added + text.slice(end);
}

async function write(path, text) {
  const file = join(root, path);
  const isFormatted = /\.(ts|md)$/.test(path);
  const config = { ...(await resolveConfig(file)), filepath: file };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, isFormatted ? await format(text, config) : text);
  written.push(path);
}

function run(what, command, args, environment = {}) {
  console.log(`writing ${what} …`);
  const { status } = spawnSync(command, args, { stdio: 'inherit', cwd: root, env: { ...process.env, ...environment } });
  if (status !== 0) fail(`${what} could not be written: ${command} ${args.join(' ')} failed`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
