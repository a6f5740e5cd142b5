import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { init, type InitOptions } from '../../lib/cli/init';
import { withSynthesized } from '../../lib/cli/synth';
import { definitionJsonSchema } from '../../lib/definition';

const root = join(__dirname, '../..');

let directory: string;
let printed: string;
beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'init-')), 'Acme Shop!');
  printed = '';
  jest.spyOn(console, 'log').mockImplementation((text: string) => {
    printed += `${text}\n`;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(join(directory, '..'), { recursive: true });
});

const stack = 'shared-us-east-1';
const start = (options: Partial<InitOptions> = {}) => init(directory, { format: 'yaml', stack, ...options });
const read = (path: string) => readFileSync(join(directory, path), 'utf8');

/** The resources of a stack by their types, without the names that its program gives them. */
function resourcesIn(stackDirectory: string): unknown {
  const { resource } = JSON.parse(readFileSync(join(stackDirectory, 'cdk.tf.json'), 'utf8')) as {
    readonly resource: Readonly<Record<string, Readonly<Record<string, object>>>>;
  };
  const text = JSON.stringify(
    Object.fromEntries(
      Object.entries(resource).map(([type, byName]) => [
        type,
        Object.values(byName).map((each) => ({ ...each, '//': undefined })),
      ]),
    ),
  );
  return JSON.parse(text.replace(/(aptible_[a-z_]+)\.[\w-]+/g, '$1.NAME')) as unknown;
}

test('a definition is written with its schema, valid as it is, and the next commands are printed', () => {
  start();
  expect(printed).toBe(`Written in ${directory}:
  aptible.yaml
  aptible.schema.json
  .vscode/settings.json
  .gitignore
  README.md
Next:
  cd '${relative(process.cwd(), directory)}'
  aptible login   # or set APTIBLE_ACCESS_TOKEN
  npx cdktf-aptible deploy aptible.yaml
`);
  expect(read('aptible.yaml').split('\n').slice(0, 7)).toEqual([
    '# yaml-language-server: $schema=./aptible.schema.json',
    '# $schema: ./aptible.schema.json',
    'version: 1',
    '',
    'environment:',
    '  handle: acme-shop',
    '  stack: shared-us-east-1',
  ]);
  expect(JSON.parse(read('aptible.schema.json'))).toEqual(JSON.parse(JSON.stringify(definitionJsonSchema())));
  expect(JSON.parse(read('.vscode/settings.json'))).toEqual({
    'yaml.schemas': { './aptible.schema.json': ['aptible.yaml'] },
  });
  expect(read('.gitignore')).toBe('aptible.out/\n*.tfstate\n*.tfstate.*\n.terraform/\n');
  expect(read('README.md')).toContain('npx cdktf-aptible deploy aptible.yaml\n');
});

test('the program makes what the definition makes', async () => {
  start({ name: '1e3', stack: 'my-stack' });
  const options = { output: join(directory, 'from-definition') };
  const fromDefinition = await withSynthesized(join(directory, 'aptible.yaml'), options, (synthesized) => synthesized);
  start({ format: 'typescript', name: '1e3', stack: 'my-stack' });
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  process.env['CDKTF_OUTDIR'] = join(directory, 'from-program');
  try {
    await import(join(directory, 'main.ts'));
  } finally {
    delete process.env['CDKTF_OUTDIR'];
  }
  const made = resourcesIn(join(directory, 'from-program/stacks/1e3'));
  expect(made).toEqual(resourcesIn(fromDefinition.directory));
  expect(made).toMatchObject({
    aptible_environment: [{ handle: '1e3', purge_backups_on_destroy: true }],
    aptible_database: [{ handle: '1e3-db' }],
    aptible_app: [{ handle: '1e3-web', service: [{ process_type: 'web' }] }],
    aptible_endpoint: [{ default_domain: true }],
  });
  expect(JSON.parse(read('package.json'))).toMatchObject({
    name: '1e3',
    private: true,
    dependencies: {
      cdktf: '>=0.21.0 <0.22.0',
      constructs: '^10.4.2',
      'cdktf-aptible': expect.stringMatching(/^\^\d/) as string,
    },
  });
});

test('a file that is there is left as it is, and what is missing in .gitignore is said', () => {
  mkdirSync(directory);
  writeFileSync(join(directory, '.gitignore'), '# ours\naptible.out\n.terraform/\n');
  writeFileSync(join(directory, 'aptible.yaml'), 'version: 1\n');
  symlinkSync(join(directory, 'nowhere'), join(directory, 'README.md'));
  start();
  expect(printed).toContain(`Written in ${directory}:
  aptible.schema.json
  .vscode/settings.json
There already, and left as they are:
  aptible.yaml
  .gitignore
  README.md
Add to .gitignore, since these hold secrets or can be made again:
  *.tfstate
  *.tfstate.*
Next:
`);
  expect(read('aptible.yaml')).toBe('version: 1\n');
  expect(read('.gitignore')).toBe('# ours\naptible.out\n.terraform/\n');
  expect(existsSync(join(directory, 'nowhere'))).toBe(false);
});

test('names that the platform does not take, and a file in place of the directory, are refused before anything is written', () => {
  expect(() => start({ name: 'Acme' })).toThrow(/^--name "Acme" is not 1 to 64 /);
  expect(() => start({ stack: 'a"b' })).toThrow(/^--stack "a\\"b" is not 1 to 64 /);
  expect(existsSync(directory)).toBe(false);
  writeFileSync(directory, '');
  expect(() => start()).toThrow(`${directory} is not a directory. Name another one.`);
  expect(readdirSync(join(directory, '..'))).toEqual(['Acme Shop!']);
});
