/** With `storeCredentials: false`, references to credentials are null, and Terraform would leave them out of a map without a word. */
import { Fn, TerraformStack, Testing, Token } from 'cdktf';
import { App, AptibleProvider, ConnectionUrl, Database, Environment, EphemeralCredential } from '../../lib';
import { messageOf } from './support';

function program({
  inOneStack = true,
  storeCredentials = false,
  config = (_: Database): Record<string, string> => ({}),
}) {
  const app = Testing.app();
  const data = new TerraformStack(app, 'data');
  const apps = inOneStack ? data : new TerraformStack(app, 'apps');
  const database = new Database(Environment.fromId(data, 'env', 42), 'db', { handle: 'db' });
  const environment = inOneStack ? Environment.of(database)! : Environment.fromId(apps, 'env', 42);
  new App(environment, 'web', { handle: 'web', config: config(database) });
  new AptibleProvider(data, 'aptible', { storeCredentials });
  if (!inOneStack) new AptibleProvider(apps, 'aptible');
  return { app, apps, database };
}

const words =
  'it would have no value, since the AptibleProvider of stack "data" has storeCredentials: false. Give the connectionUrl of new ' +
  'EphemeralCredential(scope, id, { database }) to what Terraform does not store, as secretConfigWriteOnly of an app';

const everyWay = (database: Database) => ({
  URL: database.connectionUrl,
  TEXT: `at ${database.credentials.default.host}`,
  PORT: Token.asString(database.credentials.get('postgresql').port),
  LIST: Fn.join(',', database.connectionUrls),
  PARSED: ConnectionUrl.parse(database.connectionUrl).host,
  MADE: ConnectionUrl.format({ ...database.credentials.default, name: 'orders' }),
  GOOD: 'x',
});

test.each([true, false])('a reference that would be null is an error at synth (in one stack: %s)', (inOneStack) => {
  const { app } = program({ inOneStack, config: everyWay });
  const lines = messageOf(() => app.synth())
    .split('\n')
    .filter((line) => line.includes('storeCredentials'));
  expect(lines.map((line) => line.trim())).toEqual(
    ['URL', 'TEXT', 'PORT', 'LIST', 'PARSED', 'MADE'].map(
      (key) => expect.stringMatching(new RegExp(`/env/web\\] config\\.${key}: `)) as string,
    ),
  );
  expect(lines[0]).toContain(words);
});

test('nothing is refused where credentials are stored, or where an ephemeral one is given', () => {
  expect(() => Testing.synth(program({ storeCredentials: true, config: everyWay }).apps, true)).not.toThrow();
  const { apps, database } = program({});
  const { connectionUrl } = new EphemeralCredential(apps, 'url', { database });
  new App(Environment.of(database)!, 'other', {
    handle: 'other',
    secretConfigWriteOnly: { DATABASE_URL: connectionUrl },
    secretConfigWriteOnlyVersion: 1,
  });
  expect(() => Testing.synth(apps, true)).not.toThrow();
});
