import { type Account, accountShape, anyRecordShape, ApiError, linkedId, linkedUuid, logDrainShape } from '../../api';
import { DiagnosticError } from '../../plugin/diagnostics';
import type { Call, Resource } from '../../plugin/types';
import type { ObjectValue } from '../../plugin/values';
import { resources, type State } from '../../schema';
import { checkConfiguration, checkPlan } from '../checks';
import type { Context } from '../configure';
import { environmentByHandle } from '../import-id';
import { createRecord, deprovision, stillThere } from '../records';
import { currentPolicy } from '../retention-policy';
import { completed } from '../values';
import { reading, Work } from '../work';

const definition = resources.aptible_environment;

type EnvironmentState = State<typeof definition>;
type PolicyState = EnvironmentState['backup_retention_policy'][number];

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

    await setPolicy(wanted, record.id, work, call);
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
    await setPolicy(wanted, id, work, call);
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
    const { reader } = call.client;
    if (!/^\d+$/.test(text)) return idsOf(await environmentByHandle(text, reader, call.signal));
    const record = await reader.account(Number(text), call.signal);
    if (record !== undefined) return idsOf(record);
    throw new DiagnosticError(
      `There is no environment with the id ${text}`,
      'Check the id, and that the token may see the environment. Its handle works too: terraform import ADDRESS HANDLE.',
    );
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

/** The newest policy counts. One is made only where it changes something. */
async function setPolicy(wanted: EnvironmentState, id: number, work: Work, call: Call<Context>): Promise<void> {
  const [policy] = wanted.backup_retention_policy;
  if (policy === undefined) return;
  await work.run(`set the backup retention policy of the environment "${wanted.handle}"`, async () => {
    const current = await currentPolicy(id, work.signal, call);
    if (current !== undefined && isSame(policy, current)) return;
    await call.client.client.post(
      `/accounts/${id}/backup_retention_policies`,
      undefined,
      Object.fromEntries(policyFields.map((field) => [field, policy[field]])),
      { signal: work.signal },
    );
  });
}

const policyFields = Object.keys(definition.blocks.backup_retention_policy.attributes) as (keyof PolicyState)[];

const isSame = (a: PolicyState, b: PolicyState): boolean => policyFields.every((field) => a[field] === b[field]);

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
  const kinds = ['apps', 'databases', 'log_drains', 'metric_drains', 'backups'];
  const found = await Promise.allSettled(
    kinds.map(async (kind) => {
      const records = await client.list(`/accounts/${id}/${kind}`, anyRecordShape, { signal: work.signal });
      const names = records.map((record) => record.handle ?? `id ${record.id}`);
      return { kind: kind.replace('_', ' '), names };
    }),
  );
  const left = found.flatMap((outcome) =>
    // What cannot be listed is left out of the explanation; the platform's own words are in it.
    outcome.status === 'fulfilled' && outcome.value.names.length > 0
      ? `  ${outcome.value.kind}: ${outcome.value.names.join(', ')}`
      : [],
  );
  if (left.length === 0) return undefined;
  return new DiagnosticError(
    `Could not delete the environment "${handle}": it is not empty`,
    `${cause.message}\n\nIt still has:\n\n${left.join('\n')}\n\nRemove these first. Backups stay behind when their database is removed: ` +
      `list them with "aptible backup:orphaned --environment ${handle}" and remove them with "aptible backup:purge ID"; with ` +
      'keep_final = false in the backup_retention_policy, none are kept from then on.',
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
async function policyOf(record: Account, known: EnvironmentState, call: Call<Context>): Promise<PolicyState[]> {
  const isForeign = call.private === undefined;
  call.private = ours;
  if (!isForeign && known.backup_retention_policy.length === 0) return [];
  const current = await currentPolicy(record.id, call.signal, call);
  if (current === undefined) return [];
  const state = Object.fromEntries(policyFields.map((field) => [field, current[field]])) as unknown as PolicyState;
  return isForeign && isSame(state, platformDefault as PolicyState) ? [] : [state];
}
