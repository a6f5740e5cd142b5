/**
 * Users of a PostgreSQL server. A user is a role that cannot log in: it has the rights, and owns what is made. Its logins are members that
 * act as this role from their start on, so that what one of them makes can be changed by the next one.
 */
import { type Client, escapeIdentifier, escapeLiteral } from 'pg';
import type { Connections } from './connections';
import { DatabaseUserError, ofThePlatform, ownHeir, noUser, thereAlready } from './errors';
import { converge, grantsLike, rightsOf, words } from './grants';
import { dropRole, mustBeThere, oidOf, ownedBy } from './removal';
import { matches, scramVerifier } from './scram';
import type { DatabaseUsers, Differences, Grant, Login, LoginStatus, Secret, User } from './users';

export class PostgresqlUsers implements DatabaseUsers {
  /** `main` is the database in which roles are made. */
  constructor(
    private readonly connections: Connections,
    readonly main: string,
  ) {}

  /** @param made called when all is done but the last statement, after which it is there. */
  async create({ name, grants }: User, made: () => void, signal: AbortSignal): Promise<string[]> {
    if (name === this.connections.user) throw ofThePlatform(name);
    const attempt = `create the user "${name}"`;
    const warnings = await this.connections.change(this.main, attempt, signal, async (client) => {
      if ((await oidOf(client, name)) === undefined)
        await client.query(`CREATE ROLE ${escapeIdentifier(name)} NOLOGIN`);
      else if (!(await isLeftBehind(client, name, grants[this.main] ?? []))) throw thereAlready(name, 'role');
      await sign(client, name);
      await becomeMember(client, name);
      const found = await this.converge(client, name, grants[this.main] ?? []);
      made();
      return found;
    });
    // Where all is in one database, nothing can fail after it is there.
    const isElsewhere = Object.keys(grants).some((database) => database !== this.main);
    return isElsewhere ? this.change({ name, grants }, [], signal) : warnings;
  }

  /** Undefined when there is no such user. */
  async differences({ name, grants }: User, signal: AbortSignal): Promise<Differences | undefined> {
    const attempt = `read the rights of the user "${name}"`;
    const found = { missing: [] as string[], unexpected: [] as string[], warnings: [] as string[] };
    for (const database of new Set([this.main, ...Object.keys(grants)])) {
      const isThere = await this.connections.read(database, attempt, signal, async (client) => {
        if ((await oidOf(client, name)) === undefined) return false;
        if (database === this.main) found.unexpected.push(...(await powersOf(client, name)));
        const { missing, unexpected, uncovered } = await rightsOf(client, name, grants[database] ?? []);
        const where = database === this.main ? '' : ` in database ${database}`;
        found.missing.push(...missing.map((fact) => words(fact) + where));
        found.unexpected.push(...unexpected.map((fact) => words(fact) + where));
        found.warnings.push(...uncovered.map((each) => notCovered(name, each)));
        return true;
      });
      if (!isThere) return undefined;
    }
    return found;
  }

  /**
   * Makes a user's rights what its grants say.
   *
   * @param databases in which it has, or had, grants.
   * @returns warnings.
   */
  async change({ name, grants }: User, databases: readonly string[], signal: AbortSignal): Promise<string[]> {
    const warnings: string[] = [];
    for (const database of new Set([this.main, ...Object.keys(grants), ...databases])) {
      const attempt = `change the rights of the user "${name}" in the database "${database}"`;
      const found = await this.connections.change(database, attempt, signal, async (client) => {
        if (database === this.main && (await powersOf(client, name)).length > 0)
          await client.query(
            `ALTER ROLE ${escapeIdentifier(name)} ${powers.map(([, , word]) => `NO${word}`).join(' ')}`,
          );
        return this.converge(client, name, grants[database] ?? []);
      });
      warnings.push(...found);
    }
    return warnings;
  }

