/** A summary for a terminal. */
import { categories } from './categories';
import { headline, linesOf, notices, type Naming } from './markdown';
import type { Summary } from './summary';

export function toText(summary: Summary, { name, colors }: Naming & { readonly colors: boolean }): string {
  const bold = (text: string) => (colors ? `\u001b[1m${text}\u001b[22m` : text);
  const red = (text: string) => (colors ? `\u001b[31m${text}\u001b[39m` : text);
  const lines = linesOf(summary, (text) => text);
  const width = Math.max(0, ...lines.map(({ title }) => title.length));
  const rows = lines.map(({ category, title, what, words }) => {
    const padded = title.padEnd(width);
    const isRisk = category !== 'drift' && categories[category].risky;
    return `${isRisk ? red(padded) : padded}  ${bold(what)}\n${' '.repeat(width + 2)}${words}\n`;
  });
  const title = `${name === undefined ? 'Plan' : `Plan of ${name}`}: ${headline(summary)}`;
  return [`${bold(title)}\n`, ...notices(summary).map((text) => `${text}\n`), ...rows].join('');
}
