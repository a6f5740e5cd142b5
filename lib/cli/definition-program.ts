/** The commands that take a definition. */
/* eslint-disable @typescript-eslint/no-require-imports -- as in main.ts */
import type { Command } from 'commander';
import { defaultRisks } from '../review/categories';
import { duration, notEmpty, risks, setting } from './arguments';
import type * as definitionCommands from './definition-commands';
import type * as validateCommand from './validate';

/** Where the configurations of definitions are written. */
export const outputDirectory = 'aptible.out';

type RunOptions = definitionCommands.RunOptions;

const loadDefinitionCommands = () => require('./definition-commands') as typeof definitionCommands;

export function definitionCommandsOf(program: Command): void {
  readingCommandsOf(program);
  changingCommandsOf(program);
}

function readingCommandsOf(program: Command): void {
  adaptable(
    program
      .command('validate')
      .description('Check definitions of environments, offline: every mistake with its file, line and column.')
      .argument('<file...>', 'aptible.yaml, or another file of YAML or JSON')
      .option('--json', 'print the mistakes as JSON, with --print the definitions too')
      .option('--print', 'print the definition as it is after `extends`'),
  ).action((files: readonly string[], options: validateCommand.ValidateOptions) => {
    const { validate } = require('./validate') as typeof validateCommand;
    process.exitCode = validate(files, options);
  });

  definitionCommand(
    program,
    'synth',
    'Write the configuration that terraform and OpenTofu take, with the provider and the lock file, and print its directory.',
  )
    .option('--json', 'print the directory and the variables that it wants as JSON')
    .action(async (file: string, options: RunOptions) => {
      process.exitCode = await loadDefinitionCommands().synth(file, options);
    });

  adaptable(
    program
      .command('output')
      .description('Print the outputs of the last deploy.')
      .argument('<file>', 'the definition: aptible.yaml')
      .argument('[name]', 'only this output, also a secret')
      .option('--json', 'print JSON, secrets included')
      .option('--raw', 'print one output without quotation marks, also a secret'),
  )
    .option('--output <directory>', 'where configurations are written', outputDirectory)
    .action(async (file: string, name: string | undefined, options: RunOptions) => {
      process.exitCode = await loadDefinitionCommands().output(file, name, options);
    });
}

/** What works on a state. */
function changingCommandsOf(program: Command): void {
  locking(definitionCommand(program, 'plan', 'Show what a deploy would change.'))
    .option('--out <file>', 'save the plan, for `deploy --plan`. It holds secrets')
    .option('--summary <file>', 'write what it comes to, as `plan-summary` says it in Markdown')
    .option(
      '--fail-on <categories>',
      `end with 3 for these, separated by commas, or for none (default: ${defaultRisks.join(',')}, see plan-summary)`,
      risks,
    )
    .option(
      '--json',
      'print what it comes to as JSON, as `plan-summary` does; what terraform says goes to standard error',
    )
    .action(async (file: string, { out, ...options }: RunOptions & { readonly out?: string }) => {
      process.exitCode = await loadDefinitionCommands().plan(file, {
        ...options,
        ...(out !== undefined && { plan: out }),
      });
    });

  locking(
    definitionCommand(
      program,
      'deploy',
      'Make the environment as the definition says. It asks before it changes something.',
    ),
  )
    .option('--auto-approve', 'change without asking')
    .option(...noLogs)
    .option('--json', 'print what was done as JSON; what terraform prints goes to standard error')
    .option(
      '--plan <file>',
      'apply just this saved plan, without asking. The definition, --set and --name have to be those that it was made from',
    )
    .action(async (file: string, options: RunOptions) => {
      process.exitCode = await loadDefinitionCommands().deploy(file, options);
    });

  locking(definitionCommand(program, 'destroy', 'Remove the environment and everything in it. It asks before.'))
    .option('--auto-approve', 'remove without asking')
    .option(...noLogs)
    .option('--json', 'print what was done as JSON; what terraform prints goes to standard error')
    .action(async (file: string, options: RunOptions) => {
      process.exitCode = await loadDefinitionCommands().destroy(file, options);
    });
}

const noLogs = ['--no-logs', "do not show the logs of the platform's operations while they run"] as const;

/** A command that runs terraform for a definition. */
function definitionCommand(program: Command, name: string, description: string): Command {
  return adaptable(
    program.command(name).description(description).argument('<file>', 'the definition: aptible.yaml'),
  ).option('--output <directory>', 'where configurations are written', outputDirectory);
}

/** How a definition is changed for one run. */
export function adaptable(subcommand: Command): Command {
  return subcommand
    .option(
      '--set <path=value>',
      'another value for this run, such as apps.web.image=quay.io/acme/web:1.4; any number of times',
      setting,
    )
    .option('--environment <name>', 'which one of a definition that describes several environments', notEmpty)
    .option(
      '--name <name>',
      'a copy of the environment, such as pr-123: its handle, and those of its drains, get this name at the end, and its state is its own',
      notEmpty,
    );
}

/** A command that works on a state. */
function locking(subcommand: Command): Command {
  return subcommand.option(
    '--lock-timeout <duration>',
    'how long to wait while another run works on the same state: 30s, 20m (default: 10m)',
    duration,
  );
}
