/**
 * The remote procedures of a provider, on decoded messages and without gRPC, so that tests call them directly.
 *
 * Every answer is given: what a handler throws becomes a diagnostic, and what was reached before it is in the answer.
 */
import { randomUUID } from 'node:crypto';
import { decode, decodeJson, encode, parseJsonLossless } from './codec';
import { DiagnosticError, Diagnostics } from './diagnostics';
import type { Diagnostic, Path } from './diagnostics';
import { log } from './log';
import { Nesting, Severity, StringKind } from './messages';
import type { AttributeMessage, BlockMessage, NestedBlockMessage, Request, Response, RpcName } from './messages';
import { plan } from './planning';
import { PrivateState } from './private-state';
import { complete, impliedType, nullObject, withoutUnknowns, withoutWriteOnly } from './schema';
import type { Attribute, Block, Call, NestedBlock, Provider, Resource, Schema, Type } from './types';
import { Decimal, isUnknown } from './values';
import type { ObjectValue, Value } from './values';

export type Service = {
  readonly [N in RpcName]: (request: Request<N>) => Promise<Response<N>>;
} & {
  /** Aborts the calls in flight at this moment, and no later ones: in reattach mode one process serves many runs. */
  stop(): void;
  /** Ends what `configure` opened. */
  close(): Promise<void>;
};

type BareCall = Omit<Call<never>, 'client' | 'private'>;

/** What a call is about: for its log lines, its errors, and the paths in its diagnostics. */
interface Subject {
  readonly rpc: RpcName;
  readonly typeName?: string;
  readonly schema: Schema | undefined;
}

interface DiagnosticsOfResponse {
  readonly diagnostics: ReturnType<typeof diagnosticMessage>[];
}

