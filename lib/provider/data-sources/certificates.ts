import { dataSources } from '../../schema';
import { dataSource } from '../data-source';
import { fieldsOf } from '../resources/certificate';
import { reading } from '../work';

export const certificates = dataSource(dataSources.aptible_certificates, {
  async read(wanted, call) {
    const environmentId = wanted.env_id;
    const found = await reading(`the certificates of the environment ${environmentId}`, call, () =>
      call.reader.list('certificates', { environmentId, signal: call.signal }),
    );
    return {
      id: String(environmentId),
      certificates: found
        .sort((a, b) => b.id - a.id)
        .map((certificate) => ({ ...fieldsOf(certificate), managed: certificate.acme ?? false })),
    };
  },
});
