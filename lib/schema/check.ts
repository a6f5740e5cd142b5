/**
 * Checks a whole object against its definition: limits of each field, and rules over several. All problems at once, as data.
 *
 * What is not known yet is never a problem: a caller says which values those are (Terraform's unknown, a token of CDK).
 */
import { expectation, refused, wrongNumber, type Scalar } from './limits';
import { inWords, type CheckOptions, type Problem, type ProblemPath } from './problems';
import { broken, Fields } from './rules';
import type { Attribute, Block, NestedBlock } from './types';

export { canonical } from './limits';

type Definition = Pick<Block, 'attributes' | 'blocks' | 'rules'>;
type Values = Readonly<Record<string, unknown>>;

/** @returns all that is wrong with `value`, in the order of the definition. */
export function check(definition: Definition, value: Values, options: CheckOptions): Problem[] {
  return blockProblems(definition, value, [], options);
}

/** @returns what is wrong with a plan, by the rules that hold for plans. */
export function checkPlanned(
  { attributes, blocks, rules = [] }: Definition,
  planned: Values,
  options: CheckOptions,
): Problem[] {
  return ruleProblems({ attributes, blocks, rules: rules.filter((rule) => rule.planned) }, planned, [], options);
}

function blockProblems(definition: Definition, value: Values, path: ProblemPath, options: CheckOptions): Problem[] {
  const { attributes, blocks = {} } = definition;
  return [
    ...Object.entries(attributes).flatMap(([name, attribute]) => {
      const given = value[name] ?? undefined;
      if (given === undefined && !attribute.required) return [];
      const at = [...path, name];
      const problems = attributeProblems(attribute, given, at, options);
      // Words are for problems, and there are hardly any.
      if (problems.length === 0) return problems;
      return attributeProblems(worded(attribute, definition, path, options), given, at, options);
    }),
    ...Object.entries(blocks).flatMap(([name, block]) => nestedProblems(block, value[name], [...path, name], options)),
    ...ruleProblems(definition, value, path, options),
  ];
}

function ruleProblems(definition: Definition, value: Values, path: ProblemPath, options: CheckOptions): Problem[] {
  const fields = new Fields(definition, value, path, options);
  return (definition.rules ?? []).flatMap((rule) => broken(rule, fields));
}

function nestedProblems(block: NestedBlock, given: unknown, path: ProblemPath, options: CheckOptions): Problem[] {
  const value = given ?? (block.nesting === 'single' ? undefined : []);
  if (value === undefined || options.isUnknown(value)) return [];
  if (block.nesting === 'single') return blockProblems(block, value as Values, path, options);
  const elements = value as readonly unknown[];
  const problems = elements.flatMap((element, index) =>
    options.isUnknown(element) ? [] : blockProblems(block, element as Values, [...path, index], options),
  );
  const { minItems = 0, maxItems = Infinity } = block;
  if (elements.length >= minItems && elements.length <= maxItems) return problems;
  const expected = elements.length < minItems ? `at least ${minItems}` : `at most ${maxItems}`;
  return [...problems, wrongNumber(path, 'of these blocks', elements.length, expected)];
}

function attributeProblems(attribute: Attribute, value: unknown, path: ProblemPath, options: CheckOptions): Problem[] {
  if (value === undefined)
    return [{ path, code: 'required', expected: 'a value', message: 'it is required, and there is none' }];
  if (options.isUnknown(value)) return [];
  if (typeof attribute.type === 'string') return scalarProblems(attribute, attribute.type, value, path);
  const [collection, element] = attribute.type;
  if (collection === 'object' || typeof element !== 'string') return [];
  return collection === 'map'
    ? mapProblems(attribute, element, value, path, options)
    : listProblems(attribute, element, value, path, options);
}

function listProblems(
  attribute: Attribute,
  element: string,
  value: unknown,
  path: ProblemPath,
  { isUnknown }: CheckOptions,
): Problem[] {
  if (!Array.isArray(value)) return [refused(attribute, 'type', value, 'a list', path)];
  const problems = value.flatMap((item: unknown, index) =>
    item === null || item === undefined || isUnknown(item)
      ? []
      : scalarProblems(attribute, element, item, [...path, index]),
  );
  const { maximumItems = Infinity } = attribute;
  return value.length <= maximumItems
    ? problems
    : [...problems, wrongNumber(path, 'values', value.length, `at most ${maximumItems}`)];
}

function mapProblems(
  attribute: Attribute,
  element: string,
  value: unknown,
  path: ProblemPath,
  { isUnknown, takesFormerKeys }: CheckOptions,
): Problem[] {
  if (typeof value !== 'object') return [refused(attribute, 'type', value, 'a map', path)];
  const isFormer = (key: string) => takesFormerKeys && Object.hasOwn(attribute.formerKeys ?? {}, key);
  return Object.entries(value as Values).flatMap(([key, item]) => [
    ...(isUnknown(key) || isFormer(key) ? [] : keyProblems(attribute, key, [...path, key])),
    ...(item === null || item === undefined || isUnknown(item)
      ? []
      : scalarProblems(attribute, element, item, [...path, key])),
  ]);
}

function keyProblems({ keyPattern }: Attribute, key: string, path: ProblemPath): Problem[] {
  if (keyPattern === undefined || new RegExp(keyPattern.regex).test(key)) return [];
  const received = JSON.stringify(key);
  const message = `the key ${received} cannot be used, expected ${keyPattern.words}`;
  return [{ path, code: 'value', received, expected: keyPattern.words, message }];
}

const scalars: Readonly<Record<string, { readonly type: string; readonly words: string }>> = {
  bool: { type: 'boolean', words: 'true or false' },
  number: { type: 'number', words: 'a number' },
  string: { type: 'string', words: 'a string' },
};

function scalarProblems(attribute: Attribute, type: string, value: unknown, path: ProblemPath): Problem[] {
  const { type: expectedType, words } = scalars[type]!;
  if (typeof value !== expectedType) return [refused(attribute, 'type', value, words, path)];
  const expected = expectation(attribute, value as Scalar);
  return expected === undefined ? [] : [refused(attribute, 'value', value, expected, path)];
}

/** The attribute, with the names of other fields in its texts as the reader calls them. */
function worded(attribute: Attribute, definition: Definition, path: ProblemPath, options: CheckOptions): Attribute {
  const { notEmpty, pattern, keyPattern } = attribute;
  const words = (text: string) => inWords(text, definition, path, options);
  return {
    ...attribute,
    ...(notEmpty !== undefined && { notEmpty: words(notEmpty) }),
    ...(pattern && { pattern: { ...pattern, words: words(pattern.words) } }),
    ...(keyPattern && { keyPattern: { ...keyPattern, words: words(keyPattern.words) } }),
  };
}
