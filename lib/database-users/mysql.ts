/**
 * Users of a MySQL or MariaDB server. A user is an account that nobody can log in with: it has the rights, and defines what outlives its
 * logins. A login is an account with the same rights. MySQL 5.7 has no roles, and what is granted to an account works everywhere.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Connection } from 'mysql2/promise';
import type { Site } from './engines';
import { DatabaseUserError, list, ofThePlatform, ownHeir, noUser, thereAlready } from './errors';
import { definedBy, giveTo, wordsOf } from './mysql-definers';
import {
  absentOf,
  account,
  converge,
  factsOf,
  grantsLike,
  mustBeThere,
  quoted,
  rightsOf,
  wantedFacts,
  words,
} from './mysql-grants';
import { forget, record, recordsOf } from './mysql-records';
import { administrator, select, Session, type SessionOptions } from './mysql-session';
import type { DatabaseUsers, Differences, Grant, Login, LoginStatus, Secret, User } from './users';

export const usersOf = (site: Site, options: SessionOptions = {}): MysqlUsers =>
  new MysqlUsers(new Session(site, options), site.name, site.username);

export class MysqlUsers implements DatabaseUsers {
  constructor(
    private readonly session: Session,
    readonly main: string,
    private readonly platformUser: string,
  ) {}

  async create({ name, grants }: User, made: () => void, signal: AbortSignal): Promise<string[]> {
    this.mustBeOurs(name);
    await this.session.change(`create the user "${name}"`, signal, async (client) => {
      if ((await hostsOf(client, name)).length > 0) throw thereAlready(name, 'user');
      wantedFacts(Object.values(grants).flat());
      await mustBeThere(client, Object.values(grants).flat());
      const secret = await identified(client, randomBytes(24).toString('base64url'));
      await client.query(`CREATE USER ${account(name)} ${secret} ACCOUNT LOCK`);
      made();
      await this.converge(client, name, grants);
    });
    return [];
  }

  async differences({ name, grants }: User, signal: AbortSignal): Promise<Differences | undefined> {
    return this.session.read(`read the rights of the user "${name}"`, signal, async (client) => {
      if (!(await isThere(client, name))) return undefined;
      const all = Object.values(grants).flat();
      const { missing, unexpected } = await rightsOf(client, name, wantedFacts(all));
      const absent = (await absentOf(client, all)).map((each) => each.words);
      return { missing: [...absent, ...missing.map(words)], unexpected: unexpected.map(words), warnings: [] };
    });
  }

  async change({ name, grants }: User, _databases: readonly string[], signal: AbortSignal): Promise<string[]> {
    await this.session.change(`change the rights of the user "${name}"`, signal, (client) =>
      this.converge(client, name, grants),
    );
    return [];
  }

  async describe(name: string, signal: AbortSignal): Promise<readonly Grant[] | undefined> {
    this.mustBeOurs(name);
    return this.session.read(`read the rights of the user "${name}"`, signal, async (client) =>
      (await isThere(client, name)) ? grantsLike(client, name) : undefined,
    );
  }

  async remove(name: string, heir: string | undefined, signal: AbortSignal): Promise<void> {
    if (heir === name) throw ownHeir(name);
    await this.session.change(`remove the user "${name}"`, signal, async (client) => {
      if (!(await isThere(client, name))) return;
      if (heir !== undefined && !(await isThere(client, heir))) throw noHeir(heir, name);
      // Those that an apply which was killed has left behind: of the others, Terraform has removed each.
      const logins = (await recordsOf(client, { user: name })).map((each) => each.name);
      const defined = await definedBy(client, name);
      for (const login of logins) defined.push(...(await definedBy(client, login)));
      if (heir !== undefined) await giveTo(client, heir, defined);
      else if (defined.length > 0)
        throw new DatabaseUserError(
          `The user "${name}" owns what would have to go to somebody else, and on_destroy = "refuse" forbids that`,
          `${defined.map(wordsOf).join(', ')}\n\nThey run with its rights. Make them again with another definer, drop them, or apply on_destroy = "reassign" first.`,
        );
      for (const login of [...logins, name]) {
        await client.query(`DROP USER IF EXISTS ${account(login)}`);
        await forget(client, login);
      }
    });
  }

  async createLogin(
    login: Login,
    secret: Secret,
    made: (name: string) => void,
    signal: AbortSignal,
  ): Promise<string[]> {
    const { user } = login;
    return this.session.change(`create a login of the user "${user}"`, signal, async (client) => {
      if (!(await isThere(client, user))) throw noUser(user);
      mayBeLimited(user, login);
      const others = (await recordsOf(client, { user })).map(({ name }) => name);
      let number = 1;
      while ((await hostsOf(client, `${user}_${number}`)).length > 0) number++;
      const name = `${user}_${number}`;
      const known = { ...login, name, derivation: derivationOf(name, secret) };
      // Before it is there, so that it is known as one of ours when this is the last that happens.
      await record(client, known);
      await this.setAccount(client, 'CREATE', name, login, secret);
      made(name);
      await record(client, known);
      await converge(client, name, await factsOf(client, user));
      return others;
    });
  }

  async login(
    name: string,
    { user }: { readonly user: string },
    secret: Secret,
    signal: AbortSignal,
  ): Promise<LoginStatus | undefined> {
    return this.session.read(`read the login "${name}"`, signal, async (client) => {
      const [found] = await select<{ connections: number; tls: string; expired: string }>(
        client,
        "SELECT max_user_connections AS connections, ssl_type AS tls, password_expired AS expired FROM mysql.user WHERE User = ? AND Host = '%'",
        [name],
      );
      if (found === undefined) return undefined;
      const [known] = await recordsOf(client, { name });
      const { missing, unexpected } = await rightsOf(client, name, await factsOf(client, user));
      const isDerived = known?.derivation === derivationOf(name, secret);
      const isOutdated = known !== undefined && known.isAsGiven && !isDerived;
      return {
        connectionLimit: found.connections === 0 ? -1 : found.connections,
        endsEarlierSessions: known?.endsEarlierSessions ?? false,
        isOutdated,
        differences: [
          ...((await isLocked(client, name)) ? ['it may not log in'] : []),
          ...(found.expired === 'Y' ? ['its password has expired'] : []),
          ...((await speaksTls(client)) && found.tls === '' ? ['it may log in without TLS'] : []),
          ...(known?.user === user ? [] : [`it is not known as a login of the user "${user}"`]),
          ...(known?.isAsGiven === false ? ['its password was changed'] : []),
          ...(isOutdated ? ['the password of the database was changed, from which its own is made'] : []),
          ...missing.map((fact) => `it lacks what its user has: ${words(fact)}`),
          ...unexpected.map((fact) => `it has what its user has not: ${words(fact)}`),
        ],
      };
    });
  }

  async changeLogin(name: string, login: Login, secret: Secret, signal: AbortSignal): Promise<void> {
    await this.session.change(`change the login "${name}"`, signal, async (client) => {
      mayBeLimited(login.user, login);
      await this.setAccount(client, 'ALTER', name, login, secret);
      await record(client, { ...login, name, derivation: derivationOf(name, secret) });
      await converge(client, name, await factsOf(client, login.user));
    });
  }

  async removeLogin(
    name: string,
    { user, terminate }: { readonly user: string; readonly terminate: boolean },
    signal: AbortSignal,
  ): Promise<void> {
    await this.session.change(`remove the login "${name}"`, signal, async (client) => {
      const heir = (await isThere(client, user)) ? user : this.platformUser;
      await giveTo(client, heir, await definedBy(client, name));
      const others = (await recordsOf(client, { user })).filter((each) => each.name !== name);
      await client.query(`DROP USER IF EXISTS ${account(name)}`);
      await forget(client, name);
      // Nobody can begin a session with this account any more.
      if (terminate || others.some(({ endsEarlierSessions }) => endsEarlierSessions)) await endSessions(client, name);
    });
  }

  close(): Promise<void> {
    return this.session.close();
  }

  private mustBeOurs(name: string): void {
    if (name === this.platformUser || name === administrator) throw ofThePlatform(name);
  }

  /** The rights of a user are those of its logins as well. */
  private async converge(client: Connection, name: string, grants: User['grants']): Promise<void> {
    const all = Object.values(grants).flat();
    const wanted = wantedFacts(all);
    await mustBeThere(client, all);
    for (const { schema, access } of all)
      if (access === 'owner') await client.query(`CREATE DATABASE IF NOT EXISTS ${quoted(schema)}`);
    await converge(client, name, wanted);
    for (const login of await recordsOf(client, { user: name })) await converge(client, login.name, wanted);
  }

  private async setAccount(
    client: Connection,
    verb: 'CREATE' | 'ALTER',
    name: string,
    { connectionLimit }: Login,
    secret: Secret,
  ): Promise<void> {
    const tls = (await speaksTls(client)) ? 'SSL' : 'NONE';
    await client.query(
      `${verb} USER ${account(name)} ${await identified(client, secret(name).password)} REQUIRE ${tls} WITH MAX_USER_CONNECTIONS ${Math.max(0, connectionLimit)} ACCOUNT UNLOCK`,
    );
  }
}

