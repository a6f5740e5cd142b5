/**
 * Checks a whole object against its definition: limits of each field, and rules over several. All problems at once, as data.
 *
 * What is not known yet is never a problem: a caller says which values those are (Terraform's unknown, a token of CDK).
 */
import type { Attribute, Block, NestedBlock, Rule } from './types';

export type ProblemPath = readonly (string | number)[];

export interface Problem {
  readonly path: ProblemPath;
  readonly code:
    | 'required'
    | 'type'
    | 'value'
    | 'items'
    | 'together'
    | 'conflicting'
    | 'needs'
    | 'forbids'
    | 'ordered'
    | 'proportion'
    | 'unique'
    | 'shrinks';
  /** The value, as JSON. Left out where it may be a secret, or where there is none. */
  readonly received?: string;
  /** What would be right, as in `expected …`. */
  readonly expected: string;
  /** The whole problem in one sentence, the path aside. */
  readonly message: string;
}

export interface CheckOptions {
  /** Whether a value is not known yet. Asked of every value, leaf by leaf. */
  isUnknown(value: unknown): boolean;
  /** How the reader calls a field, where not by its name in the definition: constructs say `diskSizeGb`. */
  nameOf?(path: ProblemPath): string;
}

type Values = Readonly<Record<string, unknown>>;

/** @returns all that is wrong with `value`, in the order of the definition. */
export function check(
  definition: Pick<Block, 'attributes' | 'blocks' | 'rules'>,
  value: Values,
  options: CheckOptions,
): Problem[] {
  return new Checker(options).block(definition, value, []);
}

/** @returns what is wrong with a plan: by the rules that hold for it, and as a change from the state before, if there is one. */
export function checkChange(
  { attributes, blocks, rules = [] }: Pick<Block, 'attributes' | 'blocks' | 'rules'>,
  prior: Values | null,
  planned: Values,
  options: CheckOptions,
): Problem[] {
  const ofPlans = rules.filter((rule) => rule.planned);
  return [
    ...new Checker(options).rules({ attributes, blocks, rules: ofPlans }, planned, []),
    ...(prior === null ? [] : shrinking(attributes, prior, planned)),
  ];
}

function shrinking(attributes: Block['attributes'], prior: Values, planned: Values): Problem[] {
  return Object.entries(attributes).flatMap(([name, { onlyGrows }]): Problem[] => {
    const [before, after] = [prior[name], planned[name]];
    if (onlyGrows === undefined || typeof before !== 'number' || typeof after !== 'number' || after >= before)
      return [];
    const expected = `at least ${before}, which it is now`;
    return [
      {
        path: [name],
        code: 'shrinks',
        received: String(after),
        expected,
        message: `got ${after}, expected ${expected}: ${onlyGrows}`,
      },
    ];
  });
}

/** One line a problem: its path, and what is wrong. */
export function formatProblems(problems: readonly Problem[], options: Pick<CheckOptions, 'nameOf'> = {}): string {
  return problems.map(({ path, message }) => `${(options.nameOf ?? nameInDefinition)(path)}: ${message}`).join('\n');
}

/** `value` in the spelling that stands for all that mean the same to the platform. */
export function canonical(attribute: Pick<Attribute, 'equivalent'>, value: string): string {
  return attribute.equivalent === undefined
    ? value
    : value.replace(new RegExp(attribute.equivalent.regex), attribute.equivalent.replacement);
}

function nameInDefinition(path: ProblemPath): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}

class Checker {
  private readonly nameOf: (path: ProblemPath) => string;

  constructor(private readonly options: CheckOptions) {
    this.nameOf = options.nameOf ?? nameInDefinition;
  }

  block(definition: Pick<Block, 'attributes' | 'blocks' | 'rules'>, value: Values, path: ProblemPath): Problem[] {
    const { attributes, blocks = {} } = definition;
    return [
      ...Object.entries(attributes).flatMap(([name, attribute]) =>
        this.attribute(attribute, value[name], [...path, name]),
      ),
      ...Object.entries(blocks).flatMap(([name, block]) => this.nested(block, value[name], [...path, name])),
      ...this.rules(definition, value, path),
    ];
  }

  rules(
    { attributes, blocks = {}, rules = [] }: Pick<Block, 'attributes' | 'blocks' | 'rules'>,
    value: Values,
    path: ProblemPath,
  ): Problem[] {
    return rules.flatMap((rule) => this.rule(rule, attributes, blocks, value, path));
  }

