import { resource } from './define';
import type { Attribute } from './types';

export const databaseOf = {
  type: 'number',
  description: 'The id of the database.',
  required: true,
  replace: true,
  integer: true,
  minimum: 1,
} as const satisfies Attribute;

/** What is inside a database has no number of the platform. */
export const idSuchAs = (example: string) =>
  ({
    type: 'string',
    description: `The id of the database, and its own name: \`${example}\`.`,
    computed: true,
    stable: true,
  }) as const satisfies Attribute;

/** The types of the databases whose users are made here. Other engines have providers of their own. */
export const typesWithUsers = ['postgresql', 'mysql'] as const;

/** A login's name is the user's with a number behind it, and the database cuts names at 63 bytes. */
export const userName = {
  regex: '^(?!(?:public|none)$)(?!pg_)[^\\u0000]+$',
  words: 'a name that is not empty, without NUL, neither public nor none, and that does not begin with pg_',
} as const;

const schemas = (description: string) =>
  ({
    type: ['set', 'string'],
    description,
    optional: true,
    notEmpty: 'a schema has a name, such as public',
  }) as const satisfies Attribute;

export const differences = (description: string) =>
  ({ type: ['list', 'string'], description, computed: true, showsDrift: true }) as const satisfies Attribute;

export const databaseUser = resource({
  name: 'aptible_database_user',
  description:
    'A user inside a PostgreSQL or MySQL database, with the rights that an app needs and no others. It cannot log in: an `aptible_database_login` does that in its place, so that what one login has made belongs to the user, and the next login can change it. ' +
    'The provider connects to the database for it, as the platform’s user `aptible`, or as `root` of a MySQL, which has the same password: through a public endpoint of the database where it has one, and otherwise through the platform’s SSH portal. Rights that were changed by hand show up in the plan, and the next apply mends them. Where one user owns a schema of PostgreSQL and others use it, let these depend on the owner (`depends_on`), so that they get their rights on what it is going to make. Rights on columns and on functions, and memberships in other roles, are left alone.\n\n' +
    'On MySQL and MariaDB, a schema is a database, such as `db`, and tables belong to nobody: an owner may do everything in its schemas, and a destroy concerns the views, routines, triggers and events whose definer it is. A right that is taken away still holds in sessions that use its schema already. MySQL itself cannot change the definer of a routine or a trigger, which MariaDB can: they are named then. Other engines have providers of their own, to which `aptible_database_credentials` gives the address.',
  example: `resource "aptible_database_user" "web" {
  database_id = aptible_database.data.database_id
  name        = "web"
  read_write  = ["public"]
}

resource "aptible_database_login" "web" {
  database_id = aptible_database.data.database_id
  user        = aptible_database_user.web.name
  rotation    = "2026-01"

  lifecycle {
    create_before_destroy = true
  }
}`,
  importIds: [{ form: '4711/web', words: 'the id of the database and the name of the user' }],
  timeoutsMinutes: { create: 10, read: 5, update: 10, delete: 10 },
  attributes: {
    id: idSuchAs('4711/web'),
    database_id: databaseOf,
    name: {
      type: 'string',
      description:
        'The name of the role, or of the account on MySQL, as it is: upper and lower case are two names. At most 60 bytes, on MySQL 29 characters.',
      required: true,
      replace: true,
      pattern: userName,
    },
    read_only: schemas(
      'The schemas of which it may read everything (`SELECT`), also what is made later: in PostgreSQL, by whoever makes tables there now.',
    ),
    read_write: schemas(
      'The schemas of which it may read and change all data (`SELECT`, `INSERT`, `UPDATE`, `DELETE`), but no table.',
    ),
    owner: schemas(
      'The schemas that belong to it, with all that is in them: for an app that runs migrations. One that is not there is made.',
    ),
    on_destroy: {
      type: 'string',
      description:
        'What becomes of what it owns when it is destroyed, in whichever database of the server that is. `reassign`: it is given to `reassign_to`. `refuse`: the destroy fails, and says what there is.',
      optional: true,
      computed: true,
      default: 'reassign',
      oneOf: ['reassign', 'refuse'],
    },
    reassign_to: {
      type: 'string',
      description: 'The role, or the account, that gets what it owned. Left out: the platform’s user `aptible`.',
      optional: true,
      notEmpty: 'leave it out for the user of the platform',
    },
    missing_privileges: differences(
      'What it lacks: rights that somebody took away, or tables that somebody made whom nobody knew of. Empty after each apply.',
    ),
    unexpected_privileges: differences('What it has beyond its grants. Empty after each apply.'),
  },
  blocks: {
    table_privileges: {
      nesting: 'set',
      description: 'An own list of privileges, for what `read_only` and `read_write` do not say.',
      attributes: {
        schema: {
          type: 'string',
          description: 'The schema of the tables.',
          required: true,
          notEmpty: 'a schema has a name, such as public',
        },
        privileges: {
          type: ['set', 'string'],
          description:
            'What it may do. In PostgreSQL, it gets with `SELECT` and `INSERT` what these need of sequences, too. Only PostgreSQL has `TRUNCATE` and `MAINTAIN`. Only MySQL has `ALTER`, `CREATE`, `CREATE VIEW`, `DROP`, `INDEX` and `SHOW VIEW`, and without `tables` the others.',
          required: true,
          oneOf: [
            'SELECT',
            'INSERT',
            'UPDATE',
            'DELETE',
            'TRUNCATE',
            'REFERENCES',
            'TRIGGER',
            'MAINTAIN',
            'ALTER',
            'ALTER ROUTINE',
            'CREATE',
            'CREATE ROUTINE',
            'CREATE TEMPORARY TABLES',
            'CREATE VIEW',
            'DROP',
            'EVENT',
            'EXECUTE',
            'INDEX',
            'LOCK TABLES',
            'SHOW VIEW',
          ],
        },
        tables: {
          type: ['set', 'string'],
          description: 'Only these tables and views. Left out: all of the schema, also those that are made later.',
          optional: true,
          notEmpty: 'a table has a name',
        },
      },
    },
  },
  rules: [
    {
      kind: 'when',
      field: 'on_destroy',
      is: ['refuse'],
      forbids: ['reassign_to'],
      why: 'nothing is given away then',
    },
  ],
});
