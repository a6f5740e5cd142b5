import { type Driver, startDriver } from '../driver';

let driver: Driver;

beforeEach(async () => {
  driver = await startDriver();
});

afterEach(() => driver.stop());

test('a shared stack is found by its name or its id, and belongs to nobody', async () => {
  const { id } = driver.control.list('stack', { name: 'shared-us-east-1' })[0]!;
  for (const config of [{ name: 'shared-us-east-1' }, { stack_id: id }]) {
    expect(await driver.data('aptible_stack', config)).toEqual({
      state: { id: 'shared-us-east-1', name: 'shared-us-east-1', stack_id: id, org_id: '', region: 'us-east-1' },
      diagnostics: [],
    });
  }
});

test('a dedicated stack belongs to its organization', async () => {
  const { state } = await driver.data('aptible_stack', { name: 'dedicated-us-east-1' });
  expect(state!.org_id).toBe(driver.control.list('organization')[0]!.uuid);
});

test('a name that is not there is an error that lists those that are', async () => {
  expect(await driver.data('aptible_stack', { name: 'shared-us-west-1' })).toEqual({
    state: null,
    diagnostics: [
      expect.objectContaining({
        summary: 'There is no stack "shared-us-west-1"',
        detail: 'Of the stacks that this token may see, there are "shared-us-east-1", "dedicated-us-east-1".',
      }),
    ],
  });
});

test('an id that is not there is an error that lists those that are', async () => {
  const [shared, dedicated] = driver.control.list('stack').map(({ name, id }) => `"${name} (${id})"`);
  const { diagnostics } = await driver.data('aptible_stack', { stack_id: 999 });
  expect(diagnostics).toEqual([
    expect.objectContaining({
      summary: 'There is no stack with the id 999',
      detail: `Of the stacks that this token may see, there are ${shared}, ${dedicated}.`,
    }),
  ]);
});
