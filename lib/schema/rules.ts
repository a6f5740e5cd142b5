/** The rules over several fields of a block: one entry a kind, each saying what is wrong with the fields. */
import { expectation, refused, type Scalar } from './limits';
import { inWords, nameIn, type CheckOptions, type Problem, type ProblemPath } from './problems';
import type { Attribute, Block, Rule, RuleKinds, RuleOf } from './types';

type Values = Readonly<Record<string, unknown>>;

/** @returns what breaks a rule of a block. */
export function broken<K extends keyof RuleKinds>(rule: RuleOf<K>, fields: Fields): Problem[] {
  return kinds[rule.kind](rule, fields);
}

const kinds: { readonly [K in keyof RuleKinds]: (rule: RuleOf<K>, fields: Fields) => Problem[] } = {
  together(rule, fields) {
    const [set, unset] = [fields.set(rule.fields), fields.unset(rule.fields)];
    if (set.length === 0 || set.length + unset.length < rule.fields.length) return [];
    return unset.map((field) =>
      fields.problem(field, 'together', 'a value', `it is needed with ${fields.list(set)}: ${fields.why(rule)}`),
    );
  },

  conflicting: tooMany,

  exactlyOne(rule, fields) {
    const isUnset = fields.unset(rule.fields).length === rule.fields.length;
    return isUnset ? [noneOf(rule.fields, 'required', '', rule, fields)] : tooMany(rule, fields);
  },

  when(rule, fields) {
    return applies(rule, fields) ? brokenWhenApplied(rule, fields) : [];
  },

  ordered(rule, fields) {
    const [low, high] = [fields.value(rule.low), fields.value(rule.high)];
    if (typeof low !== 'number' || typeof high !== 'number' || low <= high) return [];
    const expected = `at most ${high}, the value of ${fields.name(rule.high)}`;
    const message = `got ${low}, expected ${expected}: ${fields.why(rule)}`;
    return [{ ...fields.problem(rule.low, 'ordered', expected, message), received: String(low) }];
  },

  proportional(rule, fields) {
    // What is left out may have any value that it had before, so that its default says nothing.
    const [actual, size] = [fields.given(rule.field), fields.given(rule.per)];
    if (typeof actual !== 'number' || typeof size !== 'number') return [];
    const most = Math.max(rule.upTo, rule.each * size);
    if (actual <= most) return [];
    const per = fields.name(rule.per);
    const expected = `at most ${most} with ${per} = ${size}`;
    const needed = `${actual} needs ${per} = ${Math.ceil(actual / rule.each)}`;
    const message = `got ${actual}, expected ${expected}, since ${fields.why(rule)}: ${needed}`;
    return [{ ...fields.problem(rule.field, 'proportion', expected, message), received: String(actual) }];
  },

  distinctKeys(rule, fields) {
    const owners = new Map<string, string>();
    const entries = rule.fields.flatMap((field) => {
      const map = fields.given(field) ?? {};
      const keys = Array.isArray(map) ? map.filter((key) => typeof key === 'string') : Object.keys(map);
      return typeof map === 'object' ? keys.map((key) => [field, key] as const) : [];
    });
    return entries.flatMap(([field, key]) => {
      const owner = owners.get(key);
      if (owner === undefined) owners.set(key, field);
      if (owner === undefined || fields.options.isUnknown(key)) return [];
      const message = `the key ${JSON.stringify(key)} is in ${fields.name(owner)} too: ${fields.why(rule)}`;
      const problem = fields.problem(field, 'conflicting', `only one of ${fields.list([owner, field])}`, message);
      return [{ ...problem, path: [...problem.path, key] }];
    });
  },

  unique(rule, fields) {
    const seen = new Set<unknown>();
    return fields.elements(rule.block).flatMap((element, index): Problem[] => {
      if (fields.options.isUnknown(element) || fields.options.isUnknown(element[rule.by])) return [];
      const by = element[rule.by] ?? fields.definition.blocks?.[rule.block]?.attributes[rule.by]?.default ?? null;
      if (!seen.has(by)) {
        seen.add(by);
        return [];
      }
      const path = [...fields.path, rule.block, index, rule.by];
      const message = `${JSON.stringify(by ?? 'the default')} is there twice: ${fields.why(rule)}`;
      const expected = 'a value of its own in each block';
      return [{ path, code: 'unique', received: JSON.stringify(by), expected, message }];
    });
  },
};

function brokenWhenApplied(rule: RuleOf<'when'>, fields: Fields): Problem[] {
  const { needs = [], needsOneOf, forbids = [], limits = {} } = rule;
  // Words are for problems, and there are hardly any.
  const condition = () => conditionOf(rule, fields);
  return [
    ...fields
      .unset(needs)
      .map((field) => fields.problem(field, 'needs', 'a value', `it is needed${condition()}: ${fields.why(rule)}`)),
    ...(needsOneOf !== undefined && fields.unset(needsOneOf).length === needsOneOf.length
      ? [noneOf(needsOneOf, 'needs', condition(), rule, fields)]
      : []),
    ...fields
      .set(forbids)
      .map((field) =>
        fields.problem(field, 'forbids', 'no value', `it cannot be set${condition()}: ${fields.why(rule)}`),
      ),
    ...Object.entries(limits).flatMap(([field, limit]) => {
      const problem = fields.refusal(field, limit);
      return problem ? [{ ...problem, message: `${problem.message}${condition()}: ${fields.why(rule)}` }] : [];
    }),
  ];
}

