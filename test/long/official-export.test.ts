/** Configurations of the official provider, applied, exported with the command, and taken over by the real terraform. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesizeDefinition, synthesizeProgram } from '../../lib/cli/export-synthesis';
import { root } from '../acceptance/support/example';
import { officialConfiguration } from '../acceptance/support/official-configuration';
import { placePackage } from '../acceptance/support/provider';
import { Stage } from '../acceptance/support/stage';
import { finished, terraformCommand, type Run } from '../acceptance/support/terraform';
import { exported, formats, type Format } from '../cli/export/support/exporting';

const states = join(__dirname, '../fixtures/states');
/** What names the provider is written by the stage. */
const stateOf = (release: string) =>
  readFileSync(join(states, release, 'main.tf'), 'utf8').replace(/^terraform \{\n.*?^\}\n/ms, '');

const configurations = {
  'with every argument': officialConfiguration,
  'of its release 0.9.24': stateOf('official-0.9.24'),
  'of its newest release': stateOf('official-newest'),
};

let stage: Stage;
let directory: string;
beforeEach(async () => {
  stage = await Stage.set({
    images: { 'acme/web': ['web', 'worker', 'clock', 'cron'], 'quay.io/aptible/deploy-demo-app': ['web', 'worker'] },
  });
  directory = mkdtempSync(join(tmpdir(), 'official-export-'));
});
afterEach(async () => {
  rmSync(directory, { recursive: true });
  await stage.strike();
});

test.each(Object.entries(configurations))(
  'the configuration %s comes back in each format: imports only, and an empty plan after the apply',
  async (_, configuration) => {
    await stage.apply(configuration);
    const writes = () => stage.platform.requests.filter(({ method }) => method !== 'GET').length;
    const before = writes();
    for (const { handle } of stage.platform.control.list('account')) {
      const { secrets } = await exported(stage.platform, handle);
      const variables = secrets.map(({ name, value }) => [`TF_VAR_${name}`, value]);
      for (const format of formats) {
        const place = join(directory, handle, format);
        await exportTo(place, handle, format);
        await takeOver(configurationIn[format](place), Object.fromEntries(variables) as NodeJS.ProcessEnv);
      }
    }
    expect(writes()).toBe(before);
  },
);

const run = (command: string, args: readonly string[], cwd: string, variables: NodeJS.ProcessEnv = {}): Promise<Run> =>
  finished(
    spawn(command, args, {
      cwd,
      env: { ...process.env, ...stage.platform.environment, ...variables, CHECKPOINT_DISABLE: '1', GOGC: 'off' },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );

async function exportTo(place: string, handle: string, format: Format): Promise<void> {
  const command = [join(root, 'dist/cli/main.js'), 'export', handle, '--format', format, '--json', '--output', place];
  const { status, stdout, output } = await run(process.execPath, command, directory);
  expect([status, output]).toEqual([0, stdout]);
  const { resources, plan } = JSON.parse(stdout) as { resources: number; plan: object };
  expect(plan).toEqual({ imported: resources, marked: expect.any(Number) as number, changes: [] });
}

const configurationIn: Readonly<Record<Format, (place: string) => string>> = {
  yaml: (place) => synthesizeDefinition(join(place, 'aptible.yaml'), join(place, 'cdktf.out')),
  typescript: (place) => synthesizeProgram(join(place, 'main.ts'), join(place, 'cdktf.out')),
  hcl: (place) => {
    placePackage(place);
    return place;
  },
};

async function takeOver(place: string, variables: NodeJS.ProcessEnv): Promise<void> {
  const terraform = (...args: string[]) => run(terraformCommand, args, place, variables);
  // A synthesized stack names one in the working directory.
  const override = { terraform: { backend: { local: { path: 'terraform.tfstate' } } } };
  writeFileSync(join(place, 'state_override.tf.json'), JSON.stringify(override));
  const started = await terraform('init', '-input=false', '-no-color');
  expect([started.status, started.output]).toEqual([0, expect.any(String)]);
  const applied = await terraform('apply', '-auto-approve', '-input=false', '-no-color');
  expect([applied.status, applied.output]).toEqual([
    0,
    expect.stringMatching(/imported, 0 added, \d+ changed, 0 destroyed/),
  ]);
  const planned = await terraform('plan', '-detailed-exitcode', '-input=false', '-no-color');
  expect([planned.status, planned.output]).toEqual([0, expect.stringContaining('No changes.')]);
}