export function createService<C>(provider: Provider<C>): Service {
  const inFlight = new Set<AbortController>();
  const clients = new Clients<C>(async (client) => provider.close?.(client));
  let providerSchema: Response<'GetProviderSchema'> | undefined;
  const { ephemeralResources = {} } = provider;

  const serverCapabilities = { planDestroy: true, getProviderSchemaOptional: true };

  /** Runs one handler: its call, its log lines, and its errors as diagnostics of the answer that `failed` gives. */
  async function answer<R extends object>(
    { rpc, typeName, schema }: Subject,
    work: (call: BareCall) => Promise<R> | R,
    failed: () => R,
  ): Promise<R & DiagnosticsOfResponse> {
    const controller = new AbortController();
    const diagnostics = new Diagnostics();
    const startedMs = performance.now();
    const fields = { tf_rpc: rpc, tf_req_id: randomUUID(), ...(typeName && { tf_resource_type: typeName }) };
    log('trace', 'Received request', fields);
    inFlight.add(controller);
    let response: R;
    try {
      response = await work({ signal: controller.signal, diagnostics });
    } catch (error) {
      addThrown(diagnostics, error, controller.signal, typeName ?? provider.name);
      if (!(error instanceof DiagnosticError)) log('error', 'Request failed', { ...fields, error });
      response = failed();
    } finally {
      inFlight.delete(controller);
    }
    log('trace', 'Served request', { ...fields, tf_req_duration_ms: Math.round(performance.now() - startedMs) });
    return { ...response, diagnostics: diagnostics.all.map((diagnostic) => diagnosticMessage(diagnostic, schema)) };
  }

  /** As `answer`, with the client that is configured at this moment: it stays open until the call has ended. */
  async function answerWithClient<R extends object>(
    subject: Subject,
    work: (call: Omit<Call<C>, 'private'>) => Promise<R> | R,
    failed: () => R,
  ) {
    const lease = clients.lease();
    try {
      return await answer(
        subject,
        ({ signal, diagnostics }) =>
          work({
            signal,
            diagnostics,
            get client() {
              return lease.client;
            },
          }),
        failed,
      );
    } finally {
      lease.end();
    }
  }

  const resourceSubject = (rpc: RpcName, typeName: string): Subject => ({
    rpc,
    typeName,
    schema: provider.resources[typeName]?.schema,
  });
  const dataSourceSubject = (rpc: RpcName, typeName: string): Subject => ({
    rpc,
    typeName,
    schema: provider.dataSources[typeName]?.schema,
  });
  const ephemeralResourceSubject = (rpc: RpcName, typeName: string): Subject => ({
    rpc,
    typeName,
    schema: ephemeralResources[typeName]?.schema,
  });

  function stop(): void {
    for (const controller of inFlight) controller.abort();
  }

  return {
    async GetMetadata() {
      return {
        serverCapabilities,
        resources: Object.keys(provider.resources).map((typeName) => ({ typeName })),
        dataSources: Object.keys(provider.dataSources).map((typeName) => ({ typeName })),
        ephemeralResources: Object.keys(ephemeralResources).map((typeName) => ({ typeName })),
      };
    },

    async GetProviderSchema() {
      providerSchema ??= {
        provider: schemaMessage(provider.schema),
        resourceSchemas: mapValues(provider.resources, ({ schema }) => schemaMessage(schema)),
        dataSourceSchemas: mapValues(provider.dataSources, ({ schema }) => schemaMessage(schema)),
        ephemeralResourceSchemas: mapValues(ephemeralResources, ({ schema }) => schemaMessage(schema)),
        serverCapabilities,
      };
      return providerSchema;
    },

    async GetResourceIdentitySchemas() {
      return {};
    },

    async GetFunctions() {
      return {};
    },

    ValidateProviderConfig(request) {
      return answer(
        { rpc: 'ValidateProviderConfig', schema: provider.schema },
        (call) => {
          provider.validateConfig?.(decodeObject(request.config, provider.schema), { ...call, private: undefined });
          return {};
        },
        () => ({}),
      );
    },

    ValidateResourceConfig(request) {
      return answer(
        resourceSubject('ValidateResourceConfig', request.typeName),
        (call) => {
          const resource = find(provider.resources, request.typeName, 'resource type');
          const config = decodeObject(request.config, resource.schema);
          const writeOnlyAllowed = request.clientCapabilities?.writeOnlyAttributesAllowed ?? false;
          if (!writeOnlyAllowed) refuseWriteOnly(config, resource.schema, call.diagnostics);
          resource.validate?.(config, { ...call, private: undefined, writeOnlyAllowed });
          return {};
        },
        () => ({}),
      );
    },

    ValidateDataResourceConfig(request) {
      return answer(
        dataSourceSubject('ValidateDataResourceConfig', request.typeName),
        (call) => {
          const dataSource = find(provider.dataSources, request.typeName, 'data source type');
          dataSource.validate?.(decodeObject(request.config, dataSource.schema), { ...call, private: undefined });
          return {};
        },
        () => ({}),
      );
    },

    ValidateEphemeralResourceConfig(request) {
      return answer(
        ephemeralResourceSubject('ValidateEphemeralResourceConfig', request.typeName),
        (call) => {
          const resource = find(ephemeralResources, request.typeName, 'ephemeral resource type');
          resource.validate?.(decodeObject(request.config, resource.schema), { ...call, private: undefined });
          return {};
        },
        () => ({}),
      );
    },

    ConfigureProvider(request) {
      return answer(
        { rpc: 'ConfigureProvider', schema: provider.schema },
        async (call) => {
          const config = decodeObject(request.config, provider.schema);
          const { terraformVersion } = request;
          clients.replace(await provider.configure(config, { ...call, private: undefined, terraformVersion }));
          return {};
        },
        () => ({}),
      );
    },

    UpgradeResourceState(request) {
      return answer(
        resourceSubject('UpgradeResourceState', request.typeName),
        () => {
          const resource = find(provider.resources, request.typeName, 'resource type');
          const state = upgradedState(resource, request);
          return { upgradedState: encodeObject(state, resource.schema) };
        },
        () => ({}),
      );
    },

    ReadResource(request) {
      const stored = new PrivateState(request.private);
      return answerWithClient<Response<'ReadResource'>>(
        resourceSubject('ReadResource', request.typeName),
        async (base) => {
          const resource = find(provider.resources, request.typeName, 'resource type');
          const state = decodeObjectOrNull(request.currentState, resource.schema);
          if (state === null) return { newState: encodeObject(null, resource.schema), private: request.private };
          const call = withPrivate(base, stored);
          const read = await resource.read(state, call);
          const newState = read && settled(read, resource.schema, request.typeName, call.diagnostics);
          return { newState: encodeObject(newState, resource.schema), private: stored.toBytes() };
        },
        () => ({ newState: request.currentState, private: request.private }),
      );
    },

    PlanResourceChange(request) {
      const stored = new PrivateState(request.priorPrivate);
      return answerWithClient<Response<'PlanResourceChange'>>(
        resourceSubject('PlanResourceChange', request.typeName),
        async (base) => {
          const resource = find(provider.resources, request.typeName, 'resource type');
          const { schema } = resource;
          const call = withPrivate(base, stored);
          const prior = decodeObjectOrNull(request.priorState, schema);
          if (decodeObjectOrNull(request.proposedNewState, schema) === null) {
            if (prior !== null) await resource.planDestroy?.(prior, call);
            return { plannedState: encodeObject(null, schema), plannedPrivate: stored.toBytes() };
          }
          const config = decodeObject(request.config, schema);
          const { planned, replace } = plan(schema, { prior, config });
          const paths = [...replace];
          await resource.plan?.(
            { prior, config, planned },
            Object.assign(call, {
              replace: (path: Path) => void paths.push(path),
              writeOnlyAllowed: request.clientCapabilities?.writeOnlyAttributesAllowed ?? false,
            }),
          );
          return {
            plannedState: encodeObject(withoutWriteOnly(complete(planned, schema), schema), schema),
            requiresReplace: prior === null ? [] : distinct(paths).map((path) => pathMessage(path, schema)),
            plannedPrivate: stored.toBytes(),
          };
        },
        () => ({ plannedState: request.priorState, plannedPrivate: request.priorPrivate }),
      );
    },

    ApplyResourceChange(request) {
      const stored = new PrivateState(request.plannedPrivate);
      let reached: Response<'ApplyResourceChange'>['newState'] = request.priorState;
      return answerWithClient<Response<'ApplyResourceChange'>>(
        resourceSubject('ApplyResourceChange', request.typeName),
        async (base) => {
          const resource = find(provider.resources, request.typeName, 'resource type');
          const { schema } = resource;
          const prior = decodeObjectOrNull(request.priorState, schema);
          const planned = decodeObjectOrNull(request.plannedState, schema);
          const call = Object.assign(withPrivate(base, stored), {
            // Encoded at once, so that a later change of the same object cannot spoil it.
            keep: (state: ObjectValue) => void (reached = encodeObject(persistable(state, schema), schema)),
          });
          if (planned === null) {
            if (prior !== null) await resource.delete(prior, call);
            // An error among the diagnostics fails the call, and an object that may still be there must stay in the state.
            if (call.diagnostics.hasErrors) return { newState: reached, private: stored.toBytes() };
            return { newState: encodeObject(null, schema) };
          }
          const config = decodeObject(request.config, schema);
          const result =
            prior === null
              ? await resource.create({ planned, config }, call)
              : await resource.update({ prior, planned, config }, call);
          const newState = settled(result, schema, request.typeName, call.diagnostics);
          return { newState: encodeObject(newState, schema), private: stored.toBytes() };
        },
        () => ({ newState: reached, private: stored.toBytes() }),
      );
    },

    ImportResourceState(request) {
      const stored = new PrivateState(Buffer.alloc(0));
      return answerWithClient<Response<'ImportResourceState'>>(
        resourceSubject('ImportResourceState', request.typeName),
        async (base) => {
          const { typeName, id } = request;
          const resource = find(provider.resources, typeName, 'resource type');
          if (!resource.import) {
            throw new DiagnosticError(
              'Import is not supported',
              `Objects of type ${typeName} cannot be imported. Remove the import of "${id}"; create a new object instead.`,
            );
          }
          const imported = await resource.import(id, withPrivate(base, stored));
          const state = encodeObject(persistable(imported, resource.schema), resource.schema);
          return { importedResources: [{ typeName, state, private: stored.toBytes() }] };
        },
        () => ({}),
      );
    },

    MoveResourceState(request) {
      return answer<Response<'MoveResourceState'>>(
        resourceSubject('MoveResourceState', request.targetTypeName),
        () => {
          throw new DiagnosticError(
            'Move between resource types is not supported',
            `A ${request.sourceTypeName} cannot become a ${request.targetTypeName}. Remove the "moved" block, and import the object under its new type instead.`,
          );
        },
        () => ({}),
      );
    },

    ReadDataSource(request) {
      return answerWithClient<Response<'ReadDataSource'>>(
        dataSourceSubject('ReadDataSource', request.typeName),
        async (base) => {
          const dataSource = find(provider.dataSources, request.typeName, 'data source type');
          const { schema } = dataSource;
          const call = withPrivate(base, new PrivateState(Buffer.alloc(0)));
          const result = await dataSource.read(decodeObject(request.config, schema), call);
          return { state: encodeObject(settled(result, schema, request.typeName, call.diagnostics), schema) };
        },
        () => ({}),
      );
    },

    OpenEphemeralResource(request) {
      const stored = new PrivateState(Buffer.alloc(0));
      return answerWithClient<Response<'OpenEphemeralResource'>>(
        ephemeralResourceSubject('OpenEphemeralResource', request.typeName),
        async (base) => {
          const resource = find(ephemeralResources, request.typeName, 'ephemeral resource type');
          const { schema } = resource;
          const call = withPrivate(base, stored);
          const result = await resource.open(decodeObject(request.config, schema), call);
          const opened = settled(result, schema, request.typeName, call.diagnostics);
          return { result: encodeObject(opened, schema), private: stored.toBytes() };
        },
        () => ({}),
      );
    },

    CloseEphemeralResource(request) {
      const stored = new PrivateState(request.private);
      return answerWithClient<Response<'CloseEphemeralResource'>>(
        ephemeralResourceSubject('CloseEphemeralResource', request.typeName),
        async (base) => {
          const resource = find(ephemeralResources, request.typeName, 'ephemeral resource type');
          await resource.close?.(withPrivate(base, stored));
          return {};
        },
        () => ({}),
      );
    },

    async StopProvider() {
      stop();
      return {};
    },

    stop,
    close: () => clients.close(),
  };
}

