/** Reads YAML 1.2, of which JSON is a part, and says in the words of its author what is wrong with it. */
import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Node,
  type Pair,
} from 'yaml';
import { referenceKinds } from './references';
import { slipOf, slips } from './syntax';
import { DefinitionError, type Entry, type Leaf, type Path, type Place, type Problem, type Tree } from './tree';

/** Larger files, deeper nesting and more values than these are refused: the largest real ones are a hundredth of it. */
const limits = { bytes: 1_000_000, depth: 100, values: 100_000 };

/**
 * @param file what errors call it
 * @throws DefinitionError with all that is wrong
 */
export function readYaml(bytes: Uint8Array, file: string): Tree {
  const text = decoded(bytes, file);
  const lines = new LineCounter();
  // Two entries of one name are found below: the library compares each with each.
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    uniqueKeys: false,
    version: '1.2',
    prettyErrors: false,
  });
  const [document, second] = Array.isArray(documents) ? (documents as Document.Parsed[]) : [];
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const whole = (message: string, offset = 0) => new DefinitionError([{ at: placeOf(offset), path: [], message }]);
  const [first] = [...(document?.errors ?? [])].sort((a, b) => a.pos[0] - b.pos[0]);
  const early = slips(text, document);
  if (early.length === 0 && document !== undefined && first !== undefined) early.push(slipOf(first, text, document));
  if (early.length > 0) {
    throw new DefinitionError(early.map(({ offset, message }) => ({ at: placeOf(offset), path: [], message })));
  }
  if (document?.contents === undefined || document.contents === null) {
    throw whole('nothing is defined here: `npx cdktf-aptible init --yaml` writes a definition to start from');
  }
  if (second !== undefined) {
    throw whole(
      'this is a second document: write one definition a file, and share what is the same with `extends`',
      second.range[0],
    );
  }
  return new Reader(document, placeOf, text).read();
}

function decoded(bytes: Uint8Array, file: string): string {
  const at = { file, line: 1, column: 1 };
  const refuse = (message: string) => new DefinitionError([{ at, path: [], message }]);
  if (bytes.length > limits.bytes) {
    throw refuse(
      `the file has ${bytes.length} bytes, at most ${limits.bytes} are read: split it by \`extends\`, or by environments`,
    );
  }
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw refuse('the file is in UTF-16: save it as UTF-8');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse('the file is not in UTF-8: save it as UTF-8');
  }
}

/** Turns what the library has parsed into a tree, and finds what the library lets pass. */
class Reader {
  private readonly problems: Problem[] = [];
  private readonly anchors = new Map<string, Node>();
  private count = 0;

  constructor(
    private readonly document: Document.Parsed,
    private readonly placeOf: (offset: number) => Place,
    private readonly text: string,
  ) {}

  read(): Tree {
    const tree = this.tree(this.document.contents, [], []);
    if (this.problems.length > 0) throw new DefinitionError(this.problems);
    return tree;
  }

  private tree(node: Node | null, path: Path, around: readonly Node[], keyAt?: Place): Tree {
    const at = node?.range ? this.placeOf(node.range[0]) : keyAt;
    const nothing: Tree = { kind: 'leaf', at, value: null, source: '' };
    if (node === null) return nothing;
    if (path.length > limits.depth)
      return (this.refuse(at, [], `it is nested deeper than ${limits.depth} levels`), nothing);
    if (!isAlias(node) && node.anchor !== undefined) this.anchors.set(node.anchor, node);
    if (isAlias(node)) return this.aliased(node, path, around, at);
    this.count += 1;
    if (this.count > limits.values) throw new DefinitionError([{ at, path: [], message: this.tooMuch() }]);
    if (node.tag !== undefined && node.tag.startsWith('!')) this.refuse(at, path, tagAdvice(node.tag, this.text, node));
    if (isMap(node))
      return {
        kind: 'branch',
        at,
        entries: this.entries(node.items as Pair<Node, Node | null>[], path, [...around, node]),
      };
    if (isSeq(node)) {
      const items = (node.items as (Node | null)[]).map((item, index) =>
        this.tree(item, [...path, index], [...around, node], at),
      );
      return { kind: 'row', at, items };
    }
    if (!isScalar(node)) return nothing;
    return this.leaf(node, path, at);
  }

