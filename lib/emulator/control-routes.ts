/** The control path: what `Control` does, over HTTP, for tests and demonstrations in other processes. */
import type { Clock } from './clock';
import type { Control } from './control';
import type * as controlBodies from './control-bodies';
import type { Call, Route } from './platform';
import { notFound, unprocessable } from './refusals';
import { nothing } from './routes';
import type { Kind, Snapshot } from './store';

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
    route('POST', '/faults', ({ body }) => control.failNext(bodyOf('fault', body))),
    route('PUT', '/timing', ({ body }) => control.setTiming(bodyOf('timing', body).timing)),
    route('POST', '/clock', ({ body }) => clock.advance(Number(body['advanceMs']))),
    route('POST', '/databases/{id}/password', async (call) => {
      const { password } = bodyOf('password', call.body);
      return { password: await control.changeDatabasePassword(call.find('database').id, password) };
    }),
    route('PUT', '/ssh-portal', ({ body }) => control.setSshPortal(bodyOf('sshPortal', body))),
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

// Inside a function, a require loads its module when it is called: most platforms get no such request.
const loadReader = (): typeof controlBodies.readControlBody =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- it must load late
  (require('./control-bodies') as typeof controlBodies).readControlBody;

function bodyOf<K extends keyof controlBodies.Bodies>(kind: K, body: object): controlBodies.Bodies[K] {
  const read = loadReader()(kind, body);
  if ('problems' in read) throw unprocessable(`${read.problems.join('; ')}.`);
  return read.value;
}

function kindOf(call: Call): Kind {
  const kind = call.params['kind']!;
  if (!Object.hasOwn(call.platform.resources, kind)) throw notFound(`There is no kind ${kind}`);
  return kind as Kind;
}
