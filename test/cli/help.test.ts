/** What each subcommand, by whatever name, has in common with the others. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, CommanderError } from 'commander';
import { endings } from '../../lib/cli/help';
import { program } from '../../lib/cli/main';
import { decisions } from '../support/commands';

const commands = program.commands.map((command) => [command.name(), command] as const);
const printed = { out: '', err: '' };
for (const command of [program, ...program.commands]) {
  command.exitOverride().configureOutput({
    writeOut: (text) => (printed.out += text),
    writeErr: (text) => (printed.err += text),
    getOutHelpWidth: () => 200,
  });
}

/** What the command line gives where it ends before the command runs. */
async function ended(...args: readonly string[]) {
  Object.assign(printed, { out: '', err: '' });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return { status: error.exitCode, ...printed };
    throw error;
  }
  throw new Error(`${args.join(' ')} ran`);
}

const namesOf = (rows: Readonly<Record<string, unknown>>) => Object.keys(rows).sort();

test('each command has its end of the help, and its decisions on JSON, files and progress', () => {
  const names = commands.map(([name]) => name).sort();
  expect(namesOf(endings)).toEqual(names);
  expect(namesOf(decisions)).toEqual(names);
});

test.each(commands)('%s --help describes the command, and each argument and option of it', async (name, command) => {
  const { status, out, err } = await ended(name, '--help');
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(command.description()).toMatch(/^[A-Z][^]*\.$/);
  const described = [...command.registeredArguments, ...command.options];
  const silent = described.filter(({ description }) => description.trim() === '');
  expect(silent.map((each) => each.name())).toEqual([]);
  const parts = /\nExit status:\n((?: {2}\S.*\n)+)\nExamples?:\n((?: {2}\S.*\n)+)/.exec(out);
  expect(parts?.[1]).toMatch(/^ {2}0 .*\n {2}1 /);
  // A person who copies an example gets no error for it.
  const lines = parts![2]!.trimEnd().split('\n');
  expect(lines.filter((line) => line.includes(`cdktf-aptible ${name}`))).not.toEqual([]);
  const known = command.options.map(({ long }) => long);
  const own = lines.filter((line) => !line.includes('--exec'));
  for (const line of own) {
    const after = line.split(`cdktf-aptible ${name}`)[1] ?? '';
    for (const [option] of after.replace(/[)|].*/, '').matchAll(/--[a-z-]+/g)) expect(known).toContain(option);
  }
});

test.each(commands)(
  '%s ends with 1 at an unknown option, with the name that was meant and the way to the help',
  async (name, command) => {
    const known = command.options.find(({ long }) => long !== '--help')!.long!;
    const wrong = `${known}x`;
    const hint = `Run "cdktf-aptible ${name} --help" for its arguments and options.\n`;
    expect(await ended(name, wrong)).toEqual({
      status: 1,
      out: '',
      err: `error: unknown option '${wrong}'\n(Did you mean ${known}?)\n${hint}`,
    });
  },
);

test('a command that is not there gets the name that was meant, and the list of commands one line each', async () => {
  expect(await ended('pln')).toEqual({
    status: 1,
    out: '',
    err: `error: unknown command 'pln'\n(Did you mean plan?)\nRun "cdktf-aptible --help" for its arguments and options.\n`,
  });
  const { status, out } = await ended('--help');
  expect(status).toBe(0);
  for (const [name, command] of commands) expect(out).toMatch(new RegExp(`^  ${name} .* ${escaped(command)}$`, 'm'));
});

const escaped = (command: Command): string => command.summary().replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

test('each command that a machine reads has the option for JSON', () => {
  for (const [name, command] of commands) {
    const option = command.options.find(({ long }) => long === '--json');
    const { json } = decisions[name]!;
    const first = typeof json === 'string' ? undefined : json[0];
    expect([name, option?.long]).toEqual([name, first === '--json' ? first : undefined]);
    if (first !== undefined) expect(command.options.map(({ long }) => long)).toContain(first);
  }
});

test('docs/guides/pipelines.md has the exit statuses of the help', () => {
  const page = readFileSync(join(__dirname, '../../docs/guides/pipelines.md'), 'utf8');
  const section = /^## Exit statuses\n([^]*?)\n## /m.exec(page)![1]!;
  const rows = [...section.matchAll(/^\| `([a-z-]+)` +\| (.*?) *\|$/gm)];
  const documented = rows.map(([, name, text]) => [name!, text!.replaceAll('`', '')]);
  const helped = Object.entries(endings).map(([name, { statuses }]) => [
    name,
    statuses.map((each) => each.join(' ')).join('; '),
  ]);
  expect(documented).toEqual(helped);
});
