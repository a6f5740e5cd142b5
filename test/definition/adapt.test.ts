/** A definition as one run wants it: one of several environments, a copy, single values. */
import { checkDefinition, DefinitionError, type ReadOptions } from '../../lib/definition';

const several = {
  version: 1,
  environment: { stack: 'shared-us-east-1' },
  databases: { main: { type: 'postgresql', diskSizeGb: 10 } },
  apps: { web: { image: 'quay.io/acme/web:1', services: { web: { containerCount: 1 } } } },
  environments: {
    staging: { environment: { handle: 'acme-staging' } },
    production: {
      environment: { handle: 'acme' },
      databases: { main: { diskSizeGb: 100 } },
      apps: { web: { services: { web: { containerCount: 6 } } } },
    },
  },
};

const read = (options: ReadOptions, value: unknown = several) => checkDefinition(value, options).value;

function problems(options: ReadOptions, value: unknown = several): string[] {
  try {
    read(options, value);
  } catch (error) {
    if (error instanceof DefinitionError) return error.message.split('\n');
    throw error;
  }
  return [];
}

const { environments: _environments, ...shared } = several;
const staging = { ...shared, environment: { stack: 'shared-us-east-1', handle: 'acme-staging' } };

test('an environment is the whole with what it has otherwise', () => {
  expect(read({ environment: 'staging' })).toEqual(staging);
  expect(read({ environment: 'production' })).toEqual({
    version: 1,
    environment: { stack: 'shared-us-east-1', handle: 'acme' },
    databases: { main: { type: 'postgresql', diskSizeGb: 100 } },
    apps: { web: { image: 'quay.io/acme/web:1', services: { web: { containerCount: 6 } } } },
  });
});

test('a missing or wrong choice is the only thing that is said', () => {
  expect(problems({})).toEqual(['environments: there are several: choose one with --environment: staging, production']);
  expect(problems({ environment: 'prodution' })).toEqual([
    'environments: there is no environment prodution: did you mean production?',
  ]);
  expect(problems({ environment: 'staging' }, staging)).toEqual([
    'it describes one environment: there is none to choose, such as "staging"',
  ]);
  expect(problems({}, { ...several, environments: [] })).toEqual([
    'environments: expected entries by name: each has what is different in one environment',
  ]);
});

test('a copy has another handle, and so have its drains, whose handles are unique on the platform', () => {
  expect(read({ name: 'pr-123' }, staging)).toEqual({
    ...staging,
    environment: { stack: 'shared-us-east-1', handle: 'acme-staging-pr-123' },
  });
  const token = '${secret.KEY}';
  const logDrains = { logs: { type: 'datadog', token }, audit: { type: 'datadog', token, handle: 'acme-audit' } };
  const metricDrains = { metrics: { type: 'datadog', apiKey: token } };
  expect(read({ name: 'pr-123' }, { ...staging, logDrains, metricDrains })).toEqual({
    ...staging,
    environment: { stack: 'shared-us-east-1', handle: 'acme-staging-pr-123' },
    logDrains: {
      logs: { ...logDrains.logs, handle: 'logs-pr-123' },
      audit: { ...logDrains.audit, handle: 'acme-audit-pr-123' },
    },
    metricDrains: { metrics: { ...metricDrains.metrics, handle: 'metrics-pr-123' } },
  });
  expect(problems({ name: 'PR 123' }, staging)).toEqual([
    expect.stringMatching(/^environment\.handle: got "acme-staging-PR 123", expected 1 to 64 lower-case letters/),
  ]);
});

test('a value that is set has the type that belongs there', () => {
  const set = { 'apps.web.image': 'quay.io/acme/web:2', 'apps.web.services.web.containerCount': '3' };
  expect(read({ set }, staging)).toEqual({
    ...staging,
    apps: { web: { image: 'quay.io/acme/web:2', services: { web: { containerCount: 3 } } } },
  });
  expect(read({ set: { 'environment.deletionProtection': 'true' } }, staging)['environment']).toEqual({
    ...staging.environment,
    deletionProtection: true,
  });
  expect(problems({ set: { 'apps.wep.image': 'x' } }, staging)).toEqual([
    'apps.wep.image: there is no apps.wep to set it in: did you mean web?',
  ]);
  expect(problems({ set: { 'apps.web.services.web.containerCount': 'three', 'apps.web.img': 'x' } }, staging)).toEqual([
    'apps.web.services.web.containerCount: expected a number, got "three"',
    'apps.web.img: it is not known here: did you mean image?',
  ]);
});
