import type { Resource } from '../../plugin/types';
import { resources, type State } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { startOperation } from '../records';
import { Work } from '../work';

const definition = resources.aptible_operation;

type OperationState = State<typeof definition>;

/** An operation that has been run. Every attribute replaces it, so that there is no update. */
export const operation: Resource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async create({ planned }, call) {
    const wanted = planned as unknown as OperationState;
    const work = new Work(call, 'create', wanted.timeouts, definition.timeoutsMinutes.create);
    const { path, words } = targetOf(wanted);
    const attempt = `${wanted.type} ${words}`;
    const started = await work.must(attempt, () =>
      // With an unread answer, nothing would be in the state, and the next apply would run it twice.
      startOperation(call.client, { signal: work.lateSignal }, path, { type: wanted.type }),
    );
    const state = { ...planned, id: String(started.id), operation_id: started.id };
    // Tainted when it fails, so that the next apply runs it again.
    call.keep(state);
    await work.must(attempt, () => call.client.client.waitForOperation(started, { signal: work.signal }));
    return state;
  },

  /** What was done stays done, also when what it was done to is gone. */
  async read(state) {
    return state;
  },

  async update({ planned }) {
    // Only `timeouts` can have changed.
    return planned;
  },

  async delete() {
    // There is nothing to undo.
  },
};

function targetOf({ app_id, database_id, endpoint_id }: OperationState): { path: string; words: string } {
  if (app_id !== null) return { path: `/apps/${app_id}`, words: `the app ${app_id}` };
  if (database_id !== null) return { path: `/databases/${database_id}`, words: `the database ${database_id}` };
  return { path: `/vhosts/${endpoint_id}`, words: `the endpoint ${endpoint_id}` };
}
