// The reference pages, one a resource, a data source, an ephemeral resource and the provider.
import { ruleWords } from './rules.mjs';

export function reference({ provider, resources, dataSources, ephemeralResources }) {
  const pages = { 'provider.md': providerPage(provider) };
  for (const definition of Object.values(resources))
    pages[`resource-${pageName(definition)}.md`] = resourcePage(definition);
  for (const definition of Object.values(dataSources))
    pages[`data-source-${pageName(definition)}.md`] = lookupPage('Data source', definition);
  for (const definition of Object.values(ephemeralResources))
    pages[`ephemeral-resource-${pageName(definition)}.md`] = lookupPage('Ephemeral resource', definition);
  pages['README.md'] = index(resources, dataSources, ephemeralResources);
  return pages;
}

function pageName({ name }) {
  return name.replace(/^aptible_/, '').replaceAll('_', '-');
}

function index(resources, dataSources, ephemeralResources) {
  const row = (kind) => (definition) =>
    `- [\`${definition.name}\`](${kind}-${pageName(definition)}.md): ${firstSentence(definition.description)}`;
  return page([
    '# Reference',
    'Generated from `lib/schema` by `npm run generate`.',
    '- [The provider](provider.md): credentials and addresses',
    '## Resources',
    'In a configuration, an optional argument takes `""` or `0` for none where its limits exclude that value, so that a module may pass on an empty variable.',
    Object.values(resources).map(row('resource')).join('\n'),
    '## Data sources',
    'In TypeScript: the `fromHandle` and `fromId` of the constructs, or for each data source a class of `cdktf-aptible/bindings`, such as `DataAptibleServices` for `aptible_services`.',
    Object.values(dataSources).map(row('data-source')).join('\n'),
    '## Ephemeral resources',
    Object.values(ephemeralResources).map(row('ephemeral-resource')).join('\n'),
  ]);
}

function providerPage(provider) {
  const example = `terraform {
  required_providers {
    aptible = {
      source = "registry.terraform.io/cdktf-aptible/aptible"
    }
  }
}

provider "aptible" {}`;
  return page(['# The provider', provider.description, hcl(example), '## Arguments', ...fields(provider, 'argument')]);
}

function resourcePage(definition) {
  const { name, description, example, importIds, timeoutsMinutes } = definition;
  const { timeouts: _timeouts, ...blocks } = definition.blocks;
  return page([
    `# Resource \`${name}\``,
    description,
    hcl(example),
    '## Arguments',
    ...fields({ ...definition, blocks }, 'argument'),
    '## Attributes',
    'Beside the arguments:',
    ...fields(definition, 'attribute'),
    '## Timeouts',
    `A block \`timeouts\` sets how long Terraform waits for the platform: ${Object.entries(timeoutsMinutes)
      .map(([operation, minutes]) => `\`${operation}\` (default \`${minutes}m\`)`)
      .join(', ')}.`,
    ...(importIds.length === 0
      ? []
      : [
          '## Import',
          importIds.map(({ form, words }) => `- by ${words}: \`terraform import ${name}.example ${form}\``).join('\n'),
        ]),
  ]);
}

function lookupPage(kind, definition) {
  return page([
    `# ${kind} \`${definition.name}\``,
    definition.description,
    hcl(definition.example),
    '## Arguments',
    ...fields(definition, 'argument').map((lines) => lines.replaceAll(chosen, 'found when left out')),
    '## Attributes',
    'Beside the arguments:',
    ...fields(definition, 'attribute'),
  ]);
}

