/** What all resources do alike, around what each one does itself. */
import { isDeepStrictEqual } from 'node:util';
import { secretsOf } from '../api/redaction';
import type { Diagnostics, Path } from '../plugin/diagnostics';
import type { ApplyCall as PluginApplyCall, Resource } from '../plugin/types';
import type { ObjectValue, Unknown } from '../plugin/values';
import type { Block, Draft, Given, ResourceDefinition, resources, State, Wanted } from '../schema';
import { emptyIsUnset } from '../schema/limits';
import { type Call, callOf } from './call';
import { checkConfiguration, checkPlan, keepGrown, keepSpelling } from './checks';
import type { Context } from './configure';
import { protectedFromDeletion, refuseForcedReplacement, refuseRemoval, unprotected } from './deletion-protection';
import { type Check, environmentExists, refuse } from './plan-checks';
import { currentListener } from './progress';
import { completed, hasUnknown, typed } from './values';
import { readingInTime, Unread, Work } from './work';

type Awaitable<T> = T | Promise<T>;

/** The object as an apply is given it: what the platform decides is not known yet. */
export type Planned<D extends ResourceDefinition> = Wanted<D, Unknown>;

/** What a handler finds out. How long the work may take is for the configuration alone to say, as is all that only Terraform knows. */
export type Found<D extends ResourceDefinition> = Omit<State<D>, 'timeouts' | StateOnly<D['attributes']>>;

type StateOnly<A> = { [N in keyof A]: A[N] extends { readonly stateOnly: true } ? N : never }[keyof A];

export interface PlanCall<P> extends Call<P> {
  /** Plans a replacement because of this attribute. No effect on a create. */
  replace(path: Path): void;
}

export interface ApplyCall<D extends ResourceDefinition, P> extends Call<P> {
  /**
   * Records what has been reached, on top of what was reached before: it is in the state, whatever fails later. Call it right after the
   * request that makes the record.
   */
  readonly keep: (reached: Partial<Planned<D>>) => void;
}

/** `P` is what the resource keeps in its private state. */
interface Handlers<D extends ResourceDefinition, P> {
  /** Checks what the schema's rules cannot say, without requests. */
  validate?(config: Draft<D, Unknown>, diagnostics: Diagnostics): void;
  /** Changes `planned`, which is made from the schema's flags, where the resource has a rule of its own. Not called for a destroy. */
  plan?(
    change: {
      readonly prior: State<D> | null;
      readonly config: Draft<D, Unknown>;
      readonly planned: Draft<D, Unknown>;
    },
    call: PlanCall<P>,
  ): Awaitable<void>;
  /** Says what a planned destroy removes beside it. */
  planDestroy?(prior: State<D>, call: Call<P>): void;
  /** Says what is lost. Called once for each object that a plan replaces, with the attributes because of which it does. */
  planReplacement?(
    change: { readonly prior: State<D>; readonly planned: Draft<D, Unknown>; readonly because: readonly string[] },
    call: Call<P>,
  ): Awaitable<void>;
  /** What its plan can find out, beside what that of every resource does. A plan that changes nothing asks for nothing. */
  checks?(change: { readonly prior: State<D> | null; readonly planned: Draft<D, Unknown> }): readonly Check[];
  create(
    change: { readonly wanted: Planned<D>; readonly config: Given<D> },
    work: Work,
    call: ApplyCall<D, P>,
  ): Awaitable<Found<D>>;
  /** Null when it is certainly gone. */
  read(known: State<D>, call: Call<P>): Awaitable<Found<D> | null>;
  update(
    change: { readonly before: State<D>; readonly wanted: Planned<D>; readonly config: Given<D> },
    work: Work,
    call: ApplyCall<D, P>,
  ): Awaitable<Found<D>>;
  /** Returns when it is gone. One that is gone already is a success. */
  delete(known: State<D>, work: Work, call: ApplyCall<D, P>): Awaitable<void>;
  /** What `read` needs to find it. */
  import?(id: string, call: Call<P>): Awaitable<Partial<State<D>>>;
  /** A stored state of an earlier version, or of the official provider. */
  upgrade?(state: Record<string, unknown>): Record<string, unknown>;
  /** By type, what a block `moved` makes of an object of that type. `read` follows. */
  readonly movesFrom?: {
    readonly [T in keyof Resources]?: (known: State<Resources[T]>, call: Pick<Call<P>, 'private'>) => Partial<State<D>>;
  };
}

type Resources = typeof resources;

