import fc from 'fast-check';
import { join } from 'node:path';
import { DefinitionError, readDefinition } from '../../lib/definition';
import { runs } from '../support/runs';
import { Files } from './support';

const whole = `version: 1
environment: { handle: acme-staging, stack: shared-us-east-1 }
databases:
  main: &main
    type: postgresql
    version: "16"
    users: { web: { owner: [public] } }
apps:
  web:
    image: "quay.io/acme/web:\${env.RELEASE:-1}"
    config:
      DATABASE_URL: \${databases.main.url}
      SCRIPT: |
        run:{fast}
        \tand with tabs
    secretConfig: { KEY: "\${secret.KEY}" }
    services:
      web: { containerCount: 2, endpoints: { site: { type: https, defaultDomain: true } } }
logDrains:
  logs: { type: datadog, token: "\${secret.DATADOG}" }
outputs: { id: "\${environment.id}" }
`;

/** @returns what reading the file gives: its value, or the messages. Anything else is thrown. */
function read(content: string | Uint8Array, name = 'aptible.yaml'): unknown {
  using files = new Files();
  try {
    return readDefinition(files.write(name, content), { environmentVariables: {} }).value;
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    return files.hide(error.message).split('\n');
  }
}

test('whatever bytes a file has, it is read or refused with a message', () => {
  const lines = fc.array(fc.constantFrom(...whole.split('\n'), ...whole.split(/\b/)), { maxLength: 30 });
  const contents = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.string({ maxLength: 60, unit: fc.constantFrom(...'{}[]:,&*!|>%@`#-?"\'$ \n\t\r\0ab<=~', '\ufeff', '\u00a0') }),
    lines.map((each) => each.join('')),
    lines.map((each) => each.join('\n')),
    fc.json(),
  );
  fc.assert(
    fc.property(contents, (content) => {
      read(content);
    }),
    { numRuns: runs(150) },
  );
});

test('a file that ends anywhere, or in which a sign is missing or another, is read or refused with a message', () => {
  const at = fc.nat({ max: whole.length });
  const signs = fc.constantFrom('', ' ', '\n', ':', '{', '}', '[', '"', '$', '*', '#', 'x', '\t');
  fc.assert(
    fc.property(at, fc.option(signs), (place, sign) => {
      const content = sign === null ? whole.slice(0, place) : whole.slice(0, place) + sign + whole.slice(place + 1);
      read(content);
    }),
    { numRuns: runs(80) },
  );
});

test('an object of a program may be anything', () => {
  using files = new Files();
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...Object.keys(read(whole) as object), 'x'), fc.jsonValue()), (value) => {
      try {
        readDefinition(files.write('aptible.json', JSON.stringify({ version: 1, ...value })), {});
      } catch (error) {
        expect(error).toBeInstanceOf(DefinitionError);
      }
    }),
    { numRuns: runs(50) },
  );
});

test('a byte order mark and the line ends of Windows change nothing', () => {
  const value = read(whole);
  expect(value).toHaveProperty('apps.web.config.SCRIPT', 'run:{fast}\n\tand with tabs\n');
  expect(read(`\ufeff${whole}`)).toEqual(value);
  expect(read(whole.replaceAll('\n', '\r\n'))).toEqual(value);
  expect(read(`\ufeff${whole.replaceAll('\n', '\r\n').replace('postgresql', 'postgres')}`)).toEqual([
    expect.stringMatching(/^aptible\.yaml:5:11: databases\.main\.type: got "postgres", .*: did you mean postgresql\?$/),
  ]);
});

test('JSON is read as YAML is', () => {
  const value = read(whole);
  expect(read(JSON.stringify(value), 'aptible.json')).toEqual(value);
  expect(read(JSON.stringify(value, undefined, '\t'), 'aptible.json')).toEqual(value);
});

test('what stands in a text of several lines is meant as it stands', () => {
  const written = 'web:{ a }\n\tmake\n<<<<<<<\n%YAML 1.1\n\u00a0x: {a: $${1}}\n';
  const lines = written.trimEnd().replace(/^/gm, '        ');
  const content = whole.replace(/SCRIPT: \|\n(?: {8}.*\n)+/, () => `SCRIPT: |\n${lines}\n`);
  expect(read(content)).toHaveProperty('apps.web.config.SCRIPT', written);
});

/** A definition with so many apps and databases, each of which refers to others. */
function large(count: number, wrong: boolean): string {
  const app = (index: number) =>
    `  app-${index}: { image: acme/web, config: { A: "\${databases.${wrong ? 'x' : 'd'}-${index % 100}.url}" } }\n`;
  return [
    'version: 1\nenvironment: { handle: acme-staging, stack: shared-us-east-1 }\ndatabases:\n',
    ...Array.from({ length: 100 }, (_each, index) => `  d-${index}: { type: postgresql }\n`),
    'apps:\n',
    ...Array.from({ length: count }, (_each, index) => app(index)),
  ].join('');
}

/** The number of elements through which reading a file goes with a method of arrays or objects. */
function operations(apps: number, isWrong: boolean): number {
  const content = large(apps, isWrong);
  let count = 0;
  const methods = ['every', 'filter', 'find', 'flatMap', 'forEach', 'includes', 'indexOf', 'map', 'some'] as const;
  const all = [...methods.map((name) => [Array.prototype, name] as const), [Object, 'entries'] as const];
  const originals = all.map(([owner, name]) => Reflect.get(owner, name) as (...given: unknown[]) => unknown);
  // A spy of jest would remember every call.
  for (const [index, [owner, name]] of all.entries()) {
    Reflect.set(owner, name, function (this: { readonly length: number }, ...given: unknown[]) {
      const found = originals[index]!.apply(this, given);
      count += owner === Object ? (found as unknown[]).length : this.length;
      return found;
    });
  }
  let result: unknown;
  try {
    result = read(content);
  } finally {
    for (const [index, [owner, name]] of all.entries()) Reflect.set(owner, name, originals[index]);
  }
  expect(Array.isArray(result)).toBe(isWrong);
  return count;
}

test('10,000 apps in a file of a megabyte are read in a number of steps that grows as they do', () => {
  const steps = operations(10_000, false);
  // Each with each would be 50 million.
  expect(steps).toBeGreaterThan(1_000_000);
  expect(steps).toBeLessThan(6_000_000);
});

test('a mistake in each of many apps takes a number of steps that grows as they do', () => {
  const [some, many] = [200, 800].map((count) => operations(count, true));
  expect(many! / some!).toBeLessThan(5);
});

test('a chain of files is read as far as it goes, and no circle', () => {
  using files = new Files({ 'base.yaml': whole });
  for (let index = 0; index < 20; index += 1) {
    const below = index === 0 ? 'base' : String(index - 1);
    files.write(`${index}.yaml`, `extends: ./${below}.yaml\napps: { web: { config: { LEVEL: "${index}" } } }\n`);
  }
  const { value, files: all } = readDefinition(join(files.path, '19.yaml'), { environmentVariables: {} });
  expect(value).toHaveProperty('apps.web.config.LEVEL', '19');
  expect(all).toHaveLength(21);
});
