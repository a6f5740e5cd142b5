import { TerraformVariable } from 'cdktf';
import { App, Database, DatabaseUser, Environment, LogDrain, MetricDrain, Replica, Stack } from '../../lib';
import { messageOf, synthesize } from './support';

describe('a handle that a stack gives twice', () => {
  test('is refused at synth, once for each construct that has it, too', () => {
    const message = messageOf(() =>
      synthesize((stack) => {
        const on = Stack.fromId(stack, 'platform-stack', 1);
        const staging = new Environment(stack, 'staging', { handle: 'acme', stack: on });
        new Environment(stack, 'other', { handle: 'acme', stack: on });
        new App(staging, 'web', { handle: 'web' });
        new App(stack, 'web2', { environment: staging, handle: 'web' });
        new App(staging, 'web3', { handle: 'web' });
        const primary = new Database(staging, 'db', { handle: 'db' });
        new Replica(staging, 'reading', { primary, handle: 'db' });
        LogDrain.datadog(staging, 'logs', { handle: 'drain', token: token(stack) });
        LogDrain.datadog(staging, 'logs2', { handle: 'drain', token: token(stack) });
        MetricDrain.datadog(staging, 'metrics', { handle: 'drain', apiKey: token(stack) });
        MetricDrain.datadog(staging, 'metrics2', { handle: 'drain', apiKey: token(stack) });
      }),
    );
    const lines = message.split('\n').filter((line) => line.includes('is also that of'));
    expect(lines.map((line) => line.replace(/^ *\[stack\] /, ''))).toEqual([
      'stack/staging/web3: the handle "web" is also that of stack/staging/web, and an environment takes it for one app only',
      'stack/staging/reading: the handle "db" is also that of stack/staging/db, and an environment takes it for one database only',
      'stack/staging/logs2: the handle "drain" is also that of stack/staging/logs, and an environment takes it for one log drain only',
      'stack/staging/metrics2: the handle "drain" is also that of stack/staging/metrics, and an environment takes it for one metric drain only',
      'stack/other: the handle "acme" is also that of stack/staging, and the platform takes it for one environment only',
      'stack/web2: the handle "web" is also that of stack/staging/web, and an environment takes it for one app only',
    ]);
  });

  test('passes in another environment, for a thing of another kind, and where only Terraform knows it', () => {
    synthesize((stack) => {
      const environments = [Environment.fromId(stack, 'a', 1), Environment.fromId(stack, 'b', 2)];
      const text = new TerraformVariable(stack, 'text', { type: 'string' }).stringValue;
      for (const environment of environments) {
        new App(environment, 'web', { handle: 'web' });
        new Database(environment, 'db', { handle: 'web' });
        new App(environment, 'one', { handle: text });
        new App(environment, 'two', { handle: text });
      }
    });
  });
});

test('the name of a user that a database has twice is refused at synth', () => {
  const message = messageOf(() =>
    synthesize((stack) => {
      const environment = Environment.fromId(stack, 'environment', 1);
      const [one, other] = ['one', 'other'].map((handle) => new Database(environment, handle, { handle }));
      one!.addUser('web');
      other!.addUser('web');
      new DatabaseUser(one!, 'again', { database: one!, name: 'web' });
    }),
  );
  expect(message.split('\n').filter((line) => line.includes('is also that of'))).toEqual([
    '  [stack] stack/environment/one/again: the name "web" is also that of stack/environment/one/web, and a database has it for one user only',
  ]);
});

describe('a default domain that an app has twice', () => {
  const endpoints = (change: (web: App, other: App) => void) => () =>
    synthesize((stack) => {
      const environment = Environment.fromId(stack, 'environment', 1);
      const [web, other] = ['web', 'other'].map((handle) => new App(environment, handle, { handle }));
      web!.addEndpoint('https', { service: 'web', defaultDomain: true });
      change(web!, other!);
    });

  test('is refused at synth', () => {
    expect(
      messageOf(endpoints((web) => web.addEndpoint('admin', { service: 'admin', defaultDomain: true }))),
    ).toContain(
      'stack/environment/web/admin: stack/environment/web/https has the default domain of the app already, and an app has one: give this endpoint a domain',
    );
  });

  test('passes for another app, and with a domain of its own', () => {
    endpoints((web, other) => {
      web.addEndpoint('own', { service: 'web', domain: 'www.example.com', managedTls: true });
      other.addEndpoint('https', { service: 'web', defaultDomain: true });
    })();
  });
});

let variables = 0;
const token = (stack: ConstructorParameters<typeof TerraformVariable>[0]) =>
  new TerraformVariable(stack, `token${variables++}`, { type: 'string', sensitive: true }).stringValue;
