/**
 * Terraform's side of a conversation, for tests of providers: it asks in Terraform's order and re-states Terraform's own checks,
 * so that an inconsistent answer fails in a test before it fails at a user. Plain objects in, plain objects out.
 */
import { decode, encode, equal, hasUnknown, pathText, typeOfDynamic } from '../../../lib/plugin/codec';
import type { Path } from '../../../lib/plugin/diagnostics';
import type { Response } from '../../../lib/plugin/messages';
import { plainDecimal } from '../../../lib/plugin/numbers';
import { pairSetElements } from '../../../lib/plugin/planning';
import { complete, impliedType, mapElements, members, memberType, withoutWriteOnly } from '../../../lib/plugin/schema';
import type { Member, Nested } from '../../../lib/plugin/schema';
import { createService } from '../../../lib/plugin/service';
import type { Block, Provider, Schema, Type } from '../../../lib/plugin/types';
import { Decimal, isObject, isUnknown } from '../../../lib/plugin/values';
import type { ObjectValue, Value } from '../../../lib/plugin/values';

/** A configuration or state as a test writes it: what is left out is null. */
export type Plain = Readonly<Record<string, unknown>>;

/** An object as Terraform has it in its state file. */
export interface Instance {
  readonly state: Record<string, unknown>;
  readonly private: Uint8Array;
  /** A create failed half-way: the next plan replaces it. */
  readonly tainted: boolean;
}

export interface PlainDiagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail: string;
  readonly path?: Path;
}

export interface PlanResult {
  readonly action: 'create' | 'update' | 'replace' | 'delete' | 'no-op';
  /** Null for a delete, and where the diagnostics have errors. */
  readonly planned: Record<string, unknown> | null;
  /** The attributes because of which the object is replaced. */
  readonly replace: Path[];
  readonly private: Uint8Array;
  readonly diagnostics: PlainDiagnostic[];
}

export interface ApplyResult {
  /** Null when nothing is in the state any more. */
  readonly instance: Instance | null;
  readonly diagnostics: PlainDiagnostic[];
}

/** Thrown when an answer breaks the protocol, in Terraform's words: a bug in the provider. */
export class InconsistencyError extends Error {
  override readonly name = 'InconsistencyError';

