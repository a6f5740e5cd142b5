/** What was changed outside of Terraform since the last apply. */
import { camelCase } from '../schema/camel-case';
import { definitionOf } from './consequences';
import { describe, inWords, type Described } from './describe';
import { differencesOf, isConfigurable } from './differences';
import { addressesOf, clipped, isObject, type Plan } from './plan';

/** The path of names in a definition, by address. */
type Entries = ReadonlyMap<string, string>;

export interface Drift {
  readonly address: string;
  /** What it is in the definition that the configuration was made from. */
  readonly entry?: string;
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
 * @param ignored addresses, or attributes behind an address: `aptible_app.web.config.LOG_LEVEL`. Those of entries do as well: `apps.web.config`
 */
export function driftOf(
  { resource_drift: drift = [] }: Plan,
  ignored: readonly string[] = [],
  entries: Entries = new Map(),
): Drift[] {
  return drift.flatMap(({ address: whole, mode, type, change }) => {
    const definition = definitionOf(type);
    const entry = entries.get(whole);
    const names = entry === undefined ? [whole] : [whole, entry];
    if (mode === 'data' || change.actions.join() === 'no-op' || names.some((name) => isIgnored(name, ignored)))
      return [];
    const isRemoved = change.actions.includes('delete');
    const byHand =
      definition === undefined || isRemoved
        ? []
        : differencesOf(definition, change).filter((each) => isConfigurable(each) || each.attribute.showsDrift);
    const attributes = byHand.flatMap((difference): DriftedAttribute[] => {
      const described = describe([difference], false).flatMap((each) => remaining(names, each, ignored));
      const setBy = difference.attribute.setBy ?? definition?.setBy;
      return described.map((each) => ({ ...each, ...(setBy && { setBy }) }));
    });
    if (definition !== undefined && !isRemoved && attributes.length === 0) return [];
    // That of another provider may be anything, a password too.
    const id = definition !== undefined && isObject(change.before) ? change.before['id'] : undefined;
    return [
      {
        address: clipped(whole),
        ...(entry !== undefined && { entry }),
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
function remaining(names: readonly string[], described: Described, ignored: readonly string[]): Described[] {
  const paths = names.flatMap((name) => [`${name}.${described.path}`, `${name}.${inDefinition(described.path)}`]);
  const isOne = (behind: string) => paths.some((path) => isIgnored(path + behind, ignored));
  if (isOne('')) return [];
  const keys = described.keys?.filter((key) => !isOne(`.${key}`));
  if (keys === undefined) return [described];
  return keys.length === 0 ? [] : [{ ...described, keys }];
}

/** @returns the way to an attribute as definitions write it. */
function inDefinition(path: string): string {
  const [first = '', ...rest] = path.split('.');
  if (first !== 'service' || rest.length === 0) return [first, ...rest].map(camelCase).join('.');
  const [name, ...inside] = rest;
  return ['services', name, ...inside.map(camelCase)].join('.');
}

/** @returns those of the ignored that are neither a thing, nor in one, nor around one. */
export function unknownIn(ignored: readonly string[], plan: Plan, entries: Entries = new Map()): string[] {
  const names = addressesOf(plan).flatMap((address) => [address, entries.get(address) ?? address]);
  return ignored.filter((each) => !names.some((name) => isIgnored(name, [each]) || isIgnored(each, [name])));
}

/** The commands for what was found. */
export interface Remedies {
  /** Where it is said how things should be. */
  readonly source: string;
  /** What a thing is called there. */
  readonly block: string;
  readonly apply: string;
  readonly plan: string;
  readonly accept: string;
}

const ofTerraform: Remedies = {
  source: 'the configuration',
  block: 'block',
  apply: '"terraform apply"',
  plan: '"terraform plan"',
  accept: '"terraform apply -refresh-only"',
};

/** @param author who set an attribute, in words, where that is known */
export function driftToText(
  drift: readonly Drift[],
  author: (drift: Drift, attribute: DriftedAttribute) => string | undefined,
  { source, block, apply, plan, accept }: Remedies = ofTerraform,
): string {
  if (drift.length === 0) return 'Nothing was changed outside of Terraform since the last apply.\n';
  const blocks = drift.map((each) => {
    const lines = each.attributes.map((attribute) => {
      const by = author(each, attribute);
      const path = each.entry === undefined ? attribute.path : inDefinition(attribute.path);
      return `  ${inWords({ ...attribute, path }, (text) => text)}${by === undefined ? '' : `\n    ${by}`}\n`;
    });
    const title = each.entry === undefined ? each.address : `${each.entry} (${each.address})`;
    return `${title}\n${each.isRemoved ? '  was removed\n' : lines.join('') || '  was changed\n'}`;
  });
  const isRemoved = drift.some((each) => each.isRemoved);
  const isChanged = drift.some((each) => !each.isRemoved);
  return [
    `Changed outside of Terraform since the last apply: ${drift.length} ${drift.length === 1 ? 'resource' : 'resources'}.\n`,
    ...blocks,
    [
      `Put it back: ${apply} makes it what ${source} says.`,
      ...(isRemoved ? ['What was removed is created again, without the data that it had.'] : []),
      ...(isChanged ? [`What ${source} leaves out stays as it is.`] : []),
    ].join(' ') + '\n',
    [
      'Take it over:',
      [
        ...(isChanged ? [`write it into ${source}`] : []),
        ...(isRemoved ? [`take the ${block} of what was removed out of ${source}`] : []),
      ].join(', or '),
      `until ${plan} shows no changes, then run ${accept}.`,
    ].join(' ') + '\n',
    `Leave it out of this report: --ignore ${firstPath(drift[0]!)}\n`,
  ].join('\n');
}

function firstPath({ address, entry, attributes: [first] }: Drift): string {
  const inside = first && (entry === undefined ? first.path : inDefinition(first.path));
  const path = [entry ?? address, ...(inside === undefined ? [] : [inside])].join('.');
  return /["[\s]/.test(path) ? `'${path}'` : path;
}
