import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environment } from './support/hcl';
import { Stage } from './support/stage';

const image = 'quay.io/aptible/deploy-demo-app';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set();
});
afterEach(() => stage.strike());

const web = 'aptible_app.web';

const block = (name: string, body: string) => `
resource "aptible_app" "${name}" {
  env_id       = aptible_environment.staging.env_id
  handle       = "acme-${name.replaceAll('_', '-')}"
  docker_image = "${image}"
${body}
}
`;

const app = (body: string) => environment + block('web', body);

/** Many of them, by their names: what is tried on each costs the same few commands for all. */
const apps = (bodies: Readonly<Record<string, string>>) =>
  environment +
  Object.entries(bodies)
    .map(([name, body]) => block(name, body))
    .join('');

const writeOnly = (version: number, variables: string) => `
  secret_config_wo         = { ${variables} }
  secret_config_wo_version = ${version}`;

async function environmentVariables(address = web): Promise<unknown> {
  const { id } = await stage.attributes(address);
  const { _links: links } = await stage.get(`/apps/${id}`);
  const { href } = (links as Record<string, { href: string }>)['current_configuration']!;
  return (await stage.get(new URL(href).pathname))['env'];
}

async function configure(env: Record<string, string>, address = web): Promise<void> {
  const { id } = await stage.attributes(address);
  await stage.request('POST', `/apps/${id}/operations`, { type: 'configure', env });
}

async function deploys(): Promise<number> {
  const { id } = await stage.attributes(web);
  const { _embedded: embedded } = await stage.get(`/apps/${id}/operations`);
  return (embedded as { operations: { type: string }[] }).operations.filter(({ type }) => type === 'deploy').length;
}

test('values of secret_config are set beside config and never shown in a plan', async () => {
  const declared = (secret: string) => app(`  config = { A = "1" }\n  secret_config = { TOKEN = "${secret}" }`);
  await stage.apply(declared('hunter2-first'));
  expect(await environmentVariables()).toEqual({ A: '1', TOKEN: 'hunter2-first' });
  expect(await stage.attributes(web)).toMatchObject({ config: { A: '1' }, secret_config: { TOKEN: 'hunter2-first' } });

  await stage.write(declared('hunter2-second'));
  const { output } = await stage.terraform.expect('plan', '-input=false', '-no-color');
  expect(output).toContain('secret_config');
  expect(output).not.toContain('hunter2');
  await stage.apply(declared('hunter2-second'));
  expect(await environmentVariables()).toEqual({ A: '1', TOKEN: 'hunter2-second' });
});

test('drift of secrets is seen without their values, and put back; of write-only ones, only the loss', async () => {
  const secret = '  secret_config = { TOKEN = "hunter2-declared" }';
  const hidden = writeOnly(1, 'TOKEN = "hunter2-declared"');
  const declared = apps({ changed: secret, unset: secret, hidden_changed: hidden, hidden_unset: hidden });
  await stage.apply(declared);
  await configure({ TOKEN: 'hunter2-drifted' }, 'aptible_app.changed');
  await configure({ TOKEN: '' }, 'aptible_app.unset');
  await configure({ TOKEN: 'by hand' }, 'aptible_app.hidden_changed');
  await configure({ TOKEN: '' }, 'aptible_app.hidden_unset');
  const { output } = await stage.terraform.expect('plan', '-input=false', '-no-color');
  expect(output.match(/aptible_app\.\w+(?= will be)/g)).toEqual([
    'aptible_app.changed',
    'aptible_app.hidden_unset',
    'aptible_app.unset',
  ]);
  expect(output.match(/secret_config\s+= \(sensitive value\)/g)).toHaveLength(2);
  expect(output).not.toContain('hunter2');
  await stage.apply(declared);
  for (const name of ['changed', 'unset', 'hidden_unset']) {
    expect(await environmentVariables(`aptible_app.${name}`)).toEqual({ TOKEN: 'hunter2-declared' });
  }
  expect(await environmentVariables('aptible_app.hidden_changed')).toEqual({ TOKEN: 'by hand' });
});

