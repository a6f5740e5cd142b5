import { handle } from './common';
import { connectionPart } from './connection-url';
import type { EphemeralResourceDefinition } from './types';

/** Redis has two, InfluxDB three and RabbitMQ the last three; the other engines have one, of their own name. */
const credentialTypes = [
  'postgresql',
  'mysql',
  'mongodb',
  'elasticsearch',
  'redis',
  'redis+ssl',
  'influxdb',
  'write',
  'query',
  'amqps',
  'management',
  'management-api',
] as const;

const id = { type: 'number', optional: true, integer: true, minimum: 1 } as const;

/** What says as whom one connects. */
export const loginAttributes = {
  username: {
    ...connectionPart('username'),
    description:
      'The user, decoded. It may be empty. Set with `salt`, to those of an `aptible_database_login`: the credentials of that login.',
    optional: true,
    notEmpty: 'leave it out for the user of the platform',
  },
  salt: {
    type: 'string',
    description: 'The `salt` of an `aptible_database_login`, from which its password is derived.',
    optional: true,
    notEmpty: 'leave it out for the user of the platform',
  },
} as const;

export const loginRule = {
  kind: 'together',
  fields: ['username', 'salt'],
  why: 'they say together which login is meant',
} as const;

export const databaseCredentials = {
  name: 'aptible_database_credentials',
  description:
    'A connection URL of a database, whole and in parts, that is in no state and no plan: for write-only arguments, such as `secret_config_wo` of `aptible_app`, and for the configuration of other providers. What `aptible db:url` shows. It is read anew in each plan and apply. Needs Terraform 1.10. What resources store themselves, the provider’s argument `store_credentials` says.',
  example: `ephemeral "aptible_database_credentials" "data" {
  database_id = aptible_database.data.database_id
}

resource "aptible_app" "web" {
  env_id                   = aptible_environment.staging.env_id
  handle                   = "acme-web"
  secret_config_wo         = { DATABASE_URL = ephemeral.aptible_database_credentials.data.connection_url }
  secret_config_wo_version = 1
}`,
  attributes: {
    database_id: {
      ...id,
      description:
        'The id of the database or replica, for its own addresses: for what runs on its stack, not for a workstation.',
    },
    endpoint_id: {
      ...id,
      description:
        'The id of an endpoint of the database, for the addresses of that: user and password are those of the database.',
    },
    env_id: { ...id, description: 'The id of the environment in which the database is. Needed with `handle`.' },
    handle: {
      type: 'string',
      description: 'The handle of the database, for its own addresses.',
      optional: true,
      pattern: handle,
    },
    type: {
      type: 'string',
      description:
        'Which of its credentials, such as `redis+ssl`. Left out: the default one. One that is not there is an error that lists those that are.',
      optional: true,
      computed: true,
      notEmpty: 'leave it out for the default one',
      known: credentialTypes,
    },
    connection_url: { type: 'string', description: 'The connection URL.', computed: true, sensitive: true },
    protocol: connectionPart('protocol'),
    ...loginAttributes,
    password: { ...connectionPart('password'), sensitive: true },
    host: connectionPart('host'),
    port: connectionPart('port'),
    name: connectionPart('name'),
    query: connectionPart('query'),
  },
  rules: [
    {
      kind: 'exactlyOne',
      fields: ['database_id', 'endpoint_id', 'handle'],
      why: 'they are ways to say which database is meant',
    },
    loginRule,
    { kind: 'when', field: 'handle', needs: ['env_id'], why: 'it is unique in an environment only' },
  ],
} as const satisfies EphemeralResourceDefinition;
