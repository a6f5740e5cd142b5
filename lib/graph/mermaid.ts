/** Writes a picture as a flowchart of Mermaid, which GitHub and GitLab draw in Markdown. */
import { folded } from './fold';
import type { Edge, Graph, Node, NodeKind } from './graph';

const shapes: Readonly<Record<NodeKind, readonly [string, string]>> = {
  internet: ['((', '))'],
  endpoint: ['([', '])'],
  service: ['[', ']'],
  database: ['[(', ')]'],
  replica: ['[(', ')]'],
  drain: ['{{', '}}'],
};

/** @returns the text of a file `.mmd`, or of a block of Markdown. */
export function toMermaid(whole: Graph): string {
  const graph = folded(whole);
  const ids = new Map([...graph.groups, ...graph.nodes].map(({ id }, index) => [id, `n${index + 1}`]));
  const idOf = (id: string) => ids.get(id)!;
  const node = (each: Node) => `${idOf(each.id)}${shapes[each.kind].join(labelOf(each))}`;
  const outside = graph.nodes.filter(({ group }) => group === undefined);
  const apps = new Set(graph.groups.map(({ id }) => id));
  const open = graph.nodes.filter(({ isPublic, kind }) => isPublic === true || kind === 'internet');
  const lines = [
    '---',
    // A title knows no numbers of signs.
    `title: ${JSON.stringify(escaped(graph.title).replace(/#\d+;/g, ' ').trim())}`,
    'config: { flowchart: { wrappingWidth: 400 } }',
    '---',
    'flowchart LR',
    ...outside.filter(({ kind }) => kind === 'internet').map((each) => `  ${node(each)}`),
    ...graph.groups.flatMap((group) => [
      `  subgraph ${idOf(group.id)}[${quoted([`app ${group.name}${times(group.count)}`])}]`,
      ...graph.nodes.filter((each) => each.group === group.id).map((each) => `    ${node(each)}`),
      '  end',
    ]),
    ...outside.filter(({ kind }) => kind !== 'internet').map((each) => `  ${node(each)}`),
    ...graph.edges.map((edge) => `  ${idOf(edge.from)} ${arrowOf(edge, apps.has(edge.from))} ${idOf(edge.to)}`),
    ...(open.length === 0
      ? []
      : [
          '  classDef public stroke:#d1242f,stroke-width:3px',
          `  class ${open.map(({ id }) => idOf(id)).join(',')} public`,
        ]),
  ];
  return `${lines.join('\n')}\n`;
}

function labelOf({ name, detail, count }: Node): string {
  return quoted([`${name}${times(count)}`, ...(detail === undefined ? [] : [detail])]);
}

function times(count: number): string {
  return count === 1 ? '' : ` ×${count}`;
}

/** An arrow from an app begins at some node in it: a long one leads out of its box before it ends. */
function arrowOf({ labels }: Edge, isLong: boolean): string {
  const few = labels.length > 3 ? [...labels.slice(0, 2), `and ${labels.length - 2} more`] : labels;
  const arrow = isLong ? '---->' : '-->';
  return few.length === 0 ? arrow : `${arrow}|${quoted(few)}|`;
}

function quoted(lines: readonly string[]): string {
  return `"${lines.map(escaped).join('<br/>')}"`;
}

const mostCharacters = 60;

/** Writes every sign that means something to Mermaid, to HTML or to Markdown as its number. */
function escaped(text: string): string {
  const characters = [...text];
  const short = characters.length > mostCharacters ? [...characters.slice(0, mostCharacters - 1), '…'] : characters;
  return short
    .map((character) => {
      if (/[\p{L}\p{N} .,_/…×-]/u.test(character)) return character;
      const code = character.codePointAt(0)!;
      return code < 32 || (code > 126 && code < 160) || /\p{Z}|\p{C}/u.test(character) ? ' ' : `#${code};`;
    })
    .join('');
}
