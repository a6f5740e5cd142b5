/**
 * Terraform's side of a conversation, for tests of providers: it asks in Terraform's order and re-states Terraform's own checks,
 * so that an inconsistent answer fails in a test before it fails at a user. Plain objects in, plain objects out.
 */
import { equal } from '../../../lib/plugin/codec';
import type { Path } from '../../../lib/plugin/diagnostics';
import type { Response } from '../../../lib/plugin/messages';
import { complete, impliedType } from '../../../lib/plugin/schema';
import { createService, type Service } from '../../../lib/plugin/service';
import type { Provider, Schema } from '../../../lib/plugin/types';
import { Decimal, type ObjectValue } from '../../../lib/plugin/values';
import {
  diagnosticsOf,
  dynamicValue,
  isError,
  objectIn,
  pathIn,
  type Plain,
  plain,
  type PlainDiagnostic,
} from './plain-objects';
import {
  changesOfKnown,
  check,
  InconsistencyError,
  isChanged,
  missingPath,
  planProblems,
  proposedNew,
  stateProblems,
} from './terraform-rules';

/** An object as Terraform has it in its state file. */
export interface Instance {
  readonly state: Record<string, unknown>;
  readonly private: Uint8Array;
  /** A create failed half-way: the next plan replaces it. */
  readonly tainted: boolean;
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

/** An ephemeral resource that is open. */
export interface Held {
  /** Null where the diagnostics have errors. */
  readonly result: Record<string, unknown> | null;
  readonly diagnostics: PlainDiagnostic[];
  /** When Terraform would renew it. */
  readonly renewAt: Date | undefined;
  renew(): Promise<{ renewAt: Date | undefined; diagnostics: PlainDiagnostic[] }>;
  close(): Promise<PlainDiagnostic[]>;
}

const refuseRenewal = () => Promise.reject(new Error('What was not opened is not renewed'));

const dateIn = (timestamp: Response<'OpenEphemeralResource'>['renewAt']): Date | undefined =>
  timestamp && new Date((timestamp.seconds ?? 0) * 1_000 + (timestamp.nanos ?? 0) / 1_000_000);

const clientCapabilities = { writeOnlyAttributesAllowed: true };

/** Throws when the provider cannot be configured. Call `close` at the end. */
export async function createHarness<C>(
  provider: Provider<C>,
  { configure = {}, terraformVersion = '1.11.4' }: { configure?: Plain; terraformVersion?: string } = {},
): Promise<Harness> {
  const service = createService(provider);
  const config = dynamicValue(complete(configure, provider.schema), provider.schema);
  const beginWalk = async () => {
    const validated = await service.ValidateProviderConfig({ config });
    const configured = await service.ConfigureProvider({ terraformVersion, config });
    const problems = [...diagnosticsOf(validated), ...diagnosticsOf(configured)].filter(isError);
    if (problems.length > 0) throw new Error(problems.map(({ summary, detail }) => `${summary}: ${detail}`).join('\n'));
  };
  await beginWalk();
  return new Harness(provider, service, beginWalk);
}

export class Harness {
  constructor(
    private readonly provider: Pick<Provider, 'dataSources' | 'ephemeralResources' | 'resources'>,
    private readonly service: Service,
    /** Configures the provider anew, as Terraform does for a plan and for an apply. */
    private readonly beginWalk: () => Promise<void>,
  ) {}

  async validate(type: string, config: Plain): Promise<PlainDiagnostic[]> {
    const schema = this.schemaOf(type);
    const request = { typeName: type, config: dynamicValue(complete(config, schema), schema), clientCapabilities };
    return diagnosticsOf(await this.service.ValidateResourceConfig(request));
  }

  /** `config: null` plans a destroy. */
  async plan(type: string, config: Plain | null, prior: Instance | null = null): Promise<PlanResult> {
    const priorState = prior && !prior.tainted ? complete(prior.state, this.schemaOf(type)) : null;
    const first = await this.planOnce(
      type,
      config,
      config === null && prior ? complete(prior.state, this.schemaOf(type)) : priorState,
      prior,
    );
    if (first.diagnostics.some(isError) || config === null) return first;
    if (prior?.tainted) return { ...first, action: 'replace' };
    if (first.action !== 'replace') return first;
    const second = await this.planOnce(type, config, null, null);
    return {
      ...second,
      action: 'replace',
      replace: first.replace,
      diagnostics: [...first.diagnostics, ...second.diagnostics],
    };
  }