test('values of secret_config_wo reach the app and no state or plan; another version sets them anew', async () => {
  await stage.apply(app(`  config = { A = "1" }${writeOnly(1, 'TOKEN = "hunter2-first", KEY = "hunter2-key"')}`));
  expect(await environmentVariables()).toEqual({ A: '1', TOKEN: 'hunter2-first', KEY: 'hunter2-key' });
  const state = await readFile(join(stage.terraform.directory, 'terraform.tfstate'), 'utf8');
  expect(state).toContain('"secret_config_wo_version": 1');
  expect(state).not.toContain('hunter2');

  const changed = app(`  config = { A = "1" }${writeOnly(2, 'TOKEN = "hunter2-second"')}`);
  const [change] = await stage.plan(changed);
  expect(change).toMatchObject({ address: web, actions: ['update'] });
  expect(JSON.stringify(change)).not.toContain('hunter2');
  // What fails is done again by the next apply.
  stage.platform.control.failNext({ operation: 'configure', log: 'no capacity in the zone' });
  expect(await stage.terraform.applyRefused()).toContain('no capacity in the zone');
  await stage.apply(changed);
  expect(await environmentVariables()).toEqual({ A: '1', TOKEN: 'hunter2-second' });
  expect(await readFile(join(stage.terraform.directory, 'terraform.tfstate'), 'utf8')).not.toContain('hunter2');

  await stage.apply(app('  config = { A = "1" }'));
  expect(await environmentVariables()).toEqual({ A: '1' });
});

test('another set of write-only names with the same version is a warning, and part of the next update', async () => {
  await stage.apply(app(writeOnly(1, 'OLD = "hunter2", KEEP = "hunter2-keep"')));
  const changed = writeOnly(1, 'NEW = "hunter2-new", KEEP = "hunter2-keep"');
  await stage.write(app(changed));
  const { output } = await stage.terraform.expect('plan', '-input=false', '-no-color');
  expect(output).toContain('secret_config_wo has changed, and secret_config_wo_version has not: NEW, OLD');
  expect(output).not.toContain('hunter2');
  await stage.apply(app(`  config = { A = "1" }${changed}`));
  expect(await environmentVariables()).toEqual({ A: '1', NEW: 'hunter2-new', KEEP: 'hunter2-keep' });
});

test('a variable moves between the three without being unset', async () => {
  const config = '  config = { TOKEN = "set" }';
  const secret = '  secret_config = { TOKEN = "set" }';
  const hidden = writeOnly(1, 'TOKEN = "set"');
  await stage.apply(apps({ first: config, second: secret, third: hidden }));
  // Each of the six moves.
  for (const bodies of [
    { first: secret, second: hidden, third: config },
    { first: config, second: secret, third: hidden },
  ]) {
    await stage.apply(apps(bodies));
    for (const name of Object.keys(bodies)) {
      expect([name, await environmentVariables(`aptible_app.${name}`)]).toEqual([name, { TOKEN: 'set' }]);
    }
  }
});

test('a variable set by hand is planned to be unset, by its name alone, unless Terraform ignores it', async () => {
  const declared = (body = '') => app(`  config = { A = "1" }${body}`);
  await stage.apply(declared());
  await configure({ BY_HAND: 'hunter2' });
  await stage.write(declared());
  const { output } = await stage.terraform.expect('plan', '-input=false', '-no-color');
  expect(output).toMatch(/- "BY_HAND" += "\(value not shown: set outside of Terraform\)" -> null/);
  expect(output.match(/the configuration does not name are going to be unset: BY_HAND/g)).toHaveLength(1);
  expect(output).not.toContain('hunter2');

  await stage.apply(declared('\n  lifecycle { ignore_changes = [config] }'));
  expect(await environmentVariables()).toEqual({ A: '1', BY_HAND: 'hunter2' });
  await stage.apply(declared());
  expect(await environmentVariables()).toEqual({ A: '1' });
});

test('an import shows no value of a variable, and its first apply writes down those that are declared, without a new release', async () => {
  const declared = app('  config = { A = "1" }\n  secret_config = { TOKEN = "hunter2" }');
  await stage.apply(declared);
  const { release } = await stage.attributes(web);
  await stage.terraform.expect('state', 'rm', web);
  await stage.write(`${declared}
import {
  to = ${web}
  id = "acme-staging/acme-web"
}`);
  const { output } = await stage.terraform.expect('plan', '-input=false', '-no-color');
  expect(output).toContain('1 to import, 0 to add, 1 to change, 0 to destroy');
  expect(output).toMatch(/~ "A" += "\(value not shown: set outside of Terraform\)" -> "1"/);
  expect(output).toContain('TOKEN');
  expect(output).not.toContain('hunter2');
  expect(output).not.toContain('going to be unset');

  await stage.terraform.apply();
  expect(await stage.terraform.actions()).toEqual({});
  expect(await stage.attributes(web)).toMatchObject({
    config: { A: '1' },
    secret_config: { TOKEN: 'hunter2' },
    release,
  });
});

