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
import { isUnknown, type Unknown } from '../../plugin/values';
import { firstRetentionPolicy, type Given, resources, type State } from '../../schema';
import { backupsIn, purgeBackups, warnOfPurge } from '../backup-purge';
import type { Call } from '../call';
import type { KindBelow } from '../environment-reader';
import { findEnvironmentForImport } from '../import-id';
import { createRecord } from '../new-record';
import { handleIsFree, noStack, stackExists } from '../plan-checks';
import { closingRead, deprovision, unlessGone } from '../records';
import { currentPolicy, isSameRetention, type Retention, retentionOf, setPolicy } from '../retention-policy';
import { type Found, type Planned, resource } from '../resource';
import { reading, type Work } from '../work';

const definition = resources.aptible_environment;

type Definition = typeof definition;

interface Private {
  /** Where the configuration leaves the policy out, it is read once: it tells what the environment got, and costs no later plan a request. */
  readonly policy: 'as declared' | 'left out';
}

export const environment = resource<Definition, Private>(definition, {
  planDestroy: warnOfLostBackups,

  planReplacement: ({ prior }, call) => warnOfLostBackups(prior, call),

  checks: ({ prior, planned }) =>
    prior === null
      ? [
          stackExists(planned.stack_id),
          handleIsFree('accounts', { handle: planned.handle }, (record, ask) =>
            isUntouched(record, planned.stack_id, ask),
          ),
        ]
      : [],

  async create({ wanted, config }, work, call) {
    const { platform, reader } = call;
    const what = `the environment "${wanted.handle}"`;
    const owner = await work.must(`create ${what}`, () => ownerOf(wanted, call, work));
    const record = await createRecord(call, work, {
      type: definition.name,
      what,
      path: '/accounts',
      identity: wanted.handle,
      create: () =>
        platform.post(
          '/accounts',
          accountShape,
          { handle: wanted.handle, organization_id: owner.organizationId, stack_id: wanted.stack_id, type: owner.type },
          { signal: work.lateSignal },
        ),
      find: () => reader.withHandle('accounts', wanted.handle, undefined, work.signal),
      isUnused: (found) => isUnused(found, wanted, owner, work, call),
    });
    call.keep({ ...idsOf(record), org_id: owner.organizationId, backup_retention_policy: [] });

    await setDeclaredPolicy(config, record.id, work, call);
    const known = {
      ...idsOf(record),
      org_id: owner.organizationId,
      // Where it is left out, the next read finds it.
      backup_retention_policy: config.backup_retention_policy ?? [],
      ...(record.ca_body && { ca_certificate: record.ca_body }),
    };
    return finish(wanted, known, record.id, work, call);
  },

  async read(known, call) {
    return reading(`the environment "${known.handle}"`, call, async () => {
      const record = await call.reader.find('accounts', environmentId(known), { signal: call.signal });
      return record === undefined ? null : await stateOf(record, known, call);
    });
  },

  async update({ before, wanted, config }, work, call) {
    const id = environmentId(before);
    if (wanted.handle !== before.handle) {
      await work.run(`rename the environment "${before.handle}" to "${wanted.handle}"`, async () => {
        await call.platform.put(`/accounts/${id}`, accountShape, { handle: wanted.handle }, { signal: work.signal });
        call.keep({ handle: wanted.handle });
      });
    }
    await setDeclaredPolicy(config, id, work, call);
    return finish(wanted, {}, id, work, call);
  },

  async delete(known, work, call) {
    const { platform, reader } = call;
    const id = environmentId(known);
    const what = `the environment "${known.handle}"`;
    await work.must(`remove the automatic log drain of ${what}`, async () => {
      const drains = await unlessGone(() =>
        platform.list(`/accounts/${id}/log_drains`, logDrainShape, { signal: work.signal }),
      );
      if (drains === undefined) return call.missing.checkEnvironment(id, work.signal, call);
      // The platform made it with the first deploy, and it would block the deletion.
      const automatic = drains.filter(({ drain_type }) => drain_type === 'tail');
      await Promise.all(automatic.map((drain) => deprovision(call, work, `/log_drains/${drain.id}`, id)));
    });
    if (known.purge_backups_on_destroy) {
      await work.must(`purge the backups of ${what}`, () => purgeWhatIsLeft(what, id, work, call));
    }
    await work.must(`delete ${what}`, async () => {
      try {
        await platform.delete(`/accounts/${id}`, { signal: work.signal });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        throw (await becauseNotEmpty(known, id, error, work, call)) ?? error;
      }
    });
    reader.forget('accounts', undefined, id);
  },

  async import(text, call) {
    return idsOf(await findEnvironmentForImport(text, call));
  },
});