/**
 * Makes a resource of the provider. Each configuration and each plan is checked against the definition; a plan's unknown values are filled
 * from what `create` and `update` return, unless a step has failed, when that is saved as it is.
 */
export function resource<D extends ResourceDefinition, P = never>(
  definition: D,
  handlers: Handlers<D, P>,
): Resource<Context> {
  const result = ended<Found<D>>(definition);
  const defaults = stateOnlyDefaults(definition);

  return {
    schema: withEmptyValues(definition),

    sees: (state, { run }) => run.sees(definition.name, state),

    validate(config, { diagnostics }) {
      checkConfiguration(definition, config, diagnostics);
      handlers.validate?.(typed(config), diagnostics);
    },

    plan: planOf(definition, handlers),

    planDestroy(prior, call) {
      if (refuseRemoval(definition, prior, call.diagnostics)) return;
      handlers.planDestroy?.(typed(prior), callOf(call));
    },

    async create({ planned, config }, call) {
      const work = workOf(definition, 'create', { planned, config }, call);
      const change = { wanted: typed<Planned<D>>(planned), config: typed<Given<D>>(config) };
      // What a creation leaves that fails is replaced by the next apply.
      const asFailed = (reached: ObjectValue) => unprotected(definition, reached);
      const create = () => handlers.create(change, work, applyCallOf(call, work, asFailed(planned)));
      return within(work, () => result(planned, call, work, create, asFailed));
    },

    async read(state, call) {
      return readingInTime(call, state.timeouts, definition.timeoutsMinutes.read ?? 10, async (signal) => {
        const inTime = Object.assign(callOf<P>(call), { signal });
        const found = await handlers.read(typed(state), inTime);
        if (found === null) await inTime.missing.report(definition, state, inTime);
        return found && { ...state, ...plain(found) };
      });
    },

    async update({ prior, planned, config }, call) {
      const work = workOf(definition, 'update', { planned, config, prior }, call);
      const change = {
        before: typed<State<D>>(prior),
        wanted: typed<Planned<D>>(planned),
        config: typed<Given<D>>(config),
      };
      return within(work, () =>
        result(planned, call, work, () => handlers.update(change, work, applyCallOf(call, work, prior))),
      );
    },

    async delete(prior, call) {
      // A plan does not see that an object is replaced because it is tainted.
      const protection = protectedFromDeletion(definition, prior);
      if (protection !== undefined) throw protection;
      const work = workOf(definition, 'delete', { prior }, call);
      await within(work, () => handlers.delete(typed(prior), work, applyCallOf(call, work, prior)));
      call.client.missing.remember(definition, prior);
    },

    ...(handlers.import && {
      import: async (id, call) => ({ ...defaults, ...plain(await handlers.import!(id, callOf(call))) }),
    }),
    upgrade: (state) => ({ ...defaults, ...(handlers.upgrade?.(state) ?? state) }),
    ...(handlers.movesFrom && { movesFrom: movesOf(handlers.movesFrom) }),
  };
}

/** What a state has of the attributes that only Terraform knows, until an apply says otherwise. */
const stateOnlyDefaults = ({ attributes }: ResourceDefinition): ObjectValue =>
  Object.fromEntries(
    Object.entries(attributes).flatMap(([name, { stateOnly, default: preset }]) =>
      stateOnly && preset !== undefined ? [[name, preset]] : [],
    ),
  );

/** The definition for Terraform, with the attributes whose empty value says nothing. */
function withEmptyValues<B extends Block>(block: B): B {
  return {
    ...block,
    attributes: mapValues(block.attributes, (attribute) => ({ ...attribute, emptyIsUnset: emptyIsUnset(attribute) })),
    blocks: mapValues(block.blocks ?? {}, withEmptyValues),
  };
}

const mapValues = <T, U>(values: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));

