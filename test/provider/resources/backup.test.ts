import { eventually } from '../../support/eventually';
import { type Driver, startDriver } from '../driver';

let driver: Driver;
let env_id: number;
let database_id: number;

beforeEach(async () => {
  driver = await startDriver();
  env_id = driver.environmentId;
  database_id = Number((await driver.apply('aptible_database', { env_id, handle: 'db' })).state!.id);
  driver.clearRequests();
});

afterEach(() => driver.stop());

const create = (triggers: Record<string, string> | null = null) =>
  driver.apply('aptible_backup', { database_id, triggers });
const backups = () => driver.control.list('backup');
const operations = (type: string) => driver.control.list('operation').filter((each) => each.type === type);
const posted = (path: string, type: string) => ['POST', `${path}/operations`, { type }];

/** It may come from an apply that was killed, and no state has it. */
const aboutAnother = (id: number) =>
  expect.objectContaining({
    severity: 'warning',
    summary: 'The database "db" has another recent backup',
    detail: expect.stringContaining(`import {\n    to = aptible_backup.NAME\n    id = "${id}"\n  }`),
  });

describe('create', () => {
  test('the database is backed up, and the backup is the one that the operation made', async () => {
    await driver.request('POST', `/databases/${database_id}/operations`, { type: 'backup' });
    driver.clearRequests();
    const { state, diagnostics } = await create({ release: '1' });
    expect(diagnostics).toEqual([aboutAnother(backups()[0]!.id)]);
    const [operation] = operations('backup').slice(-1);
    const record = backups().at(-1)!;
    expect(state).toEqual({
      id: String(record.id),
      backup_id: record.id,
      database_id,
      triggers: { release: '1' },
      env_id,
      operation_id: operation!.id,
      database_handle: 'db',
      created_at: record.created_at,
      size: 10,
      region: 'us-east-1',
      manual: true,
      timeouts: null,
    });
    expect(driver.writes()).toEqual([posted(`/databases/${database_id}`, 'backup')]);
  });

  test('a copy that names the same operation is not taken for it', async () => {
    const { state } = await create();
    const { id: _id, created_at: _created, updated_at: _updated, deleted_at: _deleted, ...original } = backups()[0]!;
    driver.control.seed('backup', { ...original, copied_from_id: Number(state!.id), aws_region: 'us-west-1' });
    const unresolved = { ...state, id: null, backup_id: null };
    const { state: found } = await driver.refresh('aptible_backup', await driver.upgrade('aptible_backup', unresolved));
    expect(found).toEqual(state);
  });

  test('a database that is not there is an error that names it', async () => {
    const { state, diagnostics } = await driver.apply('aptible_backup', { database_id: 4711 });
    expect(state).toBeNull();
    expect(diagnostics).toEqual([
      expect.objectContaining({
        summary: 'There is no database with the id 4711',
        path: ['database_id'],
      }),
    ]);
    expect(driver.writes()).toEqual([]);
  });

  test('a failed one shows the log, and the next apply makes the backup', async () => {
    driver.control.failNext({ operation: 'backup', log: 'No snapshot.' });
    const failed = await create();
    expect(failed.diagnostics).toEqual([
      expect.objectContaining({
        summary: 'Could not back up the database "db"',
        detail: expect.stringContaining('No snapshot.'),
      }),
    ]);
    expect(failed.instance!.tainted).toBe(true);
    const { state, diagnostics } = await driver.apply('aptible_backup', { database_id }, failed);
    expect(diagnostics).toEqual([]);
    expect(backups().map(({ id }) => id)).toEqual([state!.backup_id]);
  });

  test.each(['after', 'before'] as const)(
    'an answer that was lost, %s the effect, leads to one backup, which is none from before',
    async (drop) => {
      await driver.request('POST', `/databases/${database_id}/operations`, { type: 'backup' });
      const earlier = backups()[0]!.id;
      driver.control.failNext({ request: { method: 'POST', path: '/databases/*/operations' }, drop });
      const { state, diagnostics } = await create();
      expect(diagnostics).toEqual([aboutAnother(earlier)]);
      expect(backups().map(({ id }) => id)).toEqual([earlier, state!.backup_id]);
    },
  );
});