  /** The grants in the main database that say what a role may do there; of a role that Terraform does not manage yet. */
  async describe(name: string, signal: AbortSignal): Promise<readonly Grant[] | undefined> {
    if (name === this.connections.user) throw ofThePlatform(name);
    return this.connections.read(this.main, `read the rights of the user "${name}"`, signal, async (client) => {
      if ((await oidOf(client, name)) === undefined) return undefined;
      const { rows } = await client.query<{ schema: string; is_owner: boolean }>(
        `SELECT nspname::text AS schema, pg_get_userbyid(nspowner) = $1 AS is_owner FROM pg_namespace
         WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND (pg_get_userbyid(nspowner) = $1 OR EXISTS (
           SELECT FROM aclexplode(nspacl) a JOIN pg_roles g ON g.oid = a.grantee WHERE g.rolname = $1)) ORDER BY 1`,
        [name],
      );
      const grants: Grant[] = [];
      for (const { schema, is_owner: isOwner } of rows)
        grants.push(...(isOwner ? [{ schema, access: 'owner' as const }] : await grantsLike(client, name, schema)));
      return grants;
    });
  }

  /** Removes a user. `heir` gets what it owns; without one, owning anything is an error. */
  async remove(name: string, heir: string | undefined, signal: AbortSignal): Promise<void> {
    if (heir === name) throw ownHeir(name);
    const attempt = `remove the user "${name}"`;
    const logins = await this.connections.read(this.main, attempt, signal, async (client) => {
      if ((await oidOf(client, name)) === undefined) return undefined;
      if (heir !== undefined) await mustBeThere(client, heir, name);
      return loginsOf(client, name);
    });
    if (logins === undefined) return;
    if (heir === undefined) {
      const owned = await ownedBy(this.connections, this.main, name, attempt, signal);
      if (owned.length > 0)
        throw new DatabaseUserError(
          `The user "${name}" owns what would have to go to somebody else, and on_destroy = "refuse" forbids that`,
          `${owned.join('\n')}\n\nGive it to another role (REASSIGN OWNED BY … TO …), drop it, or apply on_destroy = "reassign" first.`,
        );
    }
    // Those that an apply which was killed has left behind: of the others, Terraform has removed each.
    for (const login of logins) await dropRole(this.connections, this.main, login, name, signal);
    await dropRole(this.connections, this.main, name, heir ?? this.connections.user, signal);
  }

  /**
   * Makes a login beside those that the user has, under the first free name: `web_1`, `web_2`.
   *
   * @param made called with its name when all is done but the last statement.
   * @returns the other logins of the user.
   */
  async createLogin(
    login: Login,
    secret: Secret,
    made: (name: string) => void,
    signal: AbortSignal,
  ): Promise<string[]> {
    const { user } = login;
    return this.connections.change(this.main, `create a login of the user "${user}"`, signal, async (client) => {
      if ((await oidOf(client, user)) === undefined) throw noUser(user);
      const others = await loginsOf(client, user);
      let number = 1;
      while ((await oidOf(client, `${user}_${number}`)) !== undefined) number++;
      const name = `${user}_${number}`;
      await client.query(`CREATE ROLE ${escapeIdentifier(name)}`);
      await becomeMember(client, name);
      await this.setLogin(client, name, login, secret);
      made(name);
      return others;
    });
  }

  /** Undefined when there is no such login. */
  async login(
    name: string,
    { user }: Pick<Login, 'user'>,
    secret: Secret,
    signal: AbortSignal,
  ): Promise<LoginStatus | undefined> {
    return this.connections.read(this.main, `read the login "${name}"`, signal, async (client) => {
      const { rows } = await client.query<{
        can_login: boolean;
        connection_limit: number;
        comment: string | null;
        is_member: boolean;
        acts_as: boolean;
        sees_all: boolean;
        valid_until: string | null;
      }>(
        `SELECT rolcanlogin AS can_login, rolconnlimit AS connection_limit, shobj_description(r.oid, 'pg_authid') AS comment,
           EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid AND m.roleid = (SELECT oid FROM pg_roles WHERE rolname = $2)) AS is_member,
           EXISTS (SELECT FROM pg_db_role_setting s WHERE s.setrole = r.oid AND s.setdatabase = 0 AND ('role=' || $2) = ANY(s.setconfig)) AS acts_as,
           has_table_privilege('pg_catalog.pg_authid', 'SELECT') AS sees_all,
           CASE WHEN isfinite(rolvaliduntil) THEN rolvaliduntil::text END AS valid_until
         FROM pg_roles r WHERE rolname = $1`,
        [name, user],
      );
      const found = rows[0];
      if (found === undefined) return undefined;
      const verifier = found.sees_all
        ? (
            await client.query<{ verifier: string | null }>(
              'SELECT rolpassword AS verifier FROM pg_authid WHERE rolname = $1',
              [name],
            )
          ).rows[0]!.verifier
        : undefined;
      const { password, salt } = secret(name);
      const same = verifier === undefined ? { password: true, salt: true } : await matches(verifier, password, salt);
      const powers = await powersOf(client, name);
      return {
        connectionLimit: found.connection_limit,
        endsEarlierSessions: found.comment === commentOf({ user, endsEarlierSessions: true }),
        isOutdated: !same.password && same.salt,
        differences: [
          ...(found.can_login ? [] : ['it may not log in']),
          ...(found.valid_until === null ? [] : [`its password is valid until ${found.valid_until} only`]),
          ...(found.is_member ? [] : [`it is not a member of the role "${user}"`]),
          ...(found.acts_as ? [] : [`it does not act as the role "${user}"`]),
          ...(same.password
            ? []
            : [
                same.salt
                  ? 'the password of the database was changed, from which its own is made'
                  : 'its password was changed',
              ]),
          ...powers.map((power) => `it has the power ${power}`),
        ],
      };
    });
  }

