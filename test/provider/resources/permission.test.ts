import { type Driver, startDriver } from '../driver';

let driver: Driver;
let env_id: number;
let role_id: string;

beforeEach(async () => {
  driver = await startDriver();
  env_id = driver.environmentId;
  role_id = driver.control.list('role')[0]!.uuid;
});

afterEach(() => driver.stop());

const apply = (scope: string, prior = null as Parameters<Driver['apply']>[2]) =>
  driver.apply('aptible_permission', { env_id, role_id, scope }, prior);
const scopes = () => driver.control.list('permission').map(({ scope }) => scope);

describe('create', () => {
  test('the record has what is configured', async () => {
    const { state, diagnostics } = await apply('deploy');
    expect(diagnostics).toEqual([]);
    expect(driver.writes()).toEqual([['POST', `/accounts/${env_id}/permissions`, { role: role_id, scope: 'deploy' }]]);
    const { id } = driver.control.list('permission')[0]!;
    expect(state).toEqual({ id: String(id), permission_id: id, env_id, role_id, scope: 'deploy', timeouts: null });
  });

  test.each(['before', 'after'] as const)('a request that was cut off %s its effect makes one', async (drop) => {
    driver.control.failNext({ request: { method: 'POST', path: '/accounts/*/permissions' }, drop });
    expect((await apply('deploy')).diagnostics).toEqual([]);
    expect(scopes()).toEqual(['deploy']);
  });

  test('one that is there already is an error that says how to import it, and no second one is made', async () => {
    const { state } = await apply('deploy');
    const { diagnostics } = await apply('deploy');
    expect(diagnostics).toMatchObject([
      {
        summary: `Could not create the permission "deploy" of the role ${role_id} in the environment ${env_id}: there is one already`,
        detail: expect.stringContaining(`to = aptible_permission.NAME\n    id = "${String(state!.id)}"\n`),
      },
    ]);
    expect(scopes()).toEqual(['deploy']);
  });

  test('a role that the platform does not have is refused by it, in its words', async () => {
    const unknownRole = '00000000-0000-4000-8000-000000000000';
    const { state, diagnostics } = await driver.apply('aptible_permission', {
      env_id,
      role_id: unknownRole,
      scope: 'deploy',
    });
    expect(state).toBeNull();
    expect(diagnostics.map(({ detail }) => detail)).toEqual([
      // The summary has the id: what was sent is hidden in what the platform says.
      expect.stringContaining('role (redacted) does not exist'),
    ]);
  });
});

test('a destroy is a success also when the permission is gone already', async () => {
  const one = await apply('deploy');
  expect(await driver.destroy('aptible_permission', one)).toMatchObject({ state: null, diagnostics: [] });
  expect(scopes()).toEqual([]);
  const gone = await driver.destroy('aptible_permission', one, { refreshes: false });
  expect(gone).toMatchObject({ state: null, diagnostics: [] });
});
