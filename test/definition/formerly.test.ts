/** Entries that are called otherwise than before. */
import { TerraformStack, Testing, type TerraformResource } from 'cdktf';
import { AptibleProvider, Environment, type App, type EnvironmentDefinition } from '../../lib';

interface Synthesized {
  readonly resource: Readonly<Record<string, object>>;
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
}

function synthesized(definition: EnvironmentDefinition, more: (environment: Environment) => void = () => {}) {
  const stack = new TerraformStack(Testing.app(), 'stack');
  new AptibleProvider(stack, 'aptible');
  more(Environment.fromDefinition(stack, 'environment', definition));
  return JSON.parse(Testing.synth(stack)) as Synthesized;
}

const addresses = ({ resource }: Synthesized) =>
  Object.entries(resource).flatMap(([type, each]) => Object.keys(each).map((name) => `${type}.${name}`));

/** Where everything is after the moves. */
function movedAddresses(before: Synthesized, { moved = [] }: Synthesized) {
  const to = new Map(moved.map((each) => [each.from, each.to]));
  return addresses(before).map((address) => to.get(address) ?? address);
}

function definition(names: Readonly<Record<string, string>>, isRenamed: boolean): EnvironmentDefinition {
  const entry = (name: string, fields: object) => ({
    [isRenamed ? names[name]! : name]: { ...fields, ...(isRenamed && { formerly: name }) },
  });
  return {
    version: 1,
    environment: { handle: 'acme', stack: 'shared-us-east-1' },
    databases: entry('db', {
      type: 'postgresql',
      replicas: entry('reports', { operations: entry('reload', { type: 'reload' }) }),
      endpoints: entry('office', {}),
      users: entry('reader', { name: 'reader', readOnly: ['public'] }),
      backups: entry('first', {}),
      operations: entry('copy', { type: 'backup' }),
    }),
    apps: entry('web', {
      image: 'acme/web',
      services: {
        web: { endpoints: entry('site', { defaultDomain: true, operations: entry('renew', { type: 'renew' }) }) },
        worker: {},
      },
      operations: entry('restart', { type: 'restart' }),
      releaseChecks: entry('answers', { endpoint: isRenamed ? names['site']! : 'site' }),
    }),
    certificates: entry('own', { body: '${var.BODY}', privateKeyWriteOnly: '${secret.KEY}' }),
    logDrains: entry('logs', { type: 'https', handle: 'logs', url: 'https://logs.example.com' }),
    metricDrains: entry('metrics', { type: 'datadog', handle: 'metrics', apiKey: '${secret.DATADOG}' }),
    permissions: entry('owners', { roleId: '5f2c8a1e-6a53-4c0b-9d6e-2b1f0a7c3d94', scope: 'read' }),
  } as EnvironmentDefinition;
}

const names = Object.fromEntries(
  [
    ...['db', 'reports', 'reload', 'office', 'reader', 'first', 'copy'],
    ...['web', 'site', 'renew', 'restart', 'answers'],
    ...['own', 'logs', 'metrics', 'owners'],
  ].map((name) => [name, `new-${name}`]),
);

test('everything that was renamed, and all that hangs on it, moves to its new address', () => {
  const before = synthesized(definition(names, false));
  const after = synthesized(definition(names, true));
  expect(movedAddresses(before, after).sort()).toEqual(addresses(after).sort());
  // The login of the user is one of them; the environment and the stack's own things stay.
  expect(after.moved).toHaveLength(Object.keys(names).length + 1);
  expect(before.moved).toBeUndefined();
});

test('what a program has made in the scope of a renamed app moves with it', () => {
  const more = (environment: Environment) => {
    const [app] = environment.node.findChild('apps').node.children as [App];
    app.addEndpoint('admin', { service: 'web', defaultDomain: true });
  };
  const entry = { image: 'acme/web', services: { web: {} } };
  const common = { version: 1, environment: { handle: 'acme', stack: 'shared-us-east-1' } } as const;
  const before = synthesized({ ...common, apps: { web: entry } }, more);
  const after = synthesized({ ...common, apps: { site: { ...entry, formerly: 'web' } } }, more);
  expect(movedAddresses(before, after).sort()).toEqual(addresses(after).sort());
  expect(after.moved).toHaveLength(2);
});

test('a move that a program says itself is not said twice', () => {
  const after = synthesized(
    {
      version: 1,
      environment: { handle: 'acme', stack: 'shared-us-east-1' },
      apps: { site: { image: 'acme/web', formerly: 'web' } },
    },
    (environment) => {
      const app = environment.node.findChild('apps').node.findChild('site');
      (app.node.defaultChild as TerraformResource).moveFromId('aptible_app.other');
    },
  );
  expect(after.moved).toEqual([
    { from: 'aptible_app.other', to: addresses(after).find((each) => each.startsWith('aptible_app.')) },
  ]);
});