const sha = (algorithm: string, text: string | Buffer): Buffer => createHash(algorithm).update(text).digest();

/** The passwords are random and long, so that nobody finds one by its sum. */
function derivationOf(name: string, secret: Secret): string {
  const { password, salt } = secret(name);
  return sha('sha256', Buffer.concat([salt, Buffer.from(password)])).toString('hex');
}

/**
 * How a statement says a password: as what the server compares it with, where that can be made here, so that no log has the password. Since
 * version 8.4, MySQL may be without the plugin for that.
 */
async function identified(client: Connection, password: string): Promise<string> {
  const native = await select(
    client,
    "SELECT 1 FROM information_schema.PLUGINS WHERE PLUGIN_NAME = 'mysql_native_password' AND PLUGIN_STATUS = 'ACTIVE'",
  );
  if (native.length === 0) return `IDENTIFIED BY ${client.escape(password)}`;
  const hash = `*${sha('sha1', sha('sha1', password)).toString('hex').toUpperCase()}`;
  return `IDENTIFIED WITH mysql_native_password AS ${client.escape(hash)}`;
}

/** From which hosts somebody of this name can log in. Ours have one account, for any host. */
async function hostsOf(client: Connection, name: string): Promise<string[]> {
  const rows = await select<{ host: string }>(client, 'SELECT Host AS host FROM mysql.user WHERE User = ?', [name]);
  return rows.map(({ host }) => host);
}

