import {
  App as Program,
  TerraformIterator,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
  Testing,
} from 'cdktf';
import { Construct } from 'constructs';
import childProcess from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, AptibleProvider, Database, Environment, Stack } from '../../lib';
import { messageOf, synthesize } from './support';

class Foreign extends TerraformResource {
  constructor(scope: Construct, id: string, dependsOn?: App[]) {
    super(scope, id, { terraformResourceType: 'acme_thing', dependsOn });
  }
}

/** The `depends_on` of each resource, by its address. */
function dependencies(build: (stack: TerraformStack) => void): Record<string, unknown> {
  const { resource } = synthesize(build) as { resource: Record<string, Record<string, { depends_on?: unknown }>> };
  return Object.fromEntries(
    Object.entries(resource).flatMap(([type, named]) =>
      Object.entries(named).flatMap(([name, { depends_on: dependsOn }]) =>
        dependsOn === undefined ? [] : [[`${type}.${name}`, dependsOn]],
      ),
    ),
  );
}

describe('references', () => {
  test('the same one, as often as an attribute is asked for', () => {
    const environment = Environment.fromHandle(new TerraformStack(Testing.app(), 'stack'), 'env', 'acme');
    const database = new Database(environment, 'db', { handle: 'db' });
    const all = () => [environment.environmentId, database.databaseId, database.connectionUrl, database.connectionUrls];
    expect(all()).toEqual(all());
  });

  test('another one, once the element is made for each of several', () => {
    const { output } = synthesize((stack) => {
      const props = { handle: 'db', connectionUrlOutput: false };
      const database = new Database(Environment.fromId(stack, 'env', 42), 'db', props);
      new TerraformOutput(stack, 'one', { value: database.handle });
      (database.node.defaultChild as TerraformResource).forEach = TerraformIterator.fromList(['a', 'b']);
      new TerraformOutput(stack, 'each', { value: database.handle });
    });
    expect(output).toEqual({
      one: { value: '${aptible_database.env_db_812C3E3E.handle}' },
      each: { value: '${aptible_database.env_db_812C3E3E.*.handle}' },
    });
  });
});

describe('dependsOn', () => {
  test('another of ours: its resource', () => {
    const found = dependencies((stack) => {
      const environment = Environment.fromId(stack, 'env', 42);
      const database = new Database(environment, 'db', { handle: 'db' });
      new App(environment, 'web', { handle: 'web', dependsOn: [database] });
    });
    expect(found).toEqual({ 'aptible_app.env_web_B05081C2': ['aptible_database.env_db_812C3E3E'] });
  });

  test('a resource of another provider, and one of another provider on ours', () => {
    const found = dependencies((stack) => {
      const environment = Environment.fromId(stack, 'env', 42);
      const web = new App(environment, 'web', { handle: 'web', dependsOn: [new Foreign(stack, 'before')] });
      new Foreign(stack, 'after', [web]);
    });
    expect(found).toEqual({
      'aptible_app.env_web_B05081C2': ['acme_thing.before'],
      'acme_thing.after': ['aptible_app.env_web_B05081C2'],
    });
  });

  test('a scope: all resources in it, those too that are added later', () => {
    const found = dependencies((stack) => {
      const environment = Environment.fromId(stack, 'env', 42);
      const data = new Construct(environment, 'data');
      new Database(data, 'one', { handle: 'one' });
      new App(environment, 'web', { handle: 'web', dependsOn: [data] });
      new Database(data, 'two', { handle: 'two' });
    });
    expect(found).toEqual({
      'aptible_app.env_web_B05081C2': [
        'aptible_database.env_data_one_2F2B4551',
        'aptible_database.env_data_two_27A1DD77',
      ],
    });
  });

  test('an environment: itself, not what is in its scope', () => {
    const found = dependencies((stack) => {
      const environment = new Environment(stack, 'env', { handle: 'env', stack: Stack.fromId(stack, 'shared', 1) });
      new App(environment, 'api', { handle: 'api' });
      new App(environment, 'web', { handle: 'web', dependsOn: [environment] });
      new App(environment, 'job', { handle: 'job', dependsOn: [Environment.fromId(stack, 'other', 7)] });
    });
    expect(found).toEqual({ 'aptible_app.env_web_B05081C2': ['aptible_environment.env_28F68B0B'] });
  });

  test('node.addDependency on a scope: every resource of ours in it waits', () => {
    const found = dependencies((stack) => {
      const environment = Environment.fromId(stack, 'env', 42);
      const database = new Database(environment, 'db', { handle: 'db' });
      const apps = new Construct(environment, 'apps');
      new App(apps, 'api', { handle: 'api' });
      apps.node.addDependency(database);
      new App(apps, 'web', { handle: 'web' });
    });
    expect(found).toEqual({
      'aptible_app.env_apps_api_FEC1014C': ['aptible_database.env_db_812C3E3E'],
      'aptible_app.env_apps_web_0EA683EC': ['aptible_database.env_db_812C3E3E'],
    });
  });
});

