import { type Database, databaseShape, linkedId, serviceShape, type Vhost, vhostShape } from '../../api';
import { DiagnosticError } from '../../plugin/diagnostics';
import { ephemeralResources, type Given } from '../../schema';
import type { Call } from '../call';
import { throughEndpoint } from '../connection-url';
import { credentialOf } from '../database-credential';
import { partsOf } from '../database-record';
import { ephemeralResource } from '../ephemeral-resource';
import { asLogin } from '../login-password';
import { lookedUp } from '../look-up';
import { reading } from '../work';

const definition = ephemeralResources.aptible_database_credentials;

type Wanted = Given<typeof definition>;

export const databaseCredentials = ephemeralResource(definition, {
  async open(wanted, call) {
    const { database, endpoint } = await find(wanted, call);
    const { type, connection_url: direct } = await credentialOf(database, wanted.type, call);
    const url = endpoint ? throughEndpoint(direct, endpoint.external_host, database.port_mapping ?? []) : direct;
    if (url === null) {
      throw new DiagnosticError(
        `The endpoint ${endpoint!.id} has no address for the credential "${type}" of the database "${database.handle}"`,
        `Its status is "${endpoint!.status}". An endpoint has a host name once it is provisioned.`,
        ['endpoint_id'],
      );
    }
    const ofLogin = asLogin(url, wanted);
    return { type, connection_url: ofLogin, ...partsOf(ofLogin) };
  },
});

/** Read without secrets: the platform records each reading of one, and those of other databases are not asked for. */
async function find(wanted: Wanted, call: Call): Promise<{ readonly database: Database; readonly endpoint?: Vhost }> {
  const { platform } = call;
  const { endpoint_id: endpointId } = wanted;
  const options = { signal: call.signal, withoutSecrets: true };
  if (endpointId !== null) {
    return reading(`the database of the endpoint ${endpointId}`, call, async () => {
      const endpoint = await platform.find(`/vhosts/${endpointId}`, vhostShape, options);
      if (endpoint === undefined) {
        throw new DiagnosticError(
          `There is no endpoint with the id ${endpointId}`,
          'Check the id, and that the token may see its environment.',
          ['endpoint_id'],
        );
      }
      const service = await platform.get(`/services/${linkedId(endpoint, 'service')}`, serviceShape, options);
      const id = linkedId(service, 'database');
      if (id !== undefined)
        return { endpoint, database: await platform.get(`/databases/${id}`, databaseShape, options) };
      throw new DiagnosticError(
        `The endpoint ${endpointId} is not one of a database`,
        'It is one of an app, which has no credentials.',
        ['endpoint_id'],
      );
    });
  }
  const database = await lookedUp(wanted, call, {
    thing: 'database',
    source: {
      byId: (id) => platform.find(`/databases/${id}`, databaseShape, options),
      inEnvironment: (environmentId) => platform.list(`/accounts/${environmentId}/databases`, databaseShape, options),
    },
    names: { handle: { of: ({ handle }) => [handle] } },
  });
  return { database };
}
