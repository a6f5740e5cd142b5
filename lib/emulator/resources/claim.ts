import { filledText, oneOf, read } from '../fields';
import { handle } from '../limits';
import type { Call, Route } from '../platform';
import { refuseIf } from '../refusals';
import { nothing, post } from '../routes';
import { handleProblem } from './handle';

const types = ['app', 'database', 'account'] as const;

/** Claims: requests that ask whether a handle is still free. */
export const claims: readonly Route[] = [
  post('/claims', (call) => claim(call, call.body['type'])),
  post('/claims/{type}', (call) => claim(call, call.params['type'])),
  post('/accounts/{account_id}/claims/{type}', (call) =>
    claim(call, call.params['type'], call.find('account', 'account_id').id),
  ),
];

function claim(call: Call, rawType: unknown, accountId?: number): typeof nothing {
  const fields = read({ ...call.body, type: rawType }, { type: oneOf(types), handle: filledText }, ['type', 'handle']);
  const wanted = read(call.body, { handle }, ['handle']).handle;
  const where = fields.type === 'account' || accountId === undefined ? {} : { account_id: accountId };
  refuseIf([handleProblem(call.platform, fields.type, wanted, where)]);
  return nothing;
}