function planOf<D extends ResourceDefinition, P>(
  definition: D,
  handlers: Handlers<D, P>,
): NonNullable<Resource<Context>['plan']> {
  return async ({ prior, config, planned, replace }, call) => {
    if (prior !== null) keepSpelling(definition, prior, planned);
    const planCall = Object.assign(callOf<P>(call), { replace: (path: Path) => call.replace(path) });
    const change = { prior: prior && typed<State<D>>(prior), planned: typed<Draft<D, Unknown>>(planned) };
    await handlers.plan?.({ ...change, config: typed(config) }, planCall);
    let isReplaced = false;
    if (prior !== null) {
      // Terraform replaces because of what differs in the end, too.
      const because = [...new Set(replace.map(([name]) => String(name)))].filter(
        (name) => !isDeepStrictEqual(planned[name], prior[name]),
      );
      isReplaced = because.length > 0;
      if (!isReplaced) keepGrown(definition, prior, planned, call.diagnostics);
      else {
        refuseRemoval(definition, prior, call.diagnostics, because);
        await handlers.planReplacement?.({ prior: typed(prior), planned: typed(planned), because }, planCall);
      }
    }
    refuseForcedReplacement(definition, { prior, planned, isReplaced }, planCall);
    checkPlan(definition, planned, call.diagnostics);
    // In an apply, Terraform plans once more what it is about to create.
    if (planCall.run.isApplying) return;
    const ofNew = prior === null && 'env_id' in definition.attributes ? [environmentExists(planned.env_id)] : [];
    await refuse(planCall, [...ofNew, ...(handlers.checks?.(change) ?? [])]);
  };
}

/** What a create or an update results in, also where only its last read has failed. */
function ended<F extends object>(definition: ResourceDefinition) {
  return async (
    planned: ObjectValue,
    call: PluginApplyCall<Context>,
    work: Work,
    handle: () => Awaitable<F>,
    asFailed = (reached: ObjectValue) => reached,
  ) => {
    try {
      const found = plain(await handle());
      return work.failed ? asFailed({ ...planned, ...found }) : completed(planned, found, definition);
    } catch (error) {
      if (!(error instanceof Unread)) throw error;
      const known = completed(planned, { ...planned, ...plain(error.known) }, definition);
      call.keep(asFailed(known));
      if (hasUnknown(known)) throw work.unread(error);
      work.warnOfUnread(error);
      return known;
    }
  };
}

const plain = (value: object): ObjectValue => value as ObjectValue;

function movesOf<D extends ResourceDefinition, P>(
  moves: NonNullable<Handlers<D, P>['movesFrom']>,
): Resource<Context>['movesFrom'] {
  return Object.fromEntries(
    Object.entries(moves).map(([type, move]) => [
      type,
      (state, call) => move(typed<never>(state), call as Pick<Call<P>, 'private'>) as ObjectValue,
    ]),
  );
}

async function within<T extends ObjectValue | void>(work: Work, handle: () => T | Promise<T>): Promise<T> {
  const { type, id: known } = work.about;
  const tell = (hasFailed: boolean, id = known) =>
    currentListener()?.onApplied({ type, id, kind: work.kind, hasFailed });
  try {
    const result = await handle();
    tell(work.failed, typeof result?.id === 'string' ? result.id : known);
    return result;
  } catch (error) {
    tell(true);
    throw error;
  } finally {
    work.end();
  }
}

function workOf(
  definition: ResourceDefinition,
  kind: Work['kind'],
  {
    planned,
    config,
    prior,
  }: { readonly planned?: ObjectValue; readonly config?: ObjectValue; readonly prior?: ObjectValue },
  call: PluginApplyCall<Context>,
): Work {
  call.client.run.isApplying = true;
  const { name: type, timeoutsMinutes } = definition;
  const objects = [planned, prior, config].filter((object) => object !== undefined);
  const id = typeof prior?.id === 'string' ? prior.id : undefined;
  return new Work(call, kind, objects[0]!.timeouts, timeoutsMinutes[kind], {
    ...{ type, id, subject: subjectOf(objects) },
    secrets: objects.flatMap((object) => secretsIn(definition, object)),
  });
}

/** What users call an object. */
function subjectOf(objects: readonly ObjectValue[]): string | undefined {
  const names = objects.flatMap(({ handle, virtual_domain, domain }) => [handle, virtual_domain, domain]);
  return names.find((name): name is string => typeof name === 'string' && name !== '');
}

/** All that may be in no output: the values of environment variables are not for others either. */
function secretsIn({ attributes }: ResourceDefinition, object: ObjectValue): string[] {
  return Object.entries(attributes).flatMap(([name, { type, sensitive, writeOnly }]) =>
    sensitive || writeOnly || type[0] === 'map' ? secretsOf(object[name]) : [],
  );
}

function applyCallOf<D extends ResourceDefinition, P>(
  call: PluginApplyCall<Context>,
  work: Work,
  base: ObjectValue,
): ApplyCall<D, P> {
  let reached = base;
  const applyCall = Object.assign(callOf<P>(call), {
    keep: (fields: object) => {
      reached = { ...reached, ...(fields as ObjectValue) };
      call.keep(reached);
    },
  });
  return Object.defineProperty(applyCall, 'signal', { get: () => work.readSignal });
}
