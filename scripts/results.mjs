// How the long checks report: a table, where and when it came about, and the counts that CI reads.
import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/**
 * @param {readonly string[]} columns
 * @param {readonly { cells: readonly string[], result: 'passed' | 'failed' | 'skipped', seconds: number }[]} rows
 */
export function printResults(columns, rows) {
  const lines = rows.map(({ cells, result, seconds }) => [...cells, result, seconds.toFixed(0)]);
  const table = [[...columns, 'result', 'seconds'], ...lines];
  const widths = table[0].map((_, column) => Math.max(...table.map((line) => line[column].length)));
  const format = (line) => `| ${line.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const [head, ...body] = table;
  console.log(`\n${whereAndWhen()}\n`);
  console.log([format(head), format(widths.map((width) => '-'.repeat(width))), ...body.map(format)].join('\n'));
  const count = (result) => rows.filter((row) => row.result === result).length;
  const skipped = count('skipped');
  console.log(`\n${count('passed')} passed, ${count('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
}

function whereAndWhen() {
  const git = (...args) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const commit = git('rev-parse', '--short', 'HEAD');
  const changes = git('status', '--porcelain') === '' ? '' : ' with changes that are not committed';
  const machine = `${process.platform} ${process.arch}, ${availableParallelism()} processors`;
  return `${new Date().toISOString().slice(0, 10)}, commit ${commit}${changes}, ${machine}, Node ${process.version}`;
}
