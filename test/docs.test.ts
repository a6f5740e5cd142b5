import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';
import ts from 'typescript';
import * as constructs from '../lib';
import * as bindings from '../lib/bindings';
import { dataSources, ephemeralResources, provider, resources, type Block } from '../lib/schema';

const root = join(__dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const prefixed = (kind: string, definitions: Readonly<Record<string, Block>>) =>
  Object.fromEntries(Object.entries(definitions).map(([name, block]) => [`${kind} ${name}`, block]));
const blocks: Readonly<Record<string, Block>> = {
  provider,
  ...resources,
  ...prefixed('data', dataSources),
  ...prefixed('ephemeral', ephemeralResources),
};

/** The items of a page's sections, which are its lists' outer bullets, each as one line a bullet. */
function itemsOf(path: string): string[] {
  const sections = read(path)
    .split(/^## .*$/m)
    .slice(1);
  const items = sections.flatMap((section) => section.split(/^(?=- )/m).filter((item) => item.startsWith('- ')));
  return items.map((item) =>
    item
      .split('\n\n')[0]!
      .trim()
      .replace(/\n +(?![- ])/g, ' '),
  );
}

test('each item of docs/guides/official-provider.md names a test, and that is there', () => {
  const items = itemsOf('docs/guides/official-provider.md');
  expect(items).not.toEqual([]);
  const wrong = items.filter((item) => {
    const [, file, title] = /^- \*\*.+\n {2}- `(test\/[^`]+)`: (.+)$/.exec(item) ?? [];
    if (file === undefined) return true;
    const source = read(file);
    return !source.includes(`'${title}'`) && !source.includes(`"${title}"`);
  });
  expect(wrong).toEqual([]);
});

test('links of the pages that npm publishes lead to what it publishes', () => {
  const { files } = JSON.parse(read('package.json')) as { files: string[] };
  // npm adds these itself.
  const shipped = [...files, 'README.md', 'LICENSE', 'package.json'];
  const isShipped = (path: string) => shipped.some((each) => path === each || path.startsWith(`${each}/`));
  const pages = shipped
    .filter((path) => path !== 'dist')
    .flatMap((path) => (path.includes('.') || path === 'LICENSE' ? [path] : filesIn(path)))
    .filter((path) => path.endsWith('.md'));
  expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/guides/troubleshooting.md']));
  const dead = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)]
      .map(([, link]) => join(dirname(page), link!))
      .filter((target) => !isShipped(target) || !existsSync(join(root, target)))
      .map((target) => `${page}: ${target}`),
  );
  expect(dead).toEqual([]);
});

test('pages that the code, its messages and its tests name are there', () => {
  const files = ['lib', 'scripts', 'test'].flatMap(filesIn).filter((path) => /\.(ts|mjs|cjs)$/.test(path));
  const named = files.flatMap((file) => [...read(file).matchAll(/(?<![\w/])docs\/[\w/-]+\.md/g)].map(([page]) => page));
  expect(named).toContain('docs/guides/troubleshooting.md');
  expect([...new Set(named)].filter((page) => !existsSync(join(root, page)))).toEqual([]);
});

test('the programs of the README are one, which synthesizes as it stands', () => {
  const [program = '', more = ''] = [...read('README.md').matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text]) => text!);
  const text = program.replace('\napp.synth();\n', `\n${more}\napp.synth();\n`);
  expect(text).toContain(more);
  const { outputText } = ts.transpileModule(text, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  const directory = mkdtempSync(join(tmpdir(), 'readme-'));
  process.env['CDKTF_OUTDIR'] = directory;
  try {
    const run = compileFunction(outputText, ['require', 'exports']) as (
      load: (name: string) => unknown,
      to: object,
    ) => void;
    run((name) => (name === 'cdktf-aptible' ? constructs : jest.requireActual(name)), {});
    const { resource, ephemeral } = JSON.parse(
      readFileSync(join(directory, 'stacks/staging/cdk.tf.json'), 'utf8'),
    ) as Record<string, object>;
    expect([resource, ephemeral].flatMap((block) => Object.keys(block!))).toEqual([
      'aptible_app',
      'aptible_database',
      'aptible_database_login',
      'aptible_database_user',
      'aptible_endpoint',
      'aptible_environment',
      'null_resource',
      'aptible_database_credentials',
    ]);
  } finally {
    delete process.env['CDKTF_OUTDIR'];
    rmSync(directory, { recursive: true });
  }
});

const filesIn = (path: string) =>
  readdirSync(join(root, path), { recursive: true, encoding: 'utf8' }).map((name) => join(path, name));

test('each page whose commands run terraform says what to do where PATH has no Node', () => {
  const pages = ['README.md', ...filesIn('docs'), ...filesIn('examples')].filter((path) => path.endsWith('.md'));
  const blocks = (page: string) =>
    [...read(page).matchAll(/```(?:sh|console)\n([\s\S]*?)```/g)].map(([, text]) => text!);
  const runsTerraform = /terraform (init|plan|apply)|cdktf deploy|cdktf-aptible (provider|migrate)/;
  const telling = pages.filter((page) => blocks(page).some((text) => runsTerraform.test(text)));
  expect(telling).toEqual(
    expect.arrayContaining(['README.md', 'docs/guides/migrating.md', 'docs/guides/troubleshooting.md']),
  );
  const isSaid = (page: string) =>
    page === 'docs/guides/self-contained.md' ||
    (read(page).includes('Node') && read(page).includes('self-contained.md'));
  expect(telling.filter((page) => !isSaid(page))).toEqual([]);
});

describe('docs/guides/cli.md', () => {
  const rows = itemsOf('docs/guides/cli.md').map((item) => {
    const [, commands = '', hcl = '', typescript = ''] =
      /^- (.+)\n {2}- HCL: (.+)\n {2}- TypeScript: (.+)$/.exec(item) ?? [];
    return { commands: codeIn(commands), hcl, typescript, names: [...codeIn(hcl), ...codeIn(typescript)] };
  });

  test('has each command once, and says something of it', () => {
    const commands = read('test/fixtures/cli-commands.txt').trim().split('\n');
    expect(rows.flatMap((row) => row.commands).sort()).toEqual(commands.sort());
    expect(rows.filter(({ hcl, typescript }) => hcl === '' || typescript === '')).toEqual([]);
  });

  test('names only what is there', () => {
    expect(rows.flatMap(({ names }) => names).filter((name) => !isThere(name))).toEqual([]);
  });

  test.each([
    'aptible_nothing',
    'data.aptible_operation',
    'aptible_app.nothing',
    'aptible_app.service.nothing',
    'aptible_log_drain.drain_type = "nothing"',
    'provider.nothing',
    'Nothing',
    'App.nothing',
    'LogDrain.nothing',
    'DataAptibleNothing',
    'AppProps.nothing',
    'cdktf-aptible nothing',
    'nothing',
  ])('would not name %s', (name) => {
    expect(isThere(name)).toBe(false);
  });

  function codeIn(cell: string): string[] {
    return [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);
  }

  function isThere(name: string): boolean {
    const [, path = '', value] = /^(\S+)(?: = "(\w+)")?$/.exec(name) ?? [];
    if (name.startsWith('cdktf-aptible ')) return isCommand(name.slice('cdktf-aptible '.length));
    // Commands and files of other tools.
    if (/^(terraform|git|aptible) |^--|^\.aptible\.yml$|^before_release$/.test(name)) return true;
    if (/^[A-Z]/.test(name)) return isConstruct(path.split('.'));
    const [root = '', ...steps] = path.replace(/^(data|ephemeral)\./, '$1 ').split('.');
    return isInBlock(blocks[root], steps, value);
  }

  function isInBlock(block: Block | undefined, [step, ...rest]: string[], value?: string): boolean {
    if (block === undefined || step === undefined) return block !== undefined;
    const attribute = block.attributes[step];
    if (attribute === undefined || rest.length > 0) return isInBlock(block.blocks?.[step], rest, value);
    return value === undefined || (attribute.oneOf ?? []).includes(value);
  }

  /** A class, one of its members, or a prop. */
  function isConstruct([name = '', member]: string[]): boolean {
    const classes = name.startsWith('DataAptible') ? bindings : constructs;
    const found = (classes as unknown as Record<string, { readonly prototype: object } | undefined>)[name];
    if (found === undefined) return member === undefined ? props(name).length > 0 : props(name).includes(member);
    return member === undefined || member in found || member in found.prototype;
  }

  function props(name: string): string[] {
    const sources = readdirSync(join(root, 'lib/constructs')).map((file) => read(`lib/constructs/${file}`));
    const declaration = new RegExp(`export interface ${name}(?: extends (.+))? \\{\n([^]*?)\n\\}`);
    const [, parents = '', body = ''] = sources.flatMap((source) => declaration.exec(source) ?? []);
    const own = [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, prop]) => prop!);
    return [...own, ...parents.split(', ').filter(Boolean).flatMap(props)];
  }

  function isCommand(name: string): boolean {
    const source = read('lib/cli/main.ts');
    return name === '--version' ? source.includes('.version(') : source.includes(`.command('${name}')`);
  }
});
