/** A provider of one resource, whose handlers do what their object's `does` says. Its objects live in files of one folder. */
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DiagnosticError } from '../../../lib/plugin/diagnostics';
import type { ApplyCall, EphemeralResource, Provider, Resource } from '../../../lib/plugin/types';
import type { ObjectValue } from '../../../lib/plugin/values';
import { printed } from './printed';

interface Client {
  readonly folder: string;
}

const file = (client: Client, state: ObjectValue) => join(client.folder, printed(state.id));

async function act(state: ObjectValue, call: ApplyCall<Client>): Promise<void> {
  if (state.does === 'wait') await sleep(60_000, undefined, { signal: call.signal });
  if (state.does === 'wait for renewals') await renewals(call);
  if (state.does === 'throw') throw new Error('the tiny platform is broken');
  if (state.does === 'refuse') throw new DiagnosticError('Refused', 'The tiny platform does not want it.', ['does']);
  if (state.does === 'crash') setImmediate(() => crash());
  if (state.does === 'crash') await sleep(60_000);
}

/** Waits until sockets were renewed twice. */
async function renewals({ client, signal }: ApplyCall<Client>): Promise<void> {
  const count = () => readFileSync(eventsIn(client), 'utf8').match(/^renew /gm)?.length ?? 0;
  while (count() < 2) await sleep(25, undefined, { signal });
}

function crash(): never {
  throw new Error('crashed on purpose');
}

const thing: Resource<Client> = {
  schema: {
    version: 1,
    attributes: {
      id: { type: 'string', computed: true, stable: true },
      name: { type: 'string', required: true },
      kind: { type: 'string', optional: true, replace: true },
      does: { type: 'string', optional: true },
      size: { type: 'number', optional: true, computed: true, default: 10 },
      labels: { type: ['map', 'string'], optional: true },
      secret_wo: { type: 'string', optional: true, writeOnly: true },
    },
    blocks: { port: { nesting: 'list', attributes: { number: { type: 'number', required: true } } } },
  },
  validate(config, call) {
    if (config.name === '') call.diagnostics.error('Invalid name', 'A name has at least one character.', ['name']);
    if (config.labels && 'bad' in (config.labels as ObjectValue)) {
      call.diagnostics.warning('Bad label', 'The label "bad" is not liked.', ['labels', 'bad']);
    }
  },
  planDestroy(prior, call) {
    if (prior.does === 'stay') call.diagnostics.warning('It will go', 'Although it wants to stay.');
  },
  async create({ planned }, call) {
    const state = { ...planned, id: `id-${printed(planned.name)}` };
    writeFileSync(file(call.client, state), JSON.stringify(state));
    call.private = { created: true };
    call.keep(state);
    await act(state, call);
    return state;
  },
  async read(state, call) {
    try {
      return JSON.parse(readFileSync(file(call.client, state), 'utf8')) as ObjectValue;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  },
  async update({ prior, planned }, call) {
    if (planned.does === 'half') call.keep({ ...prior, name: planned.name as string });
    await act(planned, call);
    if (planned.does === 'half') throw new Error('only half of it is done');
    writeFileSync(file(call.client, planned), JSON.stringify(planned));
    return planned;
  },
  async delete(prior, call) {
    await act(prior, call);
    rmSync(file(call.client, prior), { force: true });
  },
  async import(id) {
    return { id };
  },
  upgrade(state, version) {
    return version < 1 ? { ...state, name: state.title } : state;
  },
};

/** What became of sockets, one a line. */
const eventsIn = ({ folder }: Client) => join(folder, 'events');

/** A socket that listens as long as it is open. */
const socket: EphemeralResource<Client> = {
  schema: {
    attributes: {
      name: { type: 'string', required: true },
      does: { type: 'string', optional: true },
      renew_ms: { type: 'number', optional: true },
      port: { type: 'number', computed: true },
    },
  },
  async open(config, call) {
    const { client } = call;
    const name = printed(config.name);
    const say = (event: string) => appendFileSync(eventsIn(client), `${event}\n`);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    call.onEnd(async () => {
      server.close();
      say(`close ${name}`);
      if (config.does === 'wait') await sleep(60_000);
    });
    const { port } = server.address() as AddressInfo;
    say(`open ${name} ${port} ${process.pid}`);
    if (config.does === 'crash') setImmediate(() => crash());
    const renewal = () => (config.renew_ms === null ? undefined : new Date(Date.now() + Number(config.renew_ms)));
    call.renewAt = renewal();
    call.private = () => {
      say(`renew ${name}`);
      return renewal();
    };
    return { ...config, port };
  },
  async renew(call) {
    call.renewAt = (call.private as () => Date | undefined)();
  },
};

export const provider: Provider<Client> = {
  name: 'tiny',
  schema: { attributes: { folder: { type: 'string', required: true } } },
  resources: { tiny_thing: thing, tiny_fixed: { ...thing, import: undefined } },
  ephemeralResources: { tiny_socket: socket },
  dataSources: {
    tiny_thing: {
      schema: { attributes: { name: { type: 'string', required: true }, id: { type: 'string', computed: true } } },
      read: async (config) => ({ ...config, id: `id-${printed(config.name)}` }),
    },
  },
  async configure(config) {
    return { folder: printed(config.folder) };
  },
};
