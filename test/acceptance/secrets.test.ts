/**
 * Whatever a person or a pipeline keeps of a run, none of the secrets of the platform is in it: what synth writes, what terraform prints, in
 * a stack that gets them from another one and when it fails, its log at the finest level with the provider's inside, and its plans. (Of these,
 * Terraform keeps in plans and states, in clear, whatever is sensitive and not write-only: that is its way.)
 */
import { App as Program, LocalBackend, TerraformOutput, TerraformStack, TerraformVariable } from 'cdktf';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import {
  App,
  AptibleProvider,
  Certificate,
  Database,
  Endpoint,
  Environment,
  EphemeralCredential,
  LogDrain,
  MetricDrain,
  Stack,
} from '../../lib';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { issue } from '../support/certificates';
import { placePackage } from './support/provider';
import { runtimes, Terraform } from './support/terraform';

const ownKey = issue({ name: 'www.example.com' });
const storedKey = issue({ name: 'api.example.com' });

/** Secrets that are given to Terraform, by the variable with which each comes: in plans and states in clear. */
const given = {
  datadog_log_key: 'key-of-datadog-logs',
  datadog_metric_key: 'key-of-datadog-metrics',
  registry_password: 'hunter2-"registry"',
  value: 'a "value" of a\nsecret \\ kind',
  secret_value: 'another "value" of a\nsecret \\ kind',
  stored_key: storedKey.key,
};
/** Those that Terraform never keeps. */
const writeOnly = { write_only_value: 'a "write-only" value\nof two lines', write_only_key: ownKey.key };

let platform: LocalPlatform;
let terraform: Terraform;
beforeEach(async () => {
  platform = await startLocalPlatform();
  terraform = await Terraform.inNewDirectory({
    ...platform.environment,
    TF_LOG: 'TRACE',
    TF_LOG_PATH: 'trace.log',
    ...Object.fromEntries(Object.entries({ ...given, ...writeOnly }).map(([name, value]) => [`TF_VAR_${name}`, value])),
  });
  // Terraform looks for it where it is started, before it goes to a stack.
  placePackage(terraform.directory);
});
afterEach(async () => {
  await terraform.remove();
  await platform.stop();
});

/** What holds data is in one stack, what uses it in another one, with all kinds of secrets. */
function synth(): void {
  const program = new Program({ outdir: terraform.directory });
  const [data, apps] = ['data', 'apps'].map((name) => {
    const stack = new TerraformStack(program, name);
    new LocalBackend(stack, { path: join(terraform.directory, `${name}.tfstate`) });
    new AptibleProvider(stack, 'aptible', { selfContained: runtimes });
    return stack;
  }) as [TerraformStack, TerraformStack];
  const secret = (stack: TerraformStack, name: keyof typeof given | keyof typeof writeOnly): string => {
    const variable = new TerraformVariable(stack, name, { type: 'string', sensitive: true });
    if (name in writeOnly) variable.addOverride('ephemeral', true);
    return variable.stringValue;
  };

  const shared = Stack.fromName(data, 'shared', 'shared-us-east-1');
  const made = new Environment(data, 'staging', { handle: 'acme-staging', stack: shared });
  const database = new Database(made, 'database', { handle: 'acme-db' });
  const open = Endpoint.database(made, 'open', { database, ipFiltering: ['192.0.2.7'] });
  new TerraformOutput(data, 'url', { value: open.connectionUrl, sensitive: true });
  LogDrain.datadog(made, 'logs', { handle: 'acme-logs', token: secret(data, 'datadog_log_key') });
  MetricDrain.datadog(made, 'metrics', { handle: 'acme-metrics', apiKey: secret(data, 'datadog_metric_key') });

  const environment = Environment.fromId(apps, 'staging', made.environmentId);
  const credential = new EphemeralCredential(environment, 'credential', {
    database: Database.fromId(environment, 'database', database.databaseId),
  });
  new App(environment, 'web', {
    handle: 'acme-web',
    image: 'acme/web:1',
    registryUsername: 'robot',
    registryPassword: secret(apps, 'registry_password'),
    config: {
      DATABASE_URL: database.connectionUrl,
      PASSWORD: database.credentials.default.password,
      PUBLIC_URL: open.connectionUrl,
      VALUE: secret(apps, 'value'),
    },
    secretConfig: { SECRET: secret(apps, 'secret_value') },
    secretConfigWriteOnly: { HIDDEN_URL: credential.connectionUrl, HIDDEN: secret(apps, 'write_only_value') },
    secretConfigWriteOnlyVersion: 1,
  });
  const own = new Certificate(environment, 'own', {
    body: ownKey.certificate,
    privateKeyWriteOnly: secret(apps, 'write_only_key'),
    privateKeyWriteOnlyVersion: 1,
  });
  const key = { body: storedKey.certificate, privateKey: secret(apps, 'stored_key') };
  new Certificate(environment, 'stored', key).node.addDependency(own);
  program.synth();
}

/** All that the platform gave out. */
const givenOut = () => [...credentials(), platform.token];

