import { decode, encode } from '../../lib/plugin/codec';
import { DiagnosticError, FunctionError } from '../../lib/plugin/diagnostics';
import type { Request, Response, RpcName } from '../../lib/plugin/messages';
import { impliedType, nullObject } from '../../lib/plugin/schema';
import { createService, type Service } from '../../lib/plugin/service';
import type { EphemeralResource, Provider, ProviderFunction, Resource } from '../../lib/plugin/types';
import { unknown, type ObjectValue, type Value } from '../../lib/plugin/values';
import { printed } from './support/printed';

interface Client {
  readonly name: string;
}

const schema: Resource['schema'] = {
  version: 2,
  attributes: {
    id: { type: 'string', computed: true, stable: true },
    name: { type: 'string', required: true },
    kind: { type: 'string', optional: true, replace: true },
    labels: { type: ['map', 'string'], optional: true },
    tags: { type: ['set', 'string'], optional: true },
    secret_wo: { type: 'string', optional: true, writeOnly: true },
  },
  blocks: { port: { nesting: 'list', attributes: { number: { type: 'number', required: true } } } },
};
const type = impliedType(schema);
const object = (values: ObjectValue): ObjectValue => ({ ...nullObject(schema), ...values });
const dynamic = (value: ObjectValue | null) => ({ msgpack: encode(value, type), json: Buffer.alloc(0) });
const value = (sent: Response<'ReadDataSource'>['state']) =>
  sent?.msgpack?.length ? decode(sent.msgpack, type) : null;
const nothing = Buffer.alloc(0);

const never = async (): Promise<never> => {
  throw new Error('not to be called');
};
/** A provider of one resource type, `tiny_thing`, with these handlers. */
function serviceOf(handlers: Partial<Resource<Client>>, rest: Partial<Provider<Client>> = {}): Service {
  return createService<Client>({
    name: 'tiny',
    schema: { attributes: { name: { type: 'string', optional: true } } },
    resources: { tiny_thing: { schema, create: never, read: never, update: never, delete: never, ...handlers } },
    dataSources: {},
    configure: async (config) => ({ name: printed(config.name) }),
    ...rest,
  });
}

const configuration = (name: string) => ({
  terraformVersion: '1.11.4',
  config: { msgpack: encode({ name }, ['object', { name: 'string' }]), json: nothing },
});

const apply = (
  service: Service,
  prior: ObjectValue | null,
  planned: ObjectValue | null,
  plannedPrivate: Buffer = nothing,
) =>
  service.ApplyResourceChange({
    typeName: 'tiny_thing',
    priorState: dynamic(prior),
    plannedState: dynamic(planned),
    config: dynamic(planned),
    plannedPrivate,
  });

const planChange = (
  service: Service,
  prior: ObjectValue | null,
  config: ObjectValue | null,
  priorPrivate: Buffer = nothing,
) =>
  service.PlanResourceChange({
    typeName: 'tiny_thing',
    priorState: dynamic(prior),
    proposedNewState: dynamic(config),
    config: dynamic(config),
    priorPrivate,
  });

const read = (service: Service, state: ObjectValue, privateBytes: Buffer = nothing) =>
  service.ReadResource({ typeName: 'tiny_thing', currentState: dynamic(state), private: privateBytes });

const upgrade = (service: Service, version: number, json: string, flatmap: Record<string, string> = {}) =>
  service.UpgradeResourceState({ typeName: 'tiny_thing', version, rawState: { json: Buffer.from(json), flatmap } });

const broken = {
  severity: 1,
  summary: 'Unexpected error in tiny_thing',
  detail: expect.stringMatching(/^broken\n\nThis looks like a bug in the provider/),
  attribute: undefined,
};

test('an error that the provider explains is told in its words, and any other one counts as its bug', async () => {
  const explain: Provider<Client>['explain'] = (error, subject) =>
    error instanceof RangeError ? new DiagnosticError(`${subject} is out of range`, error.message) : undefined;
  const failing = (error: Error) => serviceOf({ read: () => Promise.reject(error) }, { explain });
  const told = { severity: 1, summary: 'tiny_thing is out of range', detail: 'far', attribute: undefined };
  const state = object({ id: '1', name: 'a' });
  expect((await read(failing(new RangeError('far')), state)).diagnostics).toEqual([told]);
  expect((await read(failing(new Error('broken')), state)).diagnostics).toEqual([broken]);
});

