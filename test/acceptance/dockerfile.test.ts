/** The Dockerfile, as far as that can be told without Docker: what it takes is there, and its own steps put the provider where terraform finds it. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalPlatform } from '../../lib/emulator';
import { pathWithNode, Terraform } from './support/terraform';

const root = join(__dirname, '../..');
const text = readFileSync(join(root, 'Dockerfile'), 'utf8');
const comments = text.split('\n').filter((line) => line.startsWith('#'));
const instructions = text
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n/g, '')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => {
    const [, name = '', value = ''] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    return { name, value };
  });
const valuesOf = (wanted: string) => instructions.flatMap(({ name, value }) => (name === wanted ? [value] : []));
const copies = valuesOf('COPY').filter((value) => !value.startsWith('--from='));

test('it has instructions, each image is an argument, and its processes are not those of root', () => {
  const known = ['ARG', 'COPY', 'ENTRYPOINT', 'FROM', 'RUN', 'USER', 'WORKDIR'];
  expect(instructions.filter(({ name }) => !known.includes(name))).toEqual([]);
  const images = valuesOf('ARG').map((value) => value.split('=')[0]);
  expect(valuesOf('FROM').map((value) => /^\$\{(\w+)\}/.exec(value)?.[1])).toEqual(images);
  expect(instructions.slice(-3)).toEqual([
    { name: 'USER', value: 'node' },
    { name: 'WORKDIR', value: '/work' },
    { name: 'ENTRYPOINT', value: '["terraform"]' },
  ]);
});

test('what it copies is made by the command at its head, and .dockerignore leaves it in', async () => {
  const scripts = comments.flatMap((line) => [...line.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name!));
  expect(scripts).toEqual(['build']);
  expect(readFileSync(join(root, 'package.json'), 'utf8')).toContain('"build": "node scripts/build.mjs"');
  const sources = copies.map((value) => value.split(' ')[0]!);
  expect(sources).toEqual(['dist/provider-package/']);
  for (const source of sources) expect(await readdir(join(root, source))).toHaveLength(1);
  const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').trim().split('\n');
  expect(ignored).toEqual(['*', ...sources.map((source) => `!${source.replace(/\/$/, '')}`)]);
});

test('terraform finds the provider where its steps have put it, with nothing beside the configuration', async () => {
  const image = await mkdtemp(join(tmpdir(), 'image-'));
  const platform = await startLocalPlatform({ databases: 'none' });
  const terraform = await Terraform.inNewDirectory({
    ...platform.environment,
    // Node is in the image.
    PATH: pathWithNode,
    // By default terraform looks in /usr/share, too.
    XDG_DATA_DIRS: join(image, 'usr/share'),
    // Nothing listens there: a registry that is asked after all cannot answer.
    HTTPS_PROXY: 'http://127.0.0.1:9',
  });
  try {
    for (const copy of copies) {
      const [from = '', to = ''] = copy.split(' ');
      await cp(join(root, from), join(image, to), { recursive: true });
    }
    const [installing = '', placing = ''] = valuesOf('RUN');
    expect(installing).toBe('apk add --no-cache git openssh-client-default');
    execFileSync('/bin/sh', ['-ec', placing.replaceAll('/usr/share', join(image, 'usr/share'))]);
    expect(await readdir(join(image, 'usr/share/terraform'))).toEqual(['plugins']);
    await terraform.writeAptible(
      'data "aptible_stacks" "all" {}\noutput "stacks" { value = length(data.aptible_stacks.all.stacks) }\n',
    );
    await terraform.init();
    await terraform.apply();
    expect(await terraform.output('stacks')).toBe(2);
    await expect(stat(join(terraform.directory, 'terraform.d'))).rejects.toThrow('ENOENT');
  } finally {
    await terraform.remove();
    await platform.stop();
    await rm(image, { recursive: true });
  }
});