function credentials(): string[] {
  const urls = platform.control.list('database_credential').map(({ connection_url: url }) => url);
  return [...urls, ...urls.map((url) => new URL(url).password)];
}

const allSecrets = () => [...Object.values(given), ...Object.values(writeOnly), ...givenOut()];

/** The secrets that a text has, whole or by a line of several, raw or as they are within JSON. */
function leaks(text: string, secrets: readonly string[]): string[] {
  return secrets.filter((secret) =>
    [secret, ...secret.split('\n').filter((line) => line.length > 8 && !line.startsWith('-----'))]
      .flatMap((part) => [part, JSON.stringify(part).slice(1, -1)])
      .some((form) => text.includes(form)),
  );
}

/** The files in a zip archive, as one text: Terraform packs its plans so. */
function unpacked(archive: Buffer): string {
  const texts: Buffer[] = [];
  for (let at = archive.indexOf('PK\x01\x02'); at >= 0; at = archive.indexOf('PK\x01\x02', at + 46)) {
    const [method, bytes, header] = [
      archive.readUInt16LE(at + 10),
      archive.readUInt32LE(at + 20),
      archive.readUInt32LE(at + 42),
    ];
    const begin = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
    const content = archive.subarray(begin, begin + bytes);
    texts.push(method === 0 ? content : inflateRawSync(content));
  }
  return Buffer.concat(texts).toString('latin1');
}

/** A command in the directory of a stack, which must succeed; what it prints, without its log. */
async function run(stack: string, command: string, ...options: string[]): Promise<string> {
  return (await terraform.expect(`-chdir=stacks/${stack}`, command, '-no-color', ...options)).output;
}

/** What a first plan leaves: its file, and what it is as JSON. */
async function plan(stack: string): Promise<{ printed: string; kept: string }> {
  const printed = await run(stack, 'plan', '-input=false', '-out=plan');
  const kept = unpacked(readFileSync(join(terraform.directory, 'stacks', stack, 'plan')));
  const shown = await run(stack, 'show', '-json', 'plan');
  expect([kept, shown]).toEqual([expect.stringContaining('aptible_'), expect.stringContaining('aptible_')]);
  return { printed, kept: kept + shown };
}

test('a run writes, prints and logs no secret, when it succeeds and when it fails', async () => {
  synth();
  const synthesized = readdirSync(terraform.directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => readFileSync(join(terraform.directory, file), 'utf8'))
    .join('\n');
  let printed = (await run('data', 'init', '-input=false')) + (await run('apps', 'init', '-input=false'));
  const data = await plan('data');
  printed += data.printed + (await run('data', 'apply', '-input=false', 'plan'));
  const apps = await plan('apps');

  // Whoever fails repeats what was sent.
  const sent = [given.registry_password, given.value, given.secret_value, writeOnly.write_only_value, ...credentials()];
  platform.control.failNext({ operation: 'deploy', log: `Told to fail: ${JSON.stringify(sent)}` });
  platform.control.failNext({
    request: { method: 'POST', path: '/accounts/*/certificates' },
    status: 422,
    message: `No such key: ${JSON.stringify(ownKey.key)}`,
  });
  printed += apps.printed;
  printed += (await terraform.run('-chdir=stacks/apps', 'apply', '-input=false', '-no-color', 'plan')).output;
  expect(printed).toContain('Told to fail');
  expect(printed).toContain('No such key');
  platform.control.failNext({ request: { method: 'POST', path: '/apps/*/operations' }, truncate: true });
  printed += await run('apps', 'apply', '-auto-approve', '-input=false');
  // Not of the other one: terraform shows in clear what a state has read from another state.
  printed += (await run('data', 'show')) + (await run('data', 'output'));
  expect(platform.control.list('app').map(({ status }) => status)).toEqual(['provisioned']);
  expect(platform.control.list('certificate')).toHaveLength(2);

  const trace = readFileSync(join(terraform.directory, 'trace.log'), 'utf8');
  expect(trace).toContain('tf_rpc=ApplyResourceChange');
  expect(trace).toContain('tf_rpc=OpenEphemeralResource');
  const artefacts = { synthesized, printed, trace, 'plan of data': data.kept, 'plan of apps': apps.kept };
  const neverKept = [...Object.values(writeOnly), platform.token];
  const secretsOf = {
    ...{ synthesized: allSecrets(), printed: allSecrets(), trace: allSecrets() },
    'plan of data': [...neverKept, ...givenOut()],
    'plan of apps': neverKept,
  };
  for (const [name, text] of Object.entries(artefacts)) {
    const secrets = secretsOf[name as keyof typeof artefacts];
    expect([name, leaks(text, secrets)]).toEqual([name, []]);
    // The search finds what is there, raw and as JSON.
    expect(secrets.filter((secret) => leaks(text + secret, [secret]).length === 0)).toEqual([]);
    expect(secrets.filter((secret) => leaks(text + JSON.stringify({ secret }), [secret]).length === 0)).toEqual([]);
  }
  expect(leaks(data.kept, Object.values(given))).toEqual([given.datadog_log_key, given.datadog_metric_key]);
});
