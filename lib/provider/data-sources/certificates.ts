import type { DataSource } from '../../plugin/types';
import { dataSources } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { fieldsOf } from '../resources/certificate';
import { reading } from '../work';

const definition = dataSources.aptible_certificates;

export const certificates: DataSource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async read(config, call) {
    const environmentId = Number(config.env_id);
    const found = await reading(`the certificates of the environment ${environmentId}`, call, () =>
      call.client.reader.certificates(environmentId, call.signal),
    );
    return {
      ...config,
      id: String(environmentId),
      certificates: found
        .sort((a, b) => b.id - a.id)
        .map((certificate) => ({ ...fieldsOf(certificate), managed: certificate.acme ?? false })),
    };
  },
};