  private nested(block: NestedBlock, value: unknown, path: ProblemPath): Problem[] {
    if (value === null || value === undefined) value = block.nesting === 'single' ? undefined : [];
    if (value === undefined || this.options.isUnknown(value)) return [];
    if (block.nesting === 'single') return this.block(block, value as Values, path);
    const elements = value as readonly unknown[];
    const problems = elements.flatMap((element, index) =>
      this.options.isUnknown(element) ? [] : this.block(block, element as Values, [...path, index]),
    );
    const { minItems = 0, maxItems = Infinity } = block;
    if (elements.length < minItems || elements.length > maxItems) {
      const expected = elements.length < minItems ? `at least ${minItems}` : `at most ${maxItems}`;
      problems.push({
        path,
        code: 'items',
        received: String(elements.length),
        expected,
        message: `there are ${elements.length} of these blocks, expected ${expected}`,
      });
    }
    return problems;
  }

  private attribute(attribute: Attribute, value: unknown, path: ProblemPath): Problem[] {
    if (value === null || value === undefined) {
      return attribute.required
        ? [{ path, code: 'required', expected: 'a value', message: 'it is required, and there is none' }]
        : [];
    }
    if (this.options.isUnknown(value)) return [];
    if (typeof attribute.type === 'string') return this.scalar(attribute, attribute.type, value, path);
    const [collection, element] = attribute.type;
    if (collection === 'object' || typeof element !== 'string') return [];
    return collection === 'map'
      ? this.map(attribute, element, value, path)
      : this.items(attribute, element, value, path);
  }

  private items(attribute: Attribute, element: string, value: unknown, path: ProblemPath): Problem[] {
    if (!Array.isArray(value)) return [wrongType(attribute, 'a list', value, path)];
    const problems = value.flatMap((item: unknown, index) =>
      item === null || item === undefined || this.options.isUnknown(item)
        ? []
        : this.scalar(attribute, element, item, [...path, index]),
    );
    if (attribute.maximumItems !== undefined && value.length > attribute.maximumItems) {
      const expected = `at most ${attribute.maximumItems}`;
      problems.push({
        path,
        code: 'items',
        received: String(value.length),
        expected,
        message: `there are ${value.length} values, expected ${expected}`,
      });
    }
    return problems;
  }

  private map(attribute: Attribute, element: string, value: unknown, path: ProblemPath): Problem[] {
    if (typeof value !== 'object') return [wrongType(attribute, 'a map', value, path)];
    return Object.entries(value as Values).flatMap(([key, item]) => {
      const problems: Problem[] = [];
      const { keyPattern } = attribute;
      if (keyPattern !== undefined && !this.options.isUnknown(key) && !new RegExp(keyPattern.regex).test(key)) {
        problems.push({
          path: [...path, key],
          code: 'value',
          received: JSON.stringify(key),
          expected: keyPattern.words,
          message: `the key ${JSON.stringify(key)} cannot be used, expected ${keyPattern.words}`,
        });
      }
      if (item === null || item === undefined || this.options.isUnknown(item)) return problems;
      return [...problems, ...this.scalar(attribute, element, item, [...path, key])];
    });
  }

  private scalar(attribute: Attribute, type: string, value: unknown, path: ProblemPath): Problem[] {
    if (type === 'bool') return typeof value === 'boolean' ? [] : [wrongType(attribute, 'true or false', value, path)];
    if (type === 'number') {
      if (typeof value !== 'number') return [wrongType(attribute, 'a number', value, path)];
    } else if (typeof value !== 'string') {
      return [wrongType(attribute, 'a string', value, path)];
    }
    const expected = expectation(attribute, value as Scalar);
    return expected === undefined ? [] : [refused(attribute, 'value', value, expected, path)];
  }

