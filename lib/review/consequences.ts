/** What a change comes to, by what `schema` says of its attributes. */
import { plainText, resources, typesWithoutDowntime, type ResourceDefinition } from '../schema';
import type { Category } from './categories';
import { differencesOf, isConfigurable, isMarked, type Difference } from './differences';
import { isObject, type Change, type ResourceChange, type Values } from './plan';

/** What a consequence is, with its reason as a reviewer reads it. */
export type Consequences = Partial<Record<Category, string>>;

export interface Consequence {
  readonly consequences: Consequences;
  /** What differs of one of our own resources. */
  readonly differences: readonly Difference[];
}

/** Other providers' types that are nothing outside of the state: they run things. */
const inStateAlone = ['null_resource', 'terraform_data'];

export const definitionOf = (type: string): ResourceDefinition | undefined =>
  Object.hasOwn(resources, type) ? resources[type as keyof typeof resources] : undefined;

/** Consequences of a change; none of one that changes nothing. */
export function consequencesOf(changed: ResourceChange, all: readonly ResourceChange[]): Consequence {
  const { change, type } = changed;
  const { actions } = change;
  const has = (action: string) => actions.includes(action);
  const definition = definitionOf(type);
  const consequences: Consequences = {};
  if (changed.previous_address !== undefined) consequences.moved = 'moved';
  if (has('forget')) consequences.moved = 'taken out of the state, and left as it is';
  if (isObject(change.importing)) consequences.imported = 'taken over as it is';
  const differences = definition === undefined ? [] : differencesOf(definition, change);
  if (has('delete')) Object.assign(consequences, destruction(changed, definition));
  else if (has('create')) consequences.created = 'created';
  else if (has('update')) consequences.changed = 'changed';
  if (consequences.imported !== undefined && has('update')) consequences.imported = 'taken over, and changed';
  if (has('update') || has('create')) Object.assign(consequences, openings(definition, change));
  if (has('update')) Object.assign(consequences, ofDifferences(changed, differences, all));
  if (type === 'aptible_operation' && has('create')) Object.assign(consequences, ofOperation(change));
  return { consequences, differences };
}

function destruction(
  { type, deposed, change }: ResourceChange,
  definition: ResourceDefinition | undefined,
): Consequences {
  const isReplaced = change.actions.includes('create');
  const what = deposed === undefined ? '' : ' (what an earlier replacement left)';
  if (definition?.destroys === 'nothing' || inStateAlone.includes(type)) {
    return isReplaced ? { changed: 'runs again' } : { moved: 'taken out of the state; what was done stays' };
  }
  const consequences: Consequences = isReplaced ? { replaced: replacement(change) } : { removed: `removed${what}` };
  if (definition?.destroys === 'data') consequences['data-loss'] = 'what it holds is lost';
  return consequences;
}

function replacement({ actions }: Change): string {
  return actions[0] === 'create' ? 'replaced, the new one first' : 'replaced';
}

function openings(definition: ResourceDefinition | undefined, { before, after }: Change): Consequences {
  const was = reach(definition, before);
  const will = reach(definition, after);
  if (was === 'everybody') return {};
  if (will === 'everybody') return { public: 'anybody on the internet can reach it' };
  const added = will.filter((each) => !was.includes(each)).length;
  return added === 0 ? {} : { public: `${added} more addresses or ranges of the internet can reach it` };
}

/** Who can reach it from the internet: everybody, or these addresses. What is not known yet counts as open. */
function reach(definition: ResourceDefinition | undefined, values: unknown): 'everybody' | readonly unknown[] {
  const gates = Object.entries(definition?.attributes ?? {}).filter(([, { opens }]) => opens !== undefined);
  if (gates.length === 0 || !isObject(values)) return [];
  const isShut = gates.some(
    ([name, { opens }]) => typeof opens === 'boolean' && typeof values[name] === 'boolean' && values[name] !== opens,
  );
  if (isShut) return [];
  const admitted = gates.flatMap(([name, { opens }]) => (opens === 'some' ? elements(values[name]) : []));
  return admitted.length === 0 || admitted.some(isEverybody) ? 'everybody' : admitted;
}

