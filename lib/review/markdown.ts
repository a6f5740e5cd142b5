/** A summary as a comment of a pull request. */
import { categories, categoryNames, type Category } from './categories';
import { inWords, type Described } from './describe';
import type { Row, Summary } from './summary';

/** GitHub takes 65,536 characters and refuses the comment as a whole above that. */
const mostCharacters = 60_000;
/** From so many rows on, what has no consequence of its own is folded. */
const mostOpenRows = 25;
const mostAttributes = 8;

export interface Naming {
  /** Tells the comments of several stacks apart. */
  readonly name?: string | undefined;
}

interface Line {
  readonly category: Category | 'drift';
  readonly title: string;
  readonly what: string;
  readonly words: string;
}

/** The first line is a marker, by which a comment that is there already is found and written anew. */
export function toMarkdown(summary: Summary, { name }: Naming = {}): string {
  const marker = `<!-- cdktf-aptible plan-summary${name === undefined ? '' : ` ${name.replace(/[^\w./ -]|--+/g, '_')}`} -->`;
  const title = `### ${name === undefined ? 'Plan' : `Plan of ${code(name)}`}: ${headline(summary)}`;
  const head = [marker, title, ...notices(summary).map((text) => `\n> ${text}`)].join('\n');
  const lines = linesOf(summary, code);
  const open = lines.length <= mostOpenRows ? lines : lines.filter(({ category }) => !isQuiet(category));
  const folded = lines.length <= mostOpenRows ? [] : lines.filter(({ category }) => isQuiet(category));
  const room = new Room(mostCharacters - head.length);
  const shown = room.table(open);
  const hidden = room.table(folded, (all) => [`\n<details><summary>${all} more</summary>\n\n`, '\n</details>\n']);
  return `${head}\n${shown}${hidden}${room.left > 0 ? `\nand ${room.left} more\n` : ''}`;
}

/** Keeps the text within its limit, row by row. */
class Room {
  /** The rows that found no room. */
  left = 0;
  constructor(private characters: number) {}

  table(lines: readonly Line[], around: (rows: number) => [string, string] = () => ['\n', '']): string {
    if (lines.length === 0) return '';
    const [before, after] = around(lines.length);
    const header = `${before}| | Resource | What happens |\n| --- | --- | --- |\n`;
    // For the line that says how many more there are.
    this.characters -= header.length + after.length + 40;
    const rows: string[] = [];
    for (const line of lines) {
      const row = `| ${line.title} | ${line.what} | ${line.words} |\n`;
      if (this.left > 0 || row.length > this.characters) this.left += 1;
      else {
        this.characters -= row.length;
        rows.push(row);
      }
    }
    return rows.length === 0 ? '' : `${header}${rows.join('')}${after}`;
  }
}

const isQuiet = (category: Line['category']) =>
  category === 'drift' || categoryNames.indexOf(category) >= categoryNames.indexOf('changed');

export function headline({ rows, outputs, counts, drift }: Summary): string {
  const parts = categoryNames.flatMap((name) => {
    const count = name === 'outputs' ? outputs.length : rows.filter(({ categories: [first] }) => first === name).length;
    return count === 0 ? [] : [`${count} ${nouns[name](count)}`];
  });
  if (parts.length > 0) return parts.join(' · ');
  return drift.length > 0 && counts.outputs === undefined ? 'no changes, but drift' : 'no changes';
}

const nouns: Readonly<Record<Category, (count: number) => string>> = {
  'data-loss': () => 'with data lost',
  removed: () => 'removed',
  replaced: () => 'replaced',
  downtime: () => 'restarted with downtime',
  public: () => 'made public',
  irreversible: () => 'that cannot be undone',
  cost: () => 'of another cost',
  changed: () => 'changed',
  created: () => 'created',
  imported: () => 'taken over',
  moved: () => 'moved or forgotten',
  outputs: (count) => (count === 1 ? 'output' : 'outputs'),
};

export function notices({ hasErrors, isComplete }: Summary): string[] {
  return [
    ...(hasErrors ? ['The plan ended with errors: it cannot be applied, and this is not all of it.'] : []),
    ...(isComplete || hasErrors
      ? []
      : ['The plan leaves something for the next one (as with -target): this is not all of it.']),
  ];
}

/** The rows of both forms. */
export function linesOf(summary: Summary, mark: (text: string) => string): Line[] {
  return [
    ...summary.rows.map((row): Line => ({
      category: row.categories[0],
      title: categories[row.categories[0]].title,
      what: mark(row.address),
      words: wordsOf(row, mark),
    })),
    ...summary.outputs.map(({ name, action }): Line => ({
      category: 'outputs',
      title: categories.outputs.title,
      what: mark(name),
      words: action,
    })),
    ...summary.drift.map(({ address, isRemoved, attributes }): Line => ({
      category: 'drift',
      title: 'Changed outside of Terraform',
      what: mark(address),
      words: isRemoved ? 'removed' : listed(attributes, mark) || 'changed',
    })),
  ];
}

function wordsOf(
  { categories: names, consequences, attributes, because, previousAddress }: Row,
  mark: (text: string) => string,
): string {
  const plain: readonly Category[] = ['changed', 'created', 'cost'];
  const telling = names.filter((name) => names.length === 1 || !plain.includes(name));
  // A value that is shown says it better.
  const causes = because.filter((name) => !attributes.some(({ path, after }) => path === name && after !== undefined));
  const words = (telling.length > 0 ? telling : names.slice(0, 1)).map((name) =>
    name === 'moved' && previousAddress !== undefined
      ? `moved from ${mark(previousAddress)}`
      : name === 'replaced' && causes.length > 0
        ? `${consequences.replaced} because of ${causes.map(mark).join(', ')}`
        : consequences[name],
  );
  const details = listed(attributes, mark);
  return details === '' ? words.join('; ') : `${words.join('; ')}: ${details}`;
}

function listed(attributes: readonly Described[], mark: (text: string) => string): string {
  const more = attributes.length - mostAttributes;
  const words = attributes.slice(0, mostAttributes).map((each) => inWords(each, mark));
  return `${words.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Code of Markdown, also in a table and whatever is in it. */
function code(text: string): string {
  const fence = '`'.repeat(Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length)) + 1);
  const pad = fence.length > 1 ? ' ' : '';
  return `${fence}${pad}${text.replaceAll('|', '\\|')}${pad}${fence}`;
}
