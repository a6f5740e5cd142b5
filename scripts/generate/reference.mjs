// The pages of the provider in the layout that the Terraform registry shows: what it is, an example, the schema in three
// sections, nested schemas, imports. Each is a page of the package and of the repository, too.
import { ruleWords } from './rules.mjs';

/**
 * @param guides File name → front matter of the hand-written pages in docs/guides.
 * @returns Path below docs → text.
 */
export function reference({ provider, resources, dataSources, ephemeralResources, functions }, guides) {
  const kinds = [
    {
      title: 'Resource',
      directory: 'resources',
      definitions: resources,
      typescript: (name) => `the construct \`${name}\``,
      intro:
        'In a configuration, an optional argument takes `""` or `0` for none where its limits exclude that value, so that a module may pass on an empty variable.',
    },
    {
      title: 'Data Source',
      directory: 'data-sources',
      definitions: dataSources,
      typescript: (name) => `the class \`DataAptible${name}\` of \`cdktf-aptible/bindings\``,
      intro:
        'In TypeScript: the `fromHandle` and `fromId` of the constructs, or for each data source a class of `cdktf-aptible/bindings`, such as `DataAptibleServices` for `aptible_services`.',
    },
    { title: 'Ephemeral Resource', directory: 'ephemeral-resources', definitions: ephemeralResources },
  ];
  return {
    'index.md': providerPage(
      provider,
      [...kinds, { title: 'Function', directory: 'functions', definitions: functions }],
      guides,
    ),
    ...Object.fromEntries(
      kinds.flatMap((kind) =>
        Object.values(kind.definitions).map((definition) => [
          `${kind.directory}/${fileName(definition)}`,
          definitionPage(kind, definition),
        ]),
      ),
    ),
    ...Object.fromEntries(Object.values(functions).map((each) => [`functions/${fileName(each)}`, functionPage(each)])),
  };
}

function fileName({ name }) {
  return `${name.replace(/^aptible_/, '')}.md`;
}

function className(name) {
  return name.replace(/^aptible/, '').replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
}

function providerPage(provider, kinds, guides) {
  const example = `terraform {
  required_providers {
    aptible = {
      source = "registry.terraform.io/cdktf-aptible/aptible"
    }
  }
}

provider "aptible" {}`;
  return page({ page_title: 'Provider: Aptible', description: provider.description }, [
    '# Aptible Provider',
    provider.description,
    '## Example Usage',
    code('terraform', example),
    ...schema(provider),
    ...kinds.flatMap(({ title, directory, definitions, intro }) => [
      `## ${title}s`,
      ...(intro ? [intro] : []),
      bullets(
        Object.values(definitions).map(
          (definition) =>
            `[\`${directory === 'functions' ? 'provider::aptible::' : ''}${definition.name}\`](${directory}/${fileName(definition)}): ${firstSentence(definition.description)}`,
        ),
      ),
    ]),
    '## Guides',
    bullets(
      Object.entries(guides).map(
        ([file, { page_title: title, description }]) => `[${title}](guides/${file}): ${description}`,
      ),
    ),
  ]);
}

function definitionPage({ title, typescript }, definition) {
  const { name, description, example, timeoutsMinutes } = definition;
  return page({ page_title: `${name} ${title} - terraform-provider-aptible`, description }, [
    `# ${name} (${title})`,
    description,
    ...(typescript ? [`In TypeScript: ${typescript(className(name))}.`] : []),
    '## Example Usage',
    code('terraform', example),
    ...schema(
      timeoutsMinutes ? withTimeouts(definition) : definition,
      title === 'Resource' ? 'chosen by the platform' : 'found',
    ),
    ...imports(definition),
  ]);
}

/** In the form of the pages that HashiCorp's own generator makes of functions. */
function functionPage({ name, description, example, parameters, variadic, returns }) {
  const all = [...parameters, ...(variadic ? [{ ...variadic, isVariadic: true }] : [])];
  const signature = all.map((each) => `${each.name} ${typeInSignature(each.type)}${each.isVariadic ? '...' : ''}`);
  return page({ page_title: `${name} function - terraform-provider-aptible`, description }, [
    `# function: ${name}`,
    description,
    '## Example Usage',
    code('terraform', example),
    '## Signature',
    code('text', `${name}(${signature.join(', ')}) ${typeInSignature(returns)}`),
    '## Arguments',
    all
      .map((each) => {
        const facts = [each.isVariadic && 'Variadic', typeWords(each.type), each.allowNull && 'Nullable'];
        return `1. \`${each.name}\` (${facts.filter(Boolean).join(', ')}) ${each.description}`;
      })
      .join('\n'),
  ]);
}

