/** The argument `deletion_protection`: what has it in the state is neither destroyed nor replaced. */
import { DiagnosticError, type Diagnostics } from '../plugin/diagnostics';
import type { ObjectValue } from '../plugin/values';
import type { ResourceDefinition } from '../schema';
import type { Call } from './call';

const attribute = 'deletion_protection';

const howToEnd =
  `To let it go, set ${attribute} = false, apply that alone, and plan again: what the state has counts, since a destroy looks at no ` +
  'configuration. To forget it and leave it on the platform, write a block removed { lifecycle { destroy = false } }.';

const isProtected = (prior: ObjectValue): boolean => prior[attribute] === true;

/** Returns whether it did. `because`: the attributes that replace it; left out, it is destroyed. */
export function refuseRemoval(
  definition: ResourceDefinition,
  prior: ObjectValue,
  diagnostics: Diagnostics,
  because?: readonly string[],
): boolean {
  if (!isProtected(prior)) return false;
  const plan =
    because === undefined ? 'destroys it' : `replaces it, because of another value of ${because.join(' and ')}`;
  diagnostics.error(summaryOf(definition, prior), `This plan ${plan}. ${howToEnd}`, [because?.[0] ?? attribute]);
  return true;
}

/**
 * A replacement for which Terraform alone has a reason, such as the option `-replace`: the provider sees a change of the object that keeps it,
 * then a creation that takes its place.
 */
export function refuseForcedReplacement(
  definition: ResourceDefinition,
  {
    prior,
    planned,
    isReplaced,
  }: { readonly prior: ObjectValue | null; readonly planned: ObjectValue; readonly isReplaced: boolean },
  { run, diagnostics }: Call,
): void {
  if (!(attribute in definition.attributes)) return;
  // That of an environment itself is known after apply.
  const environment = definition.attributes['env_id']?.required ? planned['env_id'] : null;
  const name = JSON.stringify([definition.name, environment, planned['handle']]);
  if (prior === null) {
    if (!run.replacesProtected(name)) return;
    diagnostics.error(summaryOf(definition, planned), `This plan replaces it. ${howToEnd}`, [attribute]);
  } else if (isProtected(prior) && !isReplaced) {
    run.keepsProtected(name);
  }
}

/** The error of a removal that no plan could see. */
export function protectedFromDeletion(definition: ResourceDefinition, prior: ObjectValue): DiagnosticError | undefined {
  if (!isProtected(prior)) return undefined;
  return new DiagnosticError(
    summaryOf(definition, prior),
    `Nothing of it was removed. Where it was marked as tainted, run "terraform untaint ADDRESS" to keep it. ${howToEnd}`,
    [attribute],
  );
}

/** What a creation has reached that is to be replaced. */
export const unprotected = ({ attributes }: ResourceDefinition, reached: ObjectValue): ObjectValue =>
  attribute in attributes ? { ...reached, [attribute]: false } : reached;

function summaryOf({ name }: ResourceDefinition, { handle, id }: ObjectValue): string {
  const thing = name.replace('aptible_', '').replaceAll('_', ' ');
  const number = typeof id === 'string' ? ` (id ${id})` : '';
  return `The ${thing} ${JSON.stringify(handle)}${number} is protected from deletion`;
}
