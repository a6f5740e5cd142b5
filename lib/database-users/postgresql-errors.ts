import { DatabaseError } from 'pg';
import { DatabaseUserError, LostConnection } from './errors';

/** Puts an error of the server into words that say what was tried and what to do. */
export function explained(error: unknown, attempt: string, user: string): unknown {
  if (error instanceof LostConnection)
    return new DatabaseUserError(
      `Could not ${attempt}: the connection to the database was lost`,
      `It said: ${error.message}. ${error.mayBeDone ? 'This step may have been done all the same' : 'Nothing of this step was changed'}. ` +
        'The database may be restarting. Apply again when it answers.',
      { cause: error },
    );
  if (!(error instanceof DatabaseError)) return error;
  return new DatabaseUserError(`Could not ${attempt}`, `${said(error)} ${whatToDo(error, user)}`.trim(), {
    cause: error,
  });
}

const said = ({ message, detail, code }: DatabaseError): string =>
  `The database said: ${message}${detail ? ` (${detail})` : ''} [${code}].`;

function whatToDo({ code }: DatabaseError, user: string): string {
  switch (code) {
    case '42501':
      return (
        `The user "${user}" may not do that. On the platform it is a superuser; here it needs at least CREATEROLE, the ownership of what it grants, ` +
        'and membership in the roles whose objects it gives away or whose default privileges it sets (GRANT role TO ' +
        `"${user}").`
      );
    case '55P03':
      return 'Something else holds a lock on it, such as a query that runs for long. Nothing of this step was changed. Apply again when that has ended.';
    default:
      return '';
  }
}
