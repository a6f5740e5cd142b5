import { type Driver, startDriver } from '../driver';

let driver: Driver;

beforeEach(async () => {
  driver = await startDriver();
});

afterEach(() => driver.stop());

test.each(['handle', 'env_id'] as const)('an environment is found by its %s', async (attribute) => {
  const { stack_id, organization_id } = driver.control.list('account')[0]!;
  const config = attribute === 'handle' ? { handle: 'test' } : { env_id: driver.environmentId };
  expect(await driver.data('aptible_environment', config)).toEqual({
    state: {
      id: String(driver.environmentId),
      handle: 'test',
      env_id: driver.environmentId,
      stack_id,
      org_id: organization_id,
      ca_certificate: driver.control.list('account')[0]!.ca_body,
    },
    diagnostics: [],
  });
});

test('a handle that is not there is an error that lists those that are', async () => {
  expect(await driver.data('aptible_environment', { handle: 'prod' })).toEqual({
    state: null,
    diagnostics: [
      expect.objectContaining({
        summary: 'There is no environment "prod"',
        detail: 'Of the environments that this token may see, there is "test".',
      }),
    ],
  });
});

test('an id that is not there is an error that lists those that are', async () => {
  expect(await driver.data('aptible_environment', { env_id: 999 })).toEqual({
    state: null,
    diagnostics: [
      expect.objectContaining({
        summary: 'There is no environment with the id 999',
        detail: `Of the environments that this token may see, there is "test (${driver.environmentId})".`,
      }),
    ],
  });
});

test('a handle and an id are one question too many', async () => {
  const { diagnostics } = await driver.data('aptible_environment', { handle: 'test', env_id: 1 });
  expect(diagnostics).toEqual([
    expect.objectContaining({
      detail: 'it cannot be set beside handle: one environment is looked up, in one way',
    }),
  ]);
});

test('among many, the error lists those that look most like it', async () => {
  for (let index = 0; index < 20; index++) {
    await driver.request('POST', '/accounts', {
      handle: `zzzzzzzzzz-${index}`,
      type: 'development',
      stack_id: driver.control.list('stack')[0]!.id,
      organization_id: driver.control.list('organization')[0]!.uuid,
    });
  }
  const { diagnostics } = await driver.data('aptible_environment', { handle: 'tst' });
  expect(diagnostics[0]!.detail).toMatch(/there are "test", .* and 11 more\.$/);
});
