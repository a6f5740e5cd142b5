import { linkedUuid, type Permission, permissionShape, requiredId } from '../../api';
import { DiagnosticError } from '../../plugin/diagnostics';
import { resources } from '../../schema';
import { createRecord, thereAlready } from '../new-record';
import { deleteRecord } from '../records';
import { type Found, type Planned, resource } from '../resource';
import { reading } from '../work';

const definition = resources.aptible_permission;

type Definition = typeof definition;
type Granted = Pick<Planned<Definition>, 'env_id' | 'role_id' | 'scope'>;

export const permission = resource(definition, {
  async create({ wanted }, work, call) {
    const { env_id: environmentId, role_id: role, scope } = wanted;
    const what = nameOf(wanted);
    let earlier: ReadonlySet<number> | undefined;
    const path = `/accounts/${environmentId}/permissions`;
    const record = await createRecord(call, work, {
      type: definition.name,
      what,
      path,
      identity: `${role} ${scope}`,
      create: () => call.platform.post(path, permissionShape, { role, scope }, { signal: work.lateSignal }),
      find: async () => {
        const all = await call.reader.list('permissions', { environmentId, signal: work.signal, fresh: true });
        earlier ??= new Set(all.map(({ id }) => id));
        return all.filter((each) => linkedUuid(each, 'role') === role && each.scope === scope);
      },
      // Nothing tells one that somebody else has given from one of an apply that was killed; but this apply makes the new ones.
      isUnused: ({ id }) => !earlier!.has(id),
      whenInUse: ({ id }) => {
        // Taking one of two away would change nothing.
        throw thereAlready({ type: definition.name, what, id }, '', ['scope']);
      },
    });
    call.keep(idsOf(record));
    return stateOf(record, wanted);
  },

  async read(known, call) {
    return reading(nameOf(known), call, async () => {
      const record = await call.reader.find('permissions', permissionId(known), {
        environmentId: known.env_id ?? undefined,
        signal: call.signal,
      });
      return record === undefined ? null : stateOf(record, known);
    });
  },

  update({ before }) {
    // Only `timeouts` change without a replacement.
    return before;
  },

  async delete(known, work, call) {
    const id = permissionId(known);
    await work.must(`take away ${nameOf(known)}`, () => deleteRecord(call, work, `/permissions/${id}`, known.env_id));
    call.reader.forget('permissions', known.env_id, id);
  },

  async import(text, call) {
    const id = /^\d{1,15}$/.test(text) ? Number(text) : undefined;
    const record =
      id === undefined
        ? undefined
        : await reading(`the permission ${id}`, call, () =>
            call.reader.find('permissions', id, { signal: call.signal }),
          );
    if (record !== undefined) return idsOf(record);
    throw new DiagnosticError(
      id === undefined ? `"${text}" is not an import id of a permission` : `There is no permission with the id ${id}`,
      'A permission has no handle. Give its numeric id (4711), which GET /accounts/ENVIRONMENT-ID/permissions of the API shows, and use a token that may see its environment.',
    );
  },
});

const permissionId = ({ id, permission_id }: { id: string | null; permission_id: number | null }): number =>
  permission_id ?? Number(id);

const nameOf = ({ role_id, scope, env_id }: Granted): string =>
  `the permission "${scope}" of the role ${role_id} in the environment ${env_id}`;

function idsOf(record: Permission) {
  return { id: String(record.id), permission_id: record.id, env_id: requiredId(record, 'account') };
}

function stateOf(record: Permission, known: Granted): Found<Definition> {
  return { ...idsOf(record), role_id: linkedUuid(record, 'role') ?? known.role_id, scope: record.scope };
}
