/** Writes HCL: what the definition synthesizes to, with names for people. */
import { providerAddress } from '../../packaging';
import { resources, type Block } from '../../schema';
import type { Files } from './files';
import { Names } from './names';
import type { Values } from './records';

/** As cdktf writes it. */
export interface Stack {
  readonly data: Named;
  readonly resource: Named;
  readonly variable?: Readonly<Record<string, { readonly sensitive?: boolean }>>;
  readonly import?: readonly { readonly to: string; readonly id: string }[];
}

/** The bodies of blocks by type and name. */
type Named = Readonly<Record<string, Readonly<Record<string, Values>>>>;

/** @param name the name of the file that has the resources */
export function hclFiles(stack: Stack, name: string): Files {
  const { data, resource, variable = {}, import: imports = [] } = renamed(stack);
  const of = (word: string, named: Named) =>
    Object.entries(named).flatMap(([type, each]) =>
      Object.entries(each).map(([label, body]) =>
        block(`${word} "${type}" "${label}"`, bodyLines(body, (resources as Readonly<Record<string, Block>>)[type])),
      ),
    );
  const head = block('terraform', [
    'required_providers {',
    '  aptible = {',
    `    source = "${providerAddress}"`,
    '  }',
    '}',
  ]);
  const variables = Object.entries(variable).map(([label, { sensitive }]) =>
    block(
      `variable "${label}"`,
      aligned([['type', 'string'] as const, ...(sensitive ? [['sensitive', 'true'] as const] : [])]),
    ),
  );
  const files = {
    [name]: [head, ...of('data', data), ...of('resource', resource)],
    'variables.tf': variables,
    'imports.tf': imports.map(({ to, id }) =>
      block(
        'import',
        aligned([
          ['to', to],
          ['id', quoted(id)],
        ]),
      ),
    ),
  };
  return Object.fromEntries(
    Object.entries(files).flatMap(([file, blocks]) =>
      blocks.length === 0 ? [] : [[file, `${blocks.join('\n\n')}\n`]],
    ),
  );
}

/** Gives everything the name that its entry has in the definition, instead of one with a hash. */
function renamed(stack: Stack): Stack {
  const names = new Names();
  const labels = new Map<string, string>();
  for (const [prefix, named] of [
    ['data.', stack.data],
    ['', stack.resource],
  ] as const) {
    for (const [type, each] of Object.entries(named)) {
      for (const label of Object.keys(each))
        labels.set(`${prefix}${type}.${label}`, names.give(prefix + type, shortName(label), 'this'));
    }
  }
  const text = (value: string) =>
    // All that an export refers to in secrets is marked anyway.
    value
      .replace(/^\$\{nonsensitive\(sensitive\((.*)\)\)\}$/, '${nonsensitive($1)}')
      .replace(/(?:data\.)?aptible_\w+\.[\w-]+/g, (address) => {
        const label = labels.get(address);
        return label === undefined ? address : address.replace(/[^.]+$/, label);
      });
  const inside = (value: unknown): unknown =>
    typeof value === 'string'
      ? value.replace(/\$\{[^}]*\}/g, (reference, at: number) => (value[at - 1] === '$' ? reference : text(reference)))
      : Array.isArray(value)
        ? value.map(inside)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inside(each)]))
          : value;
  const all = (prefix: string, named: Named): Named =>
    Object.fromEntries(
      Object.entries(named).map(([type, each]) => [
        type,
        Object.fromEntries(
          Object.entries(each).map(([label, { '//': _comment, ...body }]) => [
            labels.get(`${prefix}${type}.${label}`)!,
            inside(body) as Values,
          ]),
        ),
      ]),
    );
  return {
    ...stack,
    data: all('data.', stack.data),
    resource: all('', stack.resource),
    import: (stack.import ?? []).map(({ to, id }) => ({ to: text(to), id })),
  };
}

/** `main_reports` for `environment_databases_main_reports_42E587A3`. */
const shortName = (label: string): string =>
  label
    .replace(/_[0-9A-F]{8}$/, '')
    .replace(/^environment_[A-Za-z]+_/, '')
    .replace(/^environment-/, '');

function block(head: string, lines: readonly string[]): string {
  return lines.length === 0
    ? `${head} {}`
    : `${head} {\n${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n}`;
}

/** Attributes first, then blocks with an empty line before each, as `terraform fmt` leaves them. */
function bodyLines(body: Values, definition: Block | undefined): string[] {
  const blocks = definition?.blocks ?? {};
  const isBlock = (name: string) => Object.hasOwn(blocks, name);
  const attributes = Object.entries(body).filter(([name]) => !isBlock(name));
  const nested = Object.entries(body)
    .filter(([name]) => isBlock(name))
    .flatMap(([name, value]) => [value].flat().map((element) => [name, element as Values] as const));
  return [
    ...aligned(attributes.map(([name, value]) => [name, expression(value)] as const)),
    ...nested.flatMap(([name, element], index) => [
      ...(attributes.length === 0 && index === 0 ? [] : ['']),
      ...block(name, bodyLines(element, blocks[name])).split('\n'),
    ]),
  ];
}

/** Lines of `name = value`, with the equals signs of neighbours below each other. */
function aligned(entries: readonly (readonly [name: string, value: string])[]): string[] {
  const lines: string[] = [];
  for (let start = 0; start < entries.length;) {
    const end = entries.findIndex(([, value], index) => index >= start && value.includes('\n'));
    const single = entries.slice(start, end < 0 ? undefined : end);
    const width = Math.max(...single.map(([name]) => name.length));
    lines.push(...single.map(([name, value]) => `${name.padEnd(width)} = ${value}`));
    if (end < 0) break;
    lines.push(...`${entries[end]![0]} = ${entries[end]![1]}`.split('\n'));
    start = end + 1;
  }
  return lines;
}

function expression(value: unknown): string {
  if (typeof value === 'string') return template(value);
  if (Array.isArray(value)) return `[${value.map(expression).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(
    ([key, each]) => [/^[A-Za-z_][\w-]*$/.test(key) ? key : quoted(key), expression(each)] as const,
  );
  if (entries.length === 0) return '{}';
  return `{\n${aligned(entries)
    .map((line) => `  ${line}`)
    .join('\n')}\n}`;
}

const pieces = /(\$\$\{|%%\{|\$\{[^}]*\})/;

/** A text with references, as an expression. */
function template(text: string): string {
  const [before, reference, after, ...more] = text.split(pieces);
  if (before === '' && reference?.startsWith('${') === true && after === '' && more.length === 0)
    return reference.slice(2, -1);
  // What has lines is easier to read as lines, where none of them is empty or begins with a space.
  if (/^(?:[^\s\\][^\n\r\t\\]*\n){2,}$/.test(text) && !/^EOT$/m.test(text)) return `<<-EOT\n${text}EOT`;
  return `"${text
    .split(pieces)
    .map((piece, index) => (index % 2 === 1 ? piece : escaped(piece)))
    .join('')}"`;
}

/** A text that refers to nothing. */
const quoted = (text: string): string => `"${escaped(text.replace(/[$%]\{/g, (sign) => sign[0] + sign))}"`;

function escaped(text: string): string {
  const signs: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\' };
  return text.replace(
    /["\\\u0000-\u001f\u007f]/g,
    (sign) => signs[sign] ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
