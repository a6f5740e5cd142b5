/** What the help of each command ends with: its exit statuses, which the guide on pipelines has too, an example, and notes. */
import type { Command } from 'commander';

interface Ending {
  /** The meanings of the exit statuses, in the order in which they are shown. */
  readonly statuses: readonly (readonly [status: string, meaning: string])[];
  readonly examples: readonly string[];
  readonly notes?: string;
}

const anError = ['1', 'an error'] as const;
const afterInterruption = ['130', 'ended by Ctrl-C'] as const;
const ofExec = ['another', 'that of the command of --exec'] as const;

export const endings: Readonly<Record<string, Ending>> = {
  init: {
    statuses: [['0', 'the files are there'], anError],
    examples: ['npx cdktf-aptible init', 'aptible login', 'npx cdktf-aptible deploy aptible.yaml'],
  },
  doctor: {
    statuses: [
      ['0', 'nothing is missing, though there may be warnings'],
      ['1', 'something is missing, or an error'],
    ],
    examples: ['npx cdktf-aptible doctor --offline'],
  },
  local: {
    statuses: [['0', 'ended by Ctrl-C'], anError, ofExec],
    examples: [
      'npx cdktf-aptible local --data aptible.local',
      `npx cdktf-aptible local --exec 'npx cdktf-aptible deploy aptible.yaml --auto-approve'`,
    ],
    notes:
      'The environment variables that clients need go to standard output, as lines for a shell. All else goes to standard error.',
  },
  tunnel: {
    statuses: [['0', 'ended by Ctrl-C'], anError, ['124', 'the platform’s 24 hours are over'], ofExec],
    examples: [
      'npx cdktf-aptible tunnel acme-staging/acme-db',
      `npx cdktf-aptible tunnel acme-staging/acme-db --exec 'pg_dump > acme-db.dump'`,
    ],
    notes:
      'Without --exec, the URL with its password goes to standard output as the first line. All else goes to standard error.',
  },
  'plan-summary': {
    statuses: [
      ['0', 'no change'],
      ['1', 'an error, also in the plan itself'],
      ['2', 'changes'],
      ['3', 'changes that --fail-on names'],
    ],
    examples: [
      'terraform plan -out=tfplan && npx cdktf-aptible plan-summary tfplan',
      'terraform show -json tfplan | npx cdktf-aptible plan-summary - --fail-on data-loss,public',
    ],
    notes:
      'What is only taken over, moved or an output is a change. "removed" is what is destroyed without data in it, "cost" what changes sizes and numbers of things that are there.',
  },
  drift: {
    statuses: [
      ['0', 'nothing was changed by hand, or only what --ignore names'],
      anError,
      ['2', 'something was changed by hand'],
    ],
    examples: [
      'npx cdktf-aptible drift aptible.yaml',
      'npx cdktf-aptible drift cdktf.out/stacks/staging --ignore aptible_app.web.config.LOG_LEVEL',
    ],
    notes: `It runs the terraform on PATH, or what TERRAFORM_BINARY_NAME names, such as tofu, in a directory where "terraform init" has been run, which it runs
itself for a definition.`,
  },
  export: {
    statuses: [
      ['0', 'all is written, and the plan of it changes nothing'],
      anError,
      ['2', 'all is written, and the plan of it would change something'],
      afterInterruption,
    ],
    examples: ['npx cdktf-aptible export acme-production --output production.yaml'],
    notes: `Beside aptible.yaml it writes aptible.yaml.imports.json, which says what of the platform each entry is. The first deploy takes that over; from
then on the file is of no use. A file that extends aptible.yaml takes over nothing. The other formats have the same in themselves. Backups and
users inside of databases are not exported, and what is not provisioned is named and left out.

Secrets are references, \${secret.NAME}, and the end of the output lists them: set TF_VAR_NAME to the value of each before terraform runs.
What looks like one is one: variables by names such as STRIPE_KEY, URLs with passwords, and random texts.`,
  },
  provider: {
    statuses: [['0', 'it is there'], anError],
    examples: ['npx cdktf-aptible provider', 'npx cdktf-aptible provider infrastructure --in-place-of aptible/aptible'],
  },
  migrate: {
    statuses: [
      ['0', 'moved, or with --check no change'],
      ['1', 'an error, or nothing was moved because the plan shows changes'],
      ['2', 'with --check, the plan shows changes'],
    ],
    examples: ['npx cdktf-aptible migrate --check', 'npx cdktf-aptible migrate'],
  },
  graph: {
    statuses: [['0', 'it is drawn'], anError],
    examples: [
      'npx cdktf-aptible graph aptible.yaml',
      'npx cdktf-aptible graph cdktf.out/stacks/staging > staging.mmd',
      'npx cdktf-aptible graph --environment acme-production --format json',
    ],
  },
  validate: {
    statuses: [
      ['0', 'no mistake'],
      ['1', 'mistakes, or an error'],
    ],
    examples: ['npx cdktf-aptible validate aptible.yaml'],
  },
  synth: {
    statuses: [['0', 'it is written'], anError],
    examples: ['terraform -chdir="$(npx cdktf-aptible synth aptible.yaml)" init'],
  },
  output: {
    statuses: [['0', 'printed'], anError, afterInterruption],
    examples: ['npx cdktf-aptible output aptible.yaml', 'npx cdktf-aptible output aptible.yaml url --raw'],
    notes: 'Without a name and --json, Terraform shows "<sensitive>" for each secret.',
  },
  plan: {
    statuses: [['0', 'no change'], anError, ['2', 'changes'], ['3', 'changes that --fail-on names'], afterInterruption],
    examples: ['npx cdktf-aptible plan aptible.yaml --out tfplan --summary summary.md'],
    notes:
      'What is only taken over, moved or an output is a change. The standard error of --json has the plan as terraform shows it.',
  },
  deploy: {
    statuses: [['0', 'done, or nothing to do'], anError, afterInterruption],
    examples: [
      'npx cdktf-aptible deploy aptible.yaml --set apps.web.image=quay.io/acme/web:1.4',
      'npx cdktf-aptible deploy aptible.yaml --plan tfplan',
    ],
    notes: 'For programs, `output --json` says afterwards what was made.',
  },
  destroy: {
    statuses: [['0', 'done, or nothing to do'], anError, afterInterruption],
    examples: ['npx cdktf-aptible destroy aptible.yaml --name pr-123 --auto-approve'],
  },
};

