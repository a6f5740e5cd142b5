// Writes what is generated from lib/schema and lib/emulator, or, with --check, fails when the committed files differ from it.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bindings } from './generate/bindings.mjs';
import { coverage } from './generate/coverage.mjs';
import { reference } from './generate/reference.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);

async function load(name, contents) {
  const outfile = join(tmpdir(), `cdktf-aptible-${name}-${process.pid}.cjs`);
  await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
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
const { version } = require('../package.json');

/** Directory → file → text. */
const generated = {
  'lib/bindings': await bindings(schema, version),
  'docs/reference': reference(schema),
  'docs/local-platform': coverage(emulator),
};

const isCheck = process.argv.includes('--check');
const stale = [];
for (const [directory, files] of Object.entries(generated)) {
  const absolute = join(root, directory);
  const present = existing(absolute);
  for (const [name, text] of Object.entries(files)) {
    const path = join(absolute, name);
    if (present[name] === text) continue;
    stale.push(relative(root, path));
    if (isCheck) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  for (const name of Object.keys(present).filter((name) => !(name in files))) {
    stale.push(relative(root, join(absolute, name)));
    if (!isCheck) rmSync(join(absolute, name));
  }
}

if (stale.length > 0)
  console.log(`${isCheck ? 'not as lib/schema and lib/emulator say' : 'written'}: ${stale.sort().join(', ')}`);
if (isCheck && stale.length > 0) {
  console.error('Run `npm run generate` and commit what it writes.');
  process.exit(1);
}

function existing(directory) {
  try {
    const names = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return Object.fromEntries(
      names.map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [relative(directory, path), readFileSync(path, 'utf8')];
      }),
    );
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw error;
  }
}
