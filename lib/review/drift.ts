/** What was changed outside of Terraform since the last apply. */
import { definitionOf } from './consequences';
import { describe, inWords, type Described } from './describe';
import { differencesOf, isConfigurable } from './differences';
import { clipped, isObject, type Plan } from './plan';

export interface Drift {
  readonly address: string;
  readonly type: string;
  /** The platform's id of it, where it has one. */
  readonly id?: string;
  readonly isRemoved: boolean;
  readonly attributes: readonly DriftedAttribute[];
}

export interface DriftedAttribute extends Described {
  /** The types of the operations that set it. */
  readonly setBy?: readonly string[];
}

/**
 * Decided from the values: Terraform itself calls a plan of only a refresh a change right after an apply. What only the platform sets is its own
 * business, unless it says that something was changed by hand.
 *
 * @param ignored addresses, or attributes behind an address: `aptible_app.web.config.LOG_LEVEL`
 */
export function driftOf({ resource_drift: drift = [] }: Plan, ignored: readonly string[] = []): Drift[] {
  return drift.flatMap(({ address: whole, mode, type, change }) => {
    const definition = definitionOf(type);
    if (mode === 'data' || change.actions.join() === 'no-op' || isIgnored(whole, ignored)) return [];
    const isRemoved = change.actions.includes('delete');
    const byHand =
      definition === undefined || isRemoved
        ? []
        : differencesOf(definition, change).filter((each) => isConfigurable(each) || each.attribute.showsDrift);
    const attributes = byHand.flatMap((difference): DriftedAttribute[] => {
      const described = describe([difference], false).flatMap((each) => remaining(whole, each, ignored));
      const setBy = difference.attribute.setBy ?? definition?.setBy;
      return described.map((each) => ({ ...each, ...(setBy && { setBy }) }));
    });
    if (definition !== undefined && !isRemoved && attributes.length === 0) return [];
    // That of another provider may be anything, a password too.
    const id = definition !== undefined && isObject(change.before) ? change.before['id'] : undefined;
    return [
      {
        address: clipped(whole),
        type,
        ...(typeof id === 'string' && /^\d+$/.test(id) && { id }),
        isRemoved,
        attributes,
      },
    ];
  });
}

/** Whether it is one of these, or within one. */
const isIgnored = (path: string, ignored: readonly string[]): boolean =>
  ignored.some((each) => path.startsWith(each) && (path.length === each.length || '.['.includes(path[each.length]!)));

/** An attribute without the keys that are ignored. */
function remaining(address: string, described: Described, ignored: readonly string[]): Described[] {
  const path = `${address}.${described.path}`;
  if (isIgnored(path, ignored)) return [];
  const keys = described.keys?.filter((key) => !isIgnored(`${path}.${key}`, ignored));
  if (keys === undefined) return [described];
  return keys.length === 0 ? [] : [{ ...described, keys }];
}

/** @param author who set an attribute, in words, where that is known */
export function driftToText(
  drift: readonly Drift[],
  author: (drift: Drift, attribute: DriftedAttribute) => string | undefined,
): string {
  if (drift.length === 0) return 'Nothing was changed outside of Terraform since the last apply.\n';
  const blocks = drift.map((each) => {
    const lines = each.attributes.map((attribute) => {
      const by = author(each, attribute);
      return `  ${inWords(attribute, (text) => text)}${by === undefined ? '' : `\n    ${by}`}\n`;
    });
    return `${each.address}\n${each.isRemoved ? '  was removed\n' : lines.join('') || '  was changed\n'}`;
  });
  const isRemoved = drift.some((each) => each.isRemoved);
  const isChanged = drift.some((each) => !each.isRemoved);
  return [
    `Changed outside of Terraform since the last apply: ${drift.length} ${drift.length === 1 ? 'resource' : 'resources'}.\n`,
    ...blocks,
    [
      'Put it back: "terraform apply" makes it what the configuration says.',
      ...(isRemoved ? ['What was removed is created again, without the data that it had.'] : []),
      ...(isChanged ? ['What the configuration leaves out stays as it is.'] : []),
    ].join(' ') + '\n',
    [
      'Take it over:',
      [
        ...(isChanged ? ['write it into the configuration'] : []),
        ...(isRemoved ? ['take the block of what was removed out of the configuration'] : []),
      ].join(', or '),
      'until "terraform plan" shows no changes, then run "terraform apply -refresh-only".',
    ].join(' ') + '\n',
    `Leave it out of this report: --ignore ${firstPath(drift[0]!)}\n`,
  ].join('\n');
}

function firstPath({ address, attributes: [first] }: Drift): string {
  const path = first === undefined ? address : `${address}.${first.path}`;
  return /["[\s]/.test(path) ? `'${path}'` : path;
}
