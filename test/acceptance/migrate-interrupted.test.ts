/**
 * `cdktf-aptible migrate`, killed in the middle, and what is there already. A shell script stands in for terraform: what is tested are the
 * files. `migrate.test.ts` has the real one.
 */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { thisPlatform } from '../../lib/packaging';

const root = join(__dirname, '../..');
const official = 'registry.terraform.io/aptible/aptible';
const ours = 'registry.terraform.io/cdktf-aptible/aptible';
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const inPlace = `terraform.d/plugins/${official}/0.10.9900+cdktf-aptible.${version}`;

/** Does as terraform does to the files. It ends its caller as `kill -9` does instead of the command whose number is in KILL. */
const standIn = `#!/bin/sh
here=\${0%/*}
number=$(($(cat "$here/number") + 1))
echo $number > "$here/number"
if [ "$KILL" = $number ]; then kill -9 $PPID; exit 1; fi
case "$1 $2" in
  'state pull') cat terraform.tfstate ;;
  'state replace-provider') sed "s#$4#$5#g" terraform.tfstate > "$here/state" && cp "$here/state" terraform.tfstate ;;
  'workspace show') echo default ;;
  init*) [ -z "$INIT_FAILS" ] ;;
esac
`;

let base: string;
let directory: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'cdktf-aptible-'));
  directory = join(base, 'configuration');
  mkdirSync(directory);
  writeFileSync(join(base, 'terraform'), standIn, { mode: 0o755 });
  const states = join(root, 'test/fixtures/states/official-newest');
  copyFileSync(join(states, 'state.json'), join(directory, 'terraform.tfstate'));
  for (const name of ['main.tf', '.terraform.lock.hcl']) copyFileSync(join(states, name), join(directory, name));
  // Of the user's own: a mirror of the official provider at the same place, and something else.
  write(`terraform.d/plugins/${official}/0.9.24/${thisPlatform()}/terraform-provider-aptible`, 'official');
  write('terraform.d/notes.txt', 'mine');
});
afterEach(() => rmSync(base, { recursive: true }));

function write(name: string, text: string): void {
  mkdirSync(join(directory, dirname(name)), { recursive: true });
  writeFileSync(join(directory, name), text);
}
const read = (name: string) => readFileSync(join(directory, name), 'utf8');

function migrate(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  writeFileSync(join(base, 'number'), '0');
  return spawnSync(process.execPath, [join(root, 'dist/cli/main.js'), 'migrate', directory, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: base, TERRAFORM_BINARY_NAME: join(base, 'terraform'), ...environment },
  });
}

function files(): Record<string, string> {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !name.startsWith('.cdktf-aptible/') && statSync(join(directory, name)).isFile(),
  );
  return Object.fromEntries(names.sort().map((name) => [name, read(name)]));
}

const name = (source: string) => write('main.tf', read('main.tf').replace(/"[^"]*aptible\/aptible"/, `"${source}"`));

// Where most is done and not all: in place, 4 is init; by its own name, 5 is, after replace-provider.
test.each([
  [[], 4],
  [['--rename'], 5],
] as const)('%j killed at command %i: run again it is done, and there is a way back', (args, number) => {
  const before = files();
  const source = args.length > 0 ? ours : 'aptible/aptible';
  name(source);
  expect(migrate(args, { KILL: String(number) })).toMatchObject({ signal: 'SIGKILL' });

  expect(migrate(args)).toMatchObject({ status: 0, stderr: '' });
  expect(read('.terraform.lock.hcl').match(/^provider "(.*)"/gm)).toEqual([
    `provider "${args.length > 0 ? ours : official}"`,
  ]);
  expect(read('.cdktf-aptible/terraform.tfstate')).toBe(before['terraform.tfstate']);
  expect(read('.cdktf-aptible/.terraform.lock.hcl')).toBe(before['.terraform.lock.hcl']);

  name('aptible/aptible');
  expect(migrate(['--back'], { KILL: args.length > 0 ? '2' : '3' })).toMatchObject({ signal: 'SIGKILL' });
  migrate(['--back']);
  expect(files()).toEqual(before);
});

test.each([
  [[], 4],
  [['--rename'], 5],
] as const)('%j killed at command %i: it goes back from there', (args, number) => {
  const before = files();
  if (args.length > 0) name(ours);
  migrate(args, { KILL: String(number) });
  name('aptible/aptible');
  expect(migrate(['--back'])).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('Gone back. The plan of the official provider shows no changes.') as string,
  });
  expect(files()).toEqual(before);
});

test('a folder of the provider without its lock entry, which keeps terraform from the registry, goes', () => {
  const before = files();
  write(`${inPlace}/${thisPlatform()}/terraform-provider-aptible_v${version}.cjs`, 'half');
  expect(migrate(['--back'])).toMatchObject({ status: 0 });
  expect(files()).toEqual(before);
  expect(migrate(['--back'])).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('there is nothing to go back from') as string,
  });
});

test('what fails after it was moved in before leaves that as it is', () => {
  migrate([]);
  const before = files();
  expect(migrate([], { INIT_FAILS: '1' })).toMatchObject({
    status: 1,
    stderr: expect.stringContaining(
      'It was moved in before, at least in part. Run "npx cdktf-aptible migrate" again',
    ) as string,
  });
  expect(files()).toEqual(before);
});

test('where nothing can be kept, nothing is changed', () => {
  write('.cdktf-aptible', 'a file');
  const before = files();
  expect(migrate([])).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/EEXIST[\s\S]*\nNothing is changed\.\n$/) as string,
  });
  expect(files()).toEqual(before);
});

test('with Node beside it: put there, kept when it is there, and asked for with another version', () => {
  const runtimes = join(base, 'runtimes');
  mkdirSync(join(runtimes, thisPlatform()), { recursive: true });
  writeFileSync(join(runtimes, thisPlatform(), 'node'), `#!/bin/sh\nexec "${process.execPath}" "$@"\n`, {
    mode: 0o755,
  });
  expect(migrate(['--from', runtimes])).toMatchObject({ status: 0, stderr: '' });
  const folder = join(directory, inPlace, thisPlatform());
  const names = ['node', 'provider.cjs', `terraform-provider-aptible_v${version}`];
  expect(readdirSync(folder).sort()).toEqual(names);
  const placed = files();

  expect(migrate([])).toMatchObject({ status: 0, stderr: '' });
  expect(files()).toEqual(placed);

  renameSync(join(directory, inPlace), join(directory, dirname(inPlace), '0.10.9900+cdktf-aptible.0.0.1'));
  write(
    '.terraform.lock.hcl',
    read('.terraform.lock.hcl').replace(`+cdktf-aptible.${version}`, '+cdktf-aptible.0.0.1'),
  );
  const older = files();
  expect(migrate([])).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('has Node beside it. Say --self-contained (or --from FOLDER)') as string,
  });
  expect(files()).toEqual(older);
  expect(migrate(['--from', runtimes])).toMatchObject({ status: 0, stderr: '' });
  expect(files()).toEqual(placed);
  expect(migrate(['--back'])).toMatchObject({ status: 0 });
  expect(existsSync(join(directory, inPlace))).toBe(false);
});
