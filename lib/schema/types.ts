/**
 * The form of a resource's definition: each field once, as data. From it come the provider's schema and plans, the checks of props
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
  /** For the reference pages: what it is, its unit, its limits' reason and source. Markdown, full sentences. */
  readonly description: string;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly writeOnly?: boolean;
  readonly deprecated?: string;
  readonly default?: string | number | boolean;
  readonly replace?: boolean | 'other-value';
  readonly stable?: boolean | { readonly unless: readonly string[] };
  readonly key?: boolean;

  /** Limits. Each is checked at synth on props and at plan on configurations; unknown values and tokens pass. */
  readonly integer?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  /** A minimum that is not allowed itself. */
  readonly moreThan?: number;
  readonly oneOf?: readonly (string | number | boolean)[];
  readonly pattern?: { readonly regex: string; readonly words: string };
  /** Of a string, or of each string in a collection: not empty. With the reason, which the message gives. */
  readonly notEmpty?: string;
  /** Of a map's keys. */
  readonly keyPattern?: { readonly regex: string; readonly words: string };
  readonly maximumItems?: number;
  /** A list whose order means nothing to the platform: another order plans nothing. */
  readonly unordered?: boolean;
  /** A number that the platform can only raise: a smaller one is refused at plan. With the reason and the way out. */
  readonly onlyGrows?: string;
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
  readonly deprecated?: string;
}

/** A rule over several fields of one block, checked where all that it looks at is known. Names are attributes or blocks. */
export type Rule = RuleOfKind & {
  /** Checked once more on a plan, where what the configuration leaves out has the value that it is going to have. */
  readonly planned?: boolean;
};

type RuleOfKind =
  /** All or none of them. */
  | { readonly kind: 'together'; readonly fields: readonly string[]; readonly why: string }
  /** At most one of them. */
  | { readonly kind: 'conflicting'; readonly fields: readonly string[]; readonly why: string }
  /** Exactly one of them. */
  | { readonly kind: 'exactlyOne'; readonly fields: readonly string[]; readonly why: string }
  /**
   * When `field` is set (and, with `is`, has one of these values), `needs` must be set and `forbids` must not.
   * A value that is `false` or empty by default is not set.
   */
  | {
      readonly kind: 'when';
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
      readonly why: string;
    }
  /** `low` is not greater than `high`. */
  | { readonly kind: 'ordered'; readonly low: string; readonly high: string; readonly why: string }
  /** `field` is at most `upTo`, or `each` for every one of `per`. */
  | {
      readonly kind: 'proportional';
      readonly field: string;
      readonly upTo: number;
      readonly each: number;
      readonly per: string;
      readonly why: string;
    }
  /** No key is in two of these maps. */
  | { readonly kind: 'distinctKeys'; readonly fields: readonly string[]; readonly why: string }
  /** No two elements of the set block have the same value of this attribute. */
  | { readonly kind: 'unique'; readonly block: string; readonly by: string; readonly why: string };

interface Definition extends Block {
  /** The Terraform type: `aptible_app`. */
  readonly name: string;
  /** For the reference pages: a complete HCL example. */
  readonly example: string;
}

export interface ResourceDefinition extends Definition {
  /** What `terraform import` takes, in words and as examples. */
  readonly importIds: readonly { readonly form: string; readonly words: string }[];
  /** The `timeouts` block: operation → default in minutes. Added to `blocks` by `define`. */
  readonly timeoutsMinutes: Readonly<Partial<Record<'create' | 'read' | 'update' | 'delete', number>>>;
}

export type DataSourceDefinition = Definition;

export type EphemeralResourceDefinition = Definition;
