/** What a program that nobody type-checked passes to the constructs: `tsx` and plain JavaScript run it as it is. */
import { TerraformStack, Testing } from 'cdktf';
import {
  App,
  AptibleProvider,
  Autoscaling,
  Database,
  Endpoint,
  Environment,
  LogDrain,
  Operation,
  Replica,
} from '../../lib';
import { messageOf } from './support';

/** Values of any type, for the compiler. The second environment variable is not set. */
const unchecked = JSON.parse('{ "nothing": null, "object": {}, "text": "text" }') as {
  readonly unset: never;
  readonly nothing: never;
  readonly object: never;
  readonly text: never;
};

function environmentIn(stack = new TerraformStack(Testing.app(), 'stack')) {
  return Environment.fromId(stack, 'env', 42);
}

/** @returns the problems that an error lists. */
function problemsOf(action: () => unknown): string[] {
  return messageOf(action)
    .split('\n')
    .slice(1)
    .map((line) => line.trim());
}

const noValue =
  'it has no value: give it one, or leave the key out. Is the environment variable set from which it is read?';

test('a value of a map that is undefined or null is refused, with its prop and key, beside the other problems', () => {
  const environment = environmentIn();
  const config = { KEY: unchecked.unset, OTHER: unchecked.nothing, GOOD: 'x' };
  const secretConfig = { TOKEN: unchecked.unset };
  const problems = problemsOf(() => new App(environment, 'web', { handle: 'A B', config, secretConfig }));
  expect(problems.slice(0, 3)).toEqual([
    `config.KEY: ${noValue}`,
    `config.OTHER: ${noValue}`,
    `secretConfig.TOKEN: ${noValue}`,
  ]);
  expect(problems[3]).toContain('handle: got "A B"');
  const app = App.fromId(environment, 'app', 1);
  const triggers = { release: unchecked.unset };
  expect(problemsOf(() => new Operation(environment, 'restart', { type: 'restart', app, triggers }))).toEqual([
    `triggers.release: ${noValue}`,
  ]);
});

const handle = 'a-handle';
const database = () => Database.fromId(environmentIn(), 'database', 7);
const app = () => App.fromId(environmentIn(), 'app', 7);

test.each<[string, object, (props: never) => unknown, string[]]>([
  [
    'a slip of the pen',
    { handle, diskSize: 20 },
    (props) => new Database(environmentIn(), 'db', props),
    ['diskSize: there is no such prop: did you mean diskSizeGb?'],
  ],
  [
    'the name that Terraform has',
    { handle, container_size: 512, diskSizeGB: 3 },
    (props) => new Database(environmentIn(), 'db', props),
    [
      'container_size: there is no such prop: did you mean memoryMb?',
      'diskSizeGB: there is no such prop: did you mean diskSizeGb?',
    ],
  ],
  [
    'a name that is like none',
    { database: database(), banana: 1 },
    (props) => Endpoint.database(environmentIn(), 'endpoint', props),
    [
      'banana: there is no such prop: there are dependsOn, lifecycle, timeouts, environment, internal, ipFiltering, idleTimeoutSeconds, database',
    ],
  ],
  [
    'a prop of another type of endpoint',
    { type: 'tcp', service: 'web', defaultDomain: true, containerPort: 80 },
    (props) => new App(environmentIn(), 'app', { handle }).addEndpoint('endpoint', props),
    ['containerPort: there is no such prop: did you mean containerPorts?'],
  ],
  [
    'a prop of a service',
    { handle, services: { web: { containerCounts: 2 } } },
    (props) => new App(environmentIn(), 'app', props),
    ['services.web.containerCounts: there is no such prop: did you mean containerCount?'],
  ],
  [
    'a prop of autoscaling',
    { minimumMemory: 512 },
    (props) =>
      new App(environmentIn(), 'app', { handle, services: { web: { autoscaling: Autoscaling.vertical(props) } } }),
    ['services.web.autoscaling.minimumMemory: there is no such prop: did you mean minimumMemoryMb?'],
  ],
  [
    'a prop inside a prop',
    { handle, recoverFrom: { database: database(), time: '2026-04-01T12:00:00Z', tiem: 'x' } },
    (props) => new Database(environmentIn(), 'db', props),
    ['recoverFrom.tiem: there is no such prop: did you mean time?'],
  ],
  [
    'an option of a look-up',
    { env: 7 },
    (props) => LogDrain.fromHandle(environmentIn(), 'drain', handle, props),
    ['env: there is no such prop: there are handle, environment'],
  ],
  [
    'a prop of the provider',
    { token: 'x', apiRootURL: 'https://api.example.com' },
    (props) => new AptibleProvider(new TerraformStack(Testing.app(), 'stack'), 'aptible', props),
    [
      'token: there is no such prop: there are accessToken, username, password, apiRootUrl, authRootUrl, storeCredentials, acceptMissing, inPlaceOf, selfContained',
      'apiRootURL: there is no such prop: did you mean apiRootUrl?',
    ],
  ],
  [
    'a time-out',
    { handle, timeouts: { craete: '5m' } },
    (props) => new Database(environmentIn(), 'db', props),
    ['timeouts.craete: there is no such time-out here: there are create, read, update, delete'],
  ],
])('%s is refused with the name that is meant', (_case, props, make, problems) => {
  expect(problemsOf(() => make(props as never))).toEqual(problems);
});

test('what is not an object where one is needed is refused in plain words', () => {
  const environment = environmentIn();
  const services = (web: never) => () =>
    new App(environment, `app-${environment.node.children.length}`, { handle, services: { web } });
  expect(problemsOf(services(unchecked.unset))).toEqual([`services.web: ${noValue}`]);
  expect(problemsOf(services(unchecked.nothing))).toEqual([`services.web: ${noValue}`]);
  expect(problemsOf(services(unchecked.text))).toEqual(['services.web: expected an object with props']);
  const autoscaling = { autoscaling: unchecked.object };
  expect(problemsOf(() => new App(environment, 'app', { handle, services: { web: autoscaling } }))).toEqual([
    'services.web.autoscaling: expected Autoscaling.horizontal(...) or Autoscaling.vertical(...)',
  ]);
  const recoverFrom = unchecked.text;
  expect(problemsOf(() => new Database(environment, 'db', { handle, recoverFrom }))).toEqual([
    'recoverFrom: expected an object with props',
  ]);
});

test('a construct of another kind is refused with what it lacks', () => {
  const environment = environmentIn();
  const primary = app() as never;
  expect(problemsOf(() => new Replica(environment, 'replica', { handle, primary }))[0]).toBe(
    'primary: expected what has the property databaseId',
  );
});

test('an unknown type of endpoint is refused', () => {
  const type = 'htps' as never;
  const make = () => new App(environmentIn(), 'app', { handle }).addEndpoint('www', { type, service: 'web' });
  expect(messageOf(make)).toBe('stack/env/app/www: type: got "htps", expected https, grpc, tls or tcp');
});