describe('an interrupted create', () => {
  const interrupted = async () => {
    driver.control.setTiming({ durationMs: 600 });
    const outcome = await driver.applyAndStop(
      'aptible_backup',
      { database_id },
      null,
      /^POST \/databases\/\d+\/operations$/,
    );
    expect(outcome.diagnostics.map(({ summary }) => summary)).toContain(
      'Interrupted while trying to back up the database "db"',
    );
    expect(outcome.instance!.tainted).toBe(true);
    expect(outcome.state).toMatchObject({ backup_id: null, env_id, operation_id: operations('backup')[0]!.id });
    return outcome;
  };
  const ended = () => eventually(() => operations('backup')[0]!.status === 'succeeded');

  test('stays as it is while its operation goes on, and is purged when that has ended', async () => {
    const outcome = await interrupted();
    expect((await driver.refresh('aptible_backup', outcome)).state).toEqual(outcome.state);
    expect(await driver.destroy('aptible_backup', outcome)).toMatchObject({ state: null, diagnostics: [] });
    expect(operations('backup').map(({ status }) => status)).toEqual(['succeeded']);
    expect(backups()).toEqual([]);
  });

  test('is found by its operation afterwards', async () => {
    const outcome = await interrupted();
    await ended();
    const { state } = await driver.refresh('aptible_backup', outcome);
    expect(state).toMatchObject({ id: String(backups()[0]!.id), backup_id: backups()[0]!.id, manual: true });
  });

  test('is gone when its operation has failed in the end', async () => {
    const outcome = await interrupted();
    driver.control.change('operation', outcome.state!.operation_id as number, { status: 'failed' });
    expect(await driver.refresh('aptible_backup', outcome)).toMatchObject({ state: null, diagnostics: [] });
    expect(await driver.destroy('aptible_backup', outcome)).toMatchObject({ state: null, diagnostics: [] });
  });

  test('is gone without an error when its operation fails while a destroy waits for it', async () => {
    const outcome = await interrupted();
    driver.control.failNext({ operation: 'backup' });
    expect(await driver.destroy('aptible_backup', outcome)).toMatchObject({ state: null, diagnostics: [] });
    expect([operations('backup').map(({ status }) => status), backups()]).toEqual([['failed'], []]);
  });

  test('leaves one backup when the next apply repairs it', async () => {
    const outcome = await interrupted();
    driver.control.setTiming('instant');
    const { state, diagnostics } = await driver.apply('aptible_backup', { database_id }, outcome);
    expect(diagnostics).toEqual([]);
    expect(backups().map(({ id }) => id)).toEqual([state!.backup_id]);
  });
});

describe('replacement', () => {
  test('other triggers replace it with a warning of what is purged', async () => {
    const backup = await create({ release: '1' });
    const plan = await driver.plan('aptible_backup', { database_id, triggers: { release: '2' } }, backup);
    expect(plan).toMatchObject({ action: 'replace', replace: [['triggers']] });
    expect(plan.diagnostics).toEqual([
      expect.objectContaining({
        severity: 'warning',
        summary: `This plan purges the backup ${String(backup.state!.id)} of the database "db"`,
        path: ['triggers'],
      }),
    ]);
  });

  test('triggers that are not known yet replace it, too; the loss of all does not', async () => {
    const backup = await create({ release: '1' });
    const planned = async (triggers: unknown) =>
      (await driver.plan('aptible_backup', { database_id, triggers }, backup)).action;
    expect([await planned({ release: driver.unknown }), await planned(null)]).toEqual(['replace', 'update']);
  });

  test('another database replaces it with a warning of what is purged', async () => {
    const backup = await create();
    const plan = await driver.plan('aptible_backup', { database_id: driver.unknown }, backup);
    expect(plan).toMatchObject({ action: 'replace', replace: [['database_id']] });
    expect(plan.diagnostics).toEqual([
      expect.objectContaining({
        severity: 'warning',
        summary: `This plan purges the backup ${String(backup.state!.id)} of the database "db"`,
        path: ['database_id'],
      }),
    ]);
  });

  test('other timeouts change nothing on the platform', async () => {
    const backup = await create();
    driver.clearRequests();
    const timeouts = { create: '2h', delete: null };
    const { state } = await driver.apply('aptible_backup', { database_id, timeouts }, backup);
    expect(state).toEqual({ ...backup.state, timeouts });
    expect(driver.writes()).toEqual([]);
  });
});

