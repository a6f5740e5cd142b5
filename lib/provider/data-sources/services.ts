import { linkedId } from '../../api';
import type { DataSource } from '../../plugin/types';
import { dataSources } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { checkOwner } from '../look-up';
import { policyState, serviceFields } from '../resources/app';
import { reading } from '../work';

const definition = dataSources.aptible_services;

export const services: DataSource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async read(config, call) {
    const { reader } = call.client;
    const environmentId = Number(config.env_id);
    const services = await reading(`the services of the environment ${environmentId}`, call, async () => {
      await checkOwner(config, call);
      const found = (await reader.services(environmentId, call.signal)).flatMap((service) => {
        const appId = linkedId(service, 'app');
        return appId !== undefined && (config.app_id ?? appId) === appId ? [{ appId, service }] : [];
      });
      return Promise.all(
        found
          .sort((a, b) => a.appId - b.appId || a.service.process_type.localeCompare(b.service.process_type))
          .map(async ({ appId, service }) => {
            const policy = await reader.sizingPolicy(service, environmentId, call.signal);
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
    return { ...config, id: String(config.app_id ?? environmentId), services };
  },
};