  constructor(
    readonly summary: string,
    readonly problems: readonly string[],
  ) {
    super(`${summary}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

export type Harness = Awaited<ReturnType<typeof createHarness>>;

/** Throws when the provider cannot be configured. Call `close` at the end. */
export async function createHarness<C>(
  provider: Provider<C>,
  { configure = {}, terraformVersion = '1.11.4' }: { configure?: Plain; terraformVersion?: string } = {},
) {
  const service = createService(provider);
  const clientCapabilities = { deferralAllowed: false, writeOnlyAttributesAllowed: true };

  const configuration = dynamicValue(complete(configure, provider.schema), provider.schema);
  const validated = await service.ValidateProviderConfig({ config: configuration });
  const configured = await service.ConfigureProvider({ terraformVersion, config: configuration });
  const problems = [...diagnosticsOf(validated), ...diagnosticsOf(configured)].filter(isError);
  if (problems.length > 0) throw new Error(problems.map(({ summary, detail }) => `${summary}: ${detail}`).join('\n'));

  const schemaOf = (type: string): Schema => {
    const resource = provider.resources[type];
    if (!resource) throw new Error(`The provider has no resource type "${type}"`);
    return resource.schema;
  };

  async function validate(type: string, config: Plain): Promise<PlainDiagnostic[]> {
    const schema = schemaOf(type);
    const request = { typeName: type, config: dynamicValue(complete(config, schema), schema), clientCapabilities };
    return diagnosticsOf(await service.ValidateResourceConfig(request));
  }

  /** `config: null` plans a destroy. */
  async function plan(type: string, config: Plain | null, prior: Instance | null = null): Promise<PlanResult> {
    const priorState = prior && !prior.tainted ? complete(prior.state, schemaOf(type)) : null;
    const first = await planOnce(
      type,
      config,
      config === null && prior ? complete(prior.state, schemaOf(type)) : priorState,
      prior,
    );
    if (first.diagnostics.some(isError) || config === null) return first;
    if (prior?.tainted) return { ...first, action: 'replace' };
    if (first.action !== 'replace') return first;
    const second = await planOnce(type, config, null, null);
    return {
      ...second,
      action: 'replace',
      replace: first.replace,
      diagnostics: [...first.diagnostics, ...second.diagnostics],
    };
  }

  async function planOnce(
    type: string,
    plainConfig: Plain | null,
    prior: ObjectValue | null,
    instance: Instance | null,
  ): Promise<PlanResult> {
    const schema = schemaOf(type);
    const config = plainConfig && complete(plainConfig, schema);
    const response = await service.PlanResourceChange({
      typeName: type,
      priorState: dynamicValue(prior, schema),
      proposedNewState: dynamicValue(config && proposedNew(schema, prior, config), schema),
      config: dynamicValue(config, schema),
      priorPrivate: Buffer.from(instance?.private ?? []),
      clientCapabilities,
    });
    const diagnostics = diagnosticsOf(response);
    const answered = { replace: [] as Path[], private: response.plannedPrivate ?? Buffer.alloc(0), diagnostics };
    if (diagnostics.some(isError)) return { ...answered, action: 'no-op', planned: null };

    const planned = objectIn(response.plannedState, schema);
    if (config === null) {
      check('Provider produced invalid plan', planned === null ? [] : ['a planned destroy must have the state null']);
      return { ...answered, action: 'delete', planned: null };
    }
    if (planned === null) throw new InconsistencyError('Provider produced invalid plan', ['the planned state is null']);
    check('Provider produced invalid plan', planProblems(schema, prior, config, planned));

    const replace = (response.requiresReplace ?? []).map(pathIn);
    check('Provider produced invalid plan', prior ? replace.flatMap((path) => missingPath(path, prior, planned)) : []);
    const effective = prior ? replace.filter((path) => isChanged(path, prior, planned, schema)) : [];
    const isSame = prior !== null && equal(planned, prior, impliedType(schema));
    const action = prior === null ? 'create' : effective.length > 0 ? 'replace' : isSame ? 'no-op' : 'update';
    return { ...answered, action, planned: plain(planned) as Record<string, unknown>, replace: effective };
  }

  /** Applies a plan; a replacement deletes first and then creates. */
  async function apply(
    type: string,
    planned: PlanResult,
    config: Plain | null,
    prior: Instance | null = null,
  ): Promise<ApplyResult> {
    if (planned.diagnostics.some(isError)) throw new Error('A plan with errors cannot be applied');
    if (planned.action === 'no-op') return { instance: prior, diagnostics: [] };
    if (planned.action !== 'replace') return applyOnce(type, planned, config, prior);
    const deleted = await applyOnce(type, { ...planned, planned: null }, null, prior);
    if (deleted.instance !== null) return deleted;
    const created = await applyOnce(type, planned, config, null);
    return { ...created, diagnostics: [...deleted.diagnostics, ...created.diagnostics] };
  }

  async function applyOnce(
    type: string,
    plan: PlanResult,
    config: Plain | null,
    prior: Instance | null,
  ): Promise<ApplyResult> {
    const schema = schemaOf(type);
    const planned = plan.planned && complete(plan.planned, schema);
    const response = await service.ApplyResourceChange({
      typeName: type,
      priorState: dynamicValue(prior && complete(prior.state, schema), schema),
      plannedState: dynamicValue(planned, schema),
      config: dynamicValue(planned && complete(config ?? {}, schema), schema),
      plannedPrivate: Buffer.from(plan.private),
    });
    const diagnostics = diagnosticsOf(response);
    const failed = diagnostics.some(isError);
    const state = objectIn(response.newState, schema);
    if (state !== null) check('Provider returned invalid result object after apply', stateProblems(state, schema));
    if (planned !== null && !failed) {
      const wanted = 'Provider produced inconsistent result after apply';
      if (state === null) throw new InconsistencyError(wanted, ['root object was present, but now absent']);
      check(wanted, changesOfKnown(planned, state, impliedType(schema)));
    }
    if (planned === null && !failed && state !== null) {
      throw new InconsistencyError('Provider returned invalid result object after apply', [
        'a destroyed object must have the state null',
      ]);
    }
    if (state === null) return { instance: failed ? prior : null, diagnostics };
    const tainted = failed && prior === null;
    return {
      instance: {
        state: plain(state) as Record<string, unknown>,
        private: response.private ?? Buffer.alloc(0),
        tainted: tainted || (failed && (prior?.tainted ?? false)),
      },
      diagnostics,
    };
  }

  /** Upgrades a stored state, as at the start of every plan. `state` is JSON as in the state file. */
  async function upgrade(type: string, state: Plain, version = schemaOf(type).version ?? 0): Promise<ApplyResult> {
    return upgradeJson(type, JSON.stringify(state), version);
  }

  async function upgradeJson(type: string, json: string, version: number): Promise<ApplyResult> {
    const schema = schemaOf(type);
    const rawState = { json: Buffer.from(json), flatmap: {} };
    const response = await service.UpgradeResourceState({ typeName: type, version, rawState });
    const diagnostics = diagnosticsOf(response);
    if (diagnostics.some(isError)) return { instance: null, diagnostics };
    const upgraded = objectIn(response.upgradedState, schema);
    if (upgraded === null)
      throw new InconsistencyError('Invalid resource state upgrade', ['the upgraded state is null']);
    check('Invalid resource state upgrade', stateProblems(upgraded, schema));
    const instance = { state: plain(upgraded) as Record<string, unknown>, private: Buffer.alloc(0), tainted: false };
    return { instance, diagnostics };
  }

  /** Upgrade and read, as at the start of a plan. The instance is null when the object is gone. */
  async function refresh(type: string, instance: Instance): Promise<ApplyResult> {
    const schema = schemaOf(type);
    const stored = stateJson(complete(instance.state, schema), impliedType(schema));
    const upgraded = await upgradeJson(type, stored, schema.version ?? 0);
    if (upgraded.instance === null) return { instance, diagnostics: upgraded.diagnostics };
    const response = await service.ReadResource({
      typeName: type,
      currentState: dynamicValue(complete(upgraded.instance.state, schema), schema),
      private: Buffer.from(instance.private),
    });
    const diagnostics = diagnosticsOf(response);
    if (diagnostics.some(isError)) return { instance, diagnostics };
    const state = objectIn(response.newState, schema);
    if (state === null) return { instance: null, diagnostics };
    check('Provider produced invalid object', stateProblems(state, schema));
    return {
      instance: {
        ...instance,
        state: plain(state) as Record<string, unknown>,
        private: response.private ?? Buffer.alloc(0),
      },
      diagnostics,
    };
  }

  /** Import and the read that follows it. */
  async function importResource(type: string, id: string): Promise<ApplyResult> {
    const schema = schemaOf(type);
    const response = await service.ImportResourceState({ typeName: type, id });
    const diagnostics = diagnosticsOf(response);
    if (diagnostics.some(isError)) return { instance: null, diagnostics };
    const imported = response.importedResources ?? [];
    const [first] = imported;
    if (imported.length !== 1 || first?.typeName !== type) {
      throw new InconsistencyError('Invalid import result', [`must be exactly one object of type ${type}`]);
    }
    const state = objectIn(first.state, schema);
    if (state === null) throw new InconsistencyError('Invalid import result', ['the imported state is null']);
    check('Invalid import result', stateProblems(state, schema));
    const read = await refresh(type, {
      state: plain(state) as Record<string, unknown>,
      private: first.private ?? Buffer.alloc(0),
      tainted: false,
    });
    if (read.instance !== null || read.diagnostics.some(isError)) return read;
    const detail = `While attempting to import an existing object to "${type}", the provider detected that no object exists with the given id.`;
    return {
      instance: null,
      diagnostics: [{ severity: 'error', summary: 'Cannot import non-existent remote object', detail }],
    };
  }

  /** Refresh, plan of a destroy, and destroy. Without a refresh it does not see before that the object is gone, as with Terraform's `-refresh=false`. */
  async function destroy(type: string, instance: Instance, { refreshes = true } = {}): Promise<ApplyResult> {
    const refreshed = refreshes ? await refresh(type, instance) : { instance, diagnostics: [] };
    if (refreshed.instance === null || refreshed.diagnostics.some(isError)) return refreshed;
    const planned = await plan(type, null, refreshed.instance);
    if (planned.diagnostics.some(isError)) return { instance: refreshed.instance, diagnostics: planned.diagnostics };
    return apply(type, planned, null, refreshed.instance);
  }

  async function readDataSource(
    type: string,
    config: Plain,
  ): Promise<{ state: Record<string, unknown> | null; diagnostics: PlainDiagnostic[] }> {
    const schema = provider.dataSources[type]?.schema;
    if (!schema) throw new Error(`The provider has no data source type "${type}"`);
    const configured = complete(config, schema);
    const request = { typeName: type, config: dynamicValue(configured, schema) };
    const validation = diagnosticsOf(await service.ValidateDataResourceConfig(request));
    if (validation.some(isError)) return { state: null, diagnostics: validation };
    const response = await service.ReadDataSource(request);
    const diagnostics = [...validation, ...diagnosticsOf(response)];
    if (diagnostics.some(isError)) return { state: null, diagnostics };
    const state = objectIn(response.state, schema);
    if (state === null) throw new InconsistencyError('Provider produced null object', ['the result of a read is null']);
    check('Provider produced invalid object', [
      ...stateProblems(state, schema),
      ...planProblems(schema, null, configured, state),
    ]);
    return { state: plain(state) as Record<string, unknown>, diagnostics };
  }

  /** Validates, opens and closes, as a plan or apply that needs it. */
  async function openEphemeralResource(
    type: string,
    config: Plain,
  ): Promise<{ result: Record<string, unknown> | null; diagnostics: PlainDiagnostic[] }> {
    const schema = provider.ephemeralResources?.[type]?.schema;
    if (!schema) throw new Error(`The provider has no ephemeral resource type "${type}"`);
    const configured = complete(config, schema);
    const request = { typeName: type, config: dynamicValue(configured, schema) };
    const validation = diagnosticsOf(await service.ValidateEphemeralResourceConfig(request));
    if (validation.some(isError)) return { result: null, diagnostics: validation };
    const response = await service.OpenEphemeralResource(request);
    const diagnostics = [...validation, ...diagnosticsOf(response)];
    if (diagnostics.some(isError)) return { result: null, diagnostics };
    const result = objectIn(response.result, schema);
    const wanted = 'Provider produced invalid ephemeral resource instance';
    if (result === null) throw new InconsistencyError(wanted, ['the result of an open is null']);
    check(wanted, [...stateProblems(result, schema), ...planProblems(schema, null, configured, result)]);
    const closed = await service.CloseEphemeralResource({
      typeName: type,
      private: Buffer.from(response.private ?? []),
    });
    return {
      result: plain(result) as Record<string, unknown>,
      diagnostics: [...diagnostics, ...diagnosticsOf(closed)],
    };
  }

  /**
   * What `terraform apply` does, and the plan after it, which must be empty: validate, refresh, plan, plan again with the
   * configuration as it is known by then (`known`), apply, refresh, plan. Ends early at errors, with what is in the state then.
   */
  async function deploy(
    type: string,
    config: Plain,
    { prior = null, known = config }: { prior?: Instance | null; known?: Plain } = {},
  ): Promise<ApplyResult & { readonly action: PlanResult['action'] }> {
    const schema = schemaOf(type);
    const diagnostics = await validate(type, config);
    const ends = (instance: Instance | null, action: PlanResult['action'] = 'no-op') => ({
      instance,
      diagnostics,
      action,
    });
    const failed = () => diagnostics.some(isError);
    if (failed()) return ends(prior);

    let current = prior;
    if (current) {
      const refreshed = await refresh(type, current);
      diagnostics.push(...refreshed.diagnostics);
      current = refreshed.instance;
      if (failed()) return ends(current);
    }
    const first = await plan(type, config, current);
    diagnostics.push(...first.diagnostics);
    if (failed()) return ends(current);
    if (first.action === 'no-op') return ends(current);

    // By the time that the new object of a replacement is planned again, the old one is gone.
    const isReplacement = first.action === 'replace';
    const second = await plan(type, known, isReplacement ? null : current);
    const final = isReplacement ? { ...second, action: first.action } : second;
    if (final.diagnostics.some(isError)) {
      diagnostics.push(...final.diagnostics);
      return ends(current, first.action);
    }
    const inconsistent = 'Provider produced inconsistent final plan';
    if (final.action !== first.action && !(first.action === 'update' && final.action === 'no-op')) {
      throw new InconsistencyError(inconsistent, [`the action was ${first.action}, but now ${final.action}`]);
    }
    check(
      inconsistent,
      changesOfKnown(complete(first.planned ?? {}, schema), complete(final.planned ?? {}, schema), impliedType(schema)),
    );

    const applied = await apply(type, final, known, current);
    diagnostics.push(...applied.diagnostics);
    if (failed() || applied.instance === null) return ends(applied.instance, first.action);

    const refreshed = await refresh(type, applied.instance);
    diagnostics.push(...refreshed.diagnostics);
    if (failed()) return ends(refreshed.instance, first.action);
    if (refreshed.instance === null) {
      throw new InconsistencyError('Provider lost the object', ['the read after the apply says that it is gone']);
    }
    const next = await plan(type, known, refreshed.instance);
    if (next.action !== 'no-op') {
      const difference = changesOfKnown(
        complete(refreshed.instance.state, schema),
        complete(next.planned ?? {}, schema),
        impliedType(schema),
      );
      throw new InconsistencyError('The plan after the apply is not empty', [
        `the action is ${next.action}`,
        ...difference,
      ]);
    }
    return ends(refreshed.instance, first.action);
  }

  return {
    validate,
    plan,
    apply,
    upgrade,
    refresh,
    import: importResource,
    destroy,
    readDataSource,
    openEphemeralResource,
    deploy,
    /** Ctrl-C: aborts the calls in flight. */
    stop: async () => void (await service.StopProvider({})),
    close: () => service.close(),
  };
}

// Terraform's own rules

/** The state that Terraform proposes to a provider: the configuration, and what is computed from the prior state. */
export function proposedNew(block: Block, prior: ObjectValue | null, config: ObjectValue): ObjectValue {
  const proposed: ObjectValue = Object.create(null);
  for (const member of members(block)) {
    const { name, attribute, nested } = member;
    const priorValue = prior?.[name] ?? null;
    const configValue = config[name] ?? null;
    if (attribute?.computed && configValue === null) {
      const cameFromConfig = attribute.optional && nested && hasConfigured(nested, priorValue);
      proposed[name] = cameFromConfig ? null : priorValue;
    } else if (nested && configValue !== null && !isUnknown(configValue)) {
      proposed[name] = proposedNested(nested, priorValue, configValue);
    } else proposed[name] = configValue;
  }
  return proposed;
}

function hasConfigured(nested: Nested, value: Value): boolean {
  let found = false;
  mapElements(value, nested, (element) => {
    found ||= members(nested).some(({ name, attribute, nested: inner }) =>
      inner ? hasConfigured(inner, element[name] ?? null) : !attribute?.computed && (element[name] ?? null) !== null,
    );
    return element;
  });
  return found;
}

function proposedNested(nested: Nested, prior: Value, config: Value): Value {
  if (nested.nesting === 'set' && Array.isArray(config)) {
    // By all that is configured, whatever the schema's keys are: Terraform does not know of them.
    const attributes = Object.fromEntries(
      Object.entries(nested.attributes).map(([name, { key: _, ...rest }]) => [name, rest]),
    );
    const pairs = pairSetElements({ ...nested, attributes }, Array.isArray(prior) ? prior : [], config);
    return pairs.map(([from, item]) => (isObject(item) ? proposedNew(nested, from, item) : item));
  }
  return mapElements(config, nested, (element, inner, key) => {
    const from =
      key === undefined ? prior : Array.isArray(prior) ? prior[key as number] : isObject(prior) ? prior[key] : null;
    return proposedNew(inner, isObject(from) ? from : null, element);
  });
}

/** What Terraform refuses in a plan, each with its path. */
export function planProblems(
  block: Block,
  prior: ObjectValue | null,
  config: ObjectValue,
  planned: ObjectValue,
  path: Path = [],
): string[] {
  return members(block).flatMap((member) =>
    memberProblems(member, prior?.[member.name] ?? null, config[member.name] ?? null, planned[member.name] ?? null, [
      ...path,
      member.name,
    ]),
  );
}

function memberProblems(member: Member, prior: Value, config: Value, planned: Value, path: Path): string[] {
  const { attribute, nested } = member;
  const type = memberType(member);
  const problem = (text: string) => [`${pathText(path)}: ${text}`];
  if (attribute?.writeOnly)
    return planned === null ? [] : problem('planned value for a write-only attribute must be null');
  if (attribute) {
    if (attribute.computed && config === null) return [];
    if (equal(planned, config, type)) return [];
    if (prior !== null && config !== null && equal(planned, prior, type)) return [];
    if (!nested || config === null) {
      return problem(
        config === null
          ? `planned value ${show(planned)} for a non-computed attribute`
          : `planned value ${show(planned)} does not match config value ${show(config)}`,
      );
    }
  }
  if (!nested) return [];
  if (isUnknown(config)) return isUnknown(planned) ? [] : problem('an unknown block must be returned unchanged');
  if (isUnknown(planned)) return problem('planned unknown where the configuration is known');
  if (config === null || planned === null) {
    return config === planned ? [] : problem(`planned ${show(planned)} where the configuration has ${show(config)}`);
  }
  if (nested.nesting === 'set' && Array.isArray(config) && Array.isArray(planned)) {
    if (config.length !== planned.length)
      return problem(`count in plan (${planned.length}) disagrees with count in config (${config.length})`);
    if (attribute) return [];
    const fits = (c: Value, p: Value) =>
      isObject(c) && isObject(p) ? planProblems(nested, null, c, p).length === 0 : equal(c, p, impliedType(nested));
    const strays = planned.filter((p) => !config.some((c) => fits(c, p)));
    const lost = config.filter((c) => !planned.some((p) => fits(c, p)));
    return [...strays, ...lost].flatMap((element) =>
      problem(`the planned set does not correspond to the configured one at ${show(element)}`),
    );
  }
  const [configElements, plannedElements, priorElements] = [config, planned, prior].map((value) =>
    elementsOf(nested, value),
  );
  const keys = new Set([...configElements!.keys(), ...plannedElements!.keys()]);
  return [...keys].flatMap((key) => {
    const [c, p, before] = [configElements!.get(key), plannedElements!.get(key), priorElements!.get(key)];
    const at = key === undefined ? path : [...path, key];
    if (c === undefined || p === undefined) {
      return [
        `${pathText(at)}: block count in plan (${plannedElements!.size}) disagrees with count in config (${configElements!.size})`,
      ];
    }
    if (isObject(c) && isObject(p)) return planProblems(nested, isObject(before) ? before : null, c, p, at);
    return equal(c, p, impliedType(nested))
      ? []
      : [`${pathText(at)}: planned ${show(p)} where the configuration has ${show(c)}`];
  });
}

function elementsOf(nested: Nested, value: Value): Map<string | number | undefined, Value> {
  if (nested.nesting === 'single' || nested.nesting === 'group') return new Map([[undefined, value]]);
  if (Array.isArray(value)) return new Map(value.map((item, index) => [index, item]));
  return new Map(isObject(value) ? Object.entries(value) : []);
}

/** Known values of `before` that are different in `after`: neither a second plan nor an apply may change them. */
export function changesOfKnown(before: Value, after: Value, type: Type, path: Path = []): string[] {
  const problem = (text: string) => [`${pathText(path)}: ${text}`];
  if (isUnknown(before)) return [];
  if (before === null || after === null || isUnknown(after) || typeof type === 'string') {
    return equal(before, after, type) ? [] : problem(`was ${show(before)}, but now ${show(after)}`);
  }
  const [kind, inner] = type;
  if (kind === 'set') {
    const [a, b] = [before as Value[], after as Value[]];
    const fits = (x: Value, y: Value) => changesOfKnown(x, y, inner).length === 0;
    const lost = a.filter((x) => !b.some((y) => fits(x, y)));
    const strays = b.filter((y) => !a.some((x) => fits(x, y)));
    const lengths = b.length > a.length || (b.length < a.length && !a.some(hasUnknown));
    return [
      ...lost.flatMap((x) => problem(`planned set element ${show(x)} does not correlate with any element in actual`)),
      ...strays.flatMap((y) => problem(`actual set element ${show(y)} does not correlate with any element in plan`)),
      ...(lengths ? problem(`length changed from ${a.length} to ${b.length}`) : []),
    ];
  }
  if (kind === 'list' || kind === 'tuple') {
    const [a, b] = [before as Value[], after as Value[]];
    if (a.length !== b.length) return problem(`length changed from ${a.length} to ${b.length}`);
    return a.flatMap((item, index) =>
      changesOfKnown(item, b[index] as Value, kind === 'list' ? inner : (inner[index] as Type), [...path, index]),
    );
  }
  const [a, b] = [before as ObjectValue, after as ObjectValue];
  const names = kind === 'object' ? Object.keys(inner) : [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return names.flatMap((name) => {
    if (!Object.hasOwn(b, name)) return [`${pathText([...path, name])}: key has vanished`];
    if (!Object.hasOwn(a, name)) return [`${pathText([...path, name])}: new key has appeared`];
    const itemType = kind === 'object' ? (inner[name] as Type) : (inner as Type);
    return changesOfKnown(a[name] as Value, b[name] as Value, itemType, [...path, name]);
  });
}

/** What Terraform refuses in a state: unknown values, and values of write-only attributes. */
export function stateProblems(state: ObjectValue, schema: Schema): string[] {
  return [
    ...unknownPaths(state, []).map((path) => `${pathText(path)}: unknown value`),
    ...changesOfKnown(withoutWriteOnly(state, schema), state, impliedType(schema)).map(
      (problem) => `${problem} (a write-only attribute must be null)`,
    ),
  ];
}

function unknownPaths(value: Value, path: Path): Path[] {
  if (isUnknown(value)) return [path];
  if (Array.isArray(value)) return value.flatMap((item, index) => unknownPaths(item, [...path, index]));
  return isObject(value) ? Object.entries(value).flatMap(([name, item]) => unknownPaths(item, [...path, name])) : [];
}

function check(summary: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new InconsistencyError(summary, problems);
}

function at(path: Path, value: Value): Value | undefined {
  return path.reduce<Value | undefined>((inner, step) => {
    if (Array.isArray(inner)) return inner[step as number];
    return isObject(inner) && Object.hasOwn(inner, step) ? inner[step] : undefined;
  }, value);
}

function missingPath(path: Path, prior: ObjectValue, planned: ObjectValue): string[] {
  const exists = at(path, prior) !== undefined || at(path, planned) !== undefined;
  return exists
    ? []
    : [`${pathText(path)}: the provider has indicated a nonexistent attribute as requiring replacement`];
}

function isChanged(path: Path, prior: ObjectValue, planned: ObjectValue, schema: Schema): boolean {
  let type: Type = impliedType(schema);
  for (const step of path) {
    if (typeof type === 'string') return true;
    type =
      type[0] === 'object'
        ? (type[1][step] as Type)
        : type[0] === 'tuple'
          ? (type[1][step as number] as Type)
          : type[1];
  }
  return !equal(at(path, prior) ?? null, at(path, planned) ?? null, type);
}

// Between messages and plain objects

type DynamicValue = Response<'ReadDataSource'>['state'];

function dynamicValue(value: ObjectValue | null, schema: Schema): { msgpack: Buffer; json: Buffer } {
  return { msgpack: encode(value, impliedType(schema)), json: Buffer.alloc(0) };
}

function objectIn(value: DynamicValue, schema: Schema): ObjectValue | null {
  return value?.msgpack?.length ? (decode(value.msgpack, impliedType(schema)) as ObjectValue | null) : null;
}

type PathMessage = NonNullable<Response<'PlanResourceChange'>['requiresReplace']>[number];

function pathIn({ steps = [] }: PathMessage): Path {
  return steps.map((step) => step.attributeName ?? step.elementKeyString ?? (step.elementKeyInt as number));
}

function diagnosticsOf({
  diagnostics = [],
}: {
  diagnostics?: Response<'ReadDataSource'>['diagnostics'];
}): PlainDiagnostic[] {
  return diagnostics.map(({ severity, summary = '', detail = '', attribute }) => {
    if (severity !== 1 && severity !== 2) throw new InconsistencyError('Invalid diagnostic', [`severity ${severity}`]);
    return {
      severity: severity === 1 ? 'error' : 'warning',
      summary,
      detail,
      ...(attribute && { path: pathIn(attribute) }),
    };
  });
}

function isError({ severity }: PlainDiagnostic): boolean {
  return severity === 'error';
}

function plain(value: Value): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
}

function show(value: Value): string {
  return JSON.stringify(plain(value));
}

/** As in a state file. */
function stateJson(value: Value, type: Type): string {
  if (value === null) return 'null';
  if (type === 'dynamic') {
    const inner = typeOfDynamic(value);
    return `{"type":${JSON.stringify(inner)},"value":${stateJson(value, inner)}}`;
  }
  if (typeof value === 'number' || value instanceof Decimal) return plainDecimal(value);
  if (Array.isArray(value)) {
    const typeAt = (index: number) => (type[0] === 'tuple' ? (type[1] as readonly Type[])[index] : type[1]) as Type;
    return `[${value.map((item, index) => stateJson(item, typeAt(index))).join(',')}]`;
  }
  if (!isObject(value)) return JSON.stringify(value);
  const typeAt = (name: string) => (type[0] === 'object' ? (type[1] as Record<string, Type>)[name] : type[1]) as Type;
  return `{${Object.entries(value)
    .map(([name, item]) => `${JSON.stringify(name)}:${stateJson(item, typeAt(name))}`)
    .join(',')}}`;
}