function warnOfLostBackups(
  { handle, id, purge_backups_on_destroy: purges }: State<Definition>,
  call: Pick<Call, 'diagnostics'>,
): void {
  if (!purges) return;
  const backups = 'those that its databases leave, and those of databases that were removed earlier';
  warnOfPurge(`the environment "${handle}" (id ${id})`, backups, call);
}

const environmentId = ({ id, env_id }: State<Definition>): number => env_id ?? Number(id);

const idsOf = (record: Account) => ({ id: String(record.id), env_id: record.id });

/** On that stack, and empty. */
async function isUntouched(
  record: Account,
  stackId: number | Unknown | null,
  { reader, signal }: Pick<Call, 'reader' | 'signal'>,
): Promise<boolean> {
  const options = { environmentId: record.id, signal };
  return (
    (isUnknown(stackId) || linkedId(record, 'stack') === stackId) &&
    (await reader.list('apps', options)).length === 0 &&
    (await reader.list('databases', options)).length === 0
  );
}

interface Owner {
  readonly organizationId: string;
  readonly type: 'production' | 'development';
}

/** A dedicated stack belongs to an organization, and only it may hold a production environment. */
async function ownerOf(wanted: Planned<Definition>, { reader }: Call, work: Work): Promise<Owner> {
  const stack = await reader.find('stacks', wanted.stack_id, { signal: work.signal });
  if (stack === undefined) throw noStack(wanted.stack_id);
  const stackOwner = linkedUuid(stack, 'organization');
  const type = stackOwner === undefined ? 'development' : 'production';
  if (typeof wanted.org_id === 'string' && wanted.org_id !== '') return { organizationId: wanted.org_id, type };
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

/** Whether an environment is as it was made, and nothing has been done in it but what a creation does. */
async function isUnused(
  found: Account,
  { stack_id, backup_retention_policy: declared }: Planned<Definition>,
  owner: Owner,
  work: Work,
  call: Call,
): Promise<boolean> {
  if (linkedId(found, 'stack') !== stack_id || linkedUuid(found, 'organization') !== owner.organizationId) return false;
  const kinds = Object.keys(blocksDeletion).filter((kind) => kind !== 'services' && kind !== 'service_sizing_policies');
  for (const kind of [...kinds, 'operations']) {
    const path = `/accounts/${found.id}/${kind}`;
    if ((await call.platform.list(path, anyRecordShape, { signal: work.signal })).length > 0) return false;
  }
  const policy = await currentPolicy(found.id, work.signal, call);
  const known = [firstRetentionPolicy, ...(isUnknown(declared) ? [] : (declared ?? []))];
  return policy === undefined || known.some((each) => isSameRetention(policy, each));
}

async function setDeclaredPolicy(
  { handle, backup_retention_policy: declared }: Given<Definition>,
  id: number,
  work: Work,
  call: Call<Private>,
): Promise<void> {
  const policy = declared?.[0];
  call.private = { policy: policy === undefined ? 'left out' : 'as declared' };
  if (policy === undefined) return;
  await work.run(`set the backup retention policy of the environment "${handle}"`, () =>
    setPolicy(policy, id, work, call),
  );
}

/** Whether the platform keeps an environment while it has some of these. The rest goes with its app, its database or the environment. */
const blocksDeletion: Readonly<Record<KindBelow, boolean>> = {
  apps: true,
  databases: true,
  log_drains: true,
  metric_drains: true,
  backups: true,
  certificates: false,
  services: false,
  service_sizing_policies: false,
  vhosts: false,
  permissions: false,
};

const kindsThatBlock = (Object.keys(blocksDeletion) as KindBelow[]).filter((kind) => blocksDeletion[kind]);

/** Purges the backups of an environment that has nothing else. With more in it, it is not deleted, and what lives there needs its backups. */
async function purgeWhatIsLeft(what: string, id: number, work: Work, call: Call): Promise<void> {
  const others = await Promise.all(
    kindsThatBlock
      .filter((kind) => kind !== 'backups')
      .map((kind) =>
        unlessGone(() => call.platform.list(`/accounts/${id}/${kind}`, anyRecordShape, { signal: work.signal })),
      ),
  );
  if (others.some((records = []) => records.length > 0)) return;
  await purgeBackups(await backupsIn(id, work, call), { what, environmentId: id }, work, call);
}

/** What is left in an environment, which the platform deletes only when it is empty. */
async function becauseNotEmpty(
  { handle }: State<Definition>,
  id: number,
  cause: ApiError,
  work: Work,
  { platform }: Call,
): Promise<DiagnosticError | undefined> {
  const named = async (kind: KindBelow) => {
    const records = await platform.list(`/accounts/${id}/${kind}`, anyRecordShape, { signal: work.signal });
    return records.map((record) => record.handle ?? `id ${record.id}`);
  };
  const namedBackups = async () => {
    const records = await platform.list(`/accounts/${id}/backups`, backupShape, { signal: work.signal });
    return records.map((each) => `${each.id} (of ${each.database_handle}${each.manual ? ', manual' : ''})`);
  };
  const found = await Promise.allSettled(
    kindsThatBlock.map(async (kind) => ({
      kind: kind.replace('_', ' '),
      names: await (kind === 'backups' ? namedBackups() : named(kind)),
    })),
  );
  // What cannot be listed is left out of the explanation; the platform's own words are in it.
  const left = found.flatMap((outcome) =>
    outcome.status === 'fulfilled' && outcome.value.names.length > 0 ? [outcome.value] : [],
  );
  if (left.length === 0) return undefined;
  const aboutBackups =
    ' Backups outlive their database: those that were asked for, and with keep_final in the backup retention policy the last one. ' +
    'To have them purged with it, set purge_backups_on_destroy = true, apply that to the environment alone (-target=ADDRESS), and destroy ' +
    'again; or purge them with "aptible backup:purge ID". With keep_final = false, applied before the databases are destroyed, no final ' +
    'one is made.';
  return new DiagnosticError(
    `Could not delete the environment "${handle}": it is not empty`,
    `${cause.message}\n\nIt still has:\n\n${left.map(({ kind, names }) => `  ${kind}: ${names.join(', ')}`).join('\n')}\n\n` +
      `Remove these first.${left.some(({ kind }) => kind === 'backups') ? aboutBackups : ''}`,
    undefined,
    { cause },
  );
}

const finish = (
  wanted: Planned<Definition>,
  known: Partial<Found<Definition>>,
  id: number,
  work: Work,
  call: Call<Private>,
): Promise<Found<Definition>> =>
  closingRead(call, work, { kind: 'accounts', id, what: `the environment "${wanted.handle}"`, known }, (record) =>
    stateOf(record, wanted, call),
  );

async function stateOf(
  record: Account,
  known: Pick<Planned<Definition>, 'org_id' | 'stack_id' | 'backup_retention_policy'>,
  call: Call<Private>,
): Promise<Found<Definition>> {
  return {
    ...idsOf(record),
    handle: record.handle,
    org_id: linkedUuid(record, 'organization') ?? (isUnknown(known.org_id) ? null : known.org_id),
    stack_id: linkedId(record, 'stack') ?? known.stack_id,
    ca_certificate: record.ca_body ?? null,
    backup_retention_policy: await policyOf(record, known.backup_retention_policy, call),
  };
}

async function policyOf(
  record: Account,
  known: readonly Retention[] | Unknown | null,
  call: Call<Private>,
): Promise<Retention[]> {
  const policies = isUnknown(known) ? [] : (known ?? []);
  const isKnown = policies.length > 0;
  if (isKnown && call.private?.policy === 'left out') return [...policies];
  // An earlier version had none in the state where none was declared.
  call.private = { policy: isKnown || call.private === undefined ? 'as declared' : 'left out' };
  const current = await currentPolicy(record.id, call.signal, call);
  return current === undefined ? [] : [retentionOf(current)];
}