describe('ApplyResourceChange', () => {
  test('of a create that fails keeps the last recorded state, without unknowns and write-only values', async () => {
    const service = serviceOf({
      create: async ({ planned }, call) => {
        const state = { ...planned, id: '1', kind: unknown, secret_wo: 'hidden' };
        call.keep(object({ id: '0' }));
        call.keep(state);
        state.id = 'changed after it was kept';
        call.private = { step: 1 };
        throw new Error('broken');
      },
    });
    const response = await apply(service, null, object({ id: unknown, name: 'a' }));
    expect(value(response.newState)).toEqual(object({ id: '1', name: 'a' }));
    expect(response.diagnostics).toEqual([broken]);
    expect(response.private?.length).toBeGreaterThan(0);
  });

  test('of a create that fails before anything exists has no state', async () => {
    const service = serviceOf({ create: () => Promise.reject(new Error('broken')) });
    const response = await apply(service, null, object({ name: 'a' }));
    expect([value(response.newState), response.diagnostics]).toEqual([null, [broken]]);
  });

  test.each([
    ['the prior state', undefined, object({ id: '1', name: 'old' })],
    ['the last recorded state', object({ id: '1', name: 'half' }), object({ id: '1', name: 'half' })],
  ])('of an update that fails keeps %s', async (_name, kept, expected) => {
    const service = serviceOf({
      update: async (_change, call) => {
        if (kept) call.keep(kept);
        throw new Error('broken');
      },
    });
    const response = await apply(service, object({ id: '1', name: 'old' }), object({ id: '1', name: 'new' }));
    expect([value(response.newState), response.diagnostics]).toEqual([expected, [broken]]);
  });

  test('of a delete gives null, and the prior state when it fails by an exception or by a diagnostic', async () => {
    const prior = object({ id: '1', name: 'a' });
    const outcomes = [
      serviceOf({ delete: async () => undefined }),
      serviceOf({ delete: () => Promise.reject(new Error('broken')) }),
      serviceOf({ delete: async (_prior, call) => call.diagnostics.error('In use', 'An app uses it.') }),
    ].map(async (service) => value((await apply(service, prior, null)).newState));
    expect(await Promise.all(outcomes)).toEqual([null, prior, prior]);
  });

  test('completes what a handler leaves out, and takes no unknown for an answer', async () => {
    const service = serviceOf({ create: async () => ({ id: '1', name: 'a', kind: unknown, foreign: 'x' }) });
    const response = await apply(service, null, object({ id: unknown, name: 'a' }));
    expect(value(response.newState)).toEqual(object({ id: '1', name: 'a' }));
    expect(response.diagnostics).toMatchObject([
      { severity: 1, detail: expect.stringContaining('tiny_thing are: kind.') },
    ]);
  });
});

describe('private state', () => {
  const foreign = Buffer.from('{"schema_version":"2","e2bfb730":{"create":1}}');
  test.each([
    ['JSON of another program', foreign],
    ['bytes that are no JSON', Buffer.from([0xff, 0x00])],
  ])('of %s is undefined to handlers and kept through plan, apply and read', async (_name, bytes) => {
    const seen: unknown[] = [];
    const service = serviceOf({
      plan: (_change, call) => void seen.push(call.private),
      create: async ({ planned }, call) => (seen.push(call.private), { ...planned, id: '1' }),
      read: async (state, call) => (seen.push(call.private), state),
    });
    const config = object({ name: 'a' });
    expect((await planChange(service, null, config, bytes)).plannedPrivate).toEqual(bytes);
    expect((await apply(service, null, config, bytes)).private).toEqual(bytes);
    expect((await read(service, config, bytes)).private).toEqual(bytes);
    expect(seen).toEqual([undefined, undefined, undefined]);
  });

  test('goes from plan to apply to read, can be changed in place and can be erased', async () => {
    const seen: unknown[] = [];
    const service = serviceOf({
      plan: (_change, call) => void (call.private = { list: [1] }),
      create: async ({ planned }, call) => {
        seen.push(structuredClone(call.private));
        (call.private as { list: number[] }).list.push(2);
        return planned;
      },
      read: async (state, call) => {
        seen.push(call.private);
        call.private = undefined;
        return state;
      },
    });
    const config = object({ id: '1', name: 'a' });
    const planned = Buffer.from((await planChange(service, null, config, foreign)).plannedPrivate ?? []);
    const applied = Buffer.from((await apply(service, null, config, planned)).private ?? []);
    expect((await read(service, config, applied)).private).toEqual(nothing);
    expect(seen).toEqual([{ list: [1] }, { list: [1, 2] }]);
  });
});

