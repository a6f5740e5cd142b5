import { connectionPart } from './connection-url';
import { databaseCredentials, loginAttributes, loginRule } from './database-credentials';
import type { EphemeralResourceDefinition } from './types';

export const databaseTunnel = {
  name: 'aptible_database_tunnel',
  description:
    'A tunnel to a database through the platform’s SSH portal, for as long as a plan or an apply lasts: other providers and programs on this machine reach a database that has no endpoint. What `aptible db:tunnel` opens. It listens at 127.0.0.1 only, enters no state and no plan, and is closed at the end, also after a failure or Ctrl-C. Terraform opens it in each plan and apply, as soon as it knows the id of the database: in the first plan of a new database it does not, and a provider that is configured with the tunnel meets unknown values there. The platform ends a tunnel after 24 hours. Needs Terraform 1.10, and a token with the permission `tunnel`.',
  example: `ephemeral "aptible_database_tunnel" "data" {
  database_id = aptible_database.data.database_id
}

provider "postgresql" {
  host     = ephemeral.aptible_database_tunnel.data.host
  port     = ephemeral.aptible_database_tunnel.data.port
  username = ephemeral.aptible_database_tunnel.data.username
  password = ephemeral.aptible_database_tunnel.data.password
  sslmode  = "require"
}`,
  attributes: {
    database_id: {
      type: 'number',
      description: 'The id of the database or replica.',
      required: true,
      integer: true,
      minimum: 1,
    },
    type: databaseCredentials.attributes.type,
    port: {
      type: 'number',
      description: 'The port on this machine. Left out: a free one.',
      optional: true,
      computed: true,
      integer: true,
      minimum: 1,
      maximum: 65_535,
    },
    connection_url: {
      type: 'string',
      description: 'The connection URL of the database, with the address of the tunnel on this machine.',
      computed: true,
      sensitive: true,
    },
    protocol: connectionPart('protocol'),
    ...loginAttributes,
    password: { ...connectionPart('password'), sensitive: true },
    host: { ...connectionPart('host'), description: 'The address of the tunnel on this machine: `127.0.0.1`.' },
    name: connectionPart('name'),
    query: connectionPart('query'),
  },
  rules: [loginRule],
} as const satisfies EphemeralResourceDefinition;
