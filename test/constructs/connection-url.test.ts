import { TerraformOutput, TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import { AptibleProvider, ConnectionUrl, Database, Environment, EphemeralCredential, type Credential } from '../../lib';
import { connectionParts } from '../../lib/schema';
import { synthesize } from './support';

/** What the outputs of a stack are in its `cdk.tf.json`. */
const synthesized = (values: (stack: TerraformStack) => Record<string, unknown>) => {
  const json = synthesize((stack) => new TerraformOutput(stack, 'all', { value: values(stack), sensitive: true }));
  return (json['output'] as { all: { value: unknown } }).all.value;
};
const texts = (credential: Credential) => ({ ...credential, port: Token.asString(credential.port) });

test('a URL that comes from somewhere comes apart into sensitive references', () => {
  const parts = synthesized((stack) => {
    const url = new TerraformVariable(stack, 'url', { type: 'string' });
    const credential = ConnectionUrl.parse(url.stringValue);
    return { ...texts(credential), address: `${credential.host}:${credential.port}` };
  });
  const at = (part: string) => `\${provider::aptible::parse_connection_url(sensitive(var.url)).${part}}`;
  expect(parts).toEqual({
    connectionUrl: '${var.url}',
    ...Object.fromEntries(Object.keys(connectionParts).map((part) => [part, at(part)])),
    address: `${at('host')}:${at('port')}`,
  });
});

test('a URL is made of parts, sensitive when there is a password', () => {
  const urls = synthesized((stack) => {
    const password = new TerraformVariable(stack, 'password', { type: 'string' });
    const database = Database.fromId(stack, 'db', 7);
    return {
      plain: ConnectionUrl.format({ protocol: 'redis', host: '::1', port: 6379 }),
      secret: ConnectionUrl.format({ protocol: 'mysql', username: 'web', password: password.stringValue, host: 'h' }),
      literal: ConnectionUrl.format({ protocol: 'mysql', password: 'a\\"${b}%{c}\b\f\n', host: 'h' }),
      ephemeral: ConnectionUrl.format(new EphemeralCredential(stack, 'ephemeral', { database })),
    };
  });
  const ephemeral = 'ephemeral.aptible_database_credentials.ephemeral_1AF4A60A';
  const references = Object.keys(connectionParts).map((part) =>
    part === 'password' ? `"password" = sensitive(${ephemeral}.password)` : `"${part}" = ${ephemeral}.${part}`,
  );
  const made = (parts: string) => `\${provider::aptible::connection_url({${parts}})}`;
  expect(urls).toEqual({
    plain: made('"protocol" = "redis", "host" = "::1", "port" = 6379'),
    secret: made('"protocol" = "mysql", "username" = "web", "password" = sensitive(var.password), "host" = "h"'),
    literal: made(
      String.raw`"protocol" = "mysql", "password" = sensitive("a\\\"$${'$'}{b}%%{c}\u0008\u000c\n"), "host" = "h"`,
    ),
    ephemeral: made(references.join(', ')),
  });
});

test('a URL of another stack stays sensitive', () => {
  const app = Testing.app();
  const [data, apps] = ['data', 'apps'].map((name) => {
    const stack = new TerraformStack(app, name);
    new AptibleProvider(stack, 'aptible');
    return stack;
  }) as [TerraformStack, TerraformStack];
  const { connectionUrl } = new Database(Environment.fromId(data, 'env', 42), 'db', { handle: 'db' });
  new TerraformOutput(apps, 'host', { value: ConnectionUrl.parse(connectionUrl).host, sensitive: true });
  app.synth();
  expect(JSON.parse(Testing.synth(apps))).toMatchObject({
    output: {
      host: {
        value: expect.stringMatching(
          /^\$\{provider::aptible::parse_connection_url\(sensitive\(sensitive\(data\.terraform_remote_state\..+\)\)\)\.host\}$/,
        ),
      },
    },
  });
});