describe('PlanResourceChange', () => {
  test('looks at no more of what Terraform proposes than whether it is null', async () => {
    const service = serviceOf({});
    const config = object({ name: 'a' });
    const request = {
      typeName: 'tiny_thing',
      priorState: dynamic(null),
      config: dynamic(config),
      priorPrivate: nothing,
    };
    const plan = async (proposedNewState: ReturnType<typeof dynamic>) =>
      value((await service.PlanResourceChange({ ...request, proposedNewState })).plannedState);
    const planned = value((await planChange(service, null, config)).plannedState);
    expect(planned).toMatchObject({ name: 'a' });
    expect(await plan({ msgpack: Buffer.from([0xc1]), json: nothing })).toEqual(planned);
    expect(await plan({ msgpack: nothing, json: Buffer.from('{}') })).toEqual(planned);
    expect(await plan({ msgpack: nothing, json: Buffer.from(' null\n') })).toBeNull();
    expect(await plan(dynamic(null))).toBeNull();
  });

  test('makes computed values unknown, write-only ones null, and no replacement of a create', async () => {
    const service = serviceOf({ plan: (_change, call) => call.replace(['kind']) });
    const response = await planChange(service, null, object({ name: 'a', kind: 'k', secret_wo: 'hidden' }));
    expect(value(response.plannedState)).toEqual(object({ id: unknown, name: 'a', kind: 'k' }));
    expect([response.requiresReplace, response.diagnostics]).toEqual([[], []]);
  });

  test('names each path of a replacement once, by the kind of its steps', async () => {
    const service = serviceOf({
      plan: (_change, call) => {
        call.replace(['tags', 0]);
        call.replace(['kind']);
        call.replace(['labels', 'x']);
        call.replace(['port', 1, 'number']);
      },
    });
    const prior = object({ id: '1', name: 'a', kind: 'k' });
    const response = await planChange(service, prior, object({ name: 'a', kind: 'other' }));
    expect(response.requiresReplace).toEqual([
      { steps: [{ attributeName: 'kind' }] },
      { steps: [{ attributeName: 'labels' }, { elementKeyString: 'x' }] },
      { steps: [{ attributeName: 'port' }, { elementKeyInt: 1 }, { attributeName: 'number' }] },
      { steps: [{ attributeName: 'tags' }] },
    ]);
  });

  test('of a destroy asks the resource and stays null', async () => {
    const service = serviceOf({ planDestroy: (_prior, call) => call.diagnostics.warning('Gone', 'For ever.') });
    const response = await planChange(service, object({ id: '1', name: 'a' }), null);
    expect(value(response.plannedState)).toBeNull();
    expect(response.diagnostics).toMatchObject([{ severity: 2, summary: 'Gone' }]);
  });
});

describe('ReadResource', () => {
  test('gives null for what is gone, and the state as it was when in doubt', async () => {
    const state = object({ id: '1', name: 'a' });
    expect(value((await read(serviceOf({ read: async () => null }), state)).newState)).toBeNull();
    const response = await read(serviceOf({ read: () => Promise.reject(new Error('broken')) }), state);
    expect([value(response.newState), response.diagnostics]).toEqual([state, [broken]]);
  });
});

describe('UpgradeResourceState', () => {
  test('completes the state, drops foreign attributes, and loses no digit', async () => {
    const json = '{"id":"1","name":"a","secret_wo":"s","foreign":1,"port":[{"number":12345678901234567890.5}]}';
    const response = await upgrade(serviceOf({}), 2, json);
    const [port] = (value(response.upgradedState) as { port: ObjectValue[] }).port;
    expect(printed(port?.number)).toBe('12345678901234567890.5');
    expect(value(response.upgradedState)).toEqual(object({ id: '1', name: 'a', port: [port!] }));
  });

  test('lets the resource change an older state, also without loss', async () => {
    const service = serviceOf({
      upgrade: ({ title, ...rest }, version) => ({ ...rest, name: `${String(title)}-${version}` }),
    });
    const response = await upgrade(service, 1, '{"title":"a","port":[{"number":9007199254740993}]}');
    const upgraded = value(response.upgradedState) as { name: string; port: ObjectValue[] };
    expect([upgraded.name, printed(upgraded.port[0]?.number)]).toEqual(['a-1', '9007199254740993']);
  });

  test('refuses a newer state and one of Terraform 0.11', async () => {
    const newer = await upgrade(serviceOf({}), 3, '{}');
    const ancient = await upgrade(serviceOf({}), 0, '', { id: '1' });
    expect([newer.diagnostics, ancient.diagnostics]).toMatchObject([
      [{ severity: 1, summary: 'State is newer than the provider' }],
      [{ severity: 1, summary: 'State is too old' }],
    ]);
  });
});

