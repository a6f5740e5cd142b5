import {
  type Database,
  type DatabaseCredential,
  databaseCredentialShape,
  databaseShape,
  linkedId,
  serviceShape,
  type Vhost,
  vhostShape,
} from '../../api';
import { DiagnosticError } from '../../plugin/diagnostics';
import type { Call, EphemeralResource } from '../../plugin/types';
import type { ObjectValue } from '../../plugin/values';
import { ephemeralResources, type State } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { throughEndpoint } from '../connection-url';
import { partsOf } from '../database-record';
import { lookedUp } from '../look-up';
import { reading } from '../work';

const definition = ephemeralResources.aptible_database_credentials;

type Wanted = State<typeof definition>;

export const databaseCredentials: EphemeralResource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async open(config, call) {
    const wanted = config as unknown as Wanted;
    const { signal, client: context } = call;
    const { database, endpoint } = await find(wanted, config, call);
    const credentials = await reading(`the credentials of the database "${database.handle}"`, call, () =>
      context.client.list(`/databases/${database.id}/database_credentials`, databaseCredentialShape, { signal }),
    );
    const { type, connection_url: direct } = chosen(credentials, wanted.type, database);
    const url = endpoint ? throughEndpoint(direct, endpoint.external_host, database.port_mapping ?? []) : direct;
    if (url === null) {
      throw new DiagnosticError(
        `The endpoint ${endpoint!.id} has no address for the credential "${type}" of the database "${database.handle}"`,
        `Its status is "${endpoint!.status}". An endpoint has a host name once it is provisioned.`,
        ['endpoint_id'],
      );
    }
    return { ...config, type, connection_url: url, ...partsOf(url) };
  },
};

/** Read without secrets: the platform records each reading of one, and those of other databases are not asked for. */
async function find(
  { endpoint_id: endpointId }: Wanted,
  config: ObjectValue,
  call: Call<Context>,
): Promise<{ readonly database: Database; readonly endpoint?: Vhost }> {
  const { client } = call.client;
  const options = { signal: call.signal, withoutSecrets: true };
  if (endpointId !== null) {
    return reading(`the database of the endpoint ${endpointId}`, call, async () => {
      const endpoint = await client.find(`/vhosts/${endpointId}`, vhostShape, options);
      if (endpoint === undefined) {
        throw new DiagnosticError(
          `There is no endpoint with the id ${endpointId}`,
          'Check the id, and that the token may see its environment.',
          ['endpoint_id'],
        );
      }
      const service = await client.get(`/services/${linkedId(endpoint, 'service')}`, serviceShape, options);
      const id = linkedId(service, 'database');
      if (id !== undefined) return { endpoint, database: await client.get(`/databases/${id}`, databaseShape, options) };
      throw new DiagnosticError(
        `The endpoint ${endpointId} is not one of a database`,
        'It is one of an app, which has no credentials.',
        ['endpoint_id'],
      );
    });
  }
  const database = await lookedUp(config, call, {
    thing: 'database',
    byId: (id) => client.find(`/databases/${id}`, databaseShape, options),
    inEnvironment: (environmentId) => client.list(`/accounts/${environmentId}/databases`, databaseShape, options),
    names: { handle: { of: ({ handle }) => [handle] } },
  });
  return { database };
}

/** The one of the type, or the default one. */
function chosen(
  credentials: readonly DatabaseCredential[],
  wanted: string | null,
  { handle, status }: Database,
): { readonly type: string; readonly connection_url: string } {
  const usable = credentials.flatMap(({ connection_url, ...each }) =>
    connection_url ? [{ ...each, connection_url }] : [],
  );
  const types = usable.map(({ type }) => `"${type}"`).join(', ');
  if (usable.length === 0) {
    throw new DiagnosticError(
      `The database "${handle}" has no credentials`,
      `Its status is "${status}". A database has credentials once it is provisioned.`,
    );
  }
  const found = usable.find((each) => (wanted === null ? each.default : each.type === wanted));
  if (found !== undefined) return found;
  if (wanted === null) {
    throw new DiagnosticError(
      `The database "${handle}" has no default credential`,
      `Say which one is meant with type. It has: ${types}.`,
    );
  }
  throw new DiagnosticError(`The database "${handle}" has no credential of the type "${wanted}"`, `It has: ${types}.`, [
    'type',
  ]);
}