/** Keeps each client open until the last call that began with it has ended, also when the provider is configured anew meanwhile. */
class Clients<C> {
  private current: { client: C; leases: number } | undefined;
  private readonly retired = new Set<{ client: C; leases: number }>();

  constructor(private readonly end: (client: C) => Promise<void>) {}

  lease(): { readonly client: C; end(): void } {
    const leased = this.current;
    if (leased) leased.leases += 1;
    return {
      get client() {
        if (leased) return leased.client;
        throw new DiagnosticError(
          'Provider is not configured',
          'This call needs a configured provider, and Terraform has not configured it.',
        );
      },
      end: () => {
        if (!leased) return;
        leased.leases -= 1;
        if (leased.leases === 0 && this.retired.delete(leased)) void this.endQuietly(leased.client);
      },
    };
  }

  replace(client: C): void {
    const previous = this.current;
    this.current = { client, leases: 0 };
    if (!previous) return;
    if (previous.leases > 0) this.retired.add(previous);
    else void this.endQuietly(previous.client);
  }

  async close(): Promise<void> {
    const open = [...this.retired, ...(this.current ? [this.current] : [])];
    this.retired.clear();
    this.current = undefined;
    await Promise.all(open.map(({ client }) => this.endQuietly(client)));
  }

  private async endQuietly(client: C): Promise<void> {
    try {
      await this.end(client);
    } catch (error) {
      // Nobody waits for it, and nothing is lost by a connection that does not close well.
      log('warn', 'Closing a client failed', { error });
    }
  }
}