function typeInSignature(type) {
  if (typeof type === 'string') return type;
  return type[0] === 'object' ? 'object' : `${type[0]} of ${typeInSignature(type[1])}`;
}

/** The defaults of the block `timeouts` are those of the resource. */
function withTimeouts({ attributes, blocks, rules, timeoutsMinutes }) {
  const timeouts = mapValues(blocks.timeouts.attributes, (attribute, operation) => ({
    ...attribute,
    default: `${timeoutsMinutes[operation]}m`,
  }));
  return { attributes, blocks: { ...blocks, timeouts: { ...blocks.timeouts, attributes: timeouts } }, rules };
}

function imports({ name, example, importIds = [] }) {
  if (importIds.length === 0) return [];
  const [, label] = new RegExp(`resource "${name}" "(\\w+)"`).exec(example) ?? [];
  if (label === undefined) throw new Error(`The example of ${name} has none, so there is nothing to import into.`);
  const address = `${name}.${label}`;
  return [
    '## Import',
    ...importIds.flatMap(({ form, words }) => [
      `By ${words}, with a block or with a command:`,
      code('terraform', `import {\n  to = ${address}\n  id = "${form}"\n}`),
      code('shell', `terraform import ${address} ${form}`),
    ]),
  ];
}

const sections = ['Required', 'Optional', 'Read-Only'];

/** @param chosen What happens to an argument that is left out and has no default. */
function schema(block, chosen) {
  return ['## Schema', ...fields(block, chosen, (title) => `### ${title}`)];
}

/** The fields of a block by section, its rules, and then what is nested in it, each part with an anchor of its own. */
function fields({ attributes, blocks = {}, rules = [] }, chosen, heading, path = []) {
  const items = [
    ...Object.entries(attributes).map(([name, attribute]) => attributeItem([...path, name], attribute, chosen)),
    ...Object.entries(blocks).map(([name, block]) => blockItem([...path, name], block, chosen)),
  ];
  const of = (section) => items.filter((item) => item.section === section).map(({ line }) => line);
  return [
    ...sections.flatMap((section) => (of(section).length > 0 ? [heading(section), bullets(of(section))] : [])),
    ...(rules.length > 0 ? [heading('Rules'), bullets(rules.map(ruleWords))] : []),
    ...items.flatMap(({ nested }) => nested),
  ];
}

function attributeItem(path, attribute, chosen) {
  const { type, required, optional, sensitive, writeOnly, deprecated } = attribute;
  const section = required ? 'Required' : optional ? 'Optional' : 'Read-Only';
  const facts = [typeWords(type), sensitive && 'Sensitive', writeOnly && 'Write-only', deprecated && 'Deprecated'];
  return item({ section, path, facts, sentences: sentences(attribute, chosen), ...nestedObject(path, type, section) });
}

function blockItem(path, block, chosen) {
  const { nesting, minItems, maxItems, description, deprecated } = block;
  const facts = [
    { single: 'Block', list: 'Block List', set: 'Block Set' }[nesting],
    minItems && `Min: ${minItems}`,
    maxItems && `Max: ${maxItems}`,
    deprecated && 'Deprecated',
  ];
  const anchor = `nestedblock--${path.join('--')}`;
  return item({
    section: minItems ? 'Required' : 'Optional',
    path,
    facts,
    sentences: [deprecated && `**Deprecated:** ${deprecated}`, description],
    anchor,
    nested: nestedSchema(
      anchor,
      path,
      fields(block, chosen, (title) => `${title}:`, path),
    ),
  });
}

