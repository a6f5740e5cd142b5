import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');

test('every test that docs/official-provider.md names is there', () => {
  const page = readFileSync(join(root, 'docs/official-provider.md'), 'utf8');
  const named = [...page.matchAll(/\| `(test\/[^`]+)`: (.+?) +\|$/gm)];
  const rows = page.split('\n').filter((line) => /^\| (?!the official|-)/.test(line));
  expect(named).toHaveLength(rows.length);
  const missing = named.filter(([, file, title]) => {
    const source = readFileSync(join(root, file!), 'utf8');
    return !source.includes(`'${title}'`) && !source.includes(`"${title}"`);
  });
  expect(missing.map(([line]) => line)).toEqual([]);
});
