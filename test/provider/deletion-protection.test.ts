/** What is protected from deletion goes in no way that Terraform has, until an apply has ended the protection. */
import { type Driver, type Outcome, startDriver } from './driver';

let driver: Driver;
let stack_id: number;
let databaseId: number;

beforeAll(async () => {
  driver = await startDriver({ images: { 'acme/web:1': ['web'] } });
  stack_id = driver.control.list('stack', { organization: null })[0]!.id;
  const { state } = await driver.apply('aptible_database', { env_id: driver.environmentId, handle: 'primary' });
  databaseId = Number(state!.database_id);
});

afterAll(() => driver.stop());

const cases = [
  {
    type: 'aptible_environment',
    thing: 'environment',
    config: () => ({ stack_id, handle: 'production' }),
    replacing: { stack_id: 4711 },
  },
  {
    type: 'aptible_database',
    thing: 'database',
    config: () => ({ env_id: driver.environmentId, handle: 'db', version: '15' }),
    replacing: { version: '16' },
  },
  {
    type: 'aptible_replica',
    thing: 'replica',
    config: () => ({ env_id: driver.environmentId, handle: 'copy', primary_database_id: databaseId }),
    replacing: { primary_database_id: 4711 },
  },
];

const errors = ({ diagnostics }: Pick<Outcome, 'diagnostics'>) =>
  diagnostics.filter(({ severity }) => severity === 'error');

describe.each(cases)('an $type', ({ type, thing, config, replacing }) => {
  const on = () => ({ ...config(), deletion_protection: true });
  let made: Outcome;

  beforeAll(async () => {
    made = await driver.apply(type, on());
  });

  const refusal = (detail: string, path: string) => ({
    severity: 'error',
    summary: `The ${thing} "${config().handle}" (id ${String(made.state!.id)}) is protected from deletion`,
    detail: expect.stringMatching(
      new RegExp(`^${detail} To let it go, set deletion_protection = false, apply that alone`),
    ),
    path: [path],
  });

  test('keeps the flag in the state alone', async () => {
    expect(made.state).toMatchObject({ deletion_protection: true });
    driver.clearRequests();
    const off = await driver.apply(type, config(), made);
    expect([off.state!.deletion_protection, off.diagnostics, driver.writes()]).toEqual([false, [], []]);
    made = await driver.apply(type, on(), off);
    expect([made.state!.deletion_protection, made.diagnostics, driver.writes()]).toEqual([true, [], []]);
  });

  test('is not destroyed', async () => {
    driver.clearRequests();
    const plan = await driver.walk((terraform) => terraform.plan(type, null, made.instance));
    expect(plan.diagnostics).toEqual([refusal('This plan destroys it.', 'deletion_protection')]);
    // An object that is tainted is replaced without a plan of its removal.
    const [first] = await driver.walk(async (terraform) => {
      const planned = await terraform.plan(type, null, {
        ...made.instance!,
        state: { ...made.state, deletion_protection: false },
      });
      return errors(await terraform.apply(type, planned, null, made.instance));
    });
    expect(first).toEqual(refusal('Nothing of it was removed.*', 'deletion_protection'));
    expect(driver.writes()).toEqual([]);
  });

  test('is not replaced, whether an attribute or Terraform wants it', async () => {
    const name = Object.keys(replacing)[0]!;
    const replaced = await driver.plan(type, { ...on(), deletion_protection: false, ...replacing }, made);
    expect(errors(replaced)[0]).toEqual(refusal(`This plan replaces it, because of another value of ${name}.`, name));
    const forced = await driver.walk(async (terraform) => {
      await terraform.plan(type, on(), made.instance);
      return terraform.plan(type, on());
    });
    const { summary, ...rest } = refusal('This plan replaces it.', 'deletion_protection');
    expect(errors(forced)[0]).toEqual({ ...rest, summary: summary.replace(/ \(id \d+\)/, '') });
  });

  test('has none after an import, and in a state of another provider', async () => {
    expect((await driver.import(type, String(made.state!.id))).state).toMatchObject({ deletion_protection: false });
    const { deletion_protection: _, ...earlier } = made.state!;
    expect((await driver.upgrade(type, earlier)).state).toMatchObject({ deletion_protection: false });
  });

  test('goes once the protection has ended', async () => {
    const off = await driver.apply(type, config(), made);
    expect(await driver.destroy(type, off)).toMatchObject({ state: null, diagnostics: [] });
  });
});

test('what a failed creation leaves is not protected: the next apply replaces it', async () => {
  driver.control.failNext({ request: { method: 'POST', path: '/databases/*/operations' }, status: 422 });
  const { state, instance } = await driver.apply('aptible_database', {
    env_id: driver.environmentId,
    handle: 'begun',
    deletion_protection: true,
  });
  expect([instance!.tainted, state!.deletion_protection]).toEqual([true, false]);
});

test('another one may take the handle of a protected one that is renamed in the same plan', async () => {
  const config = { env_id: driver.environmentId, handle: 'first', deletion_protection: true };
  const made = await driver.apply('aptible_database', config);
  const diagnostics = await driver.walk(async (terraform) => {
    const renamed = await terraform.plan('aptible_database', { ...config, handle: 'second' }, made.instance);
    const added = await terraform.plan('aptible_database', config);
    return [...renamed.diagnostics, ...added.diagnostics];
  });
  expect(diagnostics).toEqual([]);
});
