import { randomBytes } from 'node:crypto';
import { DiagnosticError } from '../../plugin/diagnostics';
import { resources } from '../../schema';
import { asUser } from '../connection-url';
import type { DatabaseServer } from '../database-connection';
import { databaseTakes, inDatabase, mustInDatabase, outOfDatabase } from '../database-users';
import { loginSecret } from '../login-password';
import { type Found, type Planned, resource } from '../resource';
import { reading } from '../work';

const definition = resources.aptible_database_login;

type Definition = typeof definition;

/** What a plan needs of the read before it. */
interface Private {
  /** The password of the database was changed, so that this login's can no longer be derived. Apps go on with it until they have another. */
  readonly isOutdated?: boolean;
}

export const databaseLogin = resource<Definition, Private>(definition, {
  plan({ prior, planned }, call) {
    planned.differences = [];
    if (prior !== null && (call.private?.isOutdated || prior.salt === null)) call.replace(['differences']);
  },

  checks: ({ prior, planned }) => (prior === null ? [databaseTakes(planned.database_id)] : []),

  async create({ wanted }, work, call) {
    const { database_id: databaseId, user } = wanted;
    const salt = randomBytes(16).toString('base64url');
    const attempt = `create a login of the user "${user}" of the database ${databaseId}`;
    return mustInDatabase(databaseId, call, work, attempt, async (server) => {
      let made: Found<Definition> | undefined;
      const keep = (username: string) => {
        // Milliseconds: two logins of one user may follow each other within a second.
        const version = Date.now();
        made = {
          ...wanted,
          ...credentialsOf({ database_id: databaseId, username, salt }, server, call),
          version,
          differences: [],
        };
        call.keep(made);
      };
      const secret = loginSecret(server.password, salt);
      const others = await server.users.createLogin(loginOf(wanted), secret, keep, work.lateSignal);
      if (others.length > 1)
        call.diagnostics.warning(
          `The user "${user}" of the database ${databaseId} has ${others.length + 1} logins now`,
          `The others are: ${others.join(', ')}. One of them is there until the apps have moved. The rest may come from applies that failed or were killed: those that no state has, ` +
            'drop by hand (DROP ROLE or DROP USER). They go with the user at the latest.',
        );
      return made!;
    });
  },

  async read(known, call) {
    return reading(nameOf(known), call, async () => {
      const { database_id: databaseId, username, salt } = known;
      if (username === null) return null;
      const read = await inDatabase(databaseId, call, call.signal, async (server) => ({
        server,
        status: await server.users.login(username, known, loginSecret(server.password, salt ?? ''), call.signal),
      }));
      if (read?.status === undefined) return null;
      const { server, status } = read;
      // As a creation leaves it, so that the first refresh changes nothing in the state.
      call.private = status.isOutdated ? { isOutdated: true } : undefined;
      return {
        ...known,
        ...credentialsOf({ database_id: databaseId, username, salt }, server, call),
        connection_limit: status.connectionLimit,
        terminate: status.endsEarlierSessions,
        differences: salt === null ? ['its password is not known here'] : [...status.differences],
      };
    });
  },

  async update({ before, wanted }, work, call) {
    const { database_id: databaseId, username, salt } = before;
    return mustInDatabase(databaseId, call, work, `change ${nameOf(before)}`, async (server) => {
      const ids = { database_id: databaseId, username: username!, salt: salt! };
      const secret = loginSecret(server.password, ids.salt);
      const status = await server.users.login(ids.username, wanted, secret, work.signal);
      if (status?.isOutdated) throw passwordChanged(databaseId);
      await server.users.changeLogin(ids.username, loginOf(wanted), secret, work.signal);
      return { ...wanted, ...credentialsOf(ids, server, call), version: before.version, differences: [] };
    });
  },

  async delete(known, work, call) {
    const { database_id: databaseId, user, username, terminate } = known;
    if (username === null) return;
    await outOfDatabase(databaseId, call, work, `remove ${nameOf(known)}`, ({ users }) =>
      users.removeLogin(username, { user, terminate }, work.signal),
    );
  },

  async import(text, call) {
    const [, id, username, user] = /^(\d{1,15})\/((.+)_\d+)$/s.exec(text) ?? [];
    if (id === undefined || username === undefined || user === undefined)
      throw new DiagnosticError(
        `"${text}" is not an import id of a login`,
        'Give the numeric id of the database and the name of the login, with a slash between them: 4711/web_1. It has the name of its user and a number. ' +
          'One that is called otherwise was not made here: let another login be made instead, move to it what uses the first one, and drop that one by hand.',
      );
    const known = { database_id: Number(id), username, user };
    const status = await reading(nameOf(known), call, () =>
      inDatabase(known.database_id, call, call.signal, ({ users, password }) =>
        users.login(username, known, loginSecret(password, ''), call.signal),
      ),
    );
    if (status === undefined)
      throw new DiagnosticError(
        `There is no login "${username}" in the database ${id}`,
        'Check the id of the database, and the name: upper and lower case are two names.',
      );
    call.diagnostics.warning(
      `The next apply makes another login in place of "${username}"`,
      'Nobody can tell the password of an imported login, since its salt was in the state that made it. With create_before_destroy = true in its lifecycle, "' +
        `${username}" works until what uses it has moved to the other one. Without that, it goes first.`,
    );
    return { ...known, id: text };
  },
});

const nameOf = ({ database_id, username }: { database_id: number; username: string | null }): string =>
  `the login "${username ?? ''}" of the database ${database_id}`;

const loginOf = ({ user, connection_limit, terminate }: Planned<Definition>) => ({
  user,
  connectionLimit: connection_limit,
  endsEarlierSessions: terminate,
});

function credentialsOf(
  ids: { readonly database_id: number; readonly username: string; readonly salt: string | null },
  { url, password: admin }: DatabaseServer,
  { storeCredentials }: { readonly storeCredentials: boolean },
) {
  const id = `${ids.database_id}/${ids.username}`;
  if (!storeCredentials || ids.salt === null) return { ...ids, id, connection_url: null, password: null };
  const { password } = loginSecret(admin, ids.salt)(ids.username);
  return { ...ids, id, connection_url: asUser(url, ids.username, password), password };
}

/** Apps know the password that is derived from the former one. A plan finds that, and makes another login. */
function passwordChanged(databaseId: number): DiagnosticError {
  return new DiagnosticError(
    `The password of the database ${databaseId} was changed after this plan was made`,
    'A login has a password that is derived from it, so this one would lose its own, with which apps connect. Nothing was changed. Plan again, and apply: another login is made then.',
  );
}