/** The fields of a block that its reader sets, or those that it only reads, and the blocks inside it. */
function fields({ attributes, blocks = {}, rules = [] }, kind, path = '') {
  const isArgument = ({ required, optional }) => Boolean(required || optional);
  const lines = Object.entries(attributes)
    .filter(([, attribute]) => isArgument(attribute) === (kind === 'argument'))
    .map(
      ([name, attribute]) =>
        `- \`${name}\` (${facts(attribute)}): ${attribute.deprecated ? `**Deprecated:** ${attribute.deprecated} ` : ''}${attribute.description}${limits(attribute)}`,
    );
  const nested = kind === 'argument' ? Object.entries(blocks) : [];
  const own = [
    ...lines,
    ...nested.map(
      ([name, block]) =>
        `- \`${name}\` (${blockFacts(block)}): ${firstSentence(block.description)} See [below](#${anchor(path + name)}).`,
    ),
  ];
  return [
    own.length > 0 ? own.join('\n') : 'None.',
    ...(kind === 'argument' && rules.length > 0 ? ['Together:', bullets(rules.map(ruleWords))] : []),
    ...nested.flatMap(([name, block]) => [
      `### ${path}${name}`,
      `${block.deprecated ? `**Deprecated:** ${block.deprecated} ` : ''}${block.description}`,
      ...fields(block, 'argument', `${path}${name}.`),
      ...readOnly(block),
    ]),
  ];
}

function bullets(lines) {
  return lines.map((line) => `- ${line}`).join('\n');
}

function readOnly(block) {
  const lines = fields({ attributes: block.attributes }, 'attribute');
  return lines[0] === 'None.' ? [] : ['It also has:', ...lines];
}

const chosen = 'chosen by the platform when left out';

function facts({ type, required, optional, computed, sensitive, replace, stable, writeOnly, default: value }) {
  return [
    typeWords(type),
    required ? 'required' : optional ? 'optional' : undefined,
    value === undefined ? undefined : `default ${stable ? 'at creation ' : ''}\`${JSON.stringify(value)}\``,
    optional && computed && value === undefined ? chosen : undefined,
    sensitive ? 'sensitive' : undefined,
    writeOnly ? 'write-only' : undefined,
    replace ? `${replace === 'other-value' ? 'another value' : 'a change'} replaces it` : undefined,
  ]
    .filter(Boolean)
    .join(', ');
}

function blockFacts({ nesting, minItems, maxItems }) {
  const number =
    nesting === 'single' || maxItems === 1
      ? 'at most one block'
      : `${minItems > 0 ? `at least ${minItems} block(s)` : 'any number of blocks'}`;
  return nesting === 'set' && maxItems !== 1 ? `${number}, in any order` : number;
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
  const sentences = [
    oneOf && `One of ${values(oneOf)}.`,
    known && `Known values: ${values(known)}.`,
    range && `${range}${integer ? ', whole' : ''}.`,
    pattern && `It is ${pattern.words}.`,
    keyPattern && `Each key is ${keyPattern.words}.`,
    notEmpty && `Not empty: ${notEmpty}.`,
    notNull && `No value is null: ${notNull}.`,
    maximumItems && `At most ${maximumItems} values.`,
    onlyGrows && `A smaller number leaves it as it is, with a warning: ${onlyGrows}.`,
  ].filter(Boolean);
  return sentences.length > 0 ? ` ${sentences.join(' ')}` : '';
}

function values(list) {
  return list.map((value) => `\`${value}\``).join(', ');
}

function typeWords(type) {
  if (typeof type === 'string') return { bool: 'true or false' }[type] ?? type;
  const [collection, element] = type;
  return collection === 'object' ? `object of ${fieldNames(element)}` : `${collection} of ${elementWords(element)}`;
}

function elementWords(type) {
  return type[0] === 'object' ? `objects of ${fieldNames(type[1])}` : `${typeWords(type)}s`;
}

function fieldNames(types) {
  return Object.keys(types)
    .map((name) => `\`${name}\``)
    .join(', ');
}

function firstSentence(text) {
  return /^[\s\S]*?[.:](?=\s|$)/.exec(text)?.[0].replace(/:$/, '.') ?? text;
}

function anchor(heading) {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9_ -]/g, '')
    .replaceAll(' ', '-');
}

function hcl(text) {
  return `\`\`\`hcl\n${text}\n\`\`\``;
}

function page(parts) {
  return `${parts.join('\n\n')}\n`;
}
