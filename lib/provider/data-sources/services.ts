import { linkedId } from '../../api';
import { dataSources } from '../../schema';
import { policyState, serviceFields } from '../app-services';
import { dataSource } from '../data-source';
import { checkOwner } from '../look-up';
import { reading } from '../work';

export const services = dataSource(dataSources.aptible_services, {
  async read(wanted, call) {
    const { reader } = call;
    const environmentId = wanted.env_id;
    const services = await reading(`the services of the environment ${environmentId}`, call, async () => {
      await checkOwner(wanted, call);
      const found = (await reader.list('services', { environmentId, signal: call.signal })).flatMap((service) => {
        const appId = linkedId(service, 'app');
        return appId !== undefined && (wanted.app_id ?? appId) === appId ? [{ appId, service }] : [];
      });
      return Promise.all(
        found
          .sort((a, b) => a.appId - b.appId || a.service.process_type.localeCompare(b.service.process_type))
          .map(async ({ appId, service }) => {
            const policy = await reader.sizingPolicy(service, { environmentId, signal: call.signal });
            return {
              app_id: appId,
              service_id: service.id,
              command: service.command || null,
              ...serviceFields(service),
              autoscaling_policy: policy === undefined ? null : policyState(policy),
            };
          }),
      );
    });
    return { id: String(wanted.app_id ?? environmentId), services };
  },
});