  private rule(
    rule: Rule,
    attributes: Block['attributes'],
    blocks: NonNullable<Block['blocks']>,
    value: Values,
    path: ProblemPath,
  ): Problem[] {
    const at = (field: string) => [...path, field];
    const name = (field: string) => this.nameOf(at(field));
    const isUnknown = (field: string) => [value[field]].flat().some((each) => this.options.isUnknown(each));
    const unset = (field: string) => isUnset(value[field]) || isEmptyDefault(attributes[field], value[field]);
    const isSet = (field: string) => !isUnknown(field) && !unset(field);
    const valueOf = (field: string) => value[field] ?? attributes[field]?.default;
    const names = (fields: readonly string[]) => list(fields.map(name));

    switch (rule.kind) {
      case 'together': {
        if (rule.fields.some(isUnknown)) return [];
        const set = rule.fields.filter(isSet);
        if (set.length === 0 || set.length === rule.fields.length) return [];
        return rule.fields
          .filter((field) => !isSet(field))
          .map((field) => ({
            path: at(field),
            code: 'together',
            expected: 'a value',
            message: `it is needed with ${names(set)}: ${rule.why}`,
          }));
      }
      case 'conflicting':
      case 'exactlyOne': {
        const set = rule.fields.filter(isSet);
        if (set.length > 1) {
          return set.slice(1).map((field) => ({
            path: at(field),
            code: 'conflicting',
            expected: `only one of ${names(rule.fields)}`,
            message: `it cannot be set beside ${name(set[0]!)}: ${rule.why}`,
          }));
        }
        if (rule.kind === 'conflicting' || set.length === 1 || rule.fields.some(isUnknown)) return [];
        const expected = `one of ${names(rule.fields)}`;
        return [
          { path: at(rule.fields[0]!), code: 'required', expected, message: `${expected} is needed: ${rule.why}` },
        ];
      }
      case 'when': {
        const condition = valueOf(rule.field);
        if (isUnknown(rule.field) || (rule.is === undefined ? !isSet(rule.field) : isUnset(condition))) return [];
        const isOneOf = (actual: unknown, values: readonly (string | number | boolean)[]) =>
          values.includes(actual as string | number | boolean);
        if (rule.is !== undefined && !isOneOf(condition, rule.is)) return [];
        const { unless } = rule;
        if (unless && (isUnknown(unless.field) || isOneOf(valueOf(unless.field), unless.is))) return [];
        const when = rule.is === undefined ? name(rule.field) : `${name(rule.field)} = ${JSON.stringify(condition)}`;
        return [
          ...(rule.needs ?? [])
            .filter((field) => !isUnknown(field) && unset(field))
            .map((field) => ({
              path: at(field),
              code: 'needs' as const,
              expected: 'a value',
              message: `it is needed with ${when}: ${rule.why}`,
            })),
          ...(rule.needsOneOf !== undefined && !rule.needsOneOf.some((field) => isUnknown(field) || isSet(field))
            ? [
                {
                  path: at(rule.needsOneOf[0]!),
                  code: 'needs' as const,
                  expected: `one of ${names(rule.needsOneOf)}`,
                  message: `one of ${names(rule.needsOneOf)} is needed with ${when}: ${rule.why}`,
                },
              ]
            : []),
          ...(rule.forbids ?? []).filter(isSet).map((field) => ({
            path: at(field),
            code: 'forbids' as const,
            expected: 'no value',
            message: `it cannot be set with ${when}: ${rule.why}`,
          })),
          ...Object.entries(rule.limits ?? {}).flatMap(([field, limits]): Problem[] => {
            const actual = valueOf(field);
            if (isUnknown(field) || isUnset(actual)) return [];
            const expected = expectation({ ...attributes[field]!, ...limits }, actual as Scalar);
            if (expected === undefined) return [];
            const problem = refused(attributes[field]!, 'value', actual, expected, at(field));
            return [{ ...problem, message: `${problem.message} with ${when}: ${rule.why}` }];
          }),
        ];
      }
      case 'ordered': {
        const [low, high] = [rule.low, rule.high].map((field) => value[field] ?? attributes[field]?.default);
        if (
          isUnknown(rule.low) ||
          isUnknown(rule.high) ||
          typeof low !== 'number' ||
          typeof high !== 'number' ||
          low <= high
        )
          return [];
        const expected = `at most ${high}, the value of ${name(rule.high)}`;
        return [
          {
            path: at(rule.low),
            code: 'ordered',
            received: String(low),
            expected,
            message: `got ${low}, expected ${expected}: ${rule.why}`,
          },
        ];
      }
      case 'proportional': {
        const [actual, size] = [value[rule.field], value[rule.per]];
        // What is left out may have any value that it had before.
        if (isUnknown(rule.field) || isUnknown(rule.per) || typeof actual !== 'number' || typeof size !== 'number')
          return [];
        if (actual <= Math.max(rule.upTo, rule.each * size)) return [];
        const expected = `at most ${Math.max(rule.upTo, rule.each * size)} with ${name(rule.per)} = ${size}`;
        const needed = `${actual} needs ${name(rule.per)} = ${Math.ceil(actual / rule.each)}`;
        return [
          {
            path: at(rule.field),
            code: 'proportion',
            received: String(actual),
            expected,
            message: `got ${actual}, expected ${expected}, since ${rule.why}: ${needed}`,
          },
        ];
      }
      case 'distinctKeys': {
        const maps = rule.fields.filter((field) => isSet(field) && typeof value[field] === 'object');
        const owners = new Map<string, string>();
        return maps.flatMap((field) =>
          Object.keys(value[field] as Values).flatMap((key): Problem[] => {
            const owner = owners.get(key);
            if (owner === undefined) owners.set(key, field);
            return owner === undefined || this.options.isUnknown(key)
              ? []
              : [
                  {
                    path: [...at(field), key],
                    code: 'conflicting',
                    expected: `only one of ${names([owner, field])}`,
                    message: `the key ${JSON.stringify(key)} is in ${name(owner)} too: ${rule.why}`,
                  },
                ];
          }),
        );
      }
      case 'unique': {
        const elements = value[rule.block];
        if (!Array.isArray(elements)) return [];
        const seen = new Set<unknown>();
        return elements.flatMap((element: Values, index): Problem[] => {
          if (this.options.isUnknown(element) || this.options.isUnknown(element[rule.by])) return [];
          const by = element[rule.by] ?? blocks[rule.block]?.attributes[rule.by]?.default ?? null;
          if (!seen.has(by)) {
            seen.add(by);
            return [];
          }
          const elementPath = [...path, rule.block, index, rule.by];
          return [
            {
              path: elementPath,
              code: 'unique',
              received: JSON.stringify(by),
              expected: 'a value of its own in each block',
              message: `${JSON.stringify(by ?? 'the default')} is there twice: ${rule.why}`,
            },
          ];
        });
      }
    }
  }
}

