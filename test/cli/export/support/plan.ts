/** What terraform would plan for a synthesized stack whose resources are all imported: with the provider in this process. */
import type { Block } from '../../../../lib/plugin/types';
import { provider } from '../../../../lib/provider/provider';
import type { Plain } from '../../../support/plugin/plain-objects';
import type { Harness, Instance } from '../../../support/plugin/harness';

type Values = Readonly<Record<string, unknown>>;

export interface Stack {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Values>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Values>>>>;
  readonly import?: readonly { readonly to: string; readonly id: string }[];
}

/**
 * @param variables the values of its variables
 * @returns what is not as it should be, by address: an action other than none, a problem, or that there is no import
 */
export async function changesOf(stack: Stack, terraform: Harness, variables: Values): Promise<Record<string, unknown>> {
  const known: Record<string, unknown> = { var: variables };
  const instances = new Map<string, Instance>();
  const wrong: Record<string, unknown> = {};
  for (const { to, id } of stack.import ?? []) {
    const [type, name] = to.split('.') as [string, string];
    const { instance, diagnostics } = await terraform.import(type, id);
    if (instance === null) wrong[to] = diagnostics;
    else {
      instances.set(to, instance);
      known[type] = { ...(known[type] as Values | undefined), [name]: instance.state };
    }
  }
  known['data'] = await dataOf(stack, terraform, known);
  for (const [type, named] of Object.entries(stack.resource ?? {})) {
    for (const [name, body] of Object.entries(named)) {
      const address = `${type}.${name}`;
      const instance = instances.get(address);
      if (instance === undefined) {
        wrong[address] ??= 'it is not imported';
        continue;
      }
      const { depends_on: _dependsOn, lifecycle: _lifecycle, ...config } = body;
      const evaluated = asLists(evaluate(config, known) as Plain, provider.resources[type]!.schema);
      const problems = await terraform.validate(type, evaluated);
      const plan = await terraform.plan(type, evaluated, instance);
      const errors = [...problems, ...plan.diagnostics].filter(({ severity }) => severity === 'error');
      if (errors.length > 0) wrong[address] = errors;
      else if (plan.action !== 'no-op')
        wrong[address] = { action: plan.action, ...differences(instance.state, plan.planned!) };
      else {
        // An apply of that saves what was imported, and the next plan reads it again.
        const read = await terraform.refresh(type, instance);
        const next = await terraform.plan(type, evaluated, read.instance);
        if (next.action !== 'no-op') wrong[address] = { afterTheApply: next.action };
      }
    }
  }
  return wrong;
}

async function dataOf({ data = {} }: Stack, terraform: Harness, known: Values): Promise<Values> {
  const read: Record<string, Record<string, unknown>> = {};
  for (const [type, named] of Object.entries(data)) {
    for (const [name, config] of Object.entries(named)) {
      const { state, diagnostics } = await terraform.readDataSource(type, evaluate(config, known) as Plain);
      if (state === null) throw new Error(JSON.stringify(diagnostics));
      (read[type] ??= {})[name] = state;
    }
  }
  return read;
}

/** JSON has one block as an object, where it may have several. */
function asLists(config: Plain, { blocks = {} }: Block): Plain {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => {
      const block = Object.hasOwn(blocks, name) ? blocks[name] : undefined;
      if (block === undefined || block.nesting === 'single') return [name, value];
      return [name, [value].flat().map((element) => asLists(element as Plain, block))];
    }),
  );
}

function differences(before: Values, after: Values): { before: Values; after: Values } {
  const names = Object.keys(after).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  const of = (values: Values) => Object.fromEntries(names.map((name) => [name, values[name]]));
  return { before: of(before), after: of(after) };
}

/** Gives references their values, as terraform does. */
function evaluate(value: unknown, known: Values): unknown {
  if (typeof value === 'string') return evaluateText(value, known);
  if (Array.isArray(value)) return value.map((each) => evaluate(each, known));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, evaluate(each, known)]));
}

const reference = /(\$\$\{|%%\{)|\$\{([^}]*)\}/g;

function evaluateText(text: string, known: Values): unknown {
  const whole = /^\$\{([^}]*)\}$/.exec(text);
  if (whole !== null) return lookUp(whole[1]!, known);
  return text.replace(reference, (_, escape: string | undefined, path: string) =>
    escape === undefined ? String(lookUp(path, known)) : escape.slice(1),
  );
}

function lookUp(path: string, known: Values): unknown {
  if (path.startsWith('"')) return JSON.parse(path);
  const inside = path.replace(/^(?:(?:non)?sensitive\()+(.*?)\)+$/, '$1');
  const [, map, rest] = /^\[ ?for key, val in (.*): val if val\.default\]\.0\.(\w+)$/.exec(inside) ?? [];
  if (map !== undefined) {
    const values = Object.values(lookUp(map, known) as Readonly<Record<string, Values>>);
    return values.find((each) => each['default'] === true)?.[rest!];
  }
  const steps = inside.match(/[\w-]+|\["[^"]*"\]/g) ?? [];
  return steps.reduce<unknown>((current, step) => {
    const name = step.startsWith('[') ? (JSON.parse(step) as [string])[0] : step;
    if (typeof current !== 'object' || current === null || !(name in current)) throw new Error(`there is no ${path}`);
    return (current as Values)[name];
  }, known);
}