const isThere = async (client: Connection, name: string): Promise<boolean> =>
  (await hostsOf(client, name)).includes('%');

async function speaksTls(client: Connection): Promise<boolean> {
  const [status] = await select<{ Value: string }>(client, "SHOW SESSION STATUS LIKE 'Ssl_cipher'");
  return status !== undefined && status.Value !== '';
}

async function isLocked(client: Connection, name: string): Promise<boolean> {
  const [shown] = await select<Record<string, string>>(client, `SHOW CREATE USER ${account(name)}`);
  return Object.values(shown!).some((text) => / ACCOUNT LOCK\b/.test(text.replaceAll(name, '')));
}

async function endSessions(client: Connection, name: string): Promise<void> {
  for (const { id } of await select<{ id: number }>(
    client,
    'SELECT ID AS id FROM information_schema.PROCESSLIST WHERE USER = ?',
    [name],
  ))
    await client.query('KILL CONNECTION ?', [id]).catch((error: { code?: string }) => {
      if (error.code !== 'ER_NO_SUCH_THREAD') throw error;
    });
}

function mayBeLimited(name: string, { connectionLimit }: Login): void {
  if (connectionLimit === 0)
    throw new DatabaseUserError(
      `A login of "${name}" cannot have a limit of 0 sessions`,
      'MySQL takes 0 for any number. Choose a greater limit, or -1 for any number.',
    );
}

const noHeir = (heir: string, name: string): DatabaseUserError =>
  new DatabaseUserError(
    `There is no user ${list([heir])} that could get what "${name}" owns`,
    `It has to be an account for any host ('${heir}'@'%'). Nothing was changed.`,
  );
