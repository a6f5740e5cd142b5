/** One local platform, set back before each trial, and processes of the provider that reach it through a gate of their own. */
import { isDeepStrictEqual } from 'node:util';
import type { OperationTiming, Snapshot } from '../../../lib/emulator';
import { Quiet } from '../../../lib/plugin/quiet';
import type { Provider } from '../../../lib/plugin/types';
import { configureWith, type Context } from '../../../lib/provider/configure';
import { provider } from '../../../lib/provider/provider';
import { createHarness, type Harness, type Instance } from '../../support/plugin/harness';
import { isError, type Plain, type PlainDiagnostic } from '../../support/plugin/plain-objects';
import { QuickClient } from '../../support/quick-client';
import { type Driver, startDriver } from '../driver';
import { type Case, images, prepare } from './cases';
import { type Fault, Gate, type Strike } from '../../support/gate';

/** What Terraform has when a command ends. */
export interface Result {
  readonly instance: Instance | null;
  readonly diagnostics: readonly PlainDiagnostic[];
}

/** One command for one case, as it goes when nothing disturbs it. */
export interface Step {
  readonly each: Case;
  readonly kind: 'create' | 'read' | 'update' | 'delete';
  /** Null for a destroy. */
  readonly config: Plain | null;
  readonly before: { readonly snapshot: Snapshot; readonly instance: Instance | null };
  readonly requests: readonly Target[];
  readonly after: { readonly state: string; readonly records: Records };
  /** What was made, by kind: `vhost`, `deploy of an app`. */
  readonly made: Readonly<Record<string, number>>;
}

/** A request by its name, and by how many of that name come before it. */
export interface Target {
  readonly name: string;
  readonly after: number;
}

/** The records that are there, by kind, without what differs from run to run. */
export type Records = Readonly<Record<string, readonly string[]>>;

/** A fault, and how often it comes when its request is repeated. Default: once. */
export type RepeatedFault = Fault & { readonly times?: number };

/** What went wrong in a trial. */
export class Violation extends Error {}

/** Ids of what the trials make begin here, so that no number of a configuration looks like one. */
const firstId = 1_000_001;

/** Kinds of which each operation makes one more. */
const ofOperations = ['configuration', 'deployment', 'image', 'release', 'setting'];
/** Kinds that nobody changes. */
const fixed = ['database_image', 'organization', 'role', 'stack', 'user'];

/** Arguments of the provider, beside its addresses and its token. */
type Arguments = Readonly<Record<string, boolean>>;

export class Stage {
  private constructor(
    private readonly driver: Driver,
    private readonly base: Awaited<ReturnType<typeof prepare>>,
    private readonly beginning: Snapshot,
  ) {}

  static async start(): Promise<Stage> {
    // A plan that finds a handle taken waits whether Terraform will ask for more. Here, it never does.
    jest.spyOn(Quiet.prototype, 'come').mockResolvedValue(true);
    const driver = await startDriver({ images, token: 'token' });
    const base = await prepare(driver);
    return new Stage(driver, base, { ...driver.control.snapshot(), nextId: firstId });
  }

  stop(): Promise<void> {
    return this.driver.stop();
  }

  /** Runs a case from creation to removal. */
  async undisturbed(each: Case): Promise<Step[]> {
    this.driver.control.setTiming('instant');
    this.driver.control.restore(this.beginning);
    const { base } = this;
    const create = await this.step({ each, kind: 'create', config: each.config(base) }, null);
    const endUse = await each.use?.(base, create.instance!.state);
    const read = await this.step({ each, kind: 'read', config: each.config(base) }, create.instance);
    const update =
      each.changed && (await this.step({ each, kind: 'update', config: each.changed(base) }, read.instance));
    await endUse?.();
    const last = (update ?? read).instance;
    const { step: destroy } = await this.step({ each, kind: 'delete', config: null }, last);
    return [create.step, read.step, ...(update ? [update.step] : []), destroy];
  }