function find<T>(all: Readonly<Record<string, T>>, typeName: string, what: string): T {
  if (Object.hasOwn(all, typeName)) return all[typeName] as T;
  throw new DiagnosticError(
    `Unknown ${what}`,
    `This version of the provider has no ${what} "${typeName}". It has: ${Object.keys(all).sort().join(', ') || 'none'}.`,
  );
}

function withPrivate<T extends object>(call: T, stored: PrivateState): T & { private: unknown } {
  return Object.defineProperty(call, 'private', {
    get: () => stored.value,
    set: (value: unknown) => (stored.value = value),
    enumerable: true,
  }) as T & { private: unknown };
}

type DynamicValue = Response<'ReadDataSource'>['state'];

function decodeObjectOrNull(value: DynamicValue, schema: Schema): ObjectValue | null {
  const type = impliedType(schema);
  if (value?.msgpack?.length) return decode(value.msgpack, type) as ObjectValue | null;
  if (value?.json?.length) return decodeJson(Buffer.from(value.json).toString('utf8'), type) as ObjectValue | null;
  return null;
}

/** The configuration of a block without arguments may be left out. */
function decodeObject(value: DynamicValue, schema: Schema): ObjectValue {
  return decodeObjectOrNull(value, schema) ?? nullObject(schema);
}

