/** The JSON of `terraform show -json PLAN`, as far as a review reads it. What a later version adds is passed over. */

export type Values = Readonly<Record<string, unknown>>;

export interface Change {
  readonly actions: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  /** Marks of the same form as the values: true where a value is known only after the apply. */
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  readonly replace_paths?: readonly (readonly unknown[])[];
  readonly importing?: unknown;
}

export interface ResourceChange {
  readonly address: string;
  readonly previous_address?: string;
  readonly mode: string;
  readonly type: string;
  /** The key of an object that an earlier apply has replaced and not yet destroyed. */
  readonly deposed?: string;
  readonly action_reason?: string;
  readonly change: Change;
}

interface Module {
  readonly resources?: readonly { readonly address: string }[];
  readonly child_modules?: readonly Module[];
}

export interface Plan {
  readonly format_version: string;
  readonly resource_changes?: readonly ResourceChange[];
  readonly resource_drift?: readonly ResourceChange[];
  readonly prior_state?: { readonly values?: { readonly root_module?: Module } };
  readonly output_changes?: Readonly<Record<string, Change>>;
  /** False where the plan leaves something for the next one, as with -target. */
  readonly complete?: boolean;
  readonly applyable?: boolean;
  readonly errored?: boolean;
}

/**
 * @param source where the text comes from, for messages
 * @throws Error when it is not the JSON of a plan, or of a format that came later.
 */
export function readPlan(text: string, source: string): Plan {
  const { format_version: format, ...rest } = parsed(text, source);
  if (typeof format !== 'string' || !('planned_values' in rest || 'resource_changes' in rest)) {
    const what = 'values' in rest || 'resources' in rest ? 'a state' : 'JSON of something else';
    throw new Error(`${source} is not a plan: it is ${what}. ${howToMakeOne}`);
  }
  if (!/^[01]\./.test(format)) {
    throw new Error(
      `${source} is a plan of the format ${clipped(format)}, and this version reads 1.x. Update cdktf-aptible, or make the plan with terraform 1.x.`,
    );
  }
  const plan = { format_version: format, ...rest } as Plan;
  const changes = [...listOf(plan.resource_changes), ...listOf(plan.resource_drift)];
  const outputs = Object.values(plan.output_changes ?? {});
  const isWhole =
    changes.every(
      (each) => isObject(each) && typeof each['address'] === 'string' && typeof each['type'] === 'string',
    ) &&
    [...changes.map((each) => (each as { change?: unknown }).change), ...outputs].every(
      (each) => isObject(each) && Array.isArray(each['actions']),
    );
  if (!isWhole) throw new Error(`${source} is damaged: a change in it has no address or no actions. ${howToMakeOne}`);
  return plan;
}

/** @returns the addresses of what is in the state, or was until now. */
export function addressesOf({ prior_state: state, resource_drift: drift = [] }: Plan): string[] {
  const within = ({ resources = [], child_modules: modules = [] }: Module): string[] => [
    ...resources.map(({ address }) => address),
    ...modules.flatMap(within),
  ];
  return [...new Set([...within(state?.values?.root_module ?? {}), ...drift.map(({ address }) => address)])];
}

const howToMakeOne = 'Make one with "terraform plan -out=tfplan" and "terraform show -json tfplan > plan.json".';

function parsed(text: string, source: string): Record<string, unknown> {
  if (text.trim() === '') throw new Error(`${source} is empty. ${howToMakeOne}`);
  const json = jsonOf(text);
  if (isObject(json)) return json;
  const isLog = text.trimStart().startsWith('{"@');
  throw new Error(
    isLog
      ? `${source} is what "terraform plan -json" prints, its log. ${howToMakeOne}`
      : `${source} is not a plan: it is neither a plan file nor JSON. ${howToMakeOne}`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Its message quotes the text, which may hold secrets.
    return undefined;
  }
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text of others on one line, without what a terminal would take for a command. */
export function clipped(text: string, length = 200): string {
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ');
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}