  async changeLogin(name: string, login: Login, secret: Secret, signal: AbortSignal): Promise<void> {
    await this.connections.change(this.main, `change the login "${name}"`, signal, (client) =>
      this.setLogin(client, name, login, secret),
    );
  }

  /** Removes a login. Its sessions go on, with the rights of the user, unless they are to end. */
  async removeLogin(
    name: string,
    { user, terminate }: { readonly user: string; readonly terminate: boolean },
    signal: AbortSignal,
  ): Promise<void> {
    const attempt = `remove the login "${name}"`;
    const { heir, ends } = await this.connections.read(this.main, attempt, signal, async (client) => ({
      heir: (await oidOf(client, user)) === undefined ? this.connections.user : user,
      ends: terminate || (await loginsOf(client, user, true)).some((other) => other !== name),
    }));
    const oid = await dropRole(this.connections, this.main, name, heir, signal);
    if (oid === undefined || !ends) return;
    // Nobody can begin a session as this role any more.
    await this.connections.read(this.main, `end the sessions of the login "${name}"`, signal, (client) =>
      client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usesysid = $1', [oid]),
    );
  }

  close(): Promise<void> {
    return this.connections.close();
  }

  private async setLogin(client: Client, name: string, login: Login, secret: Secret): Promise<void> {
    const { password, salt } = secret(name);
    const role = escapeIdentifier(name);
    const verifier = await scramVerifier(password, salt);
    const powerless =
      (await powersOf(client, name)).length > 0 ? ` ${powers.map(([, , word]) => `NO${word}`).join(' ')}` : '';
    await client.query(
      `ALTER ROLE ${role} LOGIN INHERIT${powerless} CONNECTION LIMIT ${login.connectionLimit} VALID UNTIL 'infinity' PASSWORD ${escapeLiteral(verifier)}`,
    );
    await client.query(`GRANT ${escapeIdentifier(login.user)} TO ${role}`);
    await client.query(`ALTER ROLE ${role} SET role TO ${escapeLiteral(login.user)}`);
    await client.query(`COMMENT ON ROLE ${role} IS ${escapeLiteral(commentOf(login))}`);
  }

  private async converge(client: Client, name: string, grants: readonly Grant[]): Promise<string[]> {
    const { uncovered } = await converge(client, name, grants, this.connections.user);
    const open = await openSchemas(client, grants);
    return [...uncovered.map((each) => notCovered(name, each)), ...open];
  }
}

/** Says of a user which session has made it, and when. */
async function sign(client: Client, name: string): Promise<void> {
  const { rows } = await client.query<{ comment: string }>(
    `SELECT format('User managed by Terraform (cdktf-aptible), made %s in the session %s.', to_char(now() AT TIME ZONE 'UTC',
       'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), pg_backend_pid()) AS comment`,
  );
  await client.query(`COMMENT ON ROLE ${escapeIdentifier(name)} IS ${escapeLiteral(rows[0]!.comment)}`);
}

/**
 * Whether a user is what a run that was killed has left behind: made here within the last day, by a session that is over, just as these
 * grants make it, and without a login, so that nobody can have used it.
 */
