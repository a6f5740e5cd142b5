#!/usr/bin/env node
/**
 * The `cdktf-aptible` command. What a subcommand needs is loaded when it runs, and not by `import()`: for that, Node first looks for the
 * exports of all that it loads, which takes as long as the rest of the start where the libraries are in one file.
 */
/* eslint-disable @typescript-eslint/no-require-imports -- see above */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { satisfies } from '../packaging/constraints';
import { categoryNames, defaultRisks } from '../review/categories';
import { command, duration, image, notEmpty, port, portOfTunnel, risks } from './arguments';
import { adaptable, definitionCommandsOf, outputDirectory } from './definition-program';
import { messageOf } from './file-problem';
import type * as definitionCommands from './definition-commands';
import type * as doctorCommand from './doctor';
import type * as driftCommand from './drift';
import type * as exportCommand from './export';
import type * as graphCommand from './graph';
import { completeHelp } from './help';
import type * as initCommand from './init';
import type * as localCommand from './local';
import type * as migrateCommand from './migrate';
import { lyingAt } from './places';
import type * as planSummaryCommand from './plan-summary';
import type * as providerCommand from './provider';
import type * as tunnelCommand from './tunnel';

const { version, engines } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as {
  version: string;
  engines: { node: string };
};

const loadDefinitionCommands = () => require('./definition-commands') as typeof definitionCommands;
type RunOptions = definitionCommands.RunOptions;

export const program = new Command('cdktf-aptible')
  .description('Infrastructure as code for the Aptible platform.')
  .version(version)
  // In an older one, libraries fail while they are loaded, with words that say nothing.
  .hook('preAction', () => {
    if (satisfies(process.versions.node, engines.node)) return;
    const wanted = engines.node.replace('>=', '');
    throw new Error(
      `cdktf-aptible needs Node.js ${wanted} or later, and this is ${process.versions.node}. Install a newer one`,
    );
  });

program
  .command('init')
  .description(
    'Write a project to start from: an app, its database and its address. A file that is there already is left as it is.',
  )
  .argument('[directory]', 'where it is written; made if it is not there', '.')
  .addOption(new Option('--yaml', 'a definition file, aptible.yaml (the default)').conflicts(['typescript', 'hcl']))
  .addOption(new Option('--typescript', 'a program for CDK for Terraform, main.ts').conflicts(['yaml', 'hcl']))
  .addOption(
    new Option('--hcl', 'a configuration of Terraform, main.tf, with the provider').conflicts(['yaml', 'typescript']),
  )
  .option(
    '--name <handle>',
    'the handle of the environment, which is unique on the platform (default: from the name of the directory)',
  )
  .option('--stack <name>', "the platform's stack on which it runs", 'shared-us-east-1')
  .action(
    (
      directory: string,
      { typescript, hcl, ...options }: Omit<initCommand.InitOptions, 'format'> & { typescript?: true; hcl?: true },
    ) => {
      const { init } = require('./init') as typeof initCommand;
      init(directory, { ...options, format: typescript ? 'typescript' : hcl ? 'hcl' : 'yaml' });
    },
  );

program
  .command('doctor')
  .description(
    'Say what is missing on this machine: Node, terraform, a CLI configuration that gets in the way, the login, the platform. No token is printed.',
  )
  .option('--offline', 'do not ask the platform')
  .option('--json', 'print JSON, for programs')
  .action(async (options: doctorCommand.DoctorOptions) => {
    const { doctor } = require('./doctor') as typeof doctorCommand;
    process.exitCode = await doctor(options);
  });

program
  .command('local')
  .description('Start a local platform: the HTTP API on this machine, with real databases. Ctrl-C ends it.')
  .option(
    '--port <number>',
    'where it listens (default: the port that --data was used with last, else a free one)',
    port,
  )
  .option('--host <address>', 'the address that it listens on; others than loopback let the network in', '127.0.0.1')
  .option(
    '--https',
    'speak HTTPS, with a certificate of its own that the printed variables tell clients to trust',
    false,
  )
  .option('--data <directory>', 'keep everything there for the next time (default: in memory)')
  .option('--seed <file>', 'a JSON file that says what is there from the start, and what goes wrong')
  .addOption(
    new Option('--speed <duration>', 'how long an operation takes: instant, 500ms, 3s, 2m')
      .argParser(duration)
      .default(0, 'instant'),
  )
  .addOption(
    new Option('--databases <which>', 'real database servers behind databases, or none')
      .choices(['auto', 'none'])
      .default('auto'),
  )
  .addOption(
    new Option(
      '--image <name=services>',
      'the services that a Docker image has, as acme/web=web,worker; any number of times. Others have one, cmd',
    )
      .argParser(image)
      .default({}, 'that of the examples, with web and worker'),
  )
  .option('--control', 'answer at /_local/ too, with which tests make things fail and time pass', false)
  .option(
    '--exec <command>',
    'run a command with the environment variables set, end with it and with its status',
    command,
  )
  .action(async (options: localCommand.LocalOptions) => {
    const { local } = require('./local') as typeof localCommand;
    process.exitCode = await local(options);
  });

