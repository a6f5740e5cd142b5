/**
 * The form of a definition: each field once, as data. From definitions come the provider's schema and plans, the checks of props
 * and of configurations, the L1 bindings and the reference pages.
 *
 * The flags are those of `lib/plugin/types.ts` (equal in form, so that a definition *is* a plugin schema); the limits, rules and
 * texts are this room's own.
 */

/** A Terraform type constraint in its JSON form. */
export type Type =
  | 'string'
  | 'number'
  | 'bool'
  | readonly ['list' | 'set' | 'map', Type]
  | readonly ['object', Readonly<Record<string, Type>>];

export interface Attribute {
  readonly type: Type;
  /** Text of the reference pages: what it is, its unit, the reason and the source of its limits. Markdown, full sentences. */
  readonly description: string;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  /** Not sensitive in place of the official provider, which does not hide it: outputs of it work there. */
  readonly shownInPlace?: boolean;
  readonly writeOnly?: boolean;
  readonly deprecated?: string;
  readonly default?: string | number | boolean;
  readonly replace?: boolean | 'other-value';
  readonly stable?: boolean | { readonly unless: readonly string[] };
  readonly key?: boolean;
  /** Only Terraform knows it: the platform is told nothing of it. A state that is without it, such as one of an import, has its default. */
  readonly stateOnly?: true;

  /** Limits. Each is checked at synth on props and at plan on configurations; unknown values and tokens pass. */
  readonly integer?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  /** A minimum that is not allowed itself. */
  readonly moreThan?: number;
  readonly oneOf?: readonly (string | number | boolean)[];
  /** Values that the platform is known to take, where it may take others, too: they are offered, and nothing is refused. */
  readonly known?: readonly (string | number)[];
  readonly pattern?: { readonly regex: string; readonly words: string };
  /** Refuses an empty string, also as one of a collection. The text is the way out, which the message gives. */
  readonly notEmpty?: string;
  /** Refuses null as the value of a key of a map, at plan; at synth, no map has one. The text says what would come of it, and the way out. */
  readonly notNull?: string;
  /** Limits the keys of a map. */
  readonly keyPattern?: { readonly regex: string; readonly words: string };
  /**
   * Keys of a map, whatever `keyPattern` says, that an argument of this name has replaced. A plan takes them with a warning, since
   * configurations of the official provider have them; props do not.
   */
  readonly formerKeys?: Readonly<Record<string, string>>;
  readonly maximumItems?: number;
  /** A list whose order means nothing to the platform: another order plans nothing. */
  readonly unordered?: boolean;
  /** A number that the platform can only raise: a smaller one leaves it as it is, with a warning. With the reason and the way out. */
  readonly onlyGrows?: string;
  /** A text that is no secret, by what it is: a handle, an image. Reviews show it; a number, a boolean and one of a few values need no flag. */
  readonly plain?: true;
  /**
   * What another value does to containers. `stopped`: they stop before others start, as the operation `restart` of a database does.
   * `released`: others start, and the old ones of a service stop before only where it has neither an endpoint of `typesWithoutDowntime` nor
   * `force_zero_downtime`, as the operations `configure`, `deploy` and `scale` do.
   */
  readonly restarts?: 'stopped' | 'released';
  /** The platform's price depends on it. */
  readonly costs?: true;
  /** How many things with data are kept: a smaller number removes those that are too many. */
  readonly keepsData?: true;
  /** The value with which it lets anybody in; `some` is a list of those who may come in, which is anybody when it is empty. */
  readonly opens?: boolean | 'some';
  /** The operations of the platform that set it, by which it is known who did. Left out: those of the resource. */
  readonly setBy?: readonly string[];
  /** Not empty when something was changed by hand. */
  readonly showsDrift?: true;
  /** Spellings that mean the same to the platform: `m5` for `m`. Compared after this replacement, so that old states plan nothing. */
  readonly equivalent?: { readonly regex: string; readonly replacement: string };
}

