/** The provider's functions in the real terraform, which has no configured provider where it calls them. */
import { TerraformOutput, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { App, AptibleProvider, ConnectionUrl, Database, Environment, EphemeralCredential, Stack } from '../../lib';
import { environment } from './support/hcl';
import { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set();
});
afterEach(() => stage.strike());

const parse = (argument: string) => `provider::aptible::parse_connection_url(${argument})`;
const make = (argument: string) => `provider::aptible::connection_url(${argument})`;

test('the URL of a database comes apart and is made again, and stays sensitive', async () => {
  await stage.apply(`${environment}
resource "aptible_database" "data" {
  env_id        = aptible_environment.staging.env_id
  handle        = "acme-db"
  database_type = "postgresql"
}
locals {
  url        = aptible_database.data.default_connection_url
  credential = aptible_database.data.credentials["postgresql"]
  parts      = { for name, value in local.credential : name => value if name != "connection_url" && name != "default" }
}
output "is_same" {
  value = nonsensitive(alltrue([
    ${parse('local.url')} == local.parts,
    ${make(parse('local.url'))} == local.url,
    ${make('local.credential')} == local.url,
  ]))
}
output "sensitive" {
  value = [issensitive(${parse('local.url')}.host), issensitive(${make('local.credential')})]
}
output "plain" {
  value = ${parse('"redis://:a@[::1]:6379"')}
}
output "made" {
  value = ${make(`{ protocol = "postgresql", host = "::1", port = 5432, username = "p'@:/?#[]%+ ü" }`)}
}
`);
  expect(await stage.terraform.output('is_same')).toBe(true);
  expect(await stage.terraform.output('sensitive')).toEqual([true, true]);
  expect(await stage.terraform.output('plain')).toEqual({
    protocol: 'redis',
    username: '',
    password: 'a',
    host: '::1',
    port: 6379,
    name: '',
    query: '',
  });
  expect(await stage.terraform.output('made')).toBe("postgresql://p'%40%3A%2F%3F%23%5B%5D%25%2B%20%C3%BC@[::1]:5432");
});

test('a call that fails is an error of the validation, and shows no part of a sensitive argument', async () => {
  await stage.terraform.writeAptible(`
locals {
  url = sensitive("postgresql://hunter2:hunter2%zz@hunter2.example.com:99999/hunter2")
}
output "parsed" {
  value     = ${parse('local.url')}
  sensitive = true
}
output "made" {
  value     = ${make('{ protocol = "postgresql", hostname = local.url }')}
  sensitive = true
}
`);
  const { status, stdout } = await stage.terraform.run('validate', '-json');
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { summary: string; detail: string }[] };
  expect(status).toBe(1);
  expect(diagnostics.map(({ detail }) => detail).sort()).toEqual([
    'Invalid value for "parts" parameter: These parts make no connection URL: a key is none of protocol, username, password, host, port, name, query; host is needed.',
    'Invalid value for "url" parameter: This is not the connection URL of a database: its port is not a whole number from 1 to 65535; ' +
      'a percent sign in its user, password, host or name begins no code: write %25 for one that stands for itself.',
  ]);
  const refused = await stage.terraform.planRefused();
  expect(refused).toContain('This is not the connection URL of a database');
  expect(`${stdout}${refused}`.replaceAll('%25', '')).not.toMatch(/hunter2|%zz|99999/);
});

test('in a program: parts of URLs and URLs of parts, whatever is in them, in what Terraform stores and in what it does not', async () => {
  const password = `p'@:/?#[]%+ ü"\\ \${a} %{b}\n`;
  const url = `redis://:${encodeURIComponent(password)}@[::1]:6379`;
  const stack = new TerraformStack(Testing.app(), 'stack');
  const { APTIBLE_API_ROOT_URL: apiRootUrl, APTIBLE_AUTH_ROOT_URL: authRootUrl } = stage.platform.environment;
  const accessToken = new TerraformVariable(stack, 'token', { type: 'string', default: stage.platform.token });
  new AptibleProvider(stack, 'aptible', { apiRootUrl, authRootUrl, accessToken: accessToken.stringValue });
  const shared = Stack.fromName(stack, 'shared', 'shared-us-east-1');
  const staging = new Environment(stack, 'staging', { handle: 'acme-staging', stack: shared });
  const database = new Database(staging, 'data', { handle: 'acme-db', type: 'postgresql', connectionUrlOutput: false });
  const parsed = ConnectionUrl.parse(new TerraformVariable(stack, 'url', { type: 'string', default: url }).stringValue);
  const ephemeral = new EphemeralCredential(staging, 'url', { database });
  new App(staging, 'web', {
    handle: 'acme-web',
    config: {
      AT: `${parsed.host} ${parsed.port}`,
      PASSWORD: parsed.password,
      SAME: ConnectionUrl.format(parsed),
      LITERAL: ConnectionUrl.format({ protocol: 'redis', host: '::1', port: 6379, password }),
      ORDERS: ConnectionUrl.format({ ...database.credentials.default, name: 'orders' }),
    },
    secretConfigWriteOnly: { EPHEMERAL: ConnectionUrl.format(ephemeral) },
    secretConfigWriteOnlyVersion: 1,
  });
  new TerraformOutput(stack, 'plain', { value: ConnectionUrl.format({ protocol: 'http', host: 'h', name: 'a/b' }) });
  // A program names the provider itself.
  await stage.terraform.write('');
  await stage.terraform.write(Testing.synth(stack, true), 'main.tf.json');

  const { output } = await stage.terraform.apply();
  expect(output).not.toContain(encodeURIComponent(password));
  expect(await stage.terraform.output('plain')).toBe('http://h/a/b');
  const { control } = stage.platform;
  const { connection_url: own } = control.list('database_credential')[0]!;
  expect(control.list('configuration').at(-1)!.env).toEqual({
    AT: '::1 6379',
    PASSWORD: password,
    SAME: url,
    LITERAL: url,
    ORDERS: own.replace(/\/db$/, '/orders'),
    EPHEMERAL: own,
  });
  expect(await stage.terraform.actions()).toEqual({});
});