/** The fields of objects have types and no words: those of the attribute tell of them. */
function nestedObject(path, type, section, prefix = 'nestedatt') {
  const types = objectIn(type);
  if (types === undefined) return {};
  const items = Object.entries(types).map(([name, each]) => {
    const below = [...path, name];
    return item({
      section,
      path: below,
      facts: [typeWords(each)],
      ...nestedObject(below, each, section, 'nestedobjatt'),
    });
  });
  const anchor = `${prefix}--${path.join('--')}`;
  const parts = [`${section}:`, bullets(items.map(({ line }) => line)), ...items.flatMap(({ nested }) => nested)];
  return { anchor, nested: nestedSchema(anchor, path, parts) };
}

function item({ section, path, facts, sentences: texts = [], anchor, nested = [] }) {
  const line = [
    `\`${path.at(-1)}\` (${facts.filter(Boolean).join(', ')})`,
    ...texts,
    anchor && `(see [below for nested schema](#${anchor}))`,
  ];
  return { section, line: line.filter(Boolean).join(' '), nested };
}

function nestedSchema(anchor, path, parts) {
  return [`<a id="${anchor}"></a>\n### Nested Schema for \`${path.join('.')}\``, ...parts];
}

function sentences(attribute, chosen) {
  const { deprecated, description, optional, computed, default: value, stable, replace, shownInPlace } = attribute;
  return [
    deprecated && `**Deprecated:** ${deprecated}`,
    description,
    shownInPlace && 'It is not sensitive in place of the official provider.',
    value !== undefined && `Default${stable ? ' at creation' : ''}: \`${JSON.stringify(value)}\`.`,
    optional && computed && value === undefined && `When left out, it is ${chosen}.`,
    ...limits(attribute),
    replace && `${replace === 'other-value' ? 'Another value' : 'A change'} replaces the resource.`,
  ];
}

function limits({
  integer,
  minimum,
  maximum,
  moreThan,
  oneOf,
  known,
  pattern,
  keyPattern,
  notEmpty,
  notNull,
  maximumItems,
  onlyGrows,
}) {
  const range =
    minimum !== undefined && maximum !== undefined
      ? `From ${minimum} to ${maximum}`
      : minimum !== undefined
        ? `At least ${minimum}`
        : moreThan !== undefined
          ? `More than ${moreThan}${maximum === undefined ? '' : ` and at most ${maximum}`}`
          : maximum !== undefined
            ? `At most ${maximum}`
            : undefined;
  return [
    oneOf && `One of ${values(oneOf)}.`,
    known && `Known values: ${values(known)}.`,
    range && `${range}${integer ? ', whole' : ''}.`,
    pattern && `It is ${pattern.words}.`,
    keyPattern && `Each key is ${keyPattern.words}.`,
    notEmpty && `Not empty: ${notEmpty}.`,
    notNull && `No value is null: ${notNull}.`,
    maximumItems && `At most ${maximumItems} values.`,
    onlyGrows && `A smaller number leaves it as it is, with a warning: ${onlyGrows}.`,
  ];
}

function values(list) {
  return list.map((value) => `\`${value}\``).join(', ');
}

function typeWords(type) {
  if (typeof type === 'string') return { string: 'String', number: 'Number', bool: 'Boolean' }[type];
  const [collection, element] = type;
  if (collection === 'object') return 'Object';
  return `${{ list: 'List', set: 'Set', map: 'Map' }[collection]} of ${typeWords(element)}`;
}

/** The types of the fields of an object, or of the objects in a collection. */
function objectIn(type) {
  if (typeof type === 'string') return undefined;
  return type[0] === 'object' ? type[1] : objectIn(type[1]);
}

function bullets(lines) {
  return lines.map((line) => `- ${line}`).join('\n');
}

function firstSentence(text) {
  return /^.*?\.(?=\s|$)/s.exec(text)[0];
}

function code(language, text) {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** The description of the front matter is read as plain text. */
function page({ page_title: title, description }, parts) {
  const plain = firstSentence(description).replace(/[`*]/g, '');
  const front = [
    '---',
    '# Written by `npm run generate` from lib/schema. Do not edit.',
    `page_title: ${JSON.stringify(title)}`,
    'subcategory: ""',
    `description: ${JSON.stringify(plain)}`,
    '---',
  ];
  return `${[front.join('\n'), ...parts].join('\n\n')}\n`;
}

function mapValues(object, map) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value, key)]));
}
