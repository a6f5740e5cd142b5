// A compiled index that only exports other modules again loads each of them with the first use of it: a program uses a third of the generated classes.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** @param index the path of the file, which is replaced */
export function loadOnUse(index) {
  const require = createRequire(index);
  const modules = [...readFileSync(index, 'utf8').matchAll(/^__exportStar\(require\("(.+)"\), exports\);$/gm)];
  if (modules.length === 0)
    throw new Error(`${index} exports no module again: has the form changed in which tsc writes that?`);
  const exported = modules.flatMap(([, path]) => Object.keys(require(path)).map((name) => [name, path]));
  const names = exported.map(([name]) => name);
  writeFileSync(
    index,
    [
      '"use strict";',
      'Object.defineProperty(exports, "__esModule", { value: true });',
      'const onUse = (name, get) => Object.defineProperty(exports, name, { enumerable: true, get });',
      ...exported.map(([name, path]) => `onUse("${name}", () => require("${path}").${name});`),
      // Node's loader of ES modules reads the names of a CommonJS module from such a line, which never runs.
      `0 && (module.exports = { ${names.join(', ')} });\n`,
    ].join('\n'),
  );
}