const elements = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const isEverybody = (range: unknown) => typeof range === 'string' && range.endsWith('/0');

function ofDifferences(
  { change }: ResourceChange,
  differences: readonly Difference[],
  all: readonly ResourceChange[],
): Consequences {
  const consequences: Consequences = {};
  const configured = differences.filter(isConfigurable);
  if (configured.some((each) => each.attribute.keepsData && growth(each) === -1))
    consequences['data-loss'] = 'backups that are too many are removed';
  if (configured.some((each) => each.attribute.onlyGrows && growth(each) === 1))
    consequences.irreversible = 'cannot be made smaller again';
  if (configured.some(({ attribute }) => attribute.costs)) consequences.cost = 'changes the cost';
  const downtime = downtimeOf(change, configured, all);
  if (downtime !== undefined) consequences.downtime = downtime;
  return consequences;
}

/** The direction in which a number goes. One that is not known yet counts as greater. */
function growth({ before, after, unknown }: Difference): number {
  if (unknown) return 1;
  return typeof before === 'number' && typeof after === 'number' ? Math.sign(after - before) : 0;
}

function downtimeOf(
  change: Change,
  differences: readonly Difference[],
  all: readonly ResourceChange[],
): string | undefined {
  if (differences.some(({ attribute }) => attribute.restarts === 'stopped')) return 'stops while it restarts';
  const stopped = differences.filter(({ attribute, after }) => attribute.setBy?.includes('scale') && after === 0);
  if (stopped.length > 0) return `${named(stopped.flatMap(({ path }) => path.slice(1, -1)))} stops`;
  const released = differences.filter(({ attribute }) => attribute.restarts === 'released');
  if (released.length === 0 || !isObject(change.after)) return undefined;
  return downtimeOfRelease(released, change.after, isMarked(change, 'service'), all);
}

/** The services that stop before their new containers start. Only a change of the number may leave containers as they are. */
function downtimeOfRelease(
  released: readonly Difference[],
  app: Values,
  hidesNames: boolean,
  all: readonly ResourceChange[],
): string | undefined {
  const declared = elements(app['service']).filter(isObject);
  const isOfAll = released.some(({ path }) => path.length === 1);
  const scaled = (service: Values) =>
    released.some(
      ({ path }) =>
        path[0] === 'service' &&
        (path.length < 3 || path[1] === service['process_type']) &&
        !(path.at(-1) === 'container_count' && service['restart_free_scaling'] === true),
    );
  const covered = servicesWithoutDowntime(app['app_id'], all);
  const stops = declared.filter(
    (service) =>
      (isOfAll || scaled(service)) &&
      service['force_zero_downtime'] !== true &&
      !covered.includes(service['process_type']) &&
      service['container_count'] !== 0,
  );
  if (stops.length > 0) {
    const { process_type: name } = resources.aptible_app.blocks.service.attributes;
    const names = stops.flatMap((service) => plainText(name, service['process_type']) ?? []);
    return `${named(hidesNames ? [] : names)} stops before it starts again`;
  }
  return isOfAll && declared.length === 0 && covered.length === 0
    ? 'services without an endpoint stop before they start again'
    : undefined;
}

function servicesWithoutDowntime(appId: unknown, all: readonly ResourceChange[]): unknown[] {
  return all.flatMap(({ type, change: { after } }) =>
    type === 'aptible_endpoint' &&
    isObject(after) &&
    after['resource_type'] === 'app' &&
    after['resource_id'] === appId &&
    typesWithoutDowntime.includes(String(after['endpoint_type']))
      ? [after['process_type']]
      : [],
  );
}

const named = (names: readonly string[]) =>
  names.length === 0
    ? 'a service'
    : names.length === 1
      ? `the service ${names[0]}`
      : `each of the services ${names.join(', ')}`;

function ofOperation({ after }: Change): Consequences {
  const type = isObject(after) ? after['type'] : undefined;
  const isOfDatabase = isObject(after) && typeof after['database_id'] === 'number';
  return type === 'restart' && isOfDatabase ? { downtime: 'the database stops while it restarts' } : {};
}