describe('StopProvider', () => {
  test('ends the calls in flight and no later one', async () => {
    const signals: AbortSignal[] = [];
    const service = serviceOf({
      read: (state, { signal }) => {
        signals.push(signal);
        if (signals.length > 1) return Promise.resolve(state);
        return new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason as Error)),
        );
      },
    });
    const state = object({ id: '1', name: 'a' });
    const waiting = read(service, state);
    expect(await service.StopProvider({})).toEqual({});
    expect((await waiting).diagnostics).toMatchObject([{ severity: 1, summary: 'Stopped' }]);
    expect((await read(service, state)).diagnostics).toEqual([]);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });
});

describe('ConfigureProvider', () => {
  test('called again leaves a call in flight its client, and ends that client after it', async () => {
    const closed: string[] = [];
    let finish: () => void = () => undefined;
    const service = serviceOf(
      {
        read: async (state, call) => {
          if (state.name === 'slow') await new Promise<void>((resolve) => (finish = resolve));
          return { ...state, kind: call.client.name };
        },
      },
      { close: async ({ name }) => void closed.push(name) },
    );
    await service.ConfigureProvider(configuration('first'));
    const slow = read(service, object({ name: 'slow' }));
    await service.ConfigureProvider(configuration('second'));
    expect(value((await read(service, object({ name: 'quick' }))).newState)).toMatchObject({ kind: 'second' });
    expect(closed).toEqual([]);
    finish();
    expect(value((await slow).newState)).toMatchObject({ kind: 'first' });
    expect(closed).toEqual(['first']);
    await service.close();
    expect(closed).toEqual(['first', 'second']);
  });

  test('not called is said by the call that needs it', async () => {
    const service = serviceOf({ read: async (state, call) => ({ ...state, kind: call.client.name }) });
    const { diagnostics } = await read(service, object({ name: 'a' }));
    expect(diagnostics).toMatchObject([{ severity: 1, summary: 'Provider is not configured' }]);
  });
});

describe('refusals', () => {
  test.each<[RpcName, object]>([
    ['ValidateResourceConfig', {}],
    ['ReadResource', { private: nothing }],
    ['PlanResourceChange', { priorPrivate: nothing }],
    ['ApplyResourceChange', { plannedPrivate: nothing }],
    ['ImportResourceState', {}],
    ['UpgradeResourceState', {}],
    ['ReadDataSource', {}],
    ['ValidateDataResourceConfig', {}],
  ])('%s of an unknown type, even one named as a property of every object', async (rpc, request) => {
    const call = serviceOf({})[rpc] as (request: unknown) => Promise<Response<'ReadDataSource'>>;
    for (const typeName of ['tiny_other', 'constructor', '__proto__']) {
      const { diagnostics } = await call({ ...request, typeName });
      expect(diagnostics).toMatchObject([{ severity: 1, summary: expect.stringMatching(/^Unknown (resource|data)/) }]);
    }
  });

  test('of an import that the resource does not have', async () => {
    const { diagnostics } = await serviceOf({}).ImportResourceState({ typeName: 'tiny_thing', id: '1' });
    expect(diagnostics).toMatchObject([{ severity: 1, summary: 'Import is not supported' }]);
  });

  test('of a write-only argument by a Terraform that would store it', async () => {
    const request = { typeName: 'tiny_thing', config: dynamic(object({ name: 'a', secret_wo: 'hidden' })) };
    const capabilities = { writeOnlyAttributesAllowed: true };
    const old = await serviceOf({}).ValidateResourceConfig({ ...request, clientCapabilities: undefined });
    const present = await serviceOf({}).ValidateResourceConfig({ ...request, clientCapabilities: capabilities });
    expect(old.diagnostics).toMatchObject([{ severity: 1, attribute: { steps: [{ attributeName: 'secret_wo' }] } }]);
    expect(present.diagnostics).toEqual([]);
  });
});

describe('ImportResourceState', () => {
  test('gives one complete object of the type', async () => {
    const service = serviceOf({ import: async (id) => ({ id }) });
    const { importedResources, diagnostics } = await service.ImportResourceState({ typeName: 'tiny_thing', id: '7' });
    expect(diagnostics).toEqual([]);
    expect(importedResources).toMatchObject([{ typeName: 'tiny_thing' }]);
    expect(value(importedResources?.[0]?.state)).toEqual(object({ id: '7' }));
  });
});

describe('values', () => {
  test('are accepted as JSON too', async () => {
    const service = serviceOf({ read: async (state) => state });
    const { newState } = await service.ReadResource({
      typeName: 'tiny_thing',
      currentState: { msgpack: nothing, json: Buffer.from('{"id":"1","name":"a"}') },
      private: nothing,
    });
    expect(value(newState)).toEqual(object({ id: '1', name: 'a' }));
  });
});

