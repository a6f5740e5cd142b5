/** A thing of the platform has its file in every room, under one name. A missing twin fails here. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as constructs from '../lib';
import * as bindings from '../lib/bindings';
import { provider } from '../lib/provider/provider';
import { dataSources, ephemeralResources, functions, resources } from '../lib/schema';

const root = join(__dirname, '..');

/** The names of things that the platform's API calls otherwise, or that are in the server of a database, of which the API knows nothing. */
const apiNames: Readonly<Record<string, string>> = {
  environment: 'account',
  endpoint: 'vhost',
  replica: 'database',
  'database-login': 'database-server',
  'database-user': 'database-server',
};

const fileName = (type: string) => type.replace(/^aptible_/, '').replaceAll('_', '-');
const pageName = (type: string) => type.replace(/^aptible_/, '');
const className = (type: string) =>
  type.replace(/^aptible/, '').replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

test('the provider serves what the schema defines', () => {
  expect(Object.keys(provider.resources).sort()).toEqual(Object.keys(resources).sort());
  expect(Object.keys(provider.dataSources).sort()).toEqual(Object.keys(dataSources).sort());
  expect(Object.keys(provider.ephemeralResources ?? {}).sort()).toEqual(Object.keys(ephemeralResources).sort());
  expect(Object.keys(provider.functions ?? {}).sort()).toEqual(Object.keys(functions).sort());
});

test.each(Object.keys(resources))('%s is there in every room', (type) => {
  const name = fileName(type);
  const files = [
    `lib/schema/${name}.ts`,
    `lib/provider/resources/${name}.ts`,
    `lib/constructs/${name}.ts`,
    `lib/emulator/resources/${apiNames[name] ?? name}.ts`,
    `lib/bindings/${name}/index.ts`,
    `test/constructs/${name}.test.ts`,
    `test/acceptance/${name}.test.ts`,
    `docs/resources/${pageName(type)}.md`,
  ];
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  expect(Object.keys(constructs)).toContain(className(type));
});

test.each(Object.keys(dataSources))('%s, the data source, is there in every room', (type) => {
  const name = fileName(type);
  const files = [
    `lib/provider/data-sources/${name}.ts`,
    `lib/bindings/data-aptible-${name}/index.ts`,
    `docs/data-sources/${pageName(type)}.md`,
  ];
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  expect(Object.keys(bindings)).toContain(`DataAptible${className(type)}`);
});

test.each(Object.keys(ephemeralResources))('%s, the ephemeral resource, is there in every room', (type) => {
  const name = fileName(type);
  const files = [
    `lib/schema/${name}.ts`,
    `lib/provider/ephemeral-resources/${name}.ts`,
    `docs/ephemeral-resources/${pageName(type)}.md`,
    `test/provider/ephemeral-resources/${name}.test.ts`,
    `test/acceptance/${name}.test.ts`,
  ];
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

test.each(Object.keys(functions))('%s, the function, is there in every room', (name) => {
  expect(functions[name as keyof typeof functions].name).toBe(name);
  const files = [`lib/provider/functions/${name.replaceAll('_', '-')}.ts`, `docs/functions/${name}.md`];
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

test('each resource is used in an example', () => {
  const files = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' });
  const examples = files
    .filter((file) => /\.(tf|ts)$/.test(file))
    .map((file) => readFileSync(join(root, 'examples', file), 'utf8'))
    .join('\n');
  const isUsed = (type: string) =>
    examples.includes(`resource "${type}"`) ||
    examples.includes(`aptible.${className(type)}`) ||
    examples.includes(`.add${className(type)}(`);
  expect(Object.keys(resources).filter((type) => !isUsed(type))).toEqual([]);
});