/** Ends the help of each command, and says after an error how to show it. */
export function completeHelp(program: Command): void {
  const invocation = program.name();
  program
    .addHelpText(
      'after',
      `\nRun "${invocation} COMMAND --help" for the options, exit statuses and examples of a command.`,
    )
    .showHelpAfterError(hint(invocation));
  for (const command of program.commands) {
    command
      .summary(firstSentence(command.description()))
      .addHelpText('after', `\n${endingOf(command.name())}`)
      .showHelpAfterError(hint(`${invocation} ${command.name()}`));
  }
}

const firstSentence = (text: string): string => /^.*?\.(?= |$)/.exec(text)?.[0] ?? text;

const hint = (command: string): string => `Run "${command} --help" for its arguments and options.`;

function endingOf(name: string): string {
  const ending = endings[name];
  if (ending === undefined) throw new Error(`the help of the command ${name} has no end`);
  const { statuses, examples, notes } = ending;
  const width = Math.max(...statuses.map(([status]) => status.length));
  return [
    section(
      'Exit status',
      statuses.map(([status, meaning]) => `${status.padEnd(width)}  ${meaning}`),
    ),
    section(examples.length === 1 ? 'Example' : 'Examples', examples),
    ...(notes === undefined ? [] : [notes]),
  ].join('\n\n');
}

function section(title: string, lines: readonly string[]): string {
  return [`${title}:`, ...lines.map((line) => `  ${line}`)].join('\n');
}
