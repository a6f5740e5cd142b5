/** The remote procedures of managed resources. */
import {
  type Calls,
  type CallWithClient,
  type CallWithoutClient,
  find,
  nothing,
  type Subject,
  withPrivate,
} from '../calls';
import { pathMessage } from '../diagnostic-messages';
import { DiagnosticError, type Diagnostics, type Path } from '../diagnostics';
import {
  appliedWithEmpty,
  configWithoutEmpty,
  plannedWithEmpty,
  readWithEmpty,
  stateWithoutEmpty,
} from '../empty-values';
import type { DynamicValueMessage, Procedures, Request, Response, RpcName } from '../messages';
import { decodeObject, decodeObjectOrNull, encodeObject, isNullObject, persistable, settled } from '../objects';
import { plan } from '../planning';
import { PrivateState } from '../private-state';
import { RecentStates } from '../recent-states';
import { complete, impliedType, mapElements, withoutWriteOnly } from '../schema';
import { decodeJson, parseJsonLossless, valueFromJson } from '../state-json';
import type { Block, Provider, Resource, Schema } from '../types';
import type { ObjectValue } from '../values';

export function resourceProcedures<C>(
  { name, resources }: Provider<C>,
  calls: Calls<C>,
): Pick<
  Procedures,
  | 'ValidateResourceConfig'
  | 'UpgradeResourceState'
  | 'ReadResource'
  | 'PlanResourceChange'
  | 'ApplyResourceChange'
  | 'ImportResourceState'
  | 'MoveResourceState'
> {
  const about = <N extends RpcName>(rpc: N, typeName: string): Subject<N> => ({
    rpc,
    typeName,
    schema: resources[typeName]?.schema,
  });
  const recent = new RecentStates();
  const resourceOf = (request: { readonly typeName: string }) => find(resources, request.typeName, 'resource type');
  return {
    ValidateResourceConfig: (request) =>
      calls.answer(
        about('ValidateResourceConfig', request.typeName),
        (call) => validate(resourceOf(request), request, call),
        nothing,
      ),

    UpgradeResourceState: (request) =>
      calls.answer(
        about('UpgradeResourceState', request.typeName),
        () => upgrade(resourceOf(request), request, calls.client, recent),
        nothing,
      ),

    ReadResource: (request) =>
      calls.answerWithClient(
        about('ReadResource', request.typeName),
        (call) => read(resourceOf(request), request, call, recent),
        () => ({ newState: request.currentState, private: request.private }),
      ),

    PlanResourceChange: (request) =>
      calls.answerWithClient(
        about('PlanResourceChange', request.typeName),
        (call) => planChange(resourceOf(request), request, call, recent),
        () => ({ plannedState: request.priorState, plannedPrivate: request.priorPrivate }),
      ),

    ApplyResourceChange(request) {
      const reached: Reached = { state: request.priorState, private: new PrivateState(request.plannedPrivate) };
      return calls.answerWithClient(
        about('ApplyResourceChange', request.typeName),
        (call) => applyChange(resourceOf(request), request, call, reached),
        () => ({ newState: reached.state, private: reached.private.toBytes() }),
      );
    },

    ImportResourceState: (request) =>
      calls.answerWithClient(
        about('ImportResourceState', request.typeName),
        (call) => importState(resourceOf(request), request, call),
        nothing,
      ),

    MoveResourceState: (request) =>
      calls.answer(
        about('MoveResourceState', request.targetTypeName),
        () => {
          const target = find(resources, request.targetTypeName, 'resource type');
          const isOwn = request.sourceProviderAddress.split('/').at(-1) === name;
          const source = isOwn && Object.hasOwn(resources, request.sourceTypeName) && resources[request.sourceTypeName];
          return move(source || undefined, target, request);
        },
        nothing,
      ),
  };
}

function validate<C>(
  resource: Resource<C>,
  { config: message, clientCapabilities }: Request<'ValidateResourceConfig'>,
  call: CallWithoutClient,
): Response<'ValidateResourceConfig'> {
  const config = decodeObject(message, resource.schema);
  if (!clientCapabilities?.writeOnlyAttributesAllowed) refuseWriteOnly(config, resource.schema, call.diagnostics);
  resource.validate?.(configWithoutEmpty(config, resource.schema), { ...call, private: undefined });
  return {};
}

