import { databaseOf, differences, idSuchAs, userName } from './database-user';
import { resource } from './define';

const stored = 'Null with `store_credentials = false`.';

function ofLogin<const T extends 'string' | 'number'>(type: T, description: string) {
  return { type, description, computed: true, stable: true } as const;
}

export const databaseLogin = resource({
  name: 'aptible_database_login',
  description:
    'A login of an `aptible_database_user`: the name and the password with which an app connects. Another text in `rotation` makes another login beside it. With `create_before_destroy`, as in the example, Terraform makes the new one, then changes what refers to it, and removes the old one last; when an app cannot be changed, the old one stays, and goes in the apply that changes the app. ' +
    'The password is derived from that of the platform’s user `aptible` and from `salt`, and the database only gets a verifier of it, so that it is in no log. (A MySQL without `mysql_native_password`, as 8.4 comes, gets the password itself.) On MySQL, a login has to use TLS, as `aptible` has; what is known of logins there is in the schema `cdktf_aptible`. It is in the state only with the provider’s `store_credentials`; the ephemeral resource `aptible_database_credentials` gives it without. An imported login works on, and the next apply makes another one in its place: nobody can tell its password, since its `salt` was in the state that made it.',
  example: `resource "aptible_database_login" "web" {
  database_id = aptible_database.data.database_id
  user        = aptible_database_user.web.name
  rotation    = "2026-01"

  lifecycle {
    create_before_destroy = true
  }
}

ephemeral "aptible_database_credentials" "web" {
  database_id = aptible_database_login.web.database_id
  username    = aptible_database_login.web.username
  salt        = aptible_database_login.web.salt
}

resource "aptible_app" "web" {
  env_id                   = aptible_environment.staging.env_id
  handle                   = "acme-web"
  secret_config_wo         = { DATABASE_URL = ephemeral.aptible_database_credentials.web.connection_url }
  secret_config_wo_version = aptible_database_login.web.version
}`,
  importIds: [{ form: '4711/web_1', words: 'the id of the database and the name of the login' }],
  timeoutsMinutes: { create: 10, read: 5, update: 10, delete: 10 },
  attributes: {
    id: idSuchAs('4711/web_1'),
    database_id: databaseOf,
    user: {
      type: 'string',
      description: 'The name of the user: refer to the resource, so that it is there before and goes after.',
      required: true,
      replace: true,
      pattern: userName,
    },
    rotation: {
      type: 'string',
      description: 'Any text, such as a date. Another one makes another login, with another password.',
      optional: true,
      replace: true,
    },
    connection_limit: {
      type: 'number',
      description: 'How many sessions it may have at a time. -1: any number. MySQL has no limit of 0.',
      optional: true,
      computed: true,
      default: -1,
      integer: true,
      minimum: -1,
    },
    terminate: {
      type: 'bool',
      description:
        'Whether sessions end with their login: its own when it is removed, and those of the one whose place it takes. For a password that has leaked: without it, sessions that are open go on, with all rights.',
      optional: true,
      computed: true,
      default: false,
    },
    username: ofLogin('string', 'Its name: that of the user, and a number. Two of them take turns.'),
    salt: ofLogin('string', 'What the password is derived from, beside the password of the database. Not a secret.'),
    version: ofLogin('number', 'Another number for each login, for arguments such as `secret_config_wo_version`.'),
    connection_url: { ...ofLogin('string', 'The connection URL with this login. ' + stored), sensitive: true },
    password: { ...ofLogin('string', 'Its password. ' + stored), sensitive: true },
    differences: differences(
      'What was changed by hand, and keeps it from working as it should. Empty after each apply.',
    ),
  },
});