describe('MoveResourceState', () => {
  const old: Resource<Client> = {
    schema: {
      version: 1,
      attributes: { id: { type: 'string', computed: true }, title: { type: 'string', required: true } },
    },
    create: never,
    read: never,
    update: never,
    delete: never,
    upgrade: ({ heading, ...state }, version) => (version === 0 ? { ...state, title: heading } : state),
  };
  const service = serviceOf(
    {},
    {
      resources: {
        tiny_old: old,
        tiny_thing: {
          ...old,
          schema,
          upgrade: undefined,
          movesFrom: {
            tiny_old: ({ title, ...state }, call) => {
              call.private = { before: call.private };
              return { ...state, name: title ?? null };
            },
          },
        },
      },
    },
  );
  const move = (request: Partial<Request<'MoveResourceState'>> & { state?: object }) =>
    service.MoveResourceState({
      sourceProviderAddress: 'registry.terraform.io/example/tiny',
      sourceTypeName: 'tiny_old',
      sourceSchemaVersion: 1,
      sourceState: { json: Buffer.from(JSON.stringify(request.state ?? { id: '1', title: 'a' })), flatmap: {} },
      targetTypeName: 'tiny_thing',
      sourcePrivate: nothing,
      ...request,
    });

  test.each([
    ['as it is', 1, { id: '1', title: 'a', foreign: true }],
    ['upgraded first, where it is of an earlier version', 0, { id: '1', heading: 'a' }],
  ])('makes a whole state of the state of a type that can be moved, %s', async (_, sourceSchemaVersion, state) => {
    const { targetState, diagnostics } = await move({ sourceSchemaVersion, state });
    expect([value(targetState), diagnostics]).toEqual([object({ id: '1', name: 'a' }), []]);
  });

  test('goes on with what the other type has in its private state, and leaves a foreign one to nobody', async () => {
    const written = (value: unknown) => Buffer.from(JSON.stringify({ format: 'provider-private-1', value }));
    const moved = await move({ sourcePrivate: written({ step: 1 }) });
    const foreign = await move({ sourcePrivate: Buffer.from('{"schema_version":"1"}') });
    expect(Buffer.from(moved.targetPrivate ?? [])).toEqual(written({ before: { step: 1 } }));
    expect(Buffer.from(foreign.targetPrivate ?? [])).toEqual(written({}));
  });

  test('of the same type of another provider of this name upgrades the state', async () => {
    const provider = 'registry.opentofu.org/other/tiny';
    const state = { id: '1', name: 'a', foreign: true };
    const { targetState, diagnostics } = await move({
      sourceProviderAddress: provider,
      sourceTypeName: 'tiny_thing',
      sourceSchemaVersion: 0,
      state,
    });
    expect([value(targetState), diagnostics]).toEqual([object({ id: '1', name: 'a' }), []]);
  });

  test.each([
    ['a type that cannot become the other one', { sourceTypeName: 'tiny_thing', targetTypeName: 'tiny_old' }],
    ['a type that this provider does not have', { sourceTypeName: 'tiny_other' }],
    ['a type named as a property of every object', { sourceTypeName: 'constructor' }],
    ['a type of a provider with another name', { sourceProviderAddress: 'registry.terraform.io/example/large' }],
  ])('of %s is refused', async (_, request) => {
    const { targetState, diagnostics } = await move(request);
    expect(targetState).toBeUndefined();
    expect(diagnostics).toMatchObject([{ severity: 1, summary: 'Move between these resource types is not supported' }]);
  });

  test('of a state that is newer than the provider is refused, and so is an unknown target', async () => {
    expect((await move({ sourceSchemaVersion: 9 })).diagnostics).toMatchObject([
      { severity: 1, summary: 'State is newer than the provider' },
    ]);
    expect((await move({ targetTypeName: 'tiny_other' })).diagnostics).toMatchObject([
      { severity: 1, summary: 'Unknown resource type' },
    ]);
  });
});

