/** The pages that the Terraform registry shows: they lie where it looks, and say all that the schema has. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import yaml from 'yaml';
import {
  dataSources,
  ephemeralResources,
  functions,
  provider,
  resources,
  type Attribute,
  type Block,
  type FunctionDefinition,
  type Type,
} from '../../lib/schema';

const docs = join(__dirname, '../../docs');

const kinds: Readonly<Record<string, { title: string; definitions: Readonly<Record<string, Block>> }>> = {
  resources: { title: 'Resource', definitions: resources },
  'data-sources': { title: 'Data Source', definitions: dataSources },
  'ephemeral-resources': { title: 'Ephemeral Resource', definitions: ephemeralResources },
};

/** The directories that the registry looks into, whatever a provider has. */
const directories = [
  'actions',
  'data-sources',
  'ephemeral-resources',
  'functions',
  'guides',
  'list-resources',
  'resources',
];

const read = (page: string) => readFileSync(join(docs, page), 'utf8');
const pages = [
  'index.md',
  ...directories
    .filter((directory) => existsSync(join(docs, directory)))
    .flatMap((directory) => readdirSync(join(docs, directory)).map((name) => `${directory}/${name}`)),
];

const functionPages = Object.values(functions).map((definition: FunctionDefinition) => ({
  page: `functions/${definition.name}.md`,
  title: `${definition.name} function - terraform-provider-aptible`,
  definition,
}));

const definitions = [
  { page: 'index.md', title: 'Provider: Aptible', block: provider as Block },
  ...Object.entries(kinds).flatMap(([directory, { title, definitions }]) =>
    Object.entries(definitions).map(([type, block]) => ({
      page: `${directory}/${type.replace(/^aptible_/, '')}.md`,
      title: `${type} ${title} - terraform-provider-aptible`,
      block,
    })),
  ),
];

test('each thing of the schema has one page, and there are no others but guides', () => {
  const generated = pages.filter((page) => !page.startsWith('guides/'));
  expect(generated.sort()).toEqual([...definitions, ...functionPages].map(({ page }) => page).sort());
  const guides = pages.filter((page) => page.startsWith('guides/'));
  const listed = [...read('index.md').matchAll(/^- \[.+?\]\((.+?)\): /gm)].map(([, page]) => page);
  expect(['index.md', ...listed].sort()).toEqual([...generated, ...guides].sort());
});

test.each(pages)('%s has front matter, and a size and links that the registry can show', (page) => {
  const [, front = ''] = /^---\n([^]*?)\n---\n\n# /.exec(read(page)) ?? [];
  const sentence = expect.stringMatching(/^[A-Z][^`*\n]+\.$/);
  const title = [...definitions, ...functionPages].find((definition) => definition.page === page)?.title;
  expect(yaml.parse(front)).toEqual({
    page_title: title ?? /^# (.+)$/m.exec(read(page))![1],
    subcategory: '',
    description: sentence,
  });
  expect(statSync(join(docs, page)).size).toBeLessThan(500_000);
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]*)(#[^)]+)?\)/g)];
  const dead = links.filter(([, path, anchor]) => {
    const target = path === '' ? page : join(dirname(page), path!);
    return !pages.includes(target) || !(anchor === undefined || anchorsOf(target).includes(anchor));
  });
  expect(dead.map(([link]) => link)).toEqual([]);
});

test.each(definitions)('$page says each attribute in one section', ({ page, block }) => {
  expect(fieldsOnPage(page).sort()).toEqual(fieldsOf(block).sort());
});

test.each(functionPages)('$page says what the function takes and gives', ({ page, definition }) => {
  const { name, parameters, variadic, returns, description } = definition;
  const all = [...parameters, ...(variadic ? [variadic] : [])];
  const kind = (type: Type): string =>
    typeof type === 'string' ? type : type[0] === 'object' ? 'object' : `${type[0]} of ${kind(type[1])}`;
  const taken = all.map((each) => `${each.name} ${kind(each.type)}${each === variadic ? '...' : ''}`).join(', ');
  const text = read(page);
  expect(text).toContain(description);
  expect(/^## Signature\n\n```text\n(.*)\n```\n/m.exec(text)![1]).toBe(`${name}(${taken}) ${kind(returns)}`);
  const [, list = ''] = /^## Arguments\n\n([^]*)/m.exec(text) ?? [];
  expect([...list.matchAll(/^1\. `(\w+)` \(.+?\) (.+)$/gm)].map(([, ...facts]) => facts)).toEqual(
    all.map((each) => [each.name, each.description]),
  );
});

function anchorsOf(page: string): string[] {
  const headings = [...read(page).matchAll(/^#+ (.+)$/gm)].map(
    ([, text]) =>
      `#${text!
        .toLowerCase()
        .replace(/[^\w\s-]/g, '')
        .replaceAll(' ', '-')}`,
  );
  return [...headings, ...[...read(page).matchAll(/<a id="(.+?)"><\/a>/g)].map(([, id]) => `#${id}`)];
}

/** Each field of the page with its section and its flags: `service.process_type: Optional`. */
function fieldsOnPage(page: string): string[] {
  const [, schema = ''] = /^## Schema\n([^]*?)(?=^## |$(?![^]))/m.exec(read(page)) ?? [];
  let path = '';
  let section = '';
  return schema.split('\n').flatMap((line) => {
    const [, title, nested, field, facts] =
      /^(?:(?:### )?(Required|Optional|Read-Only|Rules):?|### Nested Schema for `(.+)`|- `(\w+)` \((.+?)\).*)$/.exec(
        line,
      ) ?? [];
    if (title !== undefined) section = title;
    if (nested !== undefined) [path, section] = [`${nested}.`, ''];
    if (field === undefined) return [];
    const flags = facts!.split(', ').filter((fact) => ['Sensitive', 'Write-only', 'Deprecated'].includes(fact));
    return [[`${path}${field}: ${section}`, ...flags].join(', ')];
  });
}

function fieldsOf({ attributes, blocks = {} }: Block, path = ''): string[] {
  return [
    ...Object.entries(attributes).flatMap(([name, attribute]: [string, Attribute]) => {
      const { required, optional, sensitive, writeOnly, deprecated } = attribute;
      const section = required ? 'Required' : optional ? 'Optional' : 'Read-Only';
      const flags = [sensitive && 'Sensitive', writeOnly && 'Write-only', deprecated && 'Deprecated'];
      return [
        [`${path}${name}: ${section}`, ...flags.filter(Boolean)].join(', '),
        ...fieldsOfObject(attribute.type, `${path}${name}.`, section),
      ];
    }),
    ...Object.entries(blocks).flatMap(([name, block]) => [
      `${path}${name}: ${block.minItems ? 'Required' : 'Optional'}${block.deprecated ? ', Deprecated' : ''}`,
      ...fieldsOf(block, `${path}${name}.`),
    ]),
  ];
}

function fieldsOfObject(type: Type, path: string, section: string): string[] {
  if (typeof type === 'string') return [];
  if (type[0] !== 'object') return fieldsOfObject(type[1], path, section);
  return Object.entries(type[1]).flatMap(([name, each]) => [
    `${path}${name}: ${section}`,
    ...fieldsOfObject(each, `${path}${name}.`, section),
  ]);
}