  /** Runs a step in which a request meets a fault. A provider that is killed in a create leaves nothing in the state, in all else what was there before. */
  async disturbed(
    step: Step,
    { name, after }: Target,
    { times, ...fault }: RepeatedFault,
    timing: OperationTiming = 'instant',
  ): Promise<Result> {
    const strike = { request: new RegExp(`^${name}$`), after, fault, times };
    this.driver.control.setTiming(timing);
    this.driver.control.restore(step.before.snapshot);
    const outcome = await this.process((terraform) => perform(terraform, step), strike);
    return outcome ?? { instance: step.before.instance, diagnostics: [] };
  }

  /**
   * Applies again. Says whether that was enough, or whether what the error proposed was needed: an import, or to accept what is missing; or
   * whether a warning told of what nobody can know the owner of, and was left behind.
   */
  async converge(step: Step, left: Instance | null): Promise<'converged' | 'imported' | 'accepted' | 'told'> {
    const { type } = step.each;
    let result = await this.settle(step, left);
    const problem = errorsOf(result);
    const mustAccept = problem.includes('set APTIBLE_ACCEPT_MISSING=1');
    if (mustAccept) {
      if (type !== 'aptible_environment') throw new Violation(`the next apply asks whether all is gone: ${problem}`);
      result = await this.settle(step, left, { accept_missing: true });
      if (errorsOf(result) !== '') throw new Violation(`the accepting apply fails: ${errorsOf(result)}`);
    } else if (problem !== '') {
      const [block = ''] = /^\s*import \{[^}]*\}/m.exec(problem) ?? [];
      const id = /\bid\s*=\s*"([^"]+)"/.exec(block)?.[1];
      const isOfType = new RegExp(`\\bto\\s*=\\s*${type}\\.`).test(block);
      if (id === undefined || !isOfType)
        throw new Violation(`the next apply fails without an import block: ${problem}`);
      const imported = await this.run((terraform) => terraform.import(type, id));
      if (imported.instance === null) throw new Violation(`the import fails: ${errorsOf(imported)}`);
      result = await this.settle(step, imported.instance);
      if (errorsOf(result) !== '') throw new Violation(`the apply after the import fails: ${errorsOf(result)}`);
    }
    await this.endOperations();
    const state = this.stateText(result.instance);
    if (state !== step.after.state) throw new Violation(`another state: ${difference([step.after.state], [state])}`);
    const leftBehind = this.toldIds(type, result);
    this.compare(step.after.records, leftBehind);
    if (leftBehind.length > 0) return 'told';
    if (mustAccept) return 'accepted';
    return problem === '' ? 'converged' : 'imported';
  }

  /** Whether just those records are there. */
  isAt(wanted: Records): boolean {
    return isDeepStrictEqual(this.records(), wanted);
  }

  /** @throws Violation when not just those records are there. */
  private compare(wanted: Records, except: readonly number[] = []): void {
    const got = this.records(except);
    for (const kind of new Set([...Object.keys(wanted), ...Object.keys(got)])) {
      const change = difference(wanted[kind] ?? [], got[kind] ?? []);
      if (change !== '') throw new Violation(`other records of the kind ${kind}: ${change}`);
    }
  }

  /** Has the platform end what it is at, as it does in a while, whoever asks. */
  private async endOperations(): Promise<void> {
    const running = () => this.driver.control.list('operation').filter(({ status }) => /queued|running/.test(status));
    for (let [first] = running(); first !== undefined; [first] = running())
      await this.driver.request('GET', `/operations/${first.id}`);
  }

  /** The ids of which warnings tell: what is there once more, and may be somebody else's. */
  private toldIds(type: string, { diagnostics }: Result): number[] {
    const told = diagnostics.filter((diagnostic) => !isError(diagnostic)).map(({ detail }) => detail);
    const block = new RegExp(`import \\{\\s+to = ${type}\\.NAME\\s+id = "(\\d+)"`);
    const backups = this.driver.control.list('backup');
    const ids = told.flatMap((detail) => {
      const id = block.exec(detail)?.[1];
      if (id !== undefined) return Number(id);
      const operation = Number(/the operation (\d+) is making it/.exec(detail)?.[1]);
      return backups.flatMap((backup) => (backup.created_from_operation_id === operation ? backup.id : []));
    });
    // What was there before is no matter of the kill.
    return ids.filter((id) => id >= firstId);
  }

  /** What is there now. */
  records(except: readonly number[] = []): Records {
    const { records } = this.driver.control.snapshot();
    const normal = normalizer(records);
    const shown = Object.entries(records).filter(([kind]) => ![...ofOperations, 'operation', ...fixed].includes(kind));
    return Object.fromEntries(
      shown.map(([kind, all]) => {
        const present = all.filter((record) => record.deleted_at === null && !except.includes(record.id));
        return [kind, (kind === 'backup_retention_policy' ? valid(present, records) : present).map(normal).sort()];
      }),
    );
  }

  /** Counts what was made since then, also what is gone by now. */
  made({ nextId }: Snapshot): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const [kind, all] of Object.entries(this.driver.control.snapshot().records)) {
      if (ofOperations.includes(kind)) continue;
      for (const record of all as readonly { id: number; type?: string; resource_kind?: string }[]) {
        if (record.id < nextId) continue;
        const name = kind === 'operation' ? `${record.type} of ${record.resource_kind}` : kind;
        counts[name] = (counts[name] ?? 0) + 1;
      }
    }
    return counts;
  }

  private async step(
    command: Pick<Step, 'each' | 'kind' | 'config'>,
    instance: Instance | null,
  ): Promise<{ step: Step; instance: Instance | null }> {
    const before = { snapshot: this.driver.control.snapshot(), instance };
    const names: string[] = [];
    const outcome = await this.run((terraform) => perform(terraform, { ...command, before }), names);
    if (errorsOf(outcome) !== '') {
      throw new Error(`${command.each.name}: ${command.kind} fails undisturbed: ${errorsOf(outcome)}`);
    }
    const made = this.made(before.snapshot);
    const settled = await this.settle(command, outcome.instance);
    const after = { state: this.stateText(settled.instance), records: this.records() };
    const requests = names.map((name, index) => ({
      name,
      after: names.slice(0, index).filter((each) => each === name).length,
    }));
    return { step: { ...command, before, requests, after, made }, instance: settled.instance };
  }

  /** A command of its own that nothing disturbs, up to a plan that is empty. */
  private settle(
    { each, config }: Pick<Step, 'each' | 'config'>,
    left: Instance | null,
    configuration: Arguments = {},
  ): Promise<Result> {
    const work = (terraform: Harness) => {
      if (config !== null) return terraform.deploy(each.type, config, { prior: left });
      return left === null ? Promise.resolve({ instance: null, diagnostics: [] }) : terraform.destroy(each.type, left);
    };
    return this.run(work, [], configuration);
  }

  private async run(
    work: (terraform: Harness) => Promise<Result>,
    requests: string[] = [],
    configuration: Arguments = {},
  ): Promise<Result> {
    return (await this.process(work, undefined, requests, configuration))!;
  }

  /**
   * Runs one process of the provider. When it is killed, it reaches nothing any more, and what it answers is lost.
   *
   * @param requests gets the requests of the process
   */
  private async process<T>(
    work: (terraform: Harness) => Promise<T>,
    strike?: Strike,
    requests: string[] = [],
    configuration: Arguments = {},
  ): Promise<T | undefined> {
    const gate = await Gate.open(this.driver.platform.url, requests);
    const terraform = await createHarness(quick(strike?.fault.answer === 'never' ? 150 : 30_000), {
      configure: {
        api_root_url: gate.url,
        auth_root_url: gate.url,
        access_token: this.driver.platform.token,
        ...configuration,
      },
    });
    let hasCome = strike === undefined;
    const death = new Promise<undefined>((resolve) => {
      void (strike && gate.strike(strike))?.then(() => {
        hasCome = true;
        if (strike.fault.answer === 'death') resolve(undefined);
      });
    });
    const working = work(terraform);
    try {
      const outcome = await Promise.race([working, death]);
      if (!hasCome) throw new Error(`There was no ${strike!.request.source}`);
      return outcome;
    } finally {
      // What a killed one still does reaches nobody.
      working.catch(() => undefined);
      await terraform.stop();
      await gate.close();
      await terraform.close();
    }
  }

  private stateText(instance: Instance | null): string {
    return instance === null ? 'none' : normalizer(this.driver.control.snapshot().records)(instance.state);
  }
}

