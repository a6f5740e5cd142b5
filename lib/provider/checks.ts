/** The rules of the schema, applied to what Terraform asks. */
import type { Diagnostics } from '../plugin/diagnostics';
import { isObject, isUnknown, type ObjectValue, type Value } from '../plugin/values';
import { check, checkPlanned, type Problem } from '../schema';
import { canonical } from '../schema/check';
import { inWords, type ProblemPath } from '../schema/problems';
import type { Block, NestedBlock } from '../schema/types';
import { sameElements } from './values';

/** All that is wrong with a configuration, at once. Unknown values pass. */
export function checkConfiguration(definition: Block, config: ObjectValue, diagnostics: Diagnostics): void {
  const nameOf = namesIn(definition, config);
  const options = { isUnknown, nameOf, takesFormerKeys: true };
  report([...nulls(definition, config), ...check(definition, config, options)], nameOf, diagnostics);
  warnOfFormerKeys(definition, config, diagnostics);
}

function warnOfFormerKeys({ attributes }: Block, config: ObjectValue, diagnostics: Diagnostics): void {
  for (const [name, { formerKeys = {} }] of Object.entries(attributes)) {
    const value = config[name];
    if (!isObject(value)) continue;
    const found = Object.entries(formerKeys).filter(([key]) => Object.hasOwn(value, key));
    if (found.length === 0) continue;
    const isSet = (argument: string) => (config[argument] ?? null) !== null;
    const moved = found.filter(([, argument]) => !isSet(argument));
    const twice = found.filter(([, argument]) => isSet(argument));
    const move = moved.map(([key, argument]) => `the value of ${key} to ${argument}`).join(', ');
    diagnostics.warning(
      `${found.map(([key]) => key).join(', ')} in ${name}: there are arguments for this`,
      [
        ...twice.map(([key, argument]) => `${argument} is set as well: take ${key} out of ${name}.`),
        ...(moved.length > 0 ? [`Move ${move}: take the key out of ${name}, too.`] : []),
        'An update in place follows.',
        ...(twice.length > 0 ? [] : ['Until then, all works as before.']),
      ].join(' '),
      [name],
    );
  }
}

/** Nulls inside of collections. Terraform passes them on, where a null argument would be one that is left out. */
function nulls(definition: Block, config: ObjectValue): Problem[] {
  return Object.entries(definition.attributes).flatMap(([name, { notNull }]) => {
    const value = config[name] ?? null;
    const why = Array.isArray(value) ? 'leave the element out, or give it a value' : notNull;
    if (why === undefined || typeof value !== 'object' || value === null || isUnknown(value)) return [];
    return Object.entries(value)
      .filter(([, item]) => item === null)
      .map(([key]): Problem => {
        const path = [name, Array.isArray(value) ? Number(key) : key];
        const message = `it is null: ${inWords(why, definition, [], { isUnknown })}`;
        return { path, code: 'required', expected: 'a value', message };
      });
  });
}

/** What is wrong with a plan. */
export function checkPlan(definition: Block, planned: ObjectValue, diagnostics: Diagnostics): void {
  const nameOf = namesIn(definition, planned);
  report(checkPlanned(definition, planned, { isUnknown, nameOf }), nameOf, diagnostics);
}

/** Plans what only grows as large as it is, with a warning: what was grown by hand holds up no other change. */
export function keepGrown(
  { attributes }: Block,
  prior: ObjectValue,
  planned: ObjectValue,
  diagnostics: Diagnostics,
): void {
  for (const [name, { onlyGrows }] of Object.entries(attributes)) {
    const [before, after] = [prior[name], planned[name]];
    if (onlyGrows === undefined || typeof before !== 'number' || typeof after !== 'number' || after >= before) continue;
    planned[name] = before;
    const owner = typeof prior.handle === 'string' ? ` of "${prior.handle}"` : '';
    diagnostics.warning(
      `The ${name}${owner} stays ${before}, and is not made ${after}`,
      `The configuration says ${after}, and it is ${before}: ${onlyGrows}. Write ${name} = ${before}, or leave it out. Where it is to grow by ` +
        `hand, write lifecycle { ignore_changes = [${name}] }.`,
      [name],
    );
  }
}

function report(problems: readonly Problem[], nameOf: (path: ProblemPath) => string, diagnostics: Diagnostics): void {
  for (const { path, message } of problems) diagnostics.error(`Invalid value of ${nameOf(path)}`, message, path);
}

/**
 * Names a field by the keys of the blocks that it is in: `service "web".stop_timeout`. Terraform gives the elements of a set in an order of its
 * own, and cannot point at one.
 */
function namesIn(definition: Block, value: ObjectValue): (path: ProblemPath) => string {
  return ([first, ...rest]) => {
    const block = definition.blocks?.[String(first)];
    if (block === undefined || typeof rest[0] !== 'number') return [first, ...rest].join('.');
    const [index, ...inner] = rest;
    const elements = value[String(first)];
    const element = Array.isArray(elements) ? (elements[index] ?? null) : null;
    const place = `${String(first)}${isObject(element) ? keyOf(block, element) : ''}`;
    return inner.length === 0 || !isObject(element) ? place : `${place}.${namesIn(block, element)(inner)}`;
  };
}

function keyOf({ attributes }: NestedBlock, element: ObjectValue): string {
  return Object.entries(attributes)
    .filter(([, { key }]) => key)
    .map(([name, attribute]) => element[name] ?? attribute.default)
    .map((key) => (typeof key === 'string' ? ` "${key}"` : ''))
    .join('');
}

/** Plans values that differ from the state only in their spelling (`m5` for `m`), or in an order that means nothing, as they are there. */
export function keepSpelling(block: Block, prior: ObjectValue, planned: ObjectValue): void {
  for (const [name, attribute] of Object.entries(block.attributes)) {
    const [before, after] = [prior[name], planned[name]];
    if (attribute.unordered && sameElements(before, after)) planned[name] = before!;
    if (attribute.equivalent === undefined || typeof before !== 'string' || typeof after !== 'string') continue;
    if (canonical(attribute, before) === canonical(attribute, after)) planned[name] = before;
  }
  for (const [name, nested] of Object.entries(block.blocks ?? {})) {
    for (const [before, after] of pairs(nested, prior[name], planned[name])) keepSpelling(nested, before, after);
  }
}

function pairs(block: NestedBlock, prior: Value | undefined, planned: Value | undefined): [ObjectValue, ObjectValue][] {
  const keys = Object.keys(block.attributes).filter((name) => block.attributes[name]!.key);
  if (!Array.isArray(prior) || !Array.isArray(planned) || keys.length === 0) return [];
  return planned.filter(isObject).flatMap((after): [ObjectValue, ObjectValue][] => {
    const before = prior.filter(isObject).find((each) => keys.every((key) => each[key] === after[key]));
    return before === undefined ? [] : [[before, after]];
  });
}
