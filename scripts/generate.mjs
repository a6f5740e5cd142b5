// Writes what is generated from lib/schema and lib/emulator, or, with --check, fails when the committed files differ from it.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import yaml from 'yaml';
import { bindings } from './generate/bindings.mjs';
import { coverage } from './generate/coverage.mjs';
import { definitionTables } from './generate/definition.mjs';
import { reference } from './generate/reference.mjs';
import { seedReference } from './generate/seed.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);

/** @param replaced texts that take the place of files, by their paths */
async function load(name, contents, { directory = tmpdir(), external = [], replaced = {} } = {}) {
  const outfile = join(directory, `cdktf-aptible-${name}-${process.pid}.cjs`);
  await build({
    external,
    stdin: { contents, resolveDir: root },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    // What ssh2 has compiled for one system, it does without.
    loader: { '.node': 'empty' },
    plugins: Object.entries(replaced).map(([path, text]) => ({
      name: path,
      setup: ({ onLoad }) =>
        onLoad({ filter: /\.ts$/ }, ({ path: found }) =>
          found === join(root, path) ? { contents: text, loader: 'ts' } : undefined,
        ),
    })),
    outfile,
  });
  try {
    return require(outfile);
  } finally {
    rmSync(outfile);
  }
}

const schema = await load('schema', "export * from './lib/schema'");
const emulator = await load(
  'emulator',
  ['resources', 'resources/absent', 'route-table'].map((file) => `export * from './lib/emulator/${file}';`).join('\n'),
);
const seed = await load(
  'seed',
  `export { seedForm } from './lib/cli/seed-form';
  export { globalRegistry } from 'zod/mini';`,
);
const constructs = await load(
  'constructs',
  readdirSync(join(root, 'lib/constructs'))
    .map((file) => `export * from './lib/constructs/${file.replace(/\.ts$/, '')}';`)
    .join('\n'),
  // What is external is found from there only.
  { directory: join(root, 'node_modules'), external: ['cdktf', 'constructs', '@cdktf/*'] },
);
const tables = definitionTables(root, constructs);
// The schema is that of the tables as they are going to be.
const { jsonSchemaOfForm } = await load('definition', "export * from './lib/definition/form'", { replaced: tables });
const { version } = require('../package.json');

const guides = Object.fromEntries(
  readdirSync(join(root, 'docs/guides')).map((name) => {
    const front = /^---\n(.*?)\n---\n/s.exec(readFileSync(join(root, 'docs/guides', name), 'utf8'));
    if (front === null) throw new Error(`docs/guides/${name} has no front matter`);
    return [name, yaml.parse(front[1])];
  }),
);

/** Path → text. */
const generated = {
  ...below('lib/bindings', await bindings(schema, version)),
  ...tables,
  'aptible.schema.json': `${JSON.stringify(jsonSchemaOfForm(), undefined, 2)}\n`,
  ...below('docs', reference(schema, guides)),
  ...below('docs/local-platform', { ...coverage(emulator), ...seedReference(seed) }),
};
/** What else is in these directories is stale. */
const wholly = [
  'lib/bindings',
  'docs/resources',
  'docs/data-sources',
  'docs/ephemeral-resources',
  'docs/functions',
  'docs/local-platform',
];

const isCheck = process.argv.includes('--check');
const stale = [];
for (const [path, text] of Object.entries(generated)) {
  const absolute = join(root, path);
  if (existsSync(absolute) && readFileSync(absolute, 'utf8') === text) continue;
  stale.push(path);
  if (isCheck) continue;
  mkdirSync(dirname(absolute), { recursive: true });
  writeFileSync(absolute, text);
}
for (const path of wholly.flatMap(filesIn).filter((path) => !(path in generated))) {
  stale.push(path);
  if (!isCheck) rmSync(join(root, path));
}

if (stale.length > 0)
  console.log(`${isCheck ? 'not as lib/schema and lib/emulator say' : 'written'}: ${stale.sort().join(', ')}`);
if (isCheck && stale.length > 0) {
  console.error('Run `npm run generate` and commit what it writes.');
  process.exit(1);
}

function below(directory, files) {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${directory}/${name}`, text]));
}

function filesIn(directory) {
  return readdirSync(join(root, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}