test('a stack without AptibleProvider: refused at synth once, with what to add', () => {
  const message = messageOf(() => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    const environment = Environment.fromId(stack, 'env', 42);
    new App(environment, 'web', { handle: 'web' });
    new App(environment, 'api', { handle: 'api' });
    Testing.synth(stack, true);
  });
  expect(message.split('\n').filter((line) => line.includes('AptibleProvider'))).toEqual([
    `  [stack] stack "stack" has resources of Aptible but no AptibleProvider: add new AptibleProvider(stack, 'aptible'), ` +
      'which says to Terraform whose account it is and puts the provider itself beside the stack',
  ]);
});

test.each([
  ['1.11.4', 'takes it'],
  ['1.4.6', 'version 1.4.6 is lower than the required version >=1.5'],
])('however much is imported, terraform is asked for its version once: %s %s', (version, outcome) => {
  const outdir = mkdtempSync(join(tmpdir(), 'imports-'));
  const asked = jest.spyOn(childProcess, 'execSync').mockReturnValue(Buffer.from(`Terraform v${version}`));
  try {
    const app = new Program({ outdir });
    const stack = new TerraformStack(app, 'stack');
    new AptibleProvider(stack, 'aptible');
    const shared = Stack.fromName(stack, 'shared', 'shared-us-east-1');
    const environment = new Environment(stack, 'env', { handle: 'acme-staging', stack: shared });
    environment.importFrom('1');
    for (const handle of ['a', 'b']) new Database(environment, handle, { handle }).importFrom('2');
    const synth = () => {
      app.synth();
      throw new Error('takes it');
    };
    expect(messageOf(synth)).toContain(outcome);
    expect(asked).toHaveBeenCalledTimes(1);
  } finally {
    asked.mockRestore();
    rmSync(outdir, { recursive: true });
  }
});

test('importFrom takes over what exists, and refuses what is only looked up', () => {
  const stack = new TerraformStack(Testing.app(), 'stack');
  new AptibleProvider(stack, 'aptible');
  const shared = Stack.fromName(stack, 'shared', 'shared-us-east-1');
  const environment = new Environment(stack, 'env', { handle: 'acme-staging', stack: shared });
  environment.importFrom('acme-staging');
  new Database(environment, 'db', { handle: 'acme-db' }).importFrom('acme-staging/acme-db');
  const web = new App(environment, 'web', {
    handle: 'acme-web',
    config: { MODE: 'staging', 'A,B': 'both' },
    secretConfig: { KEY: new TerraformVariable(stack, 'KEY', { sensitive: true }).stringValue },
  });
  web.importFrom('4711');
  new App(environment, 'api', {
    handle: 'acme-api',
    release: 'external',
    externalConfig: ['RELEASE', 'A,B'],
  }).importFrom('4712');
  const { import: imports } = JSON.parse(Testing.synth(stack)) as { import: unknown };
  expect(imports).toEqual([
    { id: 'acme-staging', to: 'aptible_environment.env_28F68B0B' },
    { id: 'acme-staging/acme-db', to: 'aptible_database.env_db_812C3E3E' },
    { id: '4711?config=MODE,A%2CB&secret_config=KEY', to: 'aptible_app.env_web_B05081C2' },
    {
      id: '4712?external_config=RELEASE,A%2CB&release_mode=external',
      to: expect.stringMatching(/^aptible_app.env_api_/),
    },
  ]);
  expect(() => (shared as unknown as Environment).importFrom('shared-us-east-1')).toThrow(
    'stack/shared is only looked up: there is nothing to import',
  );
});