describe('read', () => {
  test('many are read with one request', async () => {
    const made = [await create(), await create({ number: '2' }), await create({ number: '3' })];
    driver.clearRequests();
    const refreshed = await driver.refreshAll(made.map((prior) => ({ type: 'aptible_backup', prior })));
    expect(refreshed.map(({ state }) => state)).toEqual(made.map(({ state }) => state));
    expect(driver.reads()).toEqual([`/accounts/${env_id}/backups`]);
  });

  test('one that was purged by others is planned anew, without a word', async () => {
    const backup = await create();
    await driver.request('POST', `/backups/${String(backup.state!.id)}/operations`, { type: 'purge' });
    const plan = await driver.plan('aptible_backup', { database_id }, backup);
    expect(plan).toMatchObject({ action: 'create', diagnostics: [] });
  });

  test('one of a database that is gone stays, and only its operation is not known any more', async () => {
    const backup = await create();
    await driver.request('POST', `/databases/${database_id}/operations`, { type: 'deprovision' });
    const { state, diagnostics } = await driver.refresh('aptible_backup', backup);
    expect(diagnostics).toEqual([]);
    expect(state).toEqual({ ...backup.state, operation_id: null });
  });

  test.each([403, 500])('a refusal with %i is an error, and it stays in the state', async (status) => {
    const backup = await create();
    driver.control.failNext({ request: { method: 'GET' }, status, times: 100 });
    const { state, diagnostics } = await driver.refresh('aptible_backup', backup);
    expect(state).toEqual(backup.state);
    expect(diagnostics).toEqual([
      expect.objectContaining({ severity: 'error', detail: expect.stringContaining(String(status)) }),
    ]);
  });
});

describe('delete', () => {
  test('it is purged', async () => {
    const backup = await create();
    driver.clearRequests();
    expect(await driver.destroy('aptible_backup', backup)).toMatchObject({ state: null, diagnostics: [] });
    expect(driver.writes()).toEqual([posted(`/backups/${String(backup.state!.id)}`, 'purge')]);
    expect(backups()).toEqual([]);
  });

  test('one that goes meanwhile is a success', async () => {
    const backup = await create();
    driver.control.failNext({ request: { method: 'POST', path: '/backups/*/operations' }, status: 404 });
    driver.control.failNext({ request: { method: 'GET', path: '/backups/*' }, status: 404 });
    expect(await driver.destroy('aptible_backup', backup)).toMatchObject({ state: null, diagnostics: [] });
  });

  test('one whose purge fails stays in the state', async () => {
    const backup = await create();
    driver.control.failNext({ operation: 'purge', log: 'It is being restored.' });
    const { state, diagnostics } = await driver.destroy('aptible_backup', backup);
    expect(state).toEqual(backup.state);
    expect(diagnostics).toEqual([
      expect.objectContaining({
        summary: `Could not purge the backup ${String(backup.state!.id)}`,
        detail: expect.stringContaining('It is being restored.'),
      }),
    ]);
  });
});

describe('import', () => {
  test('by id it gets every attribute, and the plan is empty', async () => {
    const backup = await create();
    const imported = await driver.import('aptible_backup', String(backup.state!.id));
    expect(imported.diagnostics).toEqual([]);
    expect(imported.state).toEqual(backup.state);
    expect((await driver.plan('aptible_backup', { database_id }, imported)).action).toBe('no-op');
  });

  test('its first triggers are written down in place, and the next ones replace it', async () => {
    const { state } = await create({ release: '1' });
    const imported = await driver.import('aptible_backup', String(state!.id));
    expect(imported.state).toEqual({ ...state, triggers: null });
    driver.clearRequests();
    const updated = await driver.apply('aptible_backup', { database_id, triggers: { release: '1' } }, imported);
    expect(updated.state).toEqual(state);
    expect(driver.writes()).toEqual([]);
    const other = { database_id, triggers: { release: '2' } };
    expect((await driver.plan('aptible_backup', other, updated)).action).toBe('replace');
  });

  test.each([
    ['4711', 'There is no backup with the id 4711'],
    ['test/db', '"test/db" is not an import id of a backup'],
  ])('of %s is refused with where ids are to be found', async (id, summary) => {
    const { diagnostics } = await driver.import('aptible_backup', id);
    expect(diagnostics).toEqual([
      expect.objectContaining({ summary, detail: expect.stringContaining('"aptible backup:list DATABASE"') }),
    ]);
  });
});
