import {
  type Account,
  accountShape,
  anyRecordShape,
  ApiError,
  backupShape,
  linkedId,
  linkedUuid,
  logDrainShape,
} from '../../api';
import { DiagnosticError } from '../../plugin/diagnostics';
import type { Call, Resource } from '../../plugin/types';
import type { ObjectValue } from '../../plugin/values';
import { resources, type State } from '../../schema';
import { checkConfiguration, checkPlan } from '../checks';
import type { Context } from '../configure';
import { findEnvironmentForImport } from '../import-id';
import { createRecord, deprovision, stillThere } from '../records';
import { currentPolicy, isSameRetention, type Retention, retentionOf, setPolicy } from '../retention-policy';
import { completed } from '../values';
import { reading, Work } from '../work';

const definition = resources.aptible_environment;

type EnvironmentState = State<typeof definition>;

/** Left in the private state by a create or a read of ours, so that a state from elsewhere (an import, the official provider) is told apart. */
const ours = { policy: 'as declared' };

export const environment: Resource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  plan(change, call) {
    checkPlan(definition, change, call.diagnostics);
  },

  async create({ planned }, call) {
    const wanted = planned as unknown as EnvironmentState;
    const { client, reader } = call.client;
    const work = new Work(call, 'create', wanted.timeouts, definition.timeoutsMinutes.create);
    const what = `the environment "${wanted.handle}"`;
    const owner = await work.must(`create ${what}`, () => ownerOf(planned, call, work));
    const record = await createRecord(work, {
      what,
      create: () =>
        client.post(
          '/accounts',
          accountShape,
          { handle: wanted.handle, organization_id: owner.organizationId, stack_id: wanted.stack_id, type: owner.type },
          { signal: work.lateSignal },
        ),
      find: async () =>
        (await reader.accounts(work.signal, { fresh: true })).find(({ handle }) => handle === wanted.handle),
      untouched: async (record) =>
        linkedId(record, 'stack') === wanted.stack_id &&
        (await reader.apps(record.id, work.signal)).length === 0 &&
        (await reader.databases(record.id, work.signal)).length === 0,
      importExample: `aptible_environment.NAME ${wanted.handle}`,
    });
    call.private = ours;
    call.keep({ ...planned, ...idsOf(record), org_id: owner.organizationId, backup_retention_policy: [] });

    await setDeclaredPolicy(wanted, record.id, work, call);
    return finish(wanted, record.id, work, call);
  },

  async read(state, call) {
    const known = state as unknown as EnvironmentState;
    return reading(`the environment "${known.handle}"`, call, async () => {
      const record = await call.client.reader.account(environmentId(known), call.signal);
      return record === undefined ? null : await stateOf(record, known, call);
    });
  },

  async update({ prior, planned }, call) {
    const before = prior as unknown as EnvironmentState;
    const wanted = planned as unknown as EnvironmentState;
    const id = environmentId(before);
    const work = new Work(call, 'update', wanted.timeouts, definition.timeoutsMinutes.update);
    if (wanted.handle !== before.handle) {
      await work.run(`rename the environment "${before.handle}" to "${wanted.handle}"`, async () => {
        await call.client.client.put(
          `/accounts/${id}`,
          accountShape,
          { handle: wanted.handle },
          { signal: work.signal },
        );
        call.keep({ ...prior, handle: wanted.handle });
      });
    }
    await setDeclaredPolicy(wanted, id, work, call);
    return finish(wanted, id, work, call);
  },

  async delete(prior, call) {
    const known = prior as unknown as EnvironmentState;
    const { client, reader } = call.client;
    const id = environmentId(known);
    const work = new Work(call, 'delete', known.timeouts, definition.timeoutsMinutes.delete);
    const what = `the environment "${known.handle}"`;
    await work.must(`remove the automatic log drain of ${what}`, async () => {
      const drains = await emptyWhenGone(() =>
        client.list(`/accounts/${id}/log_drains`, logDrainShape, { signal: work.signal }),
      );
      // The platform made it with the first deploy, and it would block the deletion.
      const automatic = drains.filter(({ drain_type }) => drain_type === 'tail');
      await Promise.all(automatic.map((drain) => deprovision(call.client, work, `/log_drains/${drain.id}`, id)));
    });
    await work.must(`delete ${what}`, async () => {
      try {
        await client.delete(`/accounts/${id}`, { signal: work.signal });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.status === 404) return;
        throw (await becauseNotEmpty(known, id, error, work, call)) ?? error;
      }
    });
    reader.forget('accounts', undefined, id);
  },

  async import(text, call) {
    return idsOf(await findEnvironmentForImport(text, call));
  },
};

const environmentId = (state: Pick<EnvironmentState, 'id' | 'env_id'>): number => state.env_id ?? Number(state.id);

const idsOf = (record: Account) => ({ id: String(record.id), env_id: record.id });

interface Owner {
  readonly organizationId: string;
  readonly type: 'production' | 'development';
}

