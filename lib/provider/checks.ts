/** The rules of the schema, applied to what Terraform asks. */
import type { Diagnostics } from '../plugin/diagnostics';
import { isObject, isUnknown, type ObjectValue, type Value } from '../plugin/values';
import { check, checkPlanned, type Problem } from '../schema';
import { canonical } from '../schema/check';
import { inWords } from '../schema/problems';
import type { Block, NestedBlock } from '../schema/types';
import { sameElements } from './values';

/** All that is wrong with a configuration, at once. Unknown values pass. */
export function checkConfiguration(definition: Block, config: ObjectValue, diagnostics: Diagnostics): void {
  const options = { isUnknown, takesFormerKeys: true };
  report([...nulls(definition, config), ...check(definition, config, options)], diagnostics);
  warnOfFormerKeys(definition, config, diagnostics);
}

function warnOfFormerKeys({ attributes }: Block, config: ObjectValue, diagnostics: Diagnostics): void {
  for (const [name, { formerKeys = {} }] of Object.entries(attributes)) {
    const value = config[name];
    if (!isObject(value)) continue;
    const found = Object.entries(formerKeys).filter(([key]) => Object.hasOwn(value, key));
    if (found.length === 0) continue;
    diagnostics.warning(
      `${found.map(([key]) => key).join(', ')} in ${name}: there are arguments for this`,
      `Move ${found.map(([key, argument]) => `the value of ${key} to ${argument}`).join(', ')}: take the key out of ${name}, too. An update in ` +
        'place follows. Until then, all works as before.',
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
  report(checkPlanned(definition, planned, { isUnknown }), diagnostics);
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

function report(problems: readonly Problem[], diagnostics: Diagnostics): void {
  for (const { path, message } of problems) diagnostics.error(`Invalid value of ${path.join('.')}`, message, path);
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
