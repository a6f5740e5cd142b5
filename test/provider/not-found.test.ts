import { type Driver, startDriver } from './driver';

let driver: Driver;

beforeEach(async () => {
  driver = await startDriver();
});

afterEach(() => driver.stop());

test('a 404 on a deprovision does not end a destroy while the record is still there', async () => {
  const database = await driver.apply('aptible_database', { env_id: driver.environmentId, handle: 'db' });
  const path = `/databases/${String(database.state!.id)}/operations`;
  driver.control.failNext({ request: { method: 'POST', path }, status: 404 });
  const destroyed = await driver.destroy('aptible_database', database);
  expect(destroyed.diagnostics).toEqual([expect.objectContaining({ detail: expect.stringContaining('404') })]);
  expect(destroyed.state).toEqual(database.state);
  expect(driver.control.list('database').map(({ status }) => status)).toEqual(['provisioned']);
});

test('a 404 on a top-level collection fails the read that needs it', async () => {
  driver.control.failNext({ request: { method: 'GET', path: '/stacks' }, status: 404 });
  const { diagnostics } = await driver.data('aptible_stack', { name: 'no-such-stack' });
  expect(diagnostics).toEqual([expect.objectContaining({ detail: expect.stringContaining('APTIBLE_API_ROOT_URL') })]);
});