async function isLeftBehind(client: Client, name: string, grants: readonly Grant[]): Promise<boolean> {
  const { rows } = await client.query<{ is_unused: boolean | null }>(
    `SELECT NOT rolcanlogin AND made[1]::timestamptz > now() - interval '1 day'
       AND NOT EXISTS (SELECT FROM pg_auth_members m WHERE r.oid IN (m.roleid, m.member) AND m.member::regrole::name <> current_user)
       AND NOT EXISTS (SELECT FROM pg_stat_activity s WHERE s.pid = made[2]::int AND coalesce(s.backend_start < made[1]::timestamptz, true)) AS is_unused
     FROM pg_roles r, regexp_match(shobj_description(r.oid, 'pg_authid'),
       '^User managed by Terraform \\(cdktf-aptible\\), made (\\d{4}-\\d\\d-\\d\\dT[\\d:.]{15}Z) in the session (\\d{1,9})\\.$') made
     WHERE rolname = $1`,
    [name],
  );
  if (!rows[0]?.is_unused || (await powersOf(client, name)).length > 0) return false;
  const { missing, unexpected } = await rightsOf(client, name, grants);
  return missing.length === 0 && unexpected.length === 0;
}

/** What a role must not have, whoever gave it: its column, its name, and the word with NO that takes it. */
const powers = [
  ['rolsuper', 'SUPERUSER', 'SUPERUSER'],
  ['rolcreaterole', 'CREATEROLE', 'CREATEROLE'],
  ['rolcreatedb', 'CREATEDB', 'CREATEDB'],
  ['rolreplication', 'REPLICATION', 'REPLICATION'],
  ['rolbypassrls', 'BYPASSRLS', 'BYPASSRLS'],
] as const;

async function powersOf(client: Client, name: string): Promise<string[]> {
  const { rows } = await client.query<Record<string, boolean>>(
    `SELECT ${powers.map(([column]) => column).join(', ')} FROM pg_roles WHERE rolname = $1`,
    [name],
  );
  return powers.flatMap(([column, power]) => (rows[0]?.[column] ? [power] : []));
}

/** Who may not act for every role has to be a member of this one to give it things, and to take them over. */
async function becomeMember(client: Client, name: string): Promise<void> {
  const { rows } = await client.query<{ is_superuser: boolean }>(
    'SELECT rolsuper AS is_superuser FROM pg_roles WHERE rolname = current_user',
  );
  if (!rows[0]!.is_superuser) await client.query(`GRANT ${escapeIdentifier(name)} TO CURRENT_USER`);
}

/** Told apart by it: a member that somebody else has made is not touched. */
const commentOf = ({ user, endsEarlierSessions }: Omit<Login, 'connectionLimit'>): string =>
  `Login of the user "${user}", managed by Terraform (cdktf-aptible).${endsEarlierSessions ? ' When an earlier login is removed, its sessions end.' : ''}`;

/** The logins of a user that were made here; with `ending`, those whose coming ends the sessions of others. */
async function loginsOf(client: Client, user: string, ending = false): Promise<string[]> {
  const comments = [true, ...(ending ? [] : [false])].map((endsEarlierSessions) =>
    commentOf({ user, endsEarlierSessions }),
  );
  const { rows } = await client.query<{ name: string }>(
    `SELECT rolname::text AS name FROM pg_roles r JOIN pg_auth_members m ON m.member = r.oid
     WHERE m.roleid = (SELECT oid FROM pg_roles WHERE rolname = $1) AND shobj_description(r.oid, 'pg_authid') = ANY($2) GROUP BY 1 ORDER BY 1`,
    [user, comments],
  );
  return rows.map(({ name }) => name);
}

/** Warnings about schemas in which everybody may make tables. */
async function openSchemas(client: Client, grants: readonly Grant[]): Promise<string[]> {
  const { rows } = await client.query<{ schema: string; database: string }>(
    `SELECT nspname::text AS schema, current_database()::text AS database FROM pg_namespace, aclexplode(nspacl) a
     WHERE nspname = ANY($1) AND a.grantee = 0 AND a.privilege_type = 'CREATE'`,
    [grants.map(({ schema }) => schema)],
  );
  return rows.map(
    ({ schema, database }) =>
      `Everybody may make tables in the schema "${schema}" of the database "${database}", as it was usual before PostgreSQL 15. To end that: ` +
      `REVOKE CREATE ON SCHEMA ${escapeIdentifier(schema)} FROM PUBLIC.`,
  );
}

const notCovered = (name: string, { schema, creator }: { readonly schema: string; readonly creator: string }): string =>
  `"${name}" will have no rights on the tables that "${creator}" makes in the schema "${schema}" from now on: only a superuser, or a member of that role, can set its default privileges.`;