function encodeObject(value: ObjectValue | null, schema: Schema): { msgpack: Buffer } {
  return { msgpack: encode(value, impliedType(schema)) };
}

function persistable(state: ObjectValue, schema: Schema): ObjectValue {
  return withoutUnknowns(withoutWriteOnly(complete(state, schema), schema), schema);
}

/** A handler's result as a state. What it left unknown becomes null with an error: Terraform would refuse the whole state. */
function settled(result: ObjectValue, schema: Schema, typeName: string, diagnostics: Diagnostics): ObjectValue {
  const paths = unknownPaths(withoutWriteOnly(complete(result, schema), schema));
  if (paths.length > 0) {
    diagnostics.error(
      'Provider left values unknown',
      `The provider did not say what these attributes of ${typeName} are: ${paths.join(', ')}. This is a bug in the provider; please report it.`,
    );
  }
  return persistable(result, schema);
}

function unknownPaths(value: Value, path = ''): string[] {
  if (isUnknown(value)) return [path];
  if (Array.isArray(value)) return value.flatMap((item, index) => unknownPaths(item, `${path}[${index}]`));
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== null) return [];
  return Object.entries(value).flatMap(([name, item]) => unknownPaths(item as Value, path ? `${path}.${name}` : name));
}

function upgradedState<C>(resource: Resource<C>, request: Request<'UpgradeResourceState'>): ObjectValue | null {
  const { schema } = resource;
  const { typeName, version, rawState } = request;
  const currentVersion = schema.version ?? 0;
  if (version > currentVersion) {
    throw new DiagnosticError(
      'State is newer than the provider',
      `The state of this ${typeName} has the format ${version}, and this provider knows formats up to ${currentVersion}. Use the version of the provider that wrote it, or a later one.`,
    );
  }
  if (!rawState?.json.length) {
    if (rawState && Object.keys(rawState.flatmap).length > 0) {
      throw new DiagnosticError(
        'State is too old',
        `The state of this ${typeName} was written by Terraform 0.11 or older. Run "terraform apply" with Terraform 0.12 and the provider of that time first.`,
      );
    }
    return null;
  }
  const text = rawState.json.toString('utf8');
  const upgraded = resource.upgrade
    ? stringifyLossless(resource.upgrade(parseJsonLossless(text) as Record<string, unknown>, version))
    : text;
  const state = decodeJson(upgraded, impliedType(schema)) as ObjectValue | null;
  return state && persistable(state, schema);
}

/** JSON of a value in which a number that a double cannot hold is a `Decimal`. */
function stringifyLossless(value: unknown): string {
  if (value instanceof Decimal) return value.digits;
  if (Array.isArray(value)) return `[${value.map(stringifyLossless).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${stringifyLossless(item)}`);
  return `{${members.join(',')}}`;
}

function refuseWriteOnly(value: Value, block: Block, diagnostics: Diagnostics, path: Path = []): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => refuseWriteOnly(item, block, diagnostics, [...path, index]));
    return;
  }
  if (value === null || typeof value !== 'object' || isUnknown(value)) return;
  for (const [name, attribute] of Object.entries(block.attributes)) {
    const item = (value as ObjectValue)[name] ?? null;
    if (attribute.nested) refuseInside(item, attribute.nested, diagnostics, [...path, name]);
    if (!attribute.writeOnly || item === null) continue;
    diagnostics.error(
      'Write-only arguments need Terraform 1.11',
      `This version of Terraform would store the value of "${name}" in its state. Use Terraform 1.11 or later, or leave the argument out.`,
      [...path, name],
    );
  }
  for (const [name, nestedBlock] of Object.entries(block.blocks ?? {})) {
    refuseInside((value as ObjectValue)[name] ?? null, nestedBlock, diagnostics, [...path, name]);
  }
}

function refuseInside(value: Value, block: Block & { nesting: string }, diagnostics: Diagnostics, path: Path): void {
  if (block.nesting !== 'map') return refuseWriteOnly(value, block, diagnostics, path);
  for (const [key, item] of Object.entries(value ?? {})) refuseWriteOnly(item, block, diagnostics, [...path, key]);
}