function refuseWriteOnly(value: ObjectValue, block: Block, diagnostics: Diagnostics, path: Path = []): void {
  for (const [name, attribute] of Object.entries(block.attributes)) {
    if (!attribute.writeOnly || (value[name] ?? null) === null) continue;
    diagnostics.error(
      'Write-only arguments need Terraform 1.11',
      `This version of Terraform would store the value of "${name}" in its state. Use Terraform 1.11 or later, or leave the argument out.`,
      [...path, name],
    );
  }
  for (const [name, nested] of Object.entries(block.blocks ?? {})) {
    mapElements(value[name] ?? null, (element, index) => {
      refuseWriteOnly(element, nested, diagnostics, [...path, name, ...(index === undefined ? [] : [index])]);
      return element;
    });
  }
}

function upgrade<C>(
  resource: Resource<C>,
  request: Request<'UpgradeResourceState'>,
  client: C | undefined,
  recent: RecentStates,
): Response<'UpgradeResourceState'> {
  const state = upgraded(resource, request);
  if (state !== null && client !== undefined) resource.sees?.(state, client);
  return { upgradedState: encodeState(state, resource.schema, recent) };
}

/** A state that Terraform is about to show again. */
function encodeState(state: ObjectValue | null, schema: Schema, recent: RecentStates): { msgpack: Buffer } {
  const encoded = encodeObject(state, schema);
  if (state !== null) recent.add(schema, encoded.msgpack, state);
  return encoded;
}

function decodeState(message: DynamicValueMessage, schema: Schema, recent: RecentStates): ObjectValue | null {
  const known = message?.msgpack && recent.take(schema, message.msgpack);
  return known ?? decodeObjectOrNull(message, schema);
}

/** A stored state in the present format. */
function upgraded<C>(
  resource: Resource<C>,
  { typeName, version, rawState }: Request<'UpgradeResourceState'>,
): ObjectValue | null {
  const { schema } = resource;
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
  const stored = rawState.json.toString('utf8');
  const type = impliedType(schema);
  const state = resource.upgrade
    ? valueFromJson(resource.upgrade(parseJsonLossless(stored) as Record<string, unknown>, version), type)
    : decodeJson(stored, type);
  return state === null ? null : persistable(state as ObjectValue, schema);
}

/** Terraform asks for it where the types differ, and where one type goes from another provider, such as a fork, to this one. */
function move<C>(
  source: Resource<C> | undefined,
  target: Resource<C>,
  request: Request<'MoveResourceState'>,
): Response<'MoveResourceState'> {
  const { sourceTypeName, targetTypeName, sourceProviderAddress, sourceSchemaVersion, sourceState } = request;
  const stored = new PrivateState(request.sourcePrivate);
  const moved = source === target ? (state: ObjectValue) => state : target.movesFrom?.[sourceTypeName];
  if (source === undefined || moved === undefined) {
    const sources = [targetTypeName, ...Object.keys(target.movesFrom ?? {})].join(' or ');
    throw new DiagnosticError(
      'Move between these resource types is not supported',
      `A ${sourceTypeName} of ${sourceProviderAddress} cannot become a ${targetTypeName}, which ${sources} can. Remove the "moved" block, and ` +
        'import the object under its new type instead.',
    );
  }
  const state = upgraded(source, { typeName: sourceTypeName, version: sourceSchemaVersion, rawState: sourceState });
  const result = state && persistable(moved(state, withPrivate({}, stored)), target.schema);
  return { targetState: encodeObject(result, target.schema), targetPrivate: stored.toBytes() };
}

async function read<C>(
  resource: Resource<C>,
  { typeName, currentState, private: bytes }: Request<'ReadResource'>,
  base: CallWithClient<C>,
  recent: RecentStates,
): Promise<Response<'ReadResource'>> {
  const { schema } = resource;
  const state = decodeState(currentState, schema, recent);
  if (state === null) return { newState: encodeObject(null, schema), private: bytes };
  const stored = new PrivateState(bytes);
  const call = withPrivate(base, stored);
  resource.sees?.(state, call.client);
  const result = await resource.read(stateWithoutEmpty(state, schema), call);
  const newState = result && readWithEmpty(settled(result, schema, typeName, call.diagnostics), state, schema);
  return { newState: encodeState(newState, schema, recent), private: stored.toBytes() };
}