type Scalar = string | number | boolean;

/** What a value should be, if it is not that. */
function expectation(attribute: Attribute, value: Scalar): string | undefined {
  const {
    integer,
    minimum = -Infinity,
    maximum = Infinity,
    moreThan = -Infinity,
    oneOf,
    pattern,
    notEmpty,
  } = attribute;
  if (value === '' && notEmpty !== undefined) return `a value that is not empty: ${notEmpty}`;
  const same = typeof value === 'string' ? canonical(attribute, value) : value;
  if (oneOf !== undefined && !oneOf.includes(same))
    return oneOf.length === 1 ? String(oneOf[0]) : `one of ${oneOf.join(', ')}`;
  if (typeof value === 'string')
    return pattern !== undefined && !new RegExp(pattern.regex).test(value) ? pattern.words : undefined;
  if (typeof value === 'boolean') return undefined;
  if (integer && !Number.isInteger(value)) return 'a whole number';
  if (value >= minimum && value <= maximum && value > moreThan) return undefined;
  if (moreThan !== -Infinity) return `more than ${moreThan}${maximum === Infinity ? '' : ` and at most ${maximum}`}`;
  if (minimum === -Infinity) return `at most ${maximum}`;
  return maximum === Infinity ? `at least ${minimum}` : `between ${minimum} and ${maximum}`;
}

function refused(
  attribute: Attribute,
  code: Problem['code'],
  value: unknown,
  expected: string,
  path: ProblemPath,
): Problem {
  if (attribute.sensitive && value !== '') return { path, code, expected, message: `expected ${expected}` };
  const received = JSON.stringify(value);
  return { path, code, received, expected, message: `got ${received}, expected ${expected}` };
}

function wrongType(attribute: Attribute, expected: string, value: unknown, path: ProblemPath): Problem {
  return refused(attribute, 'type', value, expected, path);
}

/** A block that is left out is an empty collection, in Terraform's values. */
function isUnset(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

function isEmptyDefault(attribute: Attribute | undefined, value: unknown): boolean {
  return (value === false || value === '') && attribute?.default === value;
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