function addThrown(diagnostics: Diagnostics, error: unknown, signal: AbortSignal, subject: string): void {
  if (error instanceof DiagnosticError) {
    diagnostics.error(error.summary, error.detail, error.path);
  } else if (signal.aborted) {
    const { name, message } = Object(error) as Partial<Error>;
    const last = name === 'AbortError' || !message ? '' : ` What it ended with: ${message}`;
    diagnostics.error('Stopped', `Terraform was interrupted before the work on ${subject} was done.${last}`);
  } else {
    const message = error instanceof Error ? error.message : String(error);
    diagnostics.error(
      `Unexpected error in ${subject}`,
      `${message || 'No message came with the error.'}\n\nThis looks like a bug in the provider: please report it. TF_LOG_PROVIDER=ERROR shows where it happened.`,
    );
  }
}

function diagnosticMessage({ severity, summary, detail, path }: Diagnostic, schema: Schema | undefined) {
  const attribute = path?.length && schema ? pathMessage(path, schema) : undefined;
  return { severity: Severity[severity], summary, detail, attribute };
}

/** The steps of a path, up to the set or the unknown name in it: an element of a set has no address. */
function pathMessage(path: Path, schema: Schema) {
  const steps: { attributeName?: string; elementKeyString?: string; elementKeyInt?: number }[] = [];
  let type: Type | undefined = impliedType(schema);
  for (const step of path) {
    if (!Array.isArray(type)) break;
    const [kind, inner] = type as readonly [string, unknown];
    if (kind === 'object' && Object.hasOwn(inner as object, step)) {
      steps.push({ attributeName: String(step) });
      type = (inner as Record<string, Type>)[step];
    } else if (kind === 'map') {
      steps.push({ elementKeyString: String(step) });
      type = inner as Type;
    } else if ((kind === 'list' || kind === 'tuple') && typeof step === 'number') {
      steps.push({ elementKeyInt: step });
      type = kind === 'list' ? (inner as Type) : (inner as readonly Type[])[step];
    } else {
      break;
    }
  }
  return { steps };
}

function distinct(paths: readonly Path[]): Path[] {
  const byText = new Map(paths.map((path) => [JSON.stringify(path), path]));
  return [...byText.keys()].sort().map((text) => byText.get(text) as Path);
}

function mapValues<T, U>(values: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}

function schemaMessage(schema: Schema) {
  return { version: schema.version ?? 0, block: blockMessage(schema) };
}

function blockMessage(block: Block): BlockMessage {
  return {
    attributes: Object.entries(block.attributes).map(attributeMessage),
    blockTypes: Object.entries(block.blocks ?? {}).map(([typeName, nested]): NestedBlockMessage => ({
      typeName,
      block: blockMessage(nested),
      nesting: Nesting[nested.nesting],
      ...itemLimits(nested),
    })),
    ...descriptionOf(block),
  };
}

/** Terraform refuses limits on groups and maps, and on a single block any but "none or one" and "exactly one". */
function itemLimits({ nesting, minItems = 0, maxItems = 0 }: NestedBlock): { minItems: number; maxItems: number } {
  if (nesting === 'group' || nesting === 'map') return { minItems: 0, maxItems: 0 };
  if (nesting === 'single') return minItems > 0 ? { minItems: 1, maxItems: 1 } : { minItems: 0, maxItems: 0 };
  return { minItems, maxItems };
}

function attributeMessage([name, attribute]: [string, Attribute]): AttributeMessage {
  const { type, nested, required, optional, computed, sensitive, writeOnly } = attribute;
  return {
    name,
    type: type && Buffer.from(JSON.stringify(type)),
    nestedType: nested && {
      attributes: Object.entries(nested.attributes).map(attributeMessage),
      nesting: Nesting[nested.nesting],
    },
    required,
    optional,
    computed,
    sensitive,
    writeOnly,
    ...descriptionOf(attribute),
  };
}

function descriptionOf({ description, deprecated }: { description?: string; deprecated?: string | boolean }) {
  return {
    description,
    descriptionKind: description === undefined ? StringKind.plain : StringKind.markdown,
    deprecated: Boolean(deprecated),
    deprecationMessage: typeof deprecated === 'string' ? deprecated : undefined,
  };
}
