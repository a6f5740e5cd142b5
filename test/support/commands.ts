/** What is decided for each subcommand of `cdktf-aptible`. */

interface Decisions {
  /** What makes it print one JSON document to standard output, or why no machine reads it. */
  readonly json: readonly string[] | string;
  /** Its arguments for a file or a directory that is read, FILE, or why there is none. */
  readonly reads: readonly string[] | string;
  /** What a terminal, and only that, is told while it takes time, or why it takes none. */
  readonly progress: RegExp | string;
}

const isRead = 'it writes files, and its exit status says whether they are there';
const isShort = 'it ends at once';

export const decisions: Readonly<Record<string, Decisions>> = {
  init: { json: isRead, reads: 'it only writes', progress: isShort },
  doctor: { json: ['--json'], reads: 'it asks this machine', progress: /^Asking http\S+ …$/m },
  local: {
    json: 'a shell reads its lines, and --exec sets the variables',
    reads: ['--databases', 'none', '--seed', 'FILE'],
    progress: 'it says when it answers, to everybody',
  },
  tunnel: {
    json: '--exec sets variables, so that no password is printed',
    reads: 'it reads from the platform',
    progress: /^Opening the tunnel to acme\/main …$/m,
  },
  'plan-summary': { json: ['--json'], reads: ['FILE'], progress: 'a plan as JSON is there already' },
  drift: { json: ['--json'], reads: ['FILE'], progress: /^Running "terraform plan" …$/m },
  export: {
    json: ['--json'],
    reads: 'it reads from the platform',
    progress: /^Planning what was written, which should change nothing\.$/m,
  },
  provider: { json: isRead, reads: ['FILE'], progress: 'only a download takes time, and the test has no network' },
  migrate: {
    json: 'a person moves in, once; --check has an exit status',
    reads: ['FILE'],
    progress: /^Running "terraform state" …$/m,
  },
  graph: { json: ['--format', 'json'], reads: ['FILE'], progress: /^Reading the environment acme …$/m },
  validate: { json: ['--json'], reads: ['FILE'], progress: isShort },
  synth: { json: ['--json'], reads: ['FILE'], progress: isShort },
  output: { json: ['--json'], reads: ['FILE'], progress: /^Running "terraform init" …$/m },
  plan: { json: ['--json'], reads: ['FILE'], progress: /^Running "terraform init" …$/m },
  deploy: {
    json: ['--json'],
    reads: ['FILE', '--auto-approve'],
    progress: /^Running "terraform init" …$/m,
  },
  destroy: {
    json: ['--json'],
    reads: ['FILE', '--auto-approve'],
    progress: /^Running "terraform init" …$/m,
  },
};