describe('GetProviderSchema', () => {
  test('says what the provider has and can, and is made once', async () => {
    const service = serviceOf({});
    const response = await service.GetProviderSchema({});
    expect(response.serverCapabilities).toEqual({
      planDestroy: true,
      getProviderSchemaOptional: true,
      moveResourceState: true,
    });
    expect(response.provider?.block?.attributes).toMatchObject([{ name: 'name', optional: true }]);
    expect(response.resourceSchemas?.tiny_thing).toMatchObject({
      version: 2,
      block: {
        attributes: [
          { name: 'id', type: Buffer.from('"string"'), computed: true },
          { name: 'name', required: true },
          { name: 'kind' },
          { name: 'labels', type: Buffer.from('["map","string"]') },
          { name: 'tags' },
          { name: 'secret_wo', writeOnly: true },
        ],
        blockTypes: [{ typeName: 'port', nesting: 2, minItems: 0, maxItems: 0 }],
      },
    });
    expect(await service.GetProviderSchema({})).toBe(response);
  });

  test('is not needed before, and nothing is said of what the provider does not have', async () => {
    const service = serviceOf({});
    expect(await service.GetResourceIdentitySchemas({})).toEqual({});
    expect(await service.GetFunctions({})).toEqual({ functions: {} });
    expect(await service.GetMetadata({})).toEqual({
      serverCapabilities: {
        planDestroy: true,
        getProviderSchemaOptional: true,
        moveResourceState: true,
      },
      resources: [{ typeName: 'tiny_thing' }],
      dataSources: [],
      ephemeralResources: [],
      functions: [],
    });
  });
});

describe('functions', () => {
  const join: ProviderFunction = {
    summary: 'Joins texts',
    description: 'Puts a text **between** others.',
    parameters: [{ name: 'separator', type: 'string', description: 'What is between them.', allowNull: true }],
    variadic: { name: 'texts', type: 'string', allowUnknown: true },
    returns: ['object', { text: 'string', count: 'number' }],
    deprecated: 'Use the other one.',
    call: (separator, ...texts) => {
      if (texts.includes('')) throw new FunctionError('A text is empty', 1 + texts.indexOf(''));
      return { text: texts.map(printed).join(printed(separator)), count: texts.length };
    },
  };
  const service = serviceOf({}, { functions: { join } });
  const text = (value: Value) => ({ msgpack: encode(value, 'string'), json: nothing });
  const call = (name: string, ...values: Value[]) => service.CallFunction({ name, arguments: values.map(text) });

  test('are in the schema and in the metadata, with all that is said of them', async () => {
    const functions = {
      join: {
        parameters: [
          {
            name: 'separator',
            type: Buffer.from('"string"'),
            allowNullValue: true,
            description: 'What is between them.',
            descriptionKind: 1,
          },
        ],
        variadicParameter: {
          name: 'texts',
          type: Buffer.from('"string"'),
          allowUnknownValues: true,
          descriptionKind: 0,
        },
        return: { type: Buffer.from('["object",{"text":"string","count":"number"}]') },
        summary: 'Joins texts',
        description: 'Puts a text **between** others.',
        descriptionKind: 1,
        deprecationMessage: 'Use the other one.',
      },
    };
    expect((await service.GetProviderSchema({})).functions).toEqual(functions);
    expect(await service.GetFunctions({})).toEqual({ functions });
    expect((await service.GetMetadata({})).functions).toEqual([{ name: 'join' }]);
  });

  test('are called without a configured provider, with as many arguments as there are', async () => {
    const { result, error } = await call('join', ', ', 'a', 'b', 'c');
    expect([decode(Buffer.from(result!.msgpack!), join.returns), error]).toEqual([
      { text: 'a, b, c', count: 3 },
      undefined,
    ]);
  });

  test('say which argument is wrong', async () => {
    expect(await call('join', ', ', 'a', '')).toEqual({ error: { text: 'A text is empty', functionArgument: 2 } });
  });

  test.each<[string, Partial<ProviderFunction>]>([
    ['throws', { call: () => JSON.parse('a secret argument') as Value }],
    ['rejects', { call: () => Promise.reject(new Error('a secret argument')) }],
    ['gives a result of another type', { call: () => ({ text: 'a secret argument' }) }],
  ])('that have a bug fail without a word of their arguments: one that %s', async (_what, changes) => {
    const broken = serviceOf({}, { functions: { join: { ...join, ...changes } } });
    expect(await broken.CallFunction({ name: 'join', arguments: [text('a')] })).toEqual({
      error: { text: 'The function join failed. This is a bug in the provider; please report it' },
    });
  });

  test('that are not there, or take another number of arguments, are an error', async () => {
    expect([await call('split'), await call('join'), await call('toString')]).toEqual([
      { error: { text: 'This version of the provider has no function "split". It has: join' } },
      { error: { text: 'The function takes at least 1 argument, and 0 came' } },
      { error: { text: 'This version of the provider has no function "toString". It has: join' } },
    ]);
  });
});