/** Of the policies, those that count: the newest one of each environment that is there. */
function valid(policies: readonly object[], { account }: Snapshot['records']): object[] {
  const newest = new Map((policies as { account_id: number }[]).map((policy) => [policy.account_id, policy]));
  return (account ?? []).flatMap(({ id, deleted_at }) => (deleted_at === null ? (newest.get(id) ?? []) : []));
}

/** Makes the text of a record or a state without what differs from run to run: an id becomes the kind of what it stands for. */
function normalizer(records: Snapshot['records']): (record: object) => string {
  const kinds = new Map(
    Object.entries(records).flatMap(([kind, all]) => all.map(({ id }) => [String(id), kind] as const)),
  );
  const own = ([name]: [string, unknown]) =>
    !/^(created_at|updated_at|uuid|ca_body|ca_certificate|authority_key)$/.test(name);
  return (record) =>
    JSON.stringify(Object.fromEntries(Object.entries(record).filter(own).sort()))
      .replace(/(?<!\d)1\d{6}(?!\d)/g, (id) => (kinds.has(id) ? `<${kinds.get(id)}>` : id))
      .replace(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b/g, '<uuid>')
      .replace(/(?<=:|passphrase":"|password":")[0-9A-Za-z]{32}\b/g, '<password>')
      .replace(/(?<=\.invalid:|"port":|"port_mapping":\[\[)\d+/g, '<port>')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>');
}

async function perform(
  terraform: Harness,
  { each: { type }, kind, config, before }: Pick<Step, 'each' | 'kind' | 'config' | 'before'>,
): Promise<Result> {
  const prior = before.instance;
  if (kind === 'read') return terraform.refresh(type, prior!);
  const plan = await terraform.plan(type, config, prior);
  if (plan.diagnostics.some(isError)) return { instance: prior, diagnostics: plan.diagnostics };
  const { instance, diagnostics } = await terraform.apply(type, plan, config, prior);
  return { instance, diagnostics: [...plan.diagnostics, ...diagnostics] };
}

/** The provider, with a client that hardly waits. */
function quick(requestTimeoutMs: number): Provider<Context> {
  return {
    ...provider,
    configure: (config, call) => {
      const waits = { requestTimeoutMs, retryDelaysMs: [1, 1, 1] };
      return configureWith((options) => new QuickClient({ ...options, ...waits }), config, call);
    },
  };
}

export const errorsOf = ({ diagnostics }: Pick<Result, 'diagnostics'>): string =>
  diagnostics
    .filter(isError)
    .map(({ summary, detail }) => `${summary}\n${detail}`)
    .join('\n');

/** The fields that only one of them has. */
function difference(wanted: readonly string[], got: readonly string[]): string {
  const fields = (texts: readonly string[]) => texts.flatMap((text) => text.split(/(?<=,)(?=")/));
  const [before, after] = [fields(wanted), fields(got)];
  if (before.join('') === after.join('')) return '';
  const lost = before.filter((field) => !after.includes(field));
  const added = after.filter((field) => !before.includes(field));
  return `${wanted.length} wanted, ${got.length} there: without ${lost.join('')}, with ${added.join('')}`;
}
