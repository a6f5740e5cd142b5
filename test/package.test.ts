import { readFileSync } from 'node:fs';
import { join } from 'node:path';

test('npm runs nothing of the package where it is installed, and asks nobody whether it may', () => {
  const { scripts } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as { scripts: object };
  const asked = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare'];
  expect(Object.keys(scripts).filter((name) => asked.includes(name))).toEqual([]);
});
