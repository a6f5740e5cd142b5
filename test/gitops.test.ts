/** The workflows of examples/gitops, which no test can run where they belong: what they call is there, and `test/long/gitops.test.ts` runs that. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readDefinition } from '../lib/definition';

const example = join(__dirname, '../examples/gitops');
const read = (path: string) => readFileSync(join(example, path), 'utf8');
const scripts = readdirSync(join(example, 'scripts')).filter((name) => name !== 'common.sh');
const workflows = readdirSync(join(example, '.github/workflows')).map((name) => `.github/workflows/${name}`);

interface Job {
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly { readonly uses?: string; readonly run?: string; readonly with?: { script?: string } }[];
}

interface Workflow {
  readonly permissions?: unknown;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** The scripts that a text of shell calls. */
const calledIn = (text: string) => [...text.matchAll(/(?:sh|node) scripts\/([\w-]+\.\w+)/g)].map(([, name]) => name!);

function calledByGitHub(): string[] {
  return workflows.flatMap((file) => {
    const { jobs } = parse(read(file)) as Workflow;
    return Object.values(jobs).flatMap(({ steps }) =>
      steps.flatMap(({ uses, run = '', with: inputs }) =>
        uses === './.github/actions/aptible' ? [inputs!.script!.split(' ')[0]!] : calledIn(run),
      ),
    );
  });
}

function calledByGitLab(): string[] {
  const jobs = parse(read('.gitlab-ci.yml')) as Record<string, { script?: readonly string[] }>;
  return Object.values(jobs).flatMap(({ script = [] }) => script.flatMap(calledIn));
}

test('both systems call all scripts and no others, and the test of the pipeline runs each', () => {
  expect(new Set(calledByGitHub())).toEqual(new Set(scripts));
  expect(new Set(calledByGitLab())).toEqual(new Set(scripts));
  const pipeline = readFileSync(join(__dirname, 'long/gitops.test.ts'), 'utf8');
  const run = [...pipeline.matchAll(/script\('(\w+)'/g)].map(([, name]) => `${name}.sh`);
  expect(new Set([...run, ...calledIn(pipeline.replaceAll("', '", ' ').replaceAll("'node ", 'node '))])).toEqual(
    new Set(scripts),
  );
});

test('the workflows of GitHub pin their actions, end in time, and say their permissions and concurrency', () => {
  for (const file of workflows) {
    const workflow = parse(read(file)) as Workflow;
    const jobs = Object.values(workflow.jobs);
    const used = jobs.flatMap(({ steps }) => steps.flatMap(({ uses = [] }) => uses));
    expect(used.filter((each) => !/^[\w-]+\/[\w-]+@v\d+$|^\.\/\.github\/actions\/aptible$/.test(each))).toEqual([]);
    expect(jobs.filter((job) => job['timeout-minutes'] === undefined)).toEqual([]);
    expect(workflow).toMatchObject({
      permissions: { contents: 'read' },
      concurrency: { group: expect.any(String) as string, 'cancel-in-progress': false },
    });
  }
});

test('its definitions have no mistake, and production has a state of its own', () => {
  const stateOf = (file: string) => readDefinition(join(example, file)).value['backend'];
  expect(stateOf('production.yaml')).not.toEqual(stateOf('aptible.yaml'));
});

test('its scripts are written for any shell', () => {
  for (const name of [...scripts, 'common.sh'].filter((each) => each.endsWith('.sh')))
    execFileSync('sh', ['-n', join(example, 'scripts', name)]);
  let version = '';
  try {
    version = execFileSync('shellcheck', ['--version'], { encoding: 'utf8' });
  } catch (error) {
    expect((error as NodeJS.ErrnoException).code).toBe('ENOENT');
    console.warn('shellcheck is not installed here, so that it has not looked at the scripts of examples/gitops.');
    return;
  }
  expect(version).toContain('ShellCheck');
  execFileSync('shellcheck', ['--external-sources', ...scripts.filter((each) => each.endsWith('.sh'))], {
    cwd: join(example, 'scripts'),
  });
});