async function planChange<C>(
  resource: Resource<C>,
  request: Request<'PlanResourceChange'>,
  base: CallWithClient<C>,
  recent: RecentStates,
): Promise<Response<'PlanResourceChange'>> {
  const { schema } = resource;
  const stored = new PrivateState(request.priorPrivate);
  const call = withPrivate(base, stored);
  const prior = decodeState(request.priorState, schema, recent);
  if (prior !== null) resource.sees?.(prior, call.client);
  if (isNullObject(request.proposedNewState)) {
    if (prior !== null) await resource.planDestroy?.(stateWithoutEmpty(prior, schema), call);
    return { plannedState: encodeObject(null, schema), plannedPrivate: stored.toBytes() };
  }
  const config = decodeObject(request.config, schema);
  const change = { prior: stateWithoutEmpty(prior, schema), config: configWithoutEmpty(config, schema) };
  const { planned, replace } = plan(schema, change);
  await resource.plan?.(
    { ...change, planned, replace },
    Object.assign(call, { replace: (path: Path) => void replace.push(path) }),
  );
  const answer = plannedWithEmpty(withoutWriteOnly(complete(planned, schema), schema), { prior, config }, schema);
  return {
    plannedState: encodeObject(answer, schema),
    requiresReplace: prior === null ? [] : distinct(replace).map((path) => pathMessage(path, schema)),
    plannedPrivate: stored.toBytes(),
  };
}

function distinct(paths: readonly Path[]): Path[] {
  const byText = new Map(paths.map((path) => [JSON.stringify(path), path]));
  return [...byText.keys()].sort().map((text) => byText.get(text) as Path);
}

/** How far an apply came: what is in its answer when it fails. */
interface Reached {
  state: Response<'ApplyResourceChange'>['newState'];
  readonly private: PrivateState;
}

async function applyChange<C>(
  resource: Resource<C>,
  request: Request<'ApplyResourceChange'>,
  base: CallWithClient<C>,
  reached: Reached,
): Promise<Response<'ApplyResourceChange'>> {
  const { schema } = resource;
  const prior = stateWithoutEmpty(decodeObjectOrNull(request.priorState, schema), schema);
  const wanted = decodeObjectOrNull(request.plannedState, schema);
  const call = Object.assign(withPrivate(base, reached.private), {
    // Encoded at once, so that a later change of the same object cannot spoil it.
    keep: (state: ObjectValue) => void (reached.state = encodeObject(persistable(state, schema), schema)),
  });
  if (wanted === null) {
    if (prior !== null) await resource.delete(prior, call);
    // An error among the diagnostics fails the call, and an object that may still be there must stay in the state.
    if (call.diagnostics.hasErrors) return { newState: reached.state, private: reached.private.toBytes() };
    return { newState: encodeObject(null, schema) };
  }
  const planned = stateWithoutEmpty(wanted, schema);
  const config = configWithoutEmpty(decodeObject(request.config, schema), schema);
  const result =
    prior === null
      ? await resource.create({ planned, config }, call)
      : await resource.update({ prior, planned, config }, call);
  const newState = settled(result, schema, request.typeName, call.diagnostics);
  return {
    newState: encodeObject(appliedWithEmpty(newState, wanted, schema), schema),
    private: reached.private.toBytes(),
  };
}

async function importState<C>(
  resource: Resource<C>,
  { typeName, id }: Request<'ImportResourceState'>,
  base: CallWithClient<C>,
): Promise<Response<'ImportResourceState'>> {
  if (!resource.import) {
    throw new DiagnosticError(
      'Import is not supported',
      `Objects of type ${typeName} cannot be imported. Remove the import of "${id}"; create a new object instead.`,
    );
  }
  const stored = new PrivateState(Buffer.alloc(0));
  const imported = await resource.import(id, withPrivate(base, stored));
  const state = encodeObject(persistable(imported, resource.schema), resource.schema);
  return { importedResources: [{ typeName, state, private: stored.toBytes() }] };
}
