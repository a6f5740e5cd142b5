/** The pipeline of examples/gitops: its scripts in their order, with the real terraform, a real remote state, and a GitHub and a GitLab of this test. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { StateDatabase } from '../acceptance/support/state-database';
import { finished, pathWithNode, terraformCommand, type Run } from '../acceptance/support/terraform';
import { AptibleCli } from '../emulator/clients/aptible-cli';

const root = join(__dirname, '../..');

let platform: LocalPlatform;
let states: StateDatabase;
let changes: Changes;
let directory: string;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'gitops-'));
  cpSync(join(root, 'examples/gitops'), directory, { recursive: true });
  mkdirSync(join(directory, 'node_modules/.bin'), { recursive: true });
  symlinkSync(join(root, 'dist/cli/main.js'), join(directory, 'node_modules/.bin/cdktf-aptible'));
  git('init', '--quiet', '--initial-branch=main');
  commit('The first one');
  [platform, states, changes] = await Promise.all([
    startLocalPlatform({ databases: 'none', defaultProcessTypes: ['web'] }),
    StateDatabase.start(),
    Changes.start(),
  ]);
});
afterEach(async () => {
  await Promise.all([platform.stop(), states.stop(), changes.stop()]);
  rmSync(directory, { recursive: true });
});

function git(...args: string[]): string {
  const identity = ['-c', 'user.name=Ann', '-c', 'user.email=ann@acme.example', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...identity, ...args], { cwd: directory, encoding: 'utf8' }).trim();
}

function commit(message: string): string {
  git('add', '--all');
  git('commit', '--quiet', `--message=${message}`);
  return git('rev-parse', 'HEAD');
}

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(join(directory, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(directory, file), text.replace(from, to));
}

const secrets = { TF_VAR_STRIPE_KEY: 'hunter2-stripe', PLAN_KEY: 'hunter2-key' };

/** A script, or another command, as a job of a pipeline runs it. */
function job(command: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Run> {
  return finished(
    spawn(command[0]!, command.slice(1), {
      cwd: directory,
      env: {
        ...platform.environment,
        ...secrets,
        PATH: pathWithNode,
        HOME: directory,
        PG_CONN_STR: states.url,
        TERRAFORM_BINARY_NAME: terraformCommand,
        GITHUB_API_URL: changes.url,
        GITHUB_REPOSITORY: 'acme/web',
        GITHUB_TOKEN: 'token-of-the-job',
        CHANGE: '1',
        ...more,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}

const script = (name: string, more?: NodeJS.ProcessEnv, ...args: string[]) =>
  job(['sh', `scripts/${name}.sh`, ...args], more);

async function succeeds(run: Promise<Run>): Promise<string> {
  const { status, output } = await run;
  if (status !== 0) throw new Error(`ended with ${status}:\n${output}`);
  // No log has a secret.
  expect(output).not.toContain('hunter2');
  return output;
}

/** What the script plan.sh hands on. */
async function planned(more?: NodeJS.ProcessEnv): Promise<{ plan_status: string; plan_sha256?: string }> {
  await succeeds(script('plan', more));
  const lines = readFileSync(join(directory, 'aptible.out/outputs'), 'utf8').trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split('='))) as { plan_status: string };
}

async function deployed(more: NodeJS.ProcessEnv = {}): Promise<void> {
  const { plan_sha256: PLAN_SHA256 } = await planned(more);
  await succeeds(script('apply', { ...more, PLAN_SHA256 }));
}

const environments = () =>
  platform.control
    .list('account')
    .map(({ handle }) => handle)
    .filter((handle) => handle.startsWith('acme-'))
    .sort();

const app = (handle: string) => platform.control.list('app').find((each) => each.handle === handle)!;
const imageOf = (handle: string) =>
  platform.control.list('setting', { id: app(handle).current_setting_id! })[0]!.settings['APTIBLE_DOCKER_IMAGE'];
const configurationOf = (handle: string) =>
  platform.control.list('configuration', { id: app(handle).current_configuration_id! })[0]!.env;

test('a change is checked, tried, summed up, approved and applied, and nothing else is applied in its place', async () => {
  await succeeds(script('validate'));
  await deployed();
  expect(environments()).toEqual(['acme-production']);
  expect(await planned()).toEqual({ plan_status: '0' });

  const base = git('rev-parse', 'HEAD');
  edit('production.yaml', 'containerCount: 2', 'containerCount: 3');
  commit('Another size');
  // The trial needs no login, no state and no secret.
  const offline = { PG_CONN_STR: '', TF_VAR_STRIPE_KEY: '', APTIBLE_ACCESS_TOKEN: '', BASE: base };
  const tried = await succeeds(script('preview', offline));
  expect(tried).toMatch(/== What is there[^]*== The change\n[^]*1 changed[^]*== The change again[^]*No changes/);
  expect(git('worktree', 'list').split('\n')).toHaveLength(1);

  const { plan_status, plan_sha256: PLAN_SHA256 } = await planned();
  expect(plan_status).toBe('2');
  const comment = 'aptible.out/summary.md';
  const summary = readFileSync(join(directory, comment), 'utf8');
  expect(summary).toMatch(
    /^<!-- cdktf-aptible plan-summary acme-production -->\n### Plan of `acme-production`: 1 of another cost\n[^]*`service.web.container_count` `2` → `3`/,
  );
  await succeeds(job(['node', 'scripts/changes.mjs', 'comment', comment]));
  writeFileSync(join(directory, comment), `${summary}\nonce more`);
  await succeeds(job(['node', 'scripts/changes.mjs', 'comment', comment]));
  await succeeds(job(['node', 'scripts/changes.mjs', 'comment', comment], changes.gitLab));
  expect(changes.comments).toEqual({ gitHub: [`${summary}\nonce more`], gitLab: [`${summary}\nonce more`] });

  const sealed = readFileSync(join(directory, 'aptible.out/plan.sealed'));
  const putBack = () => writeFileSync(join(directory, 'aptible.out/plan.sealed'), sealed);
  const refused = async (more: NodeJS.ProcessEnv, why: string) => {
    const { status, output } = await script('apply', { PLAN_SHA256, ...more });
    expect(output).toContain(why);
    expect(status).toBe(1);
    putBack();
  };
  await refused({ PLAN_SHA256: '0'.repeat(64) }, 'its SHA-256 differs');
  await refused({ PLAN_KEY: 'another' }, 'PLAN_KEY is not the key that sealed it');
  await refused({ APTIBLE_DEFINITION: 'aptible.yaml' }, 'was made from another definition than this one');
  edit('README.md', 'pipelines', 'Pipelines');
  const later = commit('Something else');
  await refused({}, `and this is ${later}`);
  git('checkout', '--quiet', 'HEAD~1');
  await succeeds(script('apply', { PLAN_SHA256 }));
  expect(await planned()).toEqual({ plan_status: '0' });

  putBack();
  await refused({}, 'Another run has changed the state since this plan was made. Nothing was changed.');
});

test('both ways to release leave the other app alone, and what is changed by hand is found at night', async () => {
  await deployed();
  const release = (version: number) => ({ APTIBLE_SET: `apps.web.image=quay.io/acme/web:${version}` });
  await deployed(release(2));
  expect(imageOf('web')).toBe('quay.io/acme/web:2');

  const { url, token } = platform;
  const cli = new AptibleCli(url, url, token);
  const image = 'quay.io/acme/reports:7';
  await cli.run('deploy', [], { app: 'reports', dockerImage: image, env: { RELEASE: '7' } });
  expect(await planned(release(2))).toEqual({ plan_status: '0' });
  edit('aptible.yaml', 'LOG_LEVEL: info', 'LOG_LEVEL: debug');
  edit('aptible.yaml', 'externalConfig: [RELEASE]', 'externalConfig: [RELEASE]\n    secretConfig: {}');
  commit('Another configuration');
  await deployed(release(3));
  expect([imageOf('web'), imageOf('reports')]).toEqual(['quay.io/acme/web:3', image]);
  expect(configurationOf('web')).toMatchObject({ LOG_LEVEL: 'debug', STRIPE_KEY: 'hunter2-stripe' });
  expect(configurationOf('reports')).toMatchObject({ RELEASE: '7' });

  await succeeds(script('drift', release(3)));
  await cli.run('apps:scale', ['web'], { app: 'web', containerCount: 5 });
  const found = await script('drift', release(3));
  expect(found.status).toBe(2);
  expect(found.stdout).toMatch(/service\.web\.container_count 2 → 5\n +last set by .*\(scale, operation \d+\)/);
  await deployed(release(3));
  await succeeds(script('drift', release(3)));
});

test('open changes have environments from one file at the same time, and each goes with one command', async () => {
  changes.open = [1, 2];
  await Promise.all([1, 2].map((each) => succeeds(script('copy', {}, 'deploy', String(each)))));
  expect(environments()).toEqual(['acme-staging-pr-1', 'acme-staging-pr-2']);
  const late = await script('copy', {}, 'deploy', '3');
  expect(late).toMatchObject({ status: 1, stderr: 'The change 3 is not open any more: nothing is made for it.\n' });

  const risky = ['plan', 'aptible.yaml', '--name', 'pr-1', '--set', 'databases.main.version=14'];
  const plan = await job(['node_modules/.bin/cdktf-aptible', ...risky]);
  expect(plan.status).toBe(3);
  expect(plan.stderr).toMatch(
    /^\nLook twice at these changes \(exit status 3, see --fail-on\):\n {2}aptible_database\.\S+: data-loss, replaced\n$/,
  );
  expect((await job(['node_modules/.bin/cdktf-aptible', ...risky, '--fail-on', 'none'])).status).toBe(2);

  await succeeds(script('copy', {}, 'destroy', '1'));
  expect(environments()).toEqual(['acme-staging-pr-2']);
  expect(await states.workspaces('acme_staging')).toEqual(['pr-2']);

  await succeeds(script('sweep'));
  expect(environments()).toEqual(['acme-staging-pr-2']);
  changes.open = undefined;
  expect((await script('sweep')).status).toBe(1);
  expect(environments()).toEqual(['acme-staging-pr-2']);
  changes.open = [1];
  await succeeds(script('sweep', changes.gitLab));
  expect(environments()).toEqual([]);
});

/** As much of GitHub's and GitLab's APIs as the scripts ask for. */
class Changes {
  /** The numbers of the open ones; undefined where nobody answers. */
  open: readonly number[] | undefined = [1];
  readonly comments = { gitHub: [] as string[], gitLab: [] as string[] };

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Changes> {
    const server = createServer();
    const changes = new Changes(server);
    server.on('request', (request, response) => {
      const answer = async () => {
        const body = request.method === 'GET' ? {} : ((await json(request)) as { body?: string });
        const { method = '', url = '', headers } = request;
        const isKnown = [headers.authorization, headers['private-token']].join().includes('token-of-the-job');
        const found = isKnown ? changes.answer(`${method} ${url}`, body.body ?? '') : undefined;
        response.writeHead(found === undefined ? 404 : 200).end(JSON.stringify(found ?? {}));
      };
      void answer();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return changes;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get gitLab(): NodeJS.ProcessEnv {
    return { CI_API_V4_URL: `${this.url}/api/v4`, CI_PROJECT_ID: '7', GITLAB_TOKEN: 'token-of-the-job' };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: string, text: string): unknown {
    const { gitHub, gitLab } = this.comments;
    const strangers = [
      {
        id: 90,
        body: '<!-- cdktf-aptible plan-summary acme-production -->',
        user: { type: 'User' },
        author: { id: 2 },
      },
    ];
    const keep = (list: string[], index: number) => ({ id: (list[index] = text) && index });
    switch (request) {
      case 'GET /repos/acme/web/pulls?state=open&per_page=100&page=1':
        return this.open?.map((number) => ({ number }));
      case 'GET /repos/acme/web/issues/1/comments?per_page=100&page=1':
        return [...strangers, ...gitHub.map((body, id) => ({ id, body, user: { type: 'Bot' } }))];
      case 'POST /repos/acme/web/issues/1/comments':
        return keep(gitHub, gitHub.length);
      case 'PATCH /repos/acme/web/issues/comments/0':
        return keep(gitHub, 0);
      case 'GET /api/v4/user':
        return { id: 1 };
      case 'GET /api/v4/projects/7/merge_requests?state=opened&per_page=100&page=1':
        return this.open?.map((iid) => ({ iid }));
      case 'GET /api/v4/projects/7/merge_requests/1/notes?per_page=100&page=1':
        return [...strangers, ...gitLab.map((body, id) => ({ id, body, author: { id: 1 } }))];
      case 'POST /api/v4/projects/7/merge_requests/1/notes':
        return keep(gitLab, gitLab.length);
      case 'PUT /api/v4/projects/7/merge_requests/1/notes/0':
        return keep(gitLab, 0);
      default:
        return undefined;
    }
  }
}