  private async planOnce(
    type: string,
    plainConfig: Plain | null,
    prior: ObjectValue | null,
    instance: Instance | null,
  ): Promise<PlanResult> {
    const schema = this.schemaOf(type);
    const config = plainConfig && complete(plainConfig, schema);
    const response = await this.service.PlanResourceChange({
      typeName: type,
      priorState: dynamicValue(prior, schema),
      proposedNewState: dynamicValue(config && proposedNew(schema, prior, config), schema),
      config: dynamicValue(config, schema),
      priorPrivate: Buffer.from(instance?.private ?? []),
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
    return { ...answered, action, planned: plain(planned), replace: effective };
  }

  /** Applies a plan; a replacement deletes first and then creates. */
  async apply(
    type: string,
    planned: PlanResult,
    config: Plain | null,
    prior: Instance | null = null,
  ): Promise<ApplyResult> {
    if (planned.diagnostics.some(isError)) throw new Error('A plan with errors cannot be applied');
    if (planned.action === 'no-op') return { instance: prior, diagnostics: [] };
    if (planned.action !== 'replace') return this.applyOnce(type, planned, config, prior);
    const deletion = { ...planned, planned: null, private: prior?.private ?? planned.private };
    const deleted = await this.applyOnce(type, deletion, null, prior);
    if (deleted.instance !== null) return deleted;
    const created = await this.applyOnce(type, planned, config, null);
    return { ...created, diagnostics: [...deleted.diagnostics, ...created.diagnostics] };
  }

  private async applyOnce(
    type: string,
    plan: PlanResult,
    config: Plain | null,
    prior: Instance | null,
  ): Promise<ApplyResult> {
    const schema = this.schemaOf(type);
    const planned = plan.planned && complete(plan.planned, schema);
    const response = await this.service.ApplyResourceChange({
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
        state: plain(state),
        private: response.private ?? Buffer.alloc(0),
        tainted: tainted || (failed && (prior?.tainted ?? false)),
      },
      diagnostics,
    };
  }

  /** Upgrades a stored state, as at the start of every plan. `state` is JSON as in the state file. */
  async upgrade(type: string, state: Plain, version = this.schemaOf(type).version ?? 0): Promise<ApplyResult> {
    return this.upgradeJson(type, JSON.stringify(state), version);
  }

  private async upgradeJson(type: string, json: string, version: number): Promise<ApplyResult> {
    const schema = this.schemaOf(type);
    const rawState = { json: Buffer.from(json), flatmap: {} };
    const response = await this.service.UpgradeResourceState({ typeName: type, version, rawState });
    const diagnostics = diagnosticsOf(response);
    if (diagnostics.some(isError)) return { instance: null, diagnostics };
    const upgraded = objectIn(response.upgradedState, schema);
    if (upgraded === null)
      throw new InconsistencyError('Invalid resource state upgrade', ['the upgraded state is null']);
    check('Invalid resource state upgrade', stateProblems(upgraded, schema));
    const instance = { state: plain(upgraded), private: Buffer.alloc(0), tainted: false };
    return { instance, diagnostics };
  }

  /** What a block `moved` does to an object of another type, or of another provider. The refresh of a plan follows it. */
  async move(
    from: { readonly provider: string; readonly type: string; readonly version?: number },
    type: string,
    instance: Instance,
  ): Promise<ApplyResult> {
    const schema = this.schemaOf(type);
    const response = await this.service.MoveResourceState({
      sourceProviderAddress: from.provider,
      sourceTypeName: from.type,
      sourceSchemaVersion: from.version ?? 0,
      sourceState: { json: Buffer.from(JSON.stringify(instance.state)), flatmap: {} },
      targetTypeName: type,
      sourcePrivate: Buffer.from(instance.private),
    });
    const diagnostics = diagnosticsOf(response);
    if (diagnostics.some(isError)) return { instance: null, diagnostics };
    const state = objectIn(response.targetState, schema);
    if (state === null) throw new InconsistencyError('Provider returned invalid value', ['the moved state is null']);
    check('Provider returned invalid value', stateProblems(state, schema));
    const moved = { ...instance, state: plain(state), private: response.targetPrivate ?? Buffer.alloc(0) };
    return { instance: moved, diagnostics };
  }

  /** Upgrade and read, as at the start of a plan. The instance is null when the object is gone. */
  async refresh(type: string, instance: Instance): Promise<ApplyResult> {
    const schema = this.schemaOf(type);
    const stored = stringifyJsonLossless(complete(instance.state, schema));
    const upgraded = await this.upgradeJson(type, stored, schema.version ?? 0);
    if (upgraded.instance === null) return { instance, diagnostics: upgraded.diagnostics };
    const response = await this.service.ReadResource({
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
        state: plain(state),
        private: response.private ?? Buffer.alloc(0),
      },
      diagnostics,
    };
  }

  /** Import and the read that follows it. */
  async import(type: string, id: string): Promise<ApplyResult> {
    const schema = this.schemaOf(type);
    const response = await this.service.ImportResourceState({ typeName: type, id });
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
    const read = await this.refresh(type, {
      state: plain(state),
      private: first.private ?? Buffer.alloc(0),
      tainted: false,
    });
    if (read.instance !== null || read.diagnostics.some(isError))
      return { ...read, diagnostics: [...diagnostics, ...read.diagnostics] };
    const detail = `While attempting to import an existing object to "${type}", the provider detected that no object exists with the given id.`;
    return {
      instance: null,
      diagnostics: [{ severity: 'error', summary: 'Cannot import non-existent remote object', detail }],
    };
  }

  /** Refresh, plan of a destroy, and destroy. Without a refresh it does not see before that the object is gone, as with Terraform's `-refresh=false`. */
  async destroy(type: string, instance: Instance, { refreshes = true } = {}): Promise<ApplyResult> {
    const refreshed = refreshes ? await this.refresh(type, instance) : { instance, diagnostics: [] };
    if (refreshed.instance === null || refreshed.diagnostics.some(isError)) return refreshed;
    const planned = await this.plan(type, null, refreshed.instance);
    if (planned.diagnostics.some(isError)) return { instance: refreshed.instance, diagnostics: planned.diagnostics };
    return this.apply(type, planned, null, refreshed.instance);
  }

  async readDataSource(
    type: string,
    config: Plain,
  ): Promise<{ state: Record<string, unknown> | null; diagnostics: PlainDiagnostic[] }> {
    const schema = this.provider.dataSources[type]?.schema;
    if (!schema) throw new Error(`The provider has no data source type "${type}"`);
    const configured = complete(config, schema);
    const request = { typeName: type, config: dynamicValue(configured, schema) };
    const validation = diagnosticsOf(await this.service.ValidateDataResourceConfig(request));
    if (validation.some(isError)) return { state: null, diagnostics: validation };
    const response = await this.service.ReadDataSource(request);
    const diagnostics = [...validation, ...diagnosticsOf(response)];
    if (diagnostics.some(isError)) return { state: null, diagnostics };
    const state = objectIn(response.state, schema);
    if (state === null) throw new InconsistencyError('Provider produced null object', ['the result of a read is null']);
    check('Provider produced invalid object', [
      ...stateProblems(state, schema),
      ...planProblems(schema, null, configured, state),
    ]);
    return { state: plain(state), diagnostics };
  }

  /** Validates, opens and closes, as a plan or apply that needs it. */
  async openEphemeralResource(
    type: string,
    config: Plain,
  ): Promise<{ result: Record<string, unknown> | null; diagnostics: PlainDiagnostic[] }> {
    const held = await this.holdEphemeralResource(type, config);
    return { result: held.result, diagnostics: [...held.diagnostics, ...(await held.close())] };
  }

  /** Validates and opens. Then it is for the test to renew and close what was opened, or to leave it as Terraform does at its end. */
  async holdEphemeralResource(type: string, config: Plain): Promise<Held> {
    const resource = this.provider.ephemeralResources?.[type];
    if (!resource) throw new Error(`The provider has no ephemeral resource type "${type}"`);
    const { schema } = resource;
    const configured = complete(config, schema);
    const request = { typeName: type, config: dynamicValue(configured, schema) };
    const validation = diagnosticsOf(await this.service.ValidateEphemeralResourceConfig(request));
    const none = { result: null, renewAt: undefined, renew: refuseRenewal, close: () => Promise.resolve([]) };
    if (validation.some(isError)) return { ...none, diagnostics: validation };
    const response = await this.service.OpenEphemeralResource(request);
    const diagnostics = [...validation, ...diagnosticsOf(response)];
    if (diagnostics.some(isError)) return { ...none, diagnostics };
    const result = objectIn(response.result, schema);
    const wanted = 'Provider produced invalid ephemeral resource instance';
    if (result === null) throw new InconsistencyError(wanted, ['the result of an open is null']);
    check(wanted, [...stateProblems(result, schema), ...planProblems(schema, null, configured, result)]);
    const renewAt = dateIn(response.renewAt);
    if (renewAt && !resource.renew) throw new InconsistencyError(wanted, ['it wants to be renewed, and cannot be']);
    let opened = { typeName: type, private: Buffer.from(response.private ?? []) };
    return {
      result: plain(result),
      diagnostics,
      renewAt,
      renew: async () => {
        const renewed = await this.service.RenewEphemeralResource(opened);
        opened = { ...opened, private: Buffer.from(renewed.private ?? []) };
        return { renewAt: dateIn(renewed.renewAt), diagnostics: diagnosticsOf(renewed) };
      },
      close: async () => diagnosticsOf(await this.service.CloseEphemeralResource(opened)),
    };
  }

  /**
   * What `terraform apply` does, and the plan after it, which must be empty: validate, refresh, plan, remove what is replaced, plan again with
   * the configuration as it is known by then (`known`), apply, refresh, plan. Ends early at errors, with what is in the state then.
   */
  async deploy(
    type: string,
    config: Plain,
    { prior = null, known = config }: { prior?: Instance | null; known?: Plain } = {},
  ): Promise<ApplyResult & { readonly action: PlanResult['action'] }> {
    const schema = this.schemaOf(type);
    const diagnostics = await this.validate(type, config);
    const ends = (instance: Instance | null, action: PlanResult['action'] = 'no-op') => ({
      instance,
      diagnostics,
      action,
    });
    const failed = () => diagnostics.some(isError);
    if (failed()) return ends(prior);

    let current = prior;
    if (current) {
      const refreshed = await this.refresh(type, current);
      diagnostics.push(...refreshed.diagnostics);
      current = refreshed.instance;
      if (failed()) return ends(current);
    }
    const first = await this.plan(type, config, current);
    diagnostics.push(...first.diagnostics);
    if (failed()) return ends(current);
    if (first.action === 'no-op') return ends(current);

    await this.beginWalk();
    // By the time that the new object of a replacement is planned again, the old one is gone.
    if (first.action === 'replace' && current !== null) {
      const deleted = await this.applyOnce(type, { ...first, planned: null, private: current.private }, null, current);
      diagnostics.push(...deleted.diagnostics);
      if (deleted.instance !== null) return ends(deleted.instance, first.action);
      current = null;
    }
    const final = await this.plan(type, known, current);
    if (final.diagnostics.some(isError)) {
      diagnostics.push(...final.diagnostics);
      return ends(current, first.action);
    }
    const inconsistent = 'Provider produced inconsistent final plan';
    const expected = first.action === 'replace' ? 'create' : first.action;
    if (final.action !== expected && !(first.action === 'update' && final.action === 'no-op')) {
      throw new InconsistencyError(inconsistent, [`the action was ${first.action}, but now ${final.action}`]);
    }
    check(
      inconsistent,
      changesOfKnown(complete(first.planned ?? {}, schema), complete(final.planned ?? {}, schema), impliedType(schema)),
    );

    const applied = await this.apply(type, final, known, current);
    diagnostics.push(...applied.diagnostics);
    if (failed() || applied.instance === null) return ends(applied.instance, first.action);

    const refreshed = await this.refresh(type, applied.instance);
    diagnostics.push(...refreshed.diagnostics);
    if (failed()) return ends(refreshed.instance, first.action);
    if (refreshed.instance === null) {
      throw new InconsistencyError('Provider lost the object', ['the read after the apply says that it is gone']);
    }
    const next = await this.plan(type, known, refreshed.instance);
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

  /** Ctrl-C: aborts the calls in flight. */
  async stop(): Promise<void> {
    await this.service.StopProvider({});
  }

  /** The end of Terraform's process, whichever. */
  async close(): Promise<void> {
    await this.service.close();
  }

  private schemaOf(type: string): Schema {
    const resource = this.provider.resources[type];
    if (!resource) throw new Error(`The provider has no resource type "${type}"`);
    return resource.schema;
  }
}

/** Makes JSON of a value in which a number that a double cannot hold is a `Decimal`. */
function stringifyJsonLossless(value: unknown): string {
  if (value instanceof Decimal) return value.digits;
  if (Array.isArray(value)) return `[${value.map(stringifyJsonLossless).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${stringifyJsonLossless(item)}`);
  return `{${entries.join(',')}}`;
}
