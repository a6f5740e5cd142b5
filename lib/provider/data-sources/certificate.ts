import type { DataSource } from '../../plugin/types';
import { dataSources } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { lookedUp } from '../look-up';
import { fieldsOf, plain } from '../resources/certificate';

const definition = dataSources.aptible_certificate;

export const certificate: DataSource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async read(config, call) {
    const { reader } = call.client;
    const found = await lookedUp(config, call, {
      thing: 'certificate',
      byId: (id, environmentId) => reader.certificate(id, environmentId, call.signal),
      inEnvironment: (environmentId) => reader.certificates(environmentId, call.signal),
      names: {
        fingerprint: { of: ({ sha256_fingerprint }) => [sha256_fingerprint], normal: plain, orItsBeginning: true },
        common_name: { of: ({ common_name }) => [common_name] },
      },
      describe: ({ common_name, sha256_fingerprint, not_after }) =>
        `${common_name}, valid until ${not_after}, fingerprint ${sha256_fingerprint}`,
    });
    return { ...config, ...fieldsOf(found) };
  },
};
