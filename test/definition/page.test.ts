/** docs/guides/definitions.md and the definitions of docs/guides/releases.md: what they show is tried. */
import { type TerraformStack, Testing } from 'cdktf';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import ts from 'typescript';
import * as constructs from '../../lib';
import { readDefinition } from '../../lib/definition';
import { propertiesOf, readable, type Readable } from '../../lib/definition/readable';
import { Files } from './support';

const guide = (name: string) => readFileSync(join(__dirname, '../../docs/guides', name), 'utf8');
const page = guide('definitions.md');
const blocks = (language: string, from = page) =>
  [...from.matchAll(new RegExp('```' + language + '\\n([^]*?)```', 'g'))].map(([, text]) => text!);

/** The files of the page, by the name in their first line. */
function written(): Files {
  const files = new Files();
  for (const [index, text] of blocks('yaml').entries()) {
    files.write(/^# (\S+\.yaml)\n/.exec(text)?.[1] ?? `${index}.yaml`, text);
  }
  return files;
}

const environmentVariables = { RELEASE: '1' };
/** What commands of a page set for one run. */
const given = (from: string) =>
  Object.fromEntries([...from.matchAll(/--set ([^\s`]+?)=(\S+)/g)].map(([, path, value]) => [path!, value!] as const));

test('each of its definitions is one without mistakes', () => {
  using files = written();
  const names = blocks('yaml').map((text, index) => /^# (\S+\.yaml)\n/.exec(text)?.[1] ?? `${index}.yaml`);
  const single = [
    '0.yaml',
    'renamed.yaml',
    '3.yaml',
    'write-only.yaml',
    'reading.yaml',
    'operations.yaml',
    'shared.yaml',
    'aptible.yaml',
    'production.yaml',
    'preview.yaml',
    'released.yaml',
    'moved.yaml',
  ];
  expect([...names].sort()).toEqual([...single, 'environments.yaml'].sort());
  const read = (name: string, environment?: string) =>
    readDefinition(join(files.path, name), { environmentVariables, ...(environment && { environment }) }).value;
  for (const name of single) expect(read(name)).toHaveProperty('version', 1);
  const production = read('production.yaml');
  expect(production).toHaveProperty('databases.main', { type: 'postgresql', version: '16', diskSizeGb: 100 });
  expect(production).toHaveProperty('apps.web.services.web.containerCount', 6);
  expect(production).toHaveProperty('logDrains', {});
  expect(read('preview.yaml')).toHaveProperty('databases.main.restoreLatest.environment', 'acme-staging');
  expect(read('environments.yaml', 'staging')).toHaveProperty('databases.main', { type: 'postgresql', version: '16' });
  expect(read('environments.yaml', 'production')).toHaveProperty('environment.handle', 'acme-production');
});

test('what it sets for one run can be set in its first files', () => {
  using files = written();
  const { value } = readDefinition(join(files.path, 'aptible.yaml'), {
    environmentVariables,
    set: given(page),
    name: 'pr-123',
  });
  expect(value).toMatchObject({
    environment: { handle: 'acme-staging-pr-123' },
    apps: { web: { image: 'quay.io/acme/web:1.4', services: { web: { containerCount: 3 } } } },
  });
});

test('the definitions of the guide on releases say who releases the app', () => {
  const releases = guide('releases.md');
  using files = new Files();
  const [byCommit, byPipeline] = blocks('yaml', releases).map((text, index) => files.write(`${index}.yaml`, text));
  const { value: released } = readDefinition(byCommit!, { set: given(releases) });
  expect(released).toHaveProperty('apps.web.image', 'quay.io/acme/web:2');
  expect(readDefinition(byPipeline!).value).toHaveProperty('apps.web.release', 'external');
});

test('its table has all that references can read', () => {
  const rows = [...page.matchAll(/^\| `\$\{(\S+)\.…\}` +\| (.+?) +\|$/gm)].map(([, path, words]) => {
    const steps = path!.split('.');
    const kind = steps.findLast((step) => Object.hasOwn(readable, step)) as Readable;
    return { kind, path: steps, words: [...words!.matchAll(/`(\w+)`/g)].map(([, word]) => word!) };
  });
  expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(Object.keys(readable)));
  for (const { kind, path, words } of rows) expect([path, words]).toEqual([path, propertiesOf({ kind, path })]);
});

/** Runs a program of the page. @returns the stack that it makes things in, as Terraform reads it */
function synthesized(program: string, files: Files): unknown {
  const text = program.replace(/'(\w+\.yaml)'/g, (_whole, name: string) => JSON.stringify(join(files.path, name)));
  const options = { module: ts.ModuleKind.CommonJS, esModuleInterop: true };
  const { outputText } = ts.transpileModule(`${text}\nexports.stack = stack;`, { compilerOptions: options });
  const run = compileFunction(outputText, ['require', 'exports']) as (
    load: (name: string) => unknown,
    to: { stack?: TerraformStack },
  ) => void;
  const to: { stack?: TerraformStack } = {};
  const loaded = { 'cdktf-aptible': constructs, cdktf: { ...jest.requireActual<object>('cdktf'), App: TestApp } };
  run((name) => loaded[name as keyof typeof loaded], to);
  return JSON.parse(Testing.synth(to.stack!, true));
}

/** Writes where tests write. */
class TestApp {
  constructor() {
    return Testing.app();
  }
}

test('its programs run, and an app that moves into one stays what it is', () => {
  using files = written();
  const [whole = '', typed = '', moved = ''] = blocks('ts').map((text) => text.replace('app.synth();\n', ''));
  const before = synthesized(whole, files);
  expect(before).toHaveProperty(['resource', 'aptible_app']);
  const made = /aptible\.Environment\.fromDefinition.*\n/.exec(whole)![0];
  expect(synthesized(whole.replace(made, '') + moved, files)).toEqual(before);
  expect(synthesized(whole + typed, files)).toEqual(before);
});
