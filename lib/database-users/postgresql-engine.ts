import { Connections } from './connections';
import type { Site } from './engines';
import { openPostgresql } from './open';
import { PostgresqlUsers } from './postgresql';

/** The users of a PostgreSQL server, of which the platform's user is a superuser. */
export function usersOf(site: Site): PostgresqlUsers {
  const { username: user, password, name } = site;
  const open = (database: string) => site.connect((way) => openPostgresql({ ...way, user, password, database }));
  return new PostgresqlUsers(new Connections(open, user), name);
}
