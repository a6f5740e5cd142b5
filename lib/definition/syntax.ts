/** Says what is wrong with the spelling of a file, in words for its author: the library has many errors for one mistake, or none. */
import { isCollection, isMap, isScalar, visit, type Document, type Node, type YAMLError } from 'yaml';

/** What is wrong, and where in the text. */
export interface Slip {
  readonly offset: number;
  readonly message: string;
}

/** @returns what is wrong whether or not the library sees it: the first of each kind. */
export function slips(text: string, document: Document.Parsed | undefined): Slip[] {
  const isText = linesOfTexts(text, document);
  const found = new Map<string, Slip>();
  let offset = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const slip = slipIn(line, isText.has(index));
    if (slip !== undefined && !found.has(slip.message)) {
      found.set(slip.message, { offset: offset + slip.offset, message: slip.message });
    }
    offset += line.length + 1;
  }
  return [...found.values()];
}

function slipIn(line: string, isText: boolean): Slip | undefined {
  const at = (pattern: RegExp, message: string): Slip | undefined => {
    const found = pattern.exec(line);
    return found === null ? undefined : { offset: found.index + (found[1]?.length ?? 0), message };
  };
  return (
    at(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/, 'there is a control character here: take it out') ??
    at(/^(?:<<<<<<<|>>>>>>>) /, 'this is a merge conflict that nobody has resolved yet') ??
    (isText
      ? undefined
      : (at(/^%YAML\s+1\.1/, 'take this line out: files are read as YAML 1.2, where `no` and `22:22` are texts') ??
        at(/^(\s*?)\u00a0/, 'this looks like a space and is none (U+00A0): write a space') ??
        at(/^(\s*[\w-]+:)[[{]/, 'a space is missing after the colon')))
  );
}

/** The lines in which a text goes on that began on one before: whatever they look like, they are meant as they stand. */
function linesOfTexts(text: string, document: Document.Parsed | undefined): Set<number> {
  const lines = new Set<number>();
  if (document === undefined) return lines;
  const ranges: [number, number][] = [];
  visit(document, {
    Scalar: (_key, { type, range }) => {
      if (range && type !== undefined && type !== 'PLAIN') ranges.push([range[0], range[1]]);
    },
  });
  let line = 0;
  let offset = 0;
  const lineAt = (position: number): number => {
    for (let next = text.indexOf('\n', offset); next >= 0 && next < position; next = text.indexOf('\n', offset)) {
      offset = next + 1;
      line += 1;
    }
    return line;
  };
  for (const [start, end] of ranges.sort((a, b) => a[0] - b[0])) {
    const first = lineAt(start);
    const last = lineAt(end);
    for (let each = first + 1; each <= last; each += 1) lines.add(each);
  }
  return lines;
}

const noColon = 'this line has no colon: an entry is written as `name: value`';

/** @returns the library's first error in other words. */
export function slipOf(error: YAMLError, text: string, document: Document.Parsed): Slip {
  // Between brackets a tab may stand, as it does in JSON.
  const tab = document.errors.find(({ code }) => code === 'TAB_AS_INDENT');
  if (tab !== undefined) return { offset: tab.pos[0], message: 'a tab cannot indent: use spaces' };
  const [start] = error.pos;
  const end = text.trimEnd().length;
  const here = (message: string): Slip => ({ offset: start, message });
  const line = text.slice(start).split('\n', 1)[0]!.trimEnd();
  if (text.slice(start - 1, start + 1) === '${') {
    const reference = /^\$\{[^}\n]*\}?/.exec(text.slice(start - 1))![0];
    return { offset: start - 1, message: `quote the value with the reference inside of { } or [ ]: "${reference}"` };
  }
  if (error.message.startsWith('Missing closing')) {
    return { offset: openedQuote(start, document), message: 'this quotation mark is not closed' };
  }
  if (/must (?:be sufficiently indented and )?end with/.test(error.message)) {
    if (start >= end) return here(`the file ends inside of ${pathAt(end, document)}: is it whole?`);
    const offset = openedBracket(start, document);
    return { offset, message: `this ${text[offset]} is not closed` };
  }
  switch (error.code) {
    case 'BAD_SCALAR_START':
      return here(`quote this value: ${line[0]} has a meaning of its own at the beginning of one`);
    case 'BAD_ALIAS':
      return here(`quote this value: ${line[0]} has a meaning of its own at the beginning of one`);
    case 'BLOCK_IN_FLOW':
      return here('quote this value: it has ": ", which would begin another entry');
    case 'BLOCK_AS_IMPLICIT_KEY':
      return here(
        /:(?: |$)/.test(line)
          ? 'quote this value: it has ": ", which would begin another entry'
          : 'the next line is indented deeper than this entry, which has its value already: indent it as its siblings',
      );
    case 'MULTILINE_IMPLICIT_KEY':
      return here(/^[\w-]+:\S/.test(line) ? 'a space is missing after the colon' : noColon);
    case 'MISSING_CHAR':
      if (/^Implicit map keys/.test(error.message)) {
        return here(
          start + line.length >= end ? `the file ends inside of ${pathAt(start, document)}: is it whole?` : noColon,
        );
      }
      return here('a comma is missing before this');
    case 'BAD_INDENT':
      return here('this line begins in another column than its siblings: the entries of one map begin in the same one');
    case 'BAD_DQ_ESCAPE':
      return here(`${line.slice(0, 2)} means nothing between double quotation marks: use single ones`);
    default:
      return here(unexpected(error, line));
  }
}

function unexpected({ message }: YAMLError, line: string): string {
  if (/Unexpected flow-(?:map|seq)-end/.test(message)) return `this ${line[0]} closes nothing`;
  if (/Unexpected block-seq-ind/.test(message))
    return 'a list begins on a line of its own, or is written in brackets: [a, b]';
  if (/^Unexpected scalar at node end/.test(message)) return 'the value ends before this: quote the whole value';
  // What follows the colon is the text of the file, and may be a secret.
  return `this is not YAML: ${message.replace(/:.*$/s, '')}`;
}

/** Where the last text between quotation marks begins before a place. */
function openedQuote(before: number, document: Document.Parsed): number {
  return lastStart(before, document, (node) => isScalar(node) && (node.type ?? 'PLAIN').startsWith('QUOTE'));
}

function openedBracket(before: number, document: Document.Parsed): number {
  return lastStart(before, document, (node) => isCollection(node) && node.flow === true);
}

function lastStart(before: number, document: Document.Parsed, is: (node: Node) => boolean): number {
  let last = 0;
  visit(document, {
    Node: (_key, node) => {
      const start = node.range?.[0] ?? before;
      if (start < before && is(node)) last = Math.max(last, start);
    },
  });
  return last;
}

/** The names that lead to a place. */
function pathAt(offset: number, document: Document.Parsed): string {
  const names: string[] = [];
  let node: unknown = document.contents;
  while (isMap(node)) {
    const last = node.items.at(-1);
    const start = (last?.key as Node | undefined)?.range?.[0] ?? offset;
    if (last === undefined || start >= offset || !isScalar(last.key) || isScalar(last.value)) break;
    names.push(String(last.key.value));
    node = last.value;
  }
  return names.length === 0 ? 'its first entry' : names.join('.');
}
