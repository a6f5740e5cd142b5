import { type Account, type RetentionPolicy } from '../../api';
import { DiagnosticError } from '../../plugin/diagnostics';
import { resources } from '../../schema';
import type { Call } from '../call';
import { findEnvironmentForImport } from '../import-id';
import { currentPolicy, retentionOf, setPolicy } from '../retention-policy';
import { type Found, type Planned, resource } from '../resource';
import { reading, type Work } from '../work';

const definition = resources.aptible_backup_retention_policy;

type Definition = typeof definition;
type Ids = Pick<Found<Definition>, 'id' | 'env_id'>;

export const backupRetentionPolicy = resource(definition, {
  async create({ wanted }, work, call) {
    return set(wanted, wanted.env_id, work, call);
  },

  async read(known, call) {
    return reading(nameOf(environmentId(known)), call, async () => {
      const id = environmentId(known);
      try {
        const policy = await currentPolicy(id, call.signal, call);
        return policy === undefined ? null : stateOf(policy, id);
      } catch (error) {
        // It goes with its environment, and with nothing else.
        await call.platform.confirmGone(`/accounts/${id}`, error, { signal: call.signal });
        return null;
      }
    });
  },

  async update({ before, wanted }, work, call) {
    return set(wanted, environmentId(before), work, call);
  },

  delete(known, _work, call) {
    call.diagnostics.warning(
      `The environment ${environmentId(known)} keeps its backup retention policy`,
      'An environment cannot be without one: Terraform forgets this one, and the platform goes on with it until another one is set.',
    );
  },

  async import(text, call) {
    const record = await findEnvironmentForImport(text, call);
    return idsOf(record.id);
  },
});

const environmentId = ({ id, env_id }: Ids): number => env_id ?? Number(id);

const idsOf = (environment: Account['id']) => ({ id: String(environment), env_id: environment });

const nameOf = (environment: number): string => `the backup retention policy of the environment ${environment}`;

async function set(wanted: Planned<Definition>, id: number, work: Work, call: Call): Promise<Found<Definition>> {
  await work.must(`set ${nameOf(id)}`, () => setPolicy(wanted, id, work, call));
  return work.closing(call.platform, nameOf(id), idsOf(id), async () => {
    const policy = await currentPolicy(id, work.signal, call);
    if (policy !== undefined) return stateOf(policy, id);
    throw new DiagnosticError(
      `The environment ${id} has no backup retention policy`,
      'The platform accepted one, and does not show it. Apply again.',
    );
  });
}

function stateOf(policy: RetentionPolicy, environment: number): Found<Definition> {
  return { ...idsOf(environment), ...retentionOf(policy), policy_id: policy.id, pitr_days: policy.pitr_days ?? null };
}
