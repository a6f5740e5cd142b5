import { resources } from '../../schema';
import { startOperation, waitForOperation } from '../records';
import { type Planned, resource } from '../resource';

const definition = resources.aptible_operation;

type Definition = typeof definition;

/** An operation that has been run. Every attribute replaces it, so that there is no update. */
export const operation = resource(definition, {
  async create({ wanted }, work, call) {
    const { path, words } = targetOf(wanted);
    const attempt = `${wanted.type} ${words}`;
    const started = await work.must(attempt, () =>
      // With an unread answer, nothing would be in the state, and the next apply would run it twice.
      startOperation(call, { signal: work.lateSignal }, path, { type: wanted.type }),
    );
    const ids = { id: String(started.id), operation_id: started.id };
    // Tainted when it fails, so that the next apply runs it again.
    call.keep(ids);
    await work.must(attempt, () => waitForOperation(call, work, started));
    return { ...wanted, ...ids };
  },

  /** What was done stays done, also when what it was done to is gone. */
  read(known) {
    return known;
  },

  update({ before }) {
    // Only `timeouts` can have changed.
    return before;
  },

  delete() {
    // There is nothing to undo.
  },
});

function targetOf({ app_id, database_id, endpoint_id }: Planned<Definition>): { path: string; words: string } {
  if (app_id !== null) return { path: `/apps/${app_id}`, words: `the app ${app_id}` };
  if (database_id !== null) return { path: `/databases/${database_id}`, words: `the database ${database_id}` };
  return { path: `/vhosts/${endpoint_id}`, words: `the endpoint ${endpoint_id}` };
}
