/** The control path: what `Control` does, over HTTP, for tests and demonstrations in other processes. */
import * as z from 'zod/mini';
import type { Clock } from './clock';
import type { Control } from './control';
import { faultForm, sshPortalForm, timingForm } from './fault-forms';
import type { Call, Route } from './platform';
import { notFound, unprocessable } from './refusals';
import { nothing } from './routes';
import type { Kind, Snapshot } from './store';
import { readWritten, WrittenError, type Form } from './written-json';

/** The path below which requests are not recorded, and no fault strikes them. */
export const controlPath = '/_local';

export function controlRoutes(control: Control, clock: Clock, requests: readonly object[]): Route[] {
  const route = (method: Route['method'], path: string, handle: (call: Call) => unknown): Route => ({
    method,
    path: `${controlPath}${path}`,
    handle: async (call) => {
      const result = await handle(call);
      return result === undefined ? nothing : { status: 200, json: result as object };
    },
  });
  return [
    route('POST', '/reset', () => control.reset()),
    route('GET', '/snapshot', () => control.snapshot()),
    route('PUT', '/snapshot', ({ body }) => control.restore(body as Partial<Snapshot> as Snapshot)),
    route('POST', '/faults', ({ body }) => control.failNext(readBody(faultForm, body))),
    route('PUT', '/timing', ({ body }) => control.setTiming(readBody(timingBody, body).timing)),
    route('POST', '/clock', ({ body }) => clock.advance(Number(body['advanceMs']))),
    route('POST', '/databases/{id}/password', async (call) => {
      const { password } = readBody(passwordBody, call.body);
      return { password: await control.changeDatabasePassword(call.find('database').id, password) };
    }),
    route('PUT', '/ssh-portal', ({ body }) => control.setSshPortal(readBody(sshPortalForm, body))),
    route('DELETE', '/ssh-portal/connections', () => control.dropSshConnections()),
    route('GET', '/requests', () => ({ requests })),
    route('GET', '/records/{kind}', (call) => ({ records: control.list(kindOf(call)) })),
    route('POST', '/records/{kind}', (call) => control.seed(kindOf(call), call.body)),
    route('PATCH', '/records/{kind}/{id}', (call) => {
      const kind = kindOf(call);
      return control.change(kind, call.find(kind).id, call.body);
    }),
    route('DELETE', '/records/{kind}/{id}', (call) => {
      const kind = kindOf(call);
      control.remove(kind, call.find(kind).id);
    }),
  ];
}

const timingBody = z.strictObject({ timing: timingForm });
const passwordBody = z.strictObject({ password: z.optional(z.string().check(z.minLength(1))) });

function readBody<T>(form: Form<T>, body: object): T {
  try {
    return readWritten(form, body);
  } catch (error) {
    if (error instanceof WrittenError) throw unprocessable(`${error.problems.join('; ')}.`);
    throw error;
  }
}

function kindOf(call: Call): Kind {
  const kind = call.params['kind']!;
  if (!Object.hasOwn(call.platform.resources, kind)) throw notFound(`There is no kind ${kind}`);
  return kind as Kind;
}
