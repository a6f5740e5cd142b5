/** What a plan comes to: its changes by their consequences. */
import { categoryNames, defaultRisks, type Category } from './categories';
import { consequencesOf, definitionOf, type Consequences } from './consequences';
import { driftOf, type Drift } from './drift';
import { describe, type Described } from './describe';
import { clipped, isObject, type Plan, type ResourceChange } from './plan';
import { isConfigurable, type Difference } from './differences';

export interface Row {
  readonly address: string;
  readonly type: string;
  /** Whether the resource is one of this provider; of others, only the action is known. */
  readonly isOurs: boolean;
  readonly actions: readonly string[];
  readonly previousAddress?: string;
  /** All that apply, the gravest first. */
  readonly categories: readonly [Category, ...Category[]];
  readonly consequences: Consequences;
  readonly attributes: readonly Described[];
  readonly because: readonly string[];
}

export interface Summary {
  readonly rows: readonly Row[];
  readonly outputs: readonly { readonly name: string; readonly action: string }[];
  readonly drift: readonly Drift[];
  readonly counts: Readonly<Partial<Record<Category, number>>>;
  /** The reasons for which the plan is a risk. */
  readonly risks: readonly Category[];
  readonly isComplete: boolean;
  readonly hasErrors: boolean;
  readonly exitCode: number;
}

/** @param failOn the categories with which the exit code is 3 */
export function summarize(plan: Plan, failOn: readonly Category[] = defaultRisks): Summary {
  const all = (plan.resource_changes ?? []).filter(({ mode }) => mode !== 'data');
  const rows = all.flatMap((changed) => rowOf(changed, all) ?? []).sort(byGravity);
  const outputs = Object.entries(plan.output_changes ?? {}).flatMap(([name, { actions }]) =>
    actions.join() === 'no-op' ? [] : [{ name: clipped(name), action: wordOf(actions) }],
  );
  const drift = driftOf(plan);
  const counts: Partial<Record<Category, number>> = {};
  for (const name of rows.flatMap((row) => row.categories)) counts[name] = (counts[name] ?? 0) + 1;
  if (outputs.length > 0) counts.outputs = outputs.length;
  const risks = categoryNames.filter((name) => failOn.includes(name) && (counts[name] ?? 0) > 0);
  const hasErrors = plan.errored === true;
  const changes = rows.length + outputs.length;
  // Applying a refresh-only plan writes what was found into the state.
  const isChange = changes > 0 || (plan.applyable === true && drift.length > 0);
  const exitCode = hasErrors ? 1 : risks.length > 0 ? 3 : isChange ? 2 : 0;
  return { rows, outputs, drift, counts, risks, isComplete: plan.complete !== false, hasErrors, exitCode };
}

function rowOf(changed: ResourceChange, all: readonly ResourceChange[]): Row | undefined {
  const { type, change, previous_address: previous, deposed, action_reason: reason } = changed;
  const { consequences, differences } = consequencesOf(changed, all);
  const [first, ...more] = categoryNames.filter((name) => consequences[name] !== undefined);
  if (first === undefined) return undefined;
  const isCreated = !isObject(change.before);
  const isDestroyed = !isObject(change.after);
  const because = causes(changed);
  // A new object has all that the platform decides anew: only what causes the replacement says something.
  const isNews = ({ path, attribute, unknown }: Difference) =>
    !(consequences.replaced !== undefined && unknown && attribute.computed) || because.includes(path[0]!);
  const configured = differences.filter((each) => isConfigurable(each) && isNews(each));
  return {
    address: clipped(deposed === undefined ? changed.address : `${changed.address} (deposed)`),
    type: clipped(type),
    isOurs: definitionOf(type) !== undefined,
    actions: change.actions,
    ...(previous !== undefined && { previousAddress: clipped(previous) }),
    categories: [first, ...more],
    consequences,
    attributes: isDestroyed
      ? []
      : describe(isCreated ? configured.filter(({ after }) => after !== null) : configured, isCreated),
    because: [...because, ...(reason === 'replace_because_tainted' ? ['its creation was not finished'] : [])],
  };
}

/** The attributes that force a replacement, by name. */
function causes({ type, change }: ResourceChange): string[] {
  if (definitionOf(type) === undefined) return [];
  const names = (change.replace_paths ?? []).flatMap(([name]) => (typeof name === 'string' ? [name] : []));
  return [...new Set(names)];
}

function byGravity(a: Row, b: Row): number {
  const place = ({ categories: [first], isOurs }: Row) => 2 * categoryNames.indexOf(first) + (isOurs ? 0 : 1);
  return place(a) - place(b) || a.address.localeCompare(b.address, 'en', { numeric: true });
}

function wordOf(actions: readonly string[]): string {
  if (actions.includes('delete')) return actions.includes('create') ? 'changed' : 'removed';
  return actions.includes('create') ? 'new' : 'changed';
}