function tooMany(rule: RuleOf<'conflicting' | 'exactlyOne'>, fields: Fields): Problem[] {
  const [first, ...others] = fields.set(rule.fields);
  return others.map((field) => {
    const message = `it cannot be set beside ${fields.name(first!)}: ${fields.why(rule)}`;
    return fields.problem(field, 'conflicting', `only one of ${fields.list(rule.fields)}`, message);
  });
}

function noneOf(
  wanted: readonly string[],
  code: Problem['code'],
  condition: string,
  rule: Rule,
  fields: Fields,
): Problem {
  const known = wanted.filter((field) => fields.has(field));
  const expected = known.length === 1 ? fields.name(known[0]!) : `one of ${fields.list(wanted)}`;
  const message = `${expected} is needed${condition}: ${fields.why(rule)}`;
  return fields.problem(known[0] ?? wanted[0]!, code, expected, message);
}

function applies({ field, is, unless }: RuleOf<'when'>, fields: Fields): boolean {
  if (is === undefined ? fields.set([field]).length === 0 : !is.includes(fields.value(field) as Scalar)) return false;
  return (
    unless === undefined ||
    !(fields.isUnknown(unless.field) || unless.is.includes(fields.value(unless.field) as Scalar))
  );
}

/** The condition of a rule, as it follows `it is needed`. It names all that was written and made the rule hold. */
function conditionOf({ field, is, unless }: RuleOf<'when'>, fields: Fields): string {
  const withValue = (name: string): string => `${fields.name(name)} = ${JSON.stringify(fields.value(name))}`;
  const others = unless === undefined ? [] : fields.set([unless.field]);
  const conditions = [
    ...(fields.isImplied(field) ? [] : [is === undefined ? fields.name(field) : withValue(field)]),
    ...others.filter((each) => !fields.isImplied(each)).map(withValue),
  ];
  return conditions.length === 0 ? '' : ` with ${conditions.join(' and ')}`;
}

/** The fields of a block, as its rules look at them. Names are attributes or blocks. */
export class Fields {
  constructor(
    readonly definition: Pick<Block, 'attributes' | 'blocks'>,
    private readonly values: Values,
    readonly path: ProblemPath,
    readonly options: CheckOptions,
  ) {}

  isUnknown(field: string): boolean {
    const value = this.values[field];
    // Most fields have none, and a rule asks for several.
    if (value === undefined) return false;
    return Array.isArray(value) ? value.some((each) => this.options.isUnknown(each)) : this.options.isUnknown(value);
  }

  /** The fields that have a value for certain, of these. One that is not known yet may turn out to be none. */
  set(fields: readonly string[]): string[] {
    return fields.filter((field) =>
      this.isUnknown(field) ? this.options.isPresent?.([...this.path, field]) : !this.isNone(field),
    );
  }

  /** The fields that have no value for certain, of these. */
  unset(fields: readonly string[]): string[] {
    return fields.filter((field) => !this.isUnknown(field) && this.isNone(field));
  }

  /** The value that was given; undefined when there is none that is known. */
  given(field: string): unknown {
    return this.isUnknown(field) ? undefined : this.values[field];
  }

  /** The value that was given, or else the default; undefined when there is none that is known. */
  value(field: string): unknown {
    return this.isUnknown(field) ? undefined : (this.values[field] ?? this.definition.attributes[field]?.default);
  }

  /** The elements of a list or set of blocks, those that are not known among them. */
  elements(block: string): readonly Values[] {
    const elements = this.values[block];
    return Array.isArray(elements) ? (elements as Values[]) : [];
  }

  /** Tells whether the reader has this field. */
  has(field: string): boolean {
    return this.options.nameOf === undefined || this.options.nameOf([...this.path, field]) !== undefined;
  }

  isImplied(field: string): boolean {
    return this.options.isImplied?.([...this.path, field]) ?? false;
  }

  name(field: string): string {
    return nameIn(this.options.nameOf, [...this.path, field]);
  }

  /** The fields that the reader has, as in `a, b and c`. */
  list(fields: readonly string[]): string {
    const names = fields.filter((field) => this.has(field)).map((field) => this.name(field));
    return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  }

  why({ why }: Rule): string {
    return inWords(why, this.definition, this.path, this.options);
  }

  problem(field: string, code: Problem['code'], expected: string, message: string): Problem {
    return { path: [...this.path, field], code, expected, message };
  }

  /** The problem of a value, or of a default, under narrower limits. */
  refusal(field: string, limits: Partial<Attribute>): Problem | undefined {
    const attribute = this.definition.attributes[field]!;
    const value = this.value(field);
    if (isEmpty(value)) return undefined;
    const expected = expectation({ ...attribute, ...limits }, value as Scalar);
    return expected === undefined ? undefined : refused(attribute, 'value', value, expected, [...this.path, field]);
  }

  /** A value that is empty, and is so by default, is none. */
  private isNone(field: string): boolean {
    const value = this.values[field];
    const isEmptyDefault = (value === false || value === '') && this.definition.attributes[field]?.default === value;
    return isEmptyDefault || isEmpty(value);
  }
}

/** A block that is left out is an empty collection, in Terraform's values. */
function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}
