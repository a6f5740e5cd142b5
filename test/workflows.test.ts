/** CI does nothing that a person cannot do here: its steps are npm scripts. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const root = join(__dirname, '..');
const directory = join(root, '.github/workflows');

interface Workflow {
  readonly permissions?: unknown;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
}

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

describe.each(readdirSync(directory))('%s', (file) => {
  const workflow = parse(readFileSync(join(directory, file), 'utf8')) as Workflow;
  const jobs = Object.entries(workflow.jobs);
  const steps = jobs.flatMap(([, job]) => job.steps);

  test('every line that it runs is npm ci or a script of package.json', () => {
    const lines = steps.flatMap(({ run }) => run?.trim().split('\n') ?? []);
    expect(lines).not.toEqual([]);
    expect(lines.filter((line) => !isNpm(line))).toEqual([]);
  });

  test('every action is pinned, every job has a timeout, and the workflow says its permissions and concurrency', () => {
    expect(steps.filter(({ uses }) => uses !== undefined && !/^[\w-]+\/[\w-]+@v\d+$/.test(uses))).toEqual([]);
    expect(jobs.filter(([, job]) => job['timeout-minutes'] === undefined).map(([name]) => name)).toEqual([]);
    expect(workflow).toMatchObject({
      permissions: { contents: 'read' },
      concurrency: { group: expect.any(String) as string },
    });
  });
});

test.each(['npm run nothing', 'npm install', 'npm ci && npm test', 'npm run check -- --all', 'bash .ci/run'])(
  'a workflow may not run %s',
  (line) => {
    expect(isNpm(line)).toBe(false);
  },
);

function isNpm(line: string): boolean {
  const [, script] = /^npm (?:run )?([\w:]+)$/.exec(line) ?? [];
  if (line === 'npm ci') return true;
  return script !== undefined && Object.hasOwn(scripts, script) && (line.startsWith('npm run ') || script === 'test');
}