export interface Block {
  readonly description: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly blocks?: Readonly<Record<string, NestedBlock>>;
  readonly rules?: readonly Rule[];
}

export interface NestedBlock extends Block {
  readonly nesting: 'single' | 'list' | 'set';
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly computed?: boolean;
  readonly deprecated?: string;
}

/** A rule over several fields of one block, checked where all that it looks at is known. Names are attributes or blocks. */
export type Rule = RuleOf<keyof RuleKinds>;

export type RuleOf<K extends keyof RuleKinds> = {
  [P in K]: RuleKinds[P] & {
    readonly kind: P;
    /** The reason, which messages give. `` `names` `` of fields of the block are put in the words of the reader. */
    readonly why: string;
    /** Checked once more on a plan, where what the configuration leaves out has the value that it is going to have. */
    readonly planned?: boolean;
  };
}[K];

export interface RuleKinds {
  /** All or none of them. */
  together: { readonly fields: readonly string[] };
  /** At most one of them. */
  conflicting: { readonly fields: readonly string[] };
  /** Exactly one of them. */
  exactlyOne: { readonly fields: readonly string[] };
  /**
   * When `field` is set (and, with `is`, has one of these values), `needs` must be set and `forbids` must not.
   * A value that is `false` or empty by default is not set.
   */
  when: {
    readonly field: string;
    readonly is?: readonly (string | number | boolean)[];
    /** Not when this other field has one of these values. */
    readonly unless?: { readonly field: string; readonly is: readonly (string | number | boolean)[] };
    readonly needs?: readonly string[];
    /** At least one of them must be set. */
    readonly needsOneOf?: readonly string[];
    readonly forbids?: readonly string[];
    /** Narrower limits of other fields, where these are set or have a default. */
    readonly limits?: Readonly<Record<string, Pick<Attribute, 'oneOf' | 'pattern'>>>;
  };
  /** `low` is not greater than `high`. */
  ordered: { readonly low: string; readonly high: string };
  /** `field` is at most `upTo`, or `each` for every one of `per`. */
  proportional: { readonly field: string; readonly upTo: number; readonly each: number; readonly per: string };
  /** No key is in two of these maps. A list has its elements for keys. */
  distinctKeys: { readonly fields: readonly string[] };
  /** No two elements of the set block have the same value of this attribute. */
  unique: { readonly block: string; readonly by: string };
}

interface Definition extends Block {
  /** The Terraform type: `aptible_app`. */
  readonly name: string;
  /** Example of the reference pages: complete HCL. */
  readonly example: string;
}

export interface ResourceDefinition extends Definition {
  /** What goes with it, beside itself: `data`, for good, or `nothing`, not even it. */
  readonly destroys?: 'data' | 'nothing';
  /** The operations of the platform that set its attributes. Names change without one. */
  readonly setBy?: readonly string[];
  /** The ids that `terraform import` takes, in words and as examples. */
  readonly importIds: readonly { readonly form: string; readonly words: string }[];
  /** The `timeouts` block: operation → default in minutes. Added to `blocks` by `define`. */
  readonly timeoutsMinutes: Readonly<Partial<Record<'create' | 'read' | 'update' | 'delete', number>>>;
}

export type DataSourceDefinition = Definition;

export type EphemeralResourceDefinition = Definition;

/** A function of expressions. Equal in form to the plugin's, without what it does. */
export interface FunctionDefinition {
  /** What follows `provider::aptible::`. */
  readonly name: string;
  /** One line without a full stop. */
  readonly summary: string;
  readonly description: string;
  readonly example: string;
  readonly parameters: readonly Parameter[];
  readonly variadic?: Parameter;
  readonly returns: Type;
}

export interface Parameter {
  readonly name: string;
  readonly type: Type;
  readonly description: string;
  readonly allowNull?: boolean;
  readonly allowUnknown?: boolean;
}