  private tooMuch(): string {
    const [anchor] = [...this.anchors.values()].filter((node) => !isScalar(node));
    const where = anchor?.range ? ` from the anchor in line ${this.placeOf(anchor.range[0]).line} on` : '';
    return `aliases expand to more than ${limits.values} values${where}`;
  }

  private aliased(node: Alias, path: Path, around: readonly Node[], at: Place | undefined): Tree {
    const target = this.anchors.get(node.source);
    if (target === undefined) {
      const rest = this.text.slice(node.range![0]).split(/[\s,\]}]/, 1)[0];
      this.refuse(
        at,
        path,
        `quote this value: * begins an alias, and there is no anchor &${node.source}. Write "${rest}"`,
      );
    } else if (around.includes(target)) this.refuse(at, path, `the alias *${node.source} contains itself`);
    else return this.tree(target, path, around);
    return { kind: 'leaf', at, value: null };
  }

  private leaf(
    node: { value?: unknown; source?: string; type?: string; range?: unknown; comment?: string | null },
    path: Path,
    at: Place | undefined,
  ): Leaf {
    const { value, source, type } = node;
    const isPlain = type === 'PLAIN';
    const isCut =
      isPlain &&
      typeof value === 'string' &&
      node.comment !== undefined &&
      node.comment !== null &&
      /^\S/.test(node.comment);
    if (isCut && this.isOnOneLine(node as Node)) {
      this.refuse(
        at,
        path,
        '" #" begins a comment, so the value ends before it: quote the whole value, or write a space after the #',
      );
    }
    const known = typeof value === 'bigint' ? Number(value) : value;
    return { kind: 'leaf', at, value: known as Leaf['value'], ...(isPlain && source !== undefined && { source }) };
  }

  private isOnOneLine(node: Node): boolean {
    const [, end] = node.range!;
    return /^ +#/.test(this.text.slice(end));
  }

  private entries(pairs: readonly Pair<Node, Node | null>[], path: Path, around: readonly Node[]): Map<string, Entry> {
    const entries = new Map<string, Entry>();
    for (const { key, value } of pairs) {
      const keyAt = key.range ? this.placeOf(key.range[0]) : undefined;
      if (isScalar(key) && key.value === '<<') {
        this.refuse(keyAt, path, 'YAML’s merge key is not part of 1.2: share by `extends`, or write the entries out');
        continue;
      }
      if (!isScalar(key)) {
        this.refuse(keyAt, path, 'a name is expected here: quote the whole value if the brackets belong to it');
        continue;
      }
      if (typeof key.value !== 'string') {
        this.refuse(keyAt, path, `names are texts: write "${key.source ?? ''}" with quotation marks`);
        continue;
      }
      const name = key.value;
      if (name === '__proto__') this.refuse(keyAt, path, '"__proto__" cannot be a name');
      const first = entries.get(name);
      if (first !== undefined)
        this.refuse(keyAt, [...path, name], `it is here twice: first in line ${first.keyAt?.line}`);
      else if (name !== '__proto__')
        entries.set(name, { keyAt, value: this.tree(value, [...path, name], around, keyAt) });
    }
    return entries;
  }

  private refuse(at: Place | undefined, path: Path, message: string): void {
    this.problems.push({ at, path, message });
  }
}

function tagAdvice(tag: string, text: string, node: Node): string {
  if (/^!(reset|override|remove)$/.test(tag))
    return `there are no tags here: to remove an entry of the file that this one extends, write null instead of ${tag}`;
  const kind = tag.replace(/^!/, '').toLowerCase();
  const word = text.slice(node.range![0], node.range![1]).trim();
  const known: readonly string[] = referenceKinds;
  return known.includes(kind) && /^[\w.-]+$/.test(word)
    ? `there are no tags here: write \${${kind}.${word}}`
    : `there are no tags here: take ${tag} out. References are written as \${databases.NAME.url}, \${env.NAME} or \${secret.NAME}`;
}
