import { dataSources } from '../../schema';
import { dataSource } from '../data-source';
import { reading } from '../work';

export const roles = dataSource(dataSources.aptible_roles, {
  async read(wanted, call) {
    const found = await reading('the roles', call, async () => {
      const organizations =
        wanted.org_id === null ? (await call.reader.organizations(call.signal)).map(({ id }) => id) : [wanted.org_id];
      const lists = await Promise.all(
        organizations.map(async (org_id) =>
          (await call.reader.roles(org_id, call.signal)).map(({ id, name, type }) => ({
            role_id: id,
            name,
            type: type ?? null,
            org_id,
          })),
        ),
      );
      return lists.flat();
    });
    return { id: wanted.org_id ?? 'all', roles: found.sort((a, b) => a.name.localeCompare(b.name)) };
  },
});
