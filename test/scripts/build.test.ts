import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(__dirname, '../..');

/** A project without a source, so that a build, which begins with the removal of dist, ends there. */
let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'build-'));
  for (const name of ['build.mjs', 'bundle-provider.mjs', 'load-on-use.mjs', 'notices.mjs', 'provider-bootstrap.cjs']) {
    mkdirSync(join(project, 'scripts'), { recursive: true });
    copyFileSync(join(root, 'scripts', name), join(project, 'scripts', name));
  }
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
  for (const name of ['tsconfig.json', 'package.json', 'package-lock.json', 'lib/api/client.ts']) write(name);
  for (const name of ['dist/index.js', 'dist/release-check/release-check.cjs']) write(name, 10);
});
afterEach(() => rmSync(project, { recursive: true }));

function write(name: string, secondsFromNow = -10): void {
  const path = join(project, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '{}');
  const time = Date.now() / 1000 + secondsFromNow;
  utimesSync(path, time, time);
}

const builds = (...args: string[]): boolean => {
  spawnSync(process.execPath, [join(project, 'scripts/build.mjs'), ...args]);
  return !existsSync(join(project, 'dist'));
};

test('--if-older builds nothing where dist is younger than all that it is made from', () => {
  expect(builds('--if-older')).toBe(false);
  expect(builds()).toBe(true);
});

test.each<[string, () => void]>([
  ['dist is missing', () => rmSync(join(project, 'dist'), { recursive: true })],
  ['a build ended in the middle', () => rmSync(join(project, 'dist/release-check'), { recursive: true })],
  ['a source changed', () => write('lib/api/client.ts', 20)],
  ['a dependency changed', () => write('package-lock.json', 20)],
])('--if-older builds where %s', (_what, change) => {
  change();
  expect(builds('--if-older')).toBe(true);
});

test('an index whose modules are loaded with their first use, by require and by import', () => {
  const sources = {
    'one.js': `console.log('one is loaded'); exports.One = class One {}; exports.first = 1;`,
    'two.js': `console.log('two is loaded'); exports.Two = class Two {};`,
    'index.js': '"use strict";\n__exportStar(require("./one"), exports);\n__exportStar(require("./two"), exports);\n',
    'make.mjs': `
      import { loadOnUse } from ${JSON.stringify(pathToFileURL(join(root, 'scripts/load-on-use.mjs')))};
      loadOnUse(${JSON.stringify(join(project, 'index.js'))});`,
    'required.cjs': `
      const index = require('./index.js');
      console.log(Object.keys(index).join());
      console.log(new index.Two().constructor.name);`,
    'imported.mjs': `
      import { One, first, Two } from './index.js';
      console.log(One.name, first, Two.name);`,
  };
  for (const [name, text] of Object.entries(sources)) writeFileSync(join(project, name), text);
  const outputs = ['make.mjs', 'required.cjs', 'imported.mjs'].map((name) => {
    const { stdout, stderr } = spawnSync(process.execPath, [join(project, name)], { encoding: 'utf8' });
    return stderr + stdout;
  });
  expect(outputs).toEqual([
    'one is loaded\ntwo is loaded\n',
    'One,first,Two\ntwo is loaded\nTwo\n',
    'one is loaded\ntwo is loaded\nOne 1 Two\n',
  ]);
});
