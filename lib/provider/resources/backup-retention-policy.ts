import { type Account, ApiError, type RetentionPolicy } from '../../api';
import { DiagnosticError } from '../../plugin/diagnostics';
import type { Call, Resource } from '../../plugin/types';
import type { ObjectValue } from '../../plugin/values';
import { resources, type State } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { findEnvironmentForImport } from '../import-id';
import { currentPolicy, retentionOf, setPolicy } from '../retention-policy';
import { completed } from '../values';
import { reading, Work } from '../work';

const definition = resources.aptible_backup_retention_policy;

type PolicyState = State<typeof definition>;

export const backupRetentionPolicy: Resource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async create({ planned }, call) {
    const wanted = planned as unknown as PolicyState;
    return set(wanted, new Work(call, 'create', wanted.timeouts, definition.timeoutsMinutes.create), call);
  },

  async read(state, call) {
    const known = state as unknown as PolicyState;
    return reading(nameOf(known), call, async () => {
      try {
        const policy = await currentPolicy(environmentId(known), call.signal, call);
        return policy === undefined ? null : stateOf(policy, known);
      } catch (error) {
        // It went with its environment.
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    });
  },

  async update({ planned }, call) {
    const wanted = planned as unknown as PolicyState;
    return set(wanted, new Work(call, 'update', wanted.timeouts, definition.timeoutsMinutes.update), call);
  },

  async delete(prior, call) {
    call.diagnostics.warning(
      `The environment ${environmentId(prior as unknown as PolicyState)} keeps its backup retention policy`,
      'An environment cannot be without one: Terraform forgets this one, and the platform goes on with it until another one is set.',
    );
  },

  async import(text, call) {
    const record = await findEnvironmentForImport(text, call);
    return idsOf(record.id);
  },
};

const environmentId = (state: Pick<PolicyState, 'id' | 'env_id'>): number => state.env_id ?? Number(state.id);

const idsOf = (environment: Account['id']) => ({ id: String(environment), env_id: environment });

const nameOf = (state: PolicyState): string => `the backup retention policy of the environment ${environmentId(state)}`;

async function set(wanted: PolicyState, work: Work, call: Call<Context>): Promise<ObjectValue> {
  const id = environmentId(wanted);
  return work.must(`set ${nameOf(wanted)}`, async () => {
    await setPolicy(wanted, id, work, call);
    const policy = await currentPolicy(id, work.signal, call);
    if (policy === undefined) {
      throw new DiagnosticError(
        `The environment ${id} has no backup retention policy`,
        'The platform accepted one, and does not show it. Apply again.',
      );
    }
    return completed(wanted as unknown as ObjectValue, stateOf(policy, wanted));
  });
}

function stateOf(policy: RetentionPolicy, known: PolicyState): ObjectValue {
  return {
    ...(known as unknown as ObjectValue),
    ...idsOf(environmentId(known)),
    ...retentionOf(policy),
    policy_id: policy.id,
    pitr_days: policy.pitr_days ?? null,
  };
}
