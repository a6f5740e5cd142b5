/** Makes a large picture smaller: equal things are drawn once, with their number. */
import type { Edge, Graph, Group, Node } from './graph';

/** A picture with more than these nodes is not read any more. */
const mostNodes = 60;

/** What two things have in common that are drawn as one. */
interface Likeness {
  /** Whether details and the names of services count. */
  readonly byDetail: boolean;
  /** Whether it counts how many others each talks to, not only which. */
  readonly byNumber: boolean;
}

/**
 * Folds equal things where there are too many: first those that differ in nothing but their names, then those that are alike, and at last
 * each app becomes one node.
 */
export function folded(graph: Graph): Graph {
  const ways = [
    () => graph,
    () => fold(graph, { byDetail: true, byNumber: true }),
    () => fold(graph, { byDetail: false, byNumber: false }),
    () => fold(withoutInsides(graph), { byDetail: false, byNumber: false }),
  ];
  let smallest = graph;
  for (const way of ways) {
    smallest = way();
    if (smallest.nodes.length <= mostNodes) break;
  }
  return smallest;
}

interface Thing {
  readonly id: string;
  readonly parent?: string;
  readonly own: string;
}

function fold(graph: Graph, likeness: Likeness): Graph {
  const classes = classesOf(graph, likeness);
  const members = new Map<number, string[]>();
  for (const [id, each] of classes) members.set(each, [...(members.get(each) ?? []), id]);
  const membersOf = (id: string) => members.get(classes.get(id)!)!;
  const first = (id: string) => membersOf(id)[0]!;
  const total = (id: string) => membersOf(id).length;
  const byId = new Map<string, Node | Group>([...graph.groups, ...graph.nodes].map((each) => [each.id, each]));
  const nameOf = (id: string) => fewOf(membersOf(id).map((each) => byId.get(each)!.name));
  const details = new Map(graph.nodes.map(({ id, detail = '' }) => [id, detail]));
  const detailOf = (id: string) =>
    fewOf(
      membersOf(id)
        .map((each) => details.get(each)!)
        .filter((each) => each !== ''),
    );
  const edges = new Map<string, Edge>();
  for (const { from, to, labels } of graph.edges) {
    const key = `${first(from)} ${first(to)}`;
    const known = edges.get(key);
    edges.set(key, {
      from: first(from),
      to: first(to),
      labels: known === undefined ? labels : [...new Set([...known.labels, ...labels])],
    });
  }
  return {
    title: graph.title,
    groups: graph.groups
      .filter(({ id }) => first(id) === id)
      .map((group) => ({ ...group, name: nameOf(group.id), count: total(group.id) })),
    nodes: graph.nodes
      .filter(({ id }) => first(id) === id)
      .map(({ detail: _detail, ...node }) => ({
        ...node,
        name: nameOf(node.id),
        ...(detailOf(node.id) !== '' && { detail: detailOf(node.id) }),
        // Those in a group are counted by its number.
        count: node.group === undefined ? total(node.id) : Math.ceil(total(node.id) / total(node.group)),
        ...(node.group !== undefined && { group: first(node.group) }),
      })),
    edges: [...edges.values()],
  };
}

/** Splits all things into classes, until those of one class have neighbours of the same classes. */
function classesOf({ groups, nodes, edges }: Graph, { byDetail, byNumber }: Likeness): Map<string, number> {
  const things: Thing[] = [
    ...groups.map(({ id }) => ({ id, own: 'app' })),
    ...nodes.map(({ id, kind, name, detail = '', isPublic = false, group }) => ({
      id,
      parent: group,
      own: JSON.stringify([kind, isPublic, ...(byDetail ? [detail, kind === 'service' ? name : ''] : [])]),
    })),
  ];
  const neighbours = new Map<string, [string, string][]>(things.map(({ id }) => [id, []]));
  const add = (id: string, how: string, other: string) => neighbours.get(id)!.push([how, other]);
  for (const { from, to, labels } of edges) {
    const words = byDetail ? labels.join() : '';
    add(from, `to ${words}`, to);
    add(to, `from ${words}`, from);
  }
  for (const { id, parent } of things) {
    if (parent === undefined) continue;
    add(id, 'in', parent);
    add(parent, 'has', id);
  }
  let classes = numbered(things.map(({ id, own }) => [id, own]));
  for (;;) {
    const next = numbered(
      things.map(({ id }) => {
        const around = neighbours.get(id)!.map(([how, other]) => `${how} ${classes.get(other)}`);
        return [id, JSON.stringify([classes.get(id), ...(byNumber ? around : new Set(around))].sort())];
      }),
    );
    if (new Set(next.values()).size === new Set(classes.values()).size) return classes;
    classes = next;
  }
}

function numbered(signatures: readonly (readonly [string, string])[]): Map<string, number> {
  const numbers = new Map<string, number>();
  return new Map(
    signatures.map(([id, signature]) => {
      if (!numbers.has(signature)) numbers.set(signature, numbers.size);
      return [id, numbers.get(signature)!];
    }),
  );
}

/** The first names, as far as they fit into one line. */
function fewOf(names: readonly string[]): string {
  const different = [...new Set(names)];
  const few = different.slice(0, (different[0]?.length ?? 0) + (different[1]?.length ?? 0) > 36 ? 1 : 2);
  return few.length < different.length ? `${few.join(', ')}, …` : few.join(', ');
}

/** Draws each app as one node, which is public when an endpoint of it is. */
function withoutInsides({ title, groups, nodes, edges }: Graph): Graph {
  const inside = new Map(nodes.flatMap(({ id, group }) => (group === undefined ? [] : [[id, group] as const])));
  const outer = (id: string) => inside.get(id) ?? id;
  return {
    title,
    groups: [],
    nodes: [
      ...nodes.filter(({ group }) => group === undefined),
      ...groups.map(({ id, name, count }): Node => {
        const own = nodes.filter(({ group }) => group === id);
        const isPublic = own.some((node) => node.isPublic === true);
        return { id, kind: 'service', name, detail: 'app', ...(isPublic && { isPublic }), count };
      }),
    ],
    edges: edges
      .map(({ from, to, labels }) => ({ from: outer(from), to: outer(to), labels }))
      .filter(({ from, to }) => from !== to),
  };
}