program
  .command('tunnel')
  .description(
    'Open a tunnel to a database through the platform’s SSH portal, and hold it open. It finds the platform and the login as the provider does: ' +
      'APTIBLE_ACCESS_TOKEN, or what `aptible login` wrote. Ctrl-C ends it; it ends with the status 124 when the platform’s 24 hours are over.',
  )
  .argument('<environment/database>', 'the handles of both')
  .option('--type <credential>', 'which of its credentials, such as redis+ssl (default: the default one)')
  .option('--port <number>', 'the port on this machine (default: a free one)', portOfTunnel)
  .option(
    '--exec <command>',
    'run a command with DATABASE_URL, DATABASE_HOST and so on, and PGHOST and so on, set; end with it and with its status',
    command,
  )
  .action(async (name: string, options: tunnelCommand.TunnelOptions) => {
    const { tunnel } = require('./tunnel') as typeof tunnelCommand;
    process.exitCode = await tunnel(name, options);
  });

program
  .command('plan-summary')
  .description(
    'Say what a plan comes to, the gravest consequences first: Markdown for a pull request, or a text on a terminal. No value of a variable and no secret is ' +
      'shown. The first line of the Markdown is a comment that stays the same, by which the comment on the pull request is found again; it has at most ' +
      '60,000 characters.',
  )
  .argument(
    '<plan>',
    'the output of "terraform show -json", a plan file (read with terraform, or with what TERRAFORM_BINARY_NAME names), or - for standard input',
  )
  .option(
    '--fail-on <categories>',
    `end with 3 for these, separated by commas, or for none. There are ${categoryNames.join(', ')} (default: ${defaultRisks.join(',')})`,
    risks,
  )
  .option(
    '--name <name>',
    'the name of the stack: stands in the title and in the marker, so that each stack has its own comment',
  )
  .option('--markdown', 'print Markdown on a terminal, too')
  .addOption(new Option('--json', 'print JSON, for programs').conflicts('markdown'))
  .action((file: string, options: planSummaryCommand.PlanSummaryOptions) => {
    const { planSummary } = require('./plan-summary') as typeof planSummaryCommand;
    process.exitCode = planSummary(file, options);
  });

adaptable(
  program
    .command('drift')
    .description(
      'Say what was changed outside of Terraform since the last apply: the nightly check. It refreshes, and changes and locks no state. Values of variables and ' +
        'secrets are not shown. Who did it is asked of the platform, with the login and the addresses of the environment: APTIBLE_ACCESS_TOKEN, or what `aptible login` wrote.',
    )
    .argument('[directory]', 'where terraform is run, or a definition of an environment: aptible.yaml', '.'),
)
  .option('--output <directory>', 'where configurations of definitions are written', outputDirectory)
  .option(
    '--ignore <address>',
    'leave out a resource, or an attribute of it, by its address or by the names in a definition; any number of times: aptible_app.web.config.LOG_LEVEL, apps.web.config.LOG_LEVEL',
    (address: string, addresses: readonly string[] = []) => [...addresses, address],
  )
  .option('--json', 'print JSON, for programs')
  .action(async (place: string, options: driftCommand.DriftOptions & RunOptions) => {
    const { drift } = require('./drift') as typeof driftCommand;
    const found = lyingAt(place);
    if (found === undefined)
      throw new Error(`${place} is neither a directory nor a definition: there is no such file.`);
    if (found === 'directory') {
      process.exitCode = await drift(place, options);
      return;
    }
    const variant = (['environment', 'name'] as const).flatMap((option) =>
      options[option] === undefined ? [] : [`--${option} ${options[option]}`],
    );
    const given = [place, ...variant].join(' ');
    process.exitCode = await loadDefinitionCommands().withPrepared(place, options, (directory, entries) =>
      drift(directory, { ...options, definition: { given, entries } }),
    );
  });