/** A dedicated stack belongs to an organization, and only it may hold a production environment. */
async function ownerOf(planned: ObjectValue, call: Call<Context>, work: Work): Promise<Owner> {
  const { reader } = call.client;
  const wanted = planned as unknown as EnvironmentState;
  const stack = await reader.stack(wanted.stack_id, work.signal);
  if (stack === undefined) {
    throw new DiagnosticError(
      `There is no stack with the id ${wanted.stack_id}`,
      'Check the id, and that the token may see the stack. The data source aptible_stack finds one by name.',
      ['stack_id'],
    );
  }
  const stackOwner = linkedUuid(stack, 'organization');
  const type = stackOwner === undefined ? 'development' : 'production';
  if (typeof planned.org_id === 'string' && planned.org_id !== '') return { organizationId: planned.org_id, type };
  if (stackOwner !== undefined) return { organizationId: stackOwner, type };
  const organizations = await reader.organizations(work.signal);
  if (organizations.length === 1) return { organizationId: organizations[0]!.id, type };
  throw new DiagnosticError(
    `Whose environment should "${wanted.handle}" be?`,
    organizations.length === 0
      ? 'This token belongs to no organization. Set org_id to the id of one.'
      : `The stack "${stack.name}" is shared, and this token belongs to several organizations. Set org_id to the id of one:\n\n` +
          organizations.map(({ id, name }) => `  ${id}  ${name}`).join('\n'),
    ['org_id'],
  );
}

async function setDeclaredPolicy(
  { handle, backup_retention_policy: [policy] }: EnvironmentState,
  id: number,
  work: Work,
  call: Call<Context>,
): Promise<void> {
  if (policy === undefined) return;
  await work.run(`set the backup retention policy of the environment "${handle}"`, () =>
    setPolicy(policy, id, work, call),
  );
}

/** What the platform gives an environment that has none of its own. */
const platformDefault = { daily: 30, monthly: 12, yearly: 6, make_copy: false, keep_final: true };

async function emptyWhenGone<T>(list: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await list();
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return [];
    throw error;
  }
}

/** What is left in an environment, which the platform deletes only when it is empty. */
async function becauseNotEmpty(
  { handle }: EnvironmentState,
  id: number,
  cause: ApiError,
  work: Work,
  { client: { client } }: Call<Context>,
): Promise<DiagnosticError | undefined> {
  const named = async (kind: string) => {
    const records = await client.list(`/accounts/${id}/${kind}`, anyRecordShape, { signal: work.signal });
    return records.map((record) => record.handle ?? `id ${record.id}`);
  };
  const namedBackups = async () => {
    const records = await client.list(`/accounts/${id}/backups`, backupShape, { signal: work.signal });
    return records.map((each) => `${each.id} (of ${each.database_handle}${each.manual ? ', manual' : ''})`);
  };
  const contents: Readonly<Record<string, () => Promise<readonly string[]>>> = {
    apps: () => named('apps'),
    databases: () => named('databases'),
    'log drains': () => named('log_drains'),
    'metric drains': () => named('metric_drains'),
    backups: namedBackups,
  };
  const found = await Promise.allSettled(
    Object.entries(contents).map(async ([kind, list]) => ({ kind, names: await list() })),
  );
  // What cannot be listed is left out of the explanation; the platform's own words are in it.
  const left = found.flatMap((outcome) =>
    outcome.status === 'fulfilled' && outcome.value.names.length > 0 ? [outcome.value] : [],
  );
  if (left.length === 0) return undefined;
  const aboutBackups =
    ' Backups outlive their database: those that were asked for, and with keep_final in the backup retention policy the last one. ' +
    `Purge them with "aptible backup:purge ID", or import them as aptible_backup and destroy them. With keep_final = false, applied before ` +
    'the databases are destroyed, no final one is made.';
  return new DiagnosticError(
    `Could not delete the environment "${handle}": it is not empty`,
    `${cause.message}\n\nIt still has:\n\n${left.map(({ kind, names }) => `  ${kind}: ${names.join(', ')}`).join('\n')}\n\n` +
      `Remove these first.${left.some(({ kind }) => kind === 'backups') ? aboutBackups : ''}`,
    undefined,
    { cause },
  );
}

async function finish(wanted: EnvironmentState, id: number, work: Work, call: Call<Context>): Promise<ObjectValue> {
  const read = await call.client.reader.account(id, call.signal, { fresh: true });
  const record = stillThere(read, `The environment "${wanted.handle}"`, id);
  const actual = await stateOf(record, wanted, call);
  return work.failed ? actual : completed(wanted as unknown as ObjectValue, actual);
}

async function stateOf(record: Account, known: EnvironmentState, call: Call<Context>): Promise<ObjectValue> {
  return {
    ...(known as unknown as ObjectValue),
    ...idsOf(record),
    handle: record.handle,
    org_id: linkedUuid(record, 'organization') ?? known.org_id,
    stack_id: linkedId(record, 'stack') ?? known.stack_id,
    ca_certificate: record.ca_body ?? null,
    backup_retention_policy: (await policyOf(record, known, call)) as unknown as ObjectValue[],
  };
}

/**
 * The state of a block follows the configuration, which a read does not see: an environment without a block in its state is one
 * without a block in its configuration. Only a state from elsewhere tells nothing: there, a policy other than the platform's
 * default is taken to be configured.
 */
async function policyOf(record: Account, known: EnvironmentState, call: Call<Context>): Promise<Retention[]> {
  const isForeign = call.private === undefined;
  call.private = ours;
  if (!isForeign && known.backup_retention_policy.length === 0) return [];
  const current = await currentPolicy(record.id, call.signal, call);
  if (current === undefined) return [];
  return isForeign && isSameRetention(current, platformDefault) ? [] : [retentionOf(current)];
}
