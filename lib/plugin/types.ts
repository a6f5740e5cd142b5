/** What a provider consists of: schemas as data and handlers as functions. `serve` turns it into a Terraform plugin. */
import type { DiagnosticError, Diagnostics, Path } from './diagnostics';
import type { ObjectValue, Value } from './values';

/** A Terraform type constraint, in the JSON form of the protocol (`["map", "string"]`). */
export type Type =
  | 'string'
  | 'number'
  | 'bool'
  | readonly ['list' | 'set' | 'map', Type]
  | readonly ['object', Readonly<Record<string, Type>>];

/** One attribute, with the flags from which plans are made (see `planning.ts`). */
export interface Attribute {
  readonly type: Type;
  readonly description?: string;
  readonly required?: boolean;
  readonly optional?: boolean;
  /** The provider may fill it when the configuration leaves it out. */
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  /** In the configuration only, never in a plan or a state. Needs Terraform 1.11. */
  readonly writeOnly?: boolean;
  /** Why it should not be used any more. */
  readonly deprecated?: string;
  /** Planned where the configuration is null. Needs `optional` and `computed`. With `stable`, only for a new object. */
  readonly default?: string | number | boolean;
  /** A change plans a replacement. With `'other-value'`, setting it for the first time and removing it plan none. */
  readonly replace?: boolean | 'other-value';
  /**
   * A computed value that an update does not change: the prior value is planned instead of unknown, and instead of the default.
   * A prior null is planned only with `replace`: elsewhere there may be no value yet.
   * `{ unless: [...] }`: except when one of these attributes of the same object changes.
   */
  readonly stable?: boolean | { readonly unless: readonly string[] };
  /**
   * Its empty value, `""` or 0, says nothing: plans are made, and handlers called, as if it were not there. Whether a state has that or
   * null is no change, so Terraform is told that the provider may fill it (`computed`).
   */
  readonly emptyIsUnset?: boolean;
  /** Names the element of its set block: an element of the configuration continues the one of the prior state with the same keys. */
  readonly key?: boolean;
}

export interface Block {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly blocks?: Readonly<Record<string, NestedBlock>>;
  readonly description?: string;
}

export interface NestedBlock extends Block {
  readonly nesting: 'single' | 'list' | 'set';
  readonly minItems?: number;
  readonly maxItems?: number;
  /**
   * The provider fills it where the configuration leaves it out, and its value is null there. For a list or a set. To Terraform, which knows
   * no such blocks, it is an attribute: it takes blocks for the elements of one that is a list or a set of objects.
   */
  readonly computed?: boolean;
  /** Why it should not be used any more. */
  readonly deprecated?: string;
}

export interface Schema extends Block {
  /** The version of the state's format; 0 when left out. */
  readonly version?: number;
}

/** One call from Terraform, as its handler sees it. `C` is what `configure` returned. */
export interface Call<C> {
  /** What `configure` returned. Throws a diagnostic that says so where the provider is not configured (validation, upgrades). */
  readonly client: C;
  /** Aborted by Ctrl-C (StopProvider): end every wait at once, and throw. */
  readonly signal: AbortSignal;
  /** Problems beyond the one that a handler throws. Errors among them fail the call. */
  readonly diagnostics: Diagnostics;
  /**
   * Waits until Terraform has nothing more to ask before it is answered: all that this call does not stand in the way of has come by then.
   * False where that cannot be known.
   */
  readonly quiet: () => Promise<boolean>;
  /** Opaque JSON kept beside the object's state; undefined when there is none or another program wrote it. Small. */
  private: unknown;
}

/** Create, update and delete: what was reached must survive a later failure. */
export interface ApplyCall<C> extends Call<C> {
  /**
   * Records how far the object is. When the handler throws, is stopped, or fails by a bug, Terraform saves the last recorded state,
   * with null for the unknown values in it; after a create, it is tainted. Call this right after the request that creates the record.
   */
  keep(state: ObjectValue): void;
}

interface PlanCall<C> extends Call<C> {
  /** Plans a replacement because of this attribute. No effect on a create. */
  replace(path: Path): void;
}

/**
 * A managed resource. The handlers get and give whole objects: every attribute and block present, null where unset.
 * Values that a plan knows must come back from create and update as they were planned.
 */
