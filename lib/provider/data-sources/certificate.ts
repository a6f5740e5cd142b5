import { dataSources } from '../../schema';
import { dataSource } from '../data-source';
import { lookedUp } from '../look-up';
import { comparableFingerprint, fieldsOf } from '../resources/certificate';

export const certificate = dataSource(dataSources.aptible_certificate, {
  async read(wanted, call) {
    const found = await lookedUp(wanted, call, {
      thing: 'certificate',
      source: call.reader.source('certificates', call.signal),
      names: {
        fingerprint: {
          of: ({ sha256_fingerprint }) => [sha256_fingerprint],
          normal: comparableFingerprint,
          orItsBeginning: true,
        },
        common_name: { of: ({ common_name }) => [common_name] },
      },
      describe: ({ common_name, sha256_fingerprint, not_after }) =>
        `${common_name ?? 'without a name'}, valid until ${not_after ?? 'an unknown time'}, fingerprint ${sha256_fingerprint ?? 'unknown'}`,
    });
    return fieldsOf(found);
  },
});