test('after an import, write-only variables are set anew', async () => {
  const declared = app(`  config = { A = "1" }${writeOnly(1, 'KEY = "k"')}`);
  await stage.apply(declared);
  await stage.terraform.expect('state', 'rm', web);
  await stage.terraform.expect('import', '-input=false', web, 'acme-staging/acme-web');
  await stage.apply(declared);
  expect(await environmentVariables()).toEqual({ A: '1', KEY: 'k' });
  expect(await stage.attributes(web)).toMatchObject({ config: { A: '1' }, secret_config_wo_version: 1 });
});

test('a key in two places, an empty secret, and write-only variables without a version are refused at plan', async () => {
  // Terraform quotes the lines that a message is about.
  await stage.write(
    `${app(`
  config           = { TOKEN = "1" }
  secret_config    = { TOKEN = local.secret, EMPTY = "" }
  secret_config_wo = { TOKEN = local.secret }`)}
locals {
  secret = "hunter2"
}`,
  );
  const output = await stage.terraform.planRefused();
  expect(output).toContain('the key "TOKEN" is in config too');
  expect(output).toContain('Invalid value of secret_config_wo.TOKEN');
  expect(output).toContain('Invalid value of secret_config.EMPTY');
  expect(output).toContain('Invalid value of secret_config_wo_version');
  expect(output).not.toContain('hunter2');
});

test('a variable that has no value is refused, at plan or, when that is known only then, at apply', async () => {
  stage.storesCredentials = false;
  const database = `
resource "aptible_database" "data" {
  env_id = aptible_environment.staging.env_id
  handle = "acme-db"
}`;
  const withUrl = (url: string) => `${app(`  config = { DATABASE_URL = ${url}, X = "y" }`)}${database}`;
  await stage.apply(`${environment}${database}`);
  await stage.write(withUrl('aptible_database.data.default_connection_url'));
  expect(await stage.terraform.planProblems()).toEqual({
    [web]: expect.stringMatching(
      /^Invalid value of config\.DATABASE_URL it is null.*store_credentials.*aptible_database_credentials.*secret_config_wo$/,
    ) as string,
  });

  await stage.write(`${withUrl('terraform_data.url.output')}
resource "terraform_data" "url" {
  input = timestamp() == "" ? "known at apply only" : null
}`);
  await stage.terraform.expect('plan', '-input=false');
  expect(await stage.terraform.applyRefused()).toContain('Invalid value of config.DATABASE_URL');
  expect(stage.platform.control.list('app')).toEqual([]);
});

test('a write-only registry password reaches the platform, and no plan or state; another one deploys nothing', async () => {
  const declared = (password: string, more = '') =>
    app(`  private_registry_username    = "robot"
  private_registry_password_wo = "${password}"${more}`);
  const sent = async () => {
    const { id } = await stage.attributes(web);
    const { _links: links } = await stage.get(`/apps/${id}`);
    const { href } = (links as Record<string, { href: string }>)['current_setting']!;
    return (await stage.get(new URL(href).pathname))['sensitive_settings'];
  };
  const credentials = (password: string) => ({
    APTIBLE_PRIVATE_REGISTRY_USERNAME: 'robot',
    APTIBLE_PRIVATE_REGISTRY_PASSWORD: password,
  });
  await stage.apply(declared('hunter2-first'));
  expect(await sent()).toEqual(credentials('hunter2-first'));
  expect(await stage.actions(declared('hunter2-second'))).toEqual({});

  const triggered = declared('hunter2-third', '\n  deploy_trigger = "1"');
  await stage.write(triggered);
  const { output } = await stage.terraform.expect('plan', '-input=false', '-no-color');
  expect(output).not.toContain('hunter2');
  await stage.apply(triggered);
  expect(await sent()).toEqual(credentials('hunter2-third'));
  expect(await deploys()).toBe(2);
  expect(await readFile(join(stage.terraform.directory, 'terraform.tfstate'), 'utf8')).not.toContain('hunter2');
});

test('another deploy_trigger deploys the same image again, also after a failure; none does not', async () => {
  await stage.apply(app('  deploy_trigger = "1"'));
  expect(await deploys()).toBe(1);
  const changed = app('  deploy_trigger = "2"');
  expect(await stage.actions(changed)).toEqual({ [web]: 'update' });
  stage.platform.control.failNext({ operation: 'deploy', log: 'could not pull the image' });
  await stage.write(changed);
  expect(await stage.terraform.applyRefused()).toContain('could not pull the image');
  await stage.apply(changed);
  expect(await deploys()).toBe(3);
  await stage.apply(app(''));
  expect(await deploys()).toBe(3);
});