program
  .command('export')
  .description(
    'Write an existing environment as a definition, with what takes it over: references between what belongs together, no default and no secret. ' +
      'It finds the platform and the login as the provider does: APTIBLE_ACCESS_TOKEN, or what `aptible login` wrote. It reads only.',
  )
  .argument('<environment>', 'the handle of the environment')
  .addOption(new Option('--format <format>', 'what is written').choices(['yaml', 'typescript', 'hcl']).default('yaml'))
  .option('--output <path>', 'the file, or the directory, that is written (default: the directory in which it is run)')
  .option('--without-plan', 'do not plan what was written; without it, terraform on PATH has to find no change', false)
  .option('--force', 'write over files that are there', false)
  .option('--json', 'say what was done as JSON', false)
  .action(async (environment: string, { withoutPlan, ...options }: ExportArguments) => {
    const { exportEnvironment } = require('./export') as typeof exportCommand;
    process.exitCode = await exportEnvironment(environment, { ...options, plan: !withoutPlan });
  });

withNode(
  program
    .command('provider')
    .description('Put the Terraform provider beside a configuration in HCL, so that terraform init there finds it.')
    .argument('[directory]', 'where terraform is run', '.')
    .option(
      '--in-place-of <source>',
      'put it where that provider is looked for, such as aptible/aptible, with a version that the configuration and its modules take, ' +
        'or with the one behind an @',
    ),
).action((directory: string, options: providerCommand.ProviderOptions) => {
  const { provider } = require('./provider') as typeof providerCommand;
  provider(directory, options);
});

withNode(
  program
    .command('migrate')
    .description(
      'Move a configuration and its state in from the official provider: plan first, stop where something would change, keep the way back.',
    )
    .argument('[directory]', 'where terraform is run', '.')
    .option('--check', 'only say what would change, and why')
    .option('--accept-changes', 'move in although the plan shows changes; nothing is applied')
    .option('--rename', 'move to the own name of this provider, which the configuration has to say already')
    .addOption(
      new Option('--back', 'go back to the official provider').conflicts([
        ...['check', 'rename', 'acceptChanges', 'selfContained', 'from', 'platform'],
      ]),
    ),
).action((directory: string, options: migrateCommand.MigrateOptions) => {
  const { migrate } = require('./migrate') as typeof migrateCommand;
  process.exitCode = migrate(directory, options);
});

program
  .command('graph')
  .description(
    'Draw an environment: what talks to what, and what is open to the internet. Each app is a box around its services and endpoints; what the internet reaches ' +
      'without a filter has a red frame. With more than 60 nodes, equal ones are drawn once, with their number.',
  )
  .argument('[source]', 'aptible.yaml, or a synthesized stack: cdk.tf.json or its directory. Left out: the platform')
  .option(
    '--environment <name>',
    'the handle of the environment of the platform; with a definition, which one of several it describes. ' +
      'The variables of its apps are read then, to find whose database they have; no value of them is shown',
    notEmpty,
  )
  .addOption(
    new Option(
      '--format <format>',
      'mermaid, which GitHub and GitLab draw in Markdown, or json with all nodes and edges',
    )
      .choices(['mermaid', 'json'])
      .default('mermaid'),
  )
  .action(async (source: string | undefined, options: graphCommand.GraphOptions) => {
    const { graph } = require('./graph') as typeof graphCommand;
    await graph(source, options);
  });

definitionCommandsOf(program);
completeHelp(program);

if (require.main === module) {
  // A reader such as `head` goes when it has enough. The command ends as it would have: a deploy is not cut short by that.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }

  program.parseAsync().catch((error: unknown) => {
    console.error(messageOf(error));
    process.exitCode = 1;
  });
}

type ExportArguments = Omit<exportCommand.ExportOptions, 'plan'> & { readonly withoutPlan: boolean };

/** How Node comes to the provider. */
function withNode(subcommand: Command): Command {
  return subcommand
    .option('--self-contained', 'put Node beside it, so that terraform needs none on PATH; npm downloads it')
    .option('--from <folder>', 'take Node from <folder>/<platform>/node instead, for each platform that has one there')
    .option(
      '--platform <name>',
      'download it for this platform, such as linux_arm64; any number of times (default: this machine)',
      (name: string, names: readonly string[] = []) => [...names, name],
    );
}