export interface Resource<C = unknown> {
  readonly schema: Schema;
  /** Is told each object that Terraform shows of its state, before anything else is done about it: it upgrades, reads or plans it. */
  sees?(state: Readonly<ObjectValue>, client: C): void;
  /** Checks a configuration, without requests; anything in it may be unknown. Problems go to `call.diagnostics`. */
  validate?(config: ObjectValue, call: Omit<Call<C>, 'client'>): void;
  /**
   * Changes `planned`, already made from the schema's flags, where the resource has a rule of its own. Not called for a destroy. `replace`
   * has the attributes that replace the object by these flags, and those that `call.replace` adds.
   */
  plan?(
    change: { prior: ObjectValue | null; config: ObjectValue; planned: ObjectValue; replace: readonly Path[] },
    call: PlanCall<C>,
  ): void | Promise<void>;
  /** Checks a planned destroy; problems go to `call.diagnostics`. */
  planDestroy?(prior: ObjectValue, call: Call<C>): void | Promise<void>;
  create(change: { planned: ObjectValue; config: ObjectValue }, call: ApplyCall<C>): Promise<ObjectValue>;
  /** The object as the platform has it now; null when it is certainly gone. Any doubt is an error. */
  read(state: ObjectValue, call: Call<C>): Promise<ObjectValue | null>;
  update(
    change: { prior: ObjectValue; planned: ObjectValue; config: ObjectValue },
    call: ApplyCall<C>,
  ): Promise<ObjectValue>;
  /** Returns when the object is gone. One that is gone already is a success. */
  delete(prior: ObjectValue, call: ApplyCall<C>): Promise<void>;
  /** The state from which `read` can fill the rest. Without it, an import is refused with a message. */
  import?(id: string, call: Call<C>): Promise<ObjectValue>;
  /**
   * Changes a stored state, of any version up to the schema's, to what the present schema wants. It takes and gives plain JSON;
   * afterwards, missing attributes become null and foreign ones are dropped.
   */
  upgrade?(state: Record<string, unknown>, version: number): Record<string, unknown>;
  /**
   * By the name of another type of this provider, what makes a state of its state, in the present format of both: what a block `moved` asks
   * for. There are no requests; `read` follows. `call.private` is what that type has left there, and is kept.
   */
  readonly movesFrom?: Readonly<Record<string, (state: ObjectValue, call: Pick<Call<C>, 'private'>) => ObjectValue>>;
}

export interface DataSource<C = unknown> {
  readonly schema: Schema;
  validate?(config: ObjectValue, call: Omit<Call<C>, 'client'>): void;
  read(config: ObjectValue, call: Call<C>): Promise<ObjectValue>;
}

/** Open and renew. `private` is what the one that was opened is in this process: it goes nowhere, and may be anything. */
export interface OpenCall<C> extends Call<C> {
  /** When Terraform is to call `renew`; never when it is left undefined, which it is at the beginning of each of these calls. */
  renewAt: Date | undefined;
  /**
   * Has this called once when the ephemeral resource ends, however that happens: by Terraform's Close, by Ctrl-C, with Terraform, with this
   * process, or because the open fails. Say it for each thing (a socket, a process) right after it is there; the last one is ended first. The
   * signal is aborted when there is no more time to wait for anything.
   */
  readonly onEnd: (end: (signal: AbortSignal) => void | Promise<void>) => void;
}

/** Opened anew in each plan and apply that needs it; Terraform stores nothing of it. Needs Terraform 1.10. */
export interface EphemeralResource<C = unknown> {
  readonly schema: Schema;
  validate?(config: ObjectValue, call: Omit<Call<C>, 'client'>): void;
  /** Changes nothing that lasts: Terraform opens it in each of its phases, plans included, and again for a destroy. */
  open(config: ObjectValue, call: OpenCall<C>): Promise<ObjectValue>;
  /** Keeps alive what `open` began. Terraform before 1.17 loses its errors, and goes on with what it has. */
  renew?(call: OpenCall<C>): Promise<void>;
  /** Ends what `open` began, once, before what was given to `onEnd`, and as surely as that. */
  close?(call: Pick<Call<C>, 'client' | 'signal' | 'private'>): Promise<void>;
}

export interface Parameter {
  readonly name: string;
  readonly type: Type;
  readonly description?: string;
  /** Null is an argument as any other one. Without it, Terraform refuses null; values inside of the argument may be null always. */
  readonly allowNull?: boolean;
  /** The argument may be unknown, or have unknown values in it. Without it, Terraform takes the result as unknown, and does not call. */
  readonly allowUnknown?: boolean;
}

/**
 * A function of expressions: `provider::NAME::FUNCTION(...)`. Terraform calls it at any time, also while it validates, without a configured
 * provider; equal arguments must have equal results. Needs Terraform 1.8.
 */
export interface ProviderFunction {
  /** One line. */
  readonly summary: string;
  readonly description?: string;
  readonly parameters: readonly Parameter[];
  /** Takes all further arguments, if any. */
  readonly variadic?: Parameter;
  readonly returns: Type;
  /** Why it should not be used any more. */
  readonly deprecated?: string;
  /** What is wrong with the arguments is a `FunctionError`. */
  call(...args: Value[]): Value | Promise<Value>;
}

export interface Provider<C = unknown> {
  /** The prefix of its types' names, and its name in log lines: `aptible`. */
  readonly name: string;
  readonly schema: Schema;
  readonly resources: Readonly<Record<string, Resource<C>>>;
  readonly dataSources: Readonly<Record<string, DataSource<C>>>;
  readonly ephemeralResources?: Readonly<Record<string, EphemeralResource<C>>>;
  readonly functions?: Readonly<Record<string, ProviderFunction>>;
  validateConfig?(config: ObjectValue, call: Omit<Call<C>, 'client'>): void;
  /** The configuration may hold unknowns while planning; fail only when a call needs what is unknown. */
  configure(config: ObjectValue, call: Omit<Call<C>, 'client'> & { readonly terraformVersion: string }): C | Promise<C>;
  /** Says what is behind an error that a handler threw. Without it, and where it knows nothing, the error counts as a bug of the provider. */
  explain?(error: unknown, subject: string): DiagnosticError | undefined;
  /** Ends what `configure` opened (connections). */
  close?(client: C): Promise<void>;
}