describe('ephemeral resources', () => {
  const config = { typeName: 'tiny_secret', config: dynamic(object({ name: 'a' })) };
  const serviceWith = (handlers: Partial<EphemeralResource<Client>>) =>
    serviceOf({}, { ephemeralResources: { tiny_secret: { schema, open: never, ...handlers } } });

  test('are in the schema and in the metadata', async () => {
    const service = serviceWith({});
    const { ephemeralResourceSchemas, resourceSchemas } = await service.GetProviderSchema({});
    expect(ephemeralResourceSchemas).toEqual({ tiny_secret: resourceSchemas!.tiny_thing });
    expect((await service.GetMetadata({})).ephemeralResources).toEqual([{ typeName: 'tiny_secret' }]);
  });

  test('are validated', async () => {
    const service = serviceWith({
      validate: (_config, { diagnostics }) => diagnostics.error('No', 'Not this.', ['name']),
    });
    expect((await service.ValidateEphemeralResourceConfig(config)).diagnostics).toEqual([
      { severity: 1, summary: 'No', detail: 'Not this.', attribute: { steps: [{ attributeName: 'name' }] } },
    ]);
    expect((await serviceWith({}).ValidateEphemeralResourceConfig(config)).diagnostics).toEqual([]);
  });

  test('are opened by the configured client, and closed with what the open left', async () => {
    const closed: unknown[] = [];
    const service = serviceWith({
      open: async (opened, call) => {
        call.private = { lease: 7 };
        return { ...opened, id: call.client.name };
      },
      close: async (call) => void closed.push([call.client.name, call.private]),
    });
    await service.ConfigureProvider(configuration('acme'));
    const opened = await service.OpenEphemeralResource(config);
    expect([value(opened.result), opened.diagnostics]).toEqual([object({ id: 'acme', name: 'a' }), []]);
    const { diagnostics } = await service.CloseEphemeralResource({
      typeName: 'tiny_secret',
      private: Buffer.from(opened.private!),
    });
    expect([diagnostics, closed]).toEqual([[], [['acme', { lease: 7 }]]]);
  });

  test('are renewed until a renewal says no more of it, and what they keep is in this process', async () => {
    const renewals: unknown[] = [];
    const service = serviceWith({
      open: async (opened, call) => {
        call.private = { socket: new Set(['open']) };
        call.renewAt = new Date('2030-01-02T03:04:05.678Z');
        return { ...opened, id: 'x' };
      },
      renew: async (call) => {
        renewals.push([call.client.name, call.private, call.renewAt]);
        if (renewals.length === 1) call.renewAt = new Date('2030-01-02T03:05:00Z');
      },
    });
    await service.ConfigureProvider(configuration('acme'));
    const opened = await service.OpenEphemeralResource(config);
    expect(opened.renewAt).toEqual({ seconds: Date.UTC(2030, 0, 2, 3, 4, 5) / 1_000, nanos: 678_000_000 });
    const held = { typeName: 'tiny_secret', private: Buffer.from(opened.private!) };
    const first = await service.RenewEphemeralResource(held);
    const second = await service.RenewEphemeralResource({ ...held, private: Buffer.from(first.private!) });
    expect([first.renewAt, second.renewAt]).toEqual([
      { seconds: Date.UTC(2030, 0, 2, 3, 5) / 1_000, nanos: 0 },
      undefined,
    ]);
    const renewal = ['acme', { socket: new Set(['open']) }, undefined];
    expect([first.diagnostics, second.diagnostics, renewals]).toEqual([[], [], [renewal, renewal]]);

    await service.CloseEphemeralResource(held);
    expect((await service.RenewEphemeralResource(held)).diagnostics).toMatchObject([
      { summary: 'Cannot renew tiny_secret', detail: 'It was closed before. Run Terraform again to open it anew.' },
    ]);
  });

  describe('end', () => {
    let ended: string[];
    beforeEach(() => (ended = []));

    /** Opens two things, which say when they end. */
    const open: EphemeralResource<Client>['open'] = async (opened, call) => {
      for (const name of ['first', 'second']) {
        call.onEnd(async () => {
          ended.push(name);
          await Promise.resolve();
        });
      }
      return { ...opened, id: 'x' };
    };
    const close = async ({ client }: { client: Client }) => void ended.push(`close by ${client.name}`);
    const whole = ['close by acme', 'second', 'first'];
    async function opened(handlers: Partial<EphemeralResource<Client>> = {}, rest: Partial<Provider<Client>> = {}) {
      const service = serviceOf(
        {},
        { ephemeralResources: { tiny_secret: { schema, open, close, ...handlers } }, ...rest },
      );
      await service.ConfigureProvider(configuration('acme'));
      const { private: bytes, diagnostics } = await service.OpenEphemeralResource(config);
      const closing = () => service.CloseEphemeralResource({ typeName: 'tiny_secret', private: Buffer.from(bytes!) });
      return { service, diagnostics, closing };
    }

    test.each<[string, (service: Service) => Promise<unknown>]>([
      ['the stop of the provider', (service) => service.StopProvider({})],
      ['the stop of the service', async (service) => service.stop()],
      ['its end', (service) => service.close()],
      ['the end of the process', (service) => service.closeOpened()],
    ])('once, whole and in turn, at %s, and a close after it is none', async (_what, end) => {
      const { service, closing } = await opened();
      await end(service);
      expect(ended).toEqual(whole);
      await service.close();
      expect([await closing(), ended]).toEqual([{ diagnostics: [] }, whole]);
    });

    test('have begun before anything waits, for a process that cannot wait', async () => {
      const { service } = await opened();
      void service.closeOpened();
      expect(ended).toEqual(whole);
    });

    test('at Close, with an error for what did not end, and everything else has ended', async () => {
      const { closing } = await opened({ close: () => Promise.reject(new Error('broken')) });
      expect(await closing()).toEqual({ diagnostics: [{ ...broken, summary: 'Unexpected error in tiny_secret' }] });
      expect(ended).toEqual(['second', 'first']);
    });

    test('when the open fails after it began, without the close of what was never open', async () => {
      const failing: typeof open = async (config, call) => {
        await open(config, call);
        throw new Error('broken');
      };
      expect((await opened({ open: failing })).diagnostics).toMatchObject([{ detail: broken.detail }]);
      expect(ended).toEqual(['second', 'first']);
    });

    test('when the open does not say all that it should', async () => {
      const { diagnostics } = await opened({ open: async (...given) => ({ ...(await open(...given)), id: unknown }) });
      expect(diagnostics).toMatchObject([{ summary: 'Provider left values unknown' }]);
      expect(ended).toEqual(whole);
    });

    test('of an open that was stopped meanwhile, whatever it still begins', async () => {
      let goOn = () => undefined as void;
      const service = serviceWith({
        open: async (...given) => {
          await new Promise<void>((resolve) => (goOn = resolve));
          return open(...given);
        },
        close,
      });
      await service.ConfigureProvider(configuration('acme'));
      const opening = service.OpenEphemeralResource(config);
      await service.StopProvider({});
      goOn();
      expect((await opening).diagnostics).toMatchObject([{ summary: 'Stopped' }]);
      expect(ended).toEqual(['first', 'second', 'close by acme']);
    });

    test('before the client with which they were opened, also when the provider is configured anew', async () => {
      const { service, closing } = await opened({}, { close: async ({ name }) => void ended.push(`${name} closed`) });
      await service.ConfigureProvider(configuration('other'));
      expect(ended).toEqual([]);
      await closing();
      expect(ended).toEqual([...whole, 'acme closed']);
      await service.close();
      expect(ended).toEqual([...whole, 'acme closed', 'other closed']);
    });

    test('is not waited for without a limit', async () => {
      jest.useFakeTimers({ doNotFake: ['performance', 'nextTick', 'queueMicrotask'] });
      const limited = jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
        const controller = new AbortController();
        setTimeout(() => controller.abort(), ms);
        return controller.signal;
      });
      try {
        const { service } = await opened({ close: () => new Promise(() => undefined) });
        const closed = service.closeOpened();
        jest.runOnlyPendingTimers();
        await closed;
        expect(ended).toEqual(['second', 'first']);
      } finally {
        limited.mockRestore();
        jest.useRealTimers();
      }
    });
  });

  test('that need no close are closed', async () => {
    const closing = { typeName: 'tiny_secret', private: nothing };
    expect(await serviceWith({}).CloseEphemeralResource(closing)).toEqual({ diagnostics: [] });
  });

  test('that cannot be opened, or are not there, are an error', async () => {
    const service = serviceWith({ open: () => Promise.reject(new Error('broken')) });
    const failed = await service.OpenEphemeralResource(config);
    const missing = await service.OpenEphemeralResource({ ...config, typeName: 'tiny_other' });
    expect([failed, missing]).toEqual([
      {
        diagnostics: [{ ...broken, summary: 'Unexpected error in tiny_secret' }],
      },
      {
        diagnostics: [
          {
            severity: 1,
            summary: 'Unknown ephemeral resource type',
            detail: 'This version of the provider has no ephemeral resource type "tiny_other". It has: tiny_secret.',
            attribute: undefined,
          },
        ],
      },
    ]);
  });
});
