/** What a deploy or a destroy has done, at its end: from the states before and after, and from what the provider noted in between. */
import { isDeepStrictEqual } from 'node:util';
import type { Applied } from '../provider/progress';
import type { EndedOperation } from './operation-progress';

/** The JSON of a state, as `terraform state pull` prints it; empty where there is none yet. */
export interface StateJson {
  readonly resources?: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly module?: string;
    readonly instances: readonly {
      readonly index_key?: string | number;
      readonly attributes?: Readonly<Record<string, unknown>>;
      readonly status?: string;
      /** Set where it is only still to be destroyed: another one has taken its place. */
      readonly deposed?: string;
    }[];
  }[];
  readonly outputs?: Readonly<Record<string, { readonly value: unknown; readonly sensitive?: boolean }>>;
}

export interface Done {
  readonly command: 'deploy' | 'destroy';
  readonly succeeded: boolean;
  readonly before: StateJson;
  readonly after: StateJson;
  /** By address, what the definition calls each resource and data source. */
  readonly names: ReadonlyMap<string, string>;
  readonly applied: readonly Applied[];
  readonly operations: readonly EndedOperation[];
}

interface Named {
  readonly name: string;
  readonly address: string;
}

type Kind = 'created' | 'takenOver' | 'changed' | 'replaced' | 'destroyed' | 'gone';

type Next =
  | { readonly kind: 'dns'; readonly endpoint: string; readonly record: string; readonly value: string }
  | { readonly kind: 'release'; readonly app: string; readonly handle: string };

export interface DeploySummary extends Readonly<Record<Kind, readonly Named[]>> {
  readonly succeeded: boolean;
  readonly notDone: readonly (Named & { readonly why: string })[];
  readonly operations: readonly EndedOperation[];
  /** A sensitive one has no value here. */
  readonly outputs: Readonly<Record<string, { readonly value?: unknown; readonly sensitive: boolean }>>;
  readonly next: readonly Next[];
}

interface Instance {
  readonly address: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly isTainted: boolean;
}

export function summaryOf({ command, succeeded, before, after, names, applied, operations }: Done): DeploySummary {
  const old = instancesOf(before);
  const present = instancesOf(after);
  const has = (kind: Applied['kind'], { type, attributes }: Instance, hasFailed = false): boolean =>
    applied.some(
      (each) =>
        each.kind === kind && each.type === type && each.id === attributes['id'] && each.hasFailed === hasFailed,
    );
  const named = (address: string): Named => ({ name: names.get(address) ?? address, address });
  const kinds: Record<Kind, Named[]> = {
    created: [],
    takenOver: [],
    changed: [],
    replaced: [],
    destroyed: [],
    gone: [],
  };

  for (const [address, now] of present) {
    // What has another address now is what it was.
    const was = old.get(address) ?? sameIn(old, now);
    const kind = now.isTainted ? undefined : kindOf(was, now, has);
    if (kind !== undefined) kinds[kind].push(named(address));
  }
  for (const [address, was] of old) {
    if (present.has(address) || sameIn(present, was) !== undefined) continue;
    kinds[has('delete', was) || !isOurs(was) ? 'destroyed' : 'gone'].push(named(address));
  }

  // Where nothing was begun, the errors say all.
  const isBegun = applied.length > 0 || Object.values(kinds).some(({ length }) => length > 0);
  const changes = [...kinds.created, ...kinds.replaced].map(({ address }) => address);
  return {
    succeeded,
    ...kinds,
    notDone: succeeded || !isBegun ? [] : notDone(),
    operations,
    outputs: Object.fromEntries(Object.entries(after.outputs ?? {}).map(([name, output]) => [name, shown(output)])),
    next:
      command === 'destroy'
        ? []
        : [...present.values()].flatMap((each) => nextOf(each, named(each.address).name, changes)),
  };

  function notDone(): DeploySummary['notDone'] {
    const because = (address: string, why: string) => ({ ...named(address), why });
    if (command === 'destroy') return [...present.keys()].map((address) => because(address, 'is still there'));
    const left = [...present.values()].flatMap((each) => {
      if (each.isTainted) return [because(each.address, 'is half made: the next deploy replaces it')];
      if (has('update', each, true)) return [because(each.address, 'was not changed, or only in part')];
      return has('delete', each, true) ? [because(each.address, 'was not destroyed')] : [];
    });
    const made = [...names.keys()].filter((address) => !address.startsWith('data.'));
    const missing = made.filter((address) => !present.has(address) && !hasInstances(address, present));
    return [...left, ...missing.map((address) => because(address, 'was not made'))];
  }
}

type Has = (kind: Applied['kind'], instance: Instance) => boolean;

/** What happened to something that is there now. */
function kindOf(was: Instance | undefined, now: Instance, has: Has): Kind | undefined {
  if (was === undefined) return has('create', now) || !isOurs(now) ? 'created' : 'takenOver';
  if (was.attributes['id'] !== now.attributes['id']) return has('delete', was) || !isOurs(now) ? 'replaced' : 'created';
  if (was.isTainted) return undefined;
  // What a refresh has found is no change of ours.
  const isChanged = isOurs(now) ? has('update', now) : !isDeepStrictEqual(was.attributes, now.attributes);
  return isChanged ? 'changed' : undefined;
}

const sameIn = (instances: ReadonlyMap<string, Instance>, { type, attributes: { id } }: Instance) =>
  [...instances.values()].find((each) => each.type === type && each.attributes['id'] === id);

/** Whether the provider says what happens to it. */
const isOurs = ({ type }: Instance): boolean => type.startsWith('aptible_');

function instancesOf({ resources = [] }: StateJson): Map<string, Instance> {
  const instances = resources
    .filter(({ mode }) => mode === 'managed')
    .flatMap(({ type, name, module, instances: each }) =>
      each
        .filter(({ deposed }) => deposed === undefined)
        .map(({ index_key: key, attributes = {}, status }): Instance => {
          const index = key === undefined ? '' : `[${JSON.stringify(key)}]`;
          const address = `${module === undefined ? '' : `${module}.`}${type}.${name}${index}`;
          return { address, type, attributes, isTainted: status === 'tainted' };
        }),
    );
  return new Map(instances.map((each) => [each.address, each]));
}

/** Whether there is one of several instances of an address. */
const hasInstances = (address: string, present: ReadonlyMap<string, Instance>): boolean =>
  [...present.keys()].some((each) => each.startsWith(`${address}[`));

const shown = ({ value, sensitive = false }: { readonly value: unknown; readonly sensitive?: boolean }) =>
  sensitive ? { sensitive } : { value, sensitive };

/** What the user has to do for something, so that it is of use. */
function nextOf({ address, type, attributes }: Instance, name: string, changed: readonly string[]): Next[] {
  const text = (field: string): string => (typeof attributes[field] === 'string' ? attributes[field] : '');
  if (type === 'aptible_app' && text('release_mode') === 'external' && text('release') === '') {
    return [{ kind: 'release', app: name, handle: text('handle') }];
  }
  if (type !== 'aptible_endpoint' || text('domain') === '') return [];
  const isWaiting = attributes['managed'] === true && text('acme_status') !== 'ready';
  if (!isWaiting && !changed.includes(address)) return [];
  const records = [
    [text('domain'), text('external_hostname')],
    ...(isWaiting ? [[text('dns_validation_record'), text('dns_validation_value')]] : []),
  ] as const;
  return records.flatMap(([record = '', value = '']): Next[] =>
    record === '' || value === '' ? [] : [{ kind: 'dns', endpoint: name, record, value }],
  );
}

const words: Readonly<Record<Kind, string>> = {
  created: 'created',
  takenOver: 'taken over',
  changed: 'changed',
  replaced: 'replaced',
  destroyed: 'destroyed',
  gone: 'gone already',
};

/** What takes longer is worth a line. */
const slowSeconds = 10;
const mostSlow = 5;

/** The same in words; empty where terraform has said all of it. `handle` is that of the environment, and `file` the definition. */
export function summaryText(
  summary: DeploySummary,
  { command, handle, file }: Pick<Done, 'command'> & { readonly handle: string; readonly file: string },
): string {
  const { succeeded, notDone, operations, outputs, next } = summary;
  const kinds = (Object.keys(words) as Kind[]).filter((kind) => summary[kind].length > 0);
  if (kinds.length === 0 && notDone.length === 0) return '';
  const rows = kinds.map(
    (kind) => `  ${`${words[kind]}:`.padEnd(14)}${summary[kind].map(({ name }) => name).join(', ')}`,
  );
  const slow = operations.filter(({ seconds }) => seconds >= slowSeconds).sort((a, b) => b.seconds - a.seconds);
  const secrets = Object.keys(outputs).filter((name) => outputs[name]!.sensitive);
  const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : [title, ...lines]);
  return [
    '',
    succeeded ? `Done in ${handle}:` : `Not all of it was done in ${handle}, as the errors above say:`,
    ...rows,
    ...section(
      'Not done:',
      notDone.map(({ name, why }) => `  ${name} ${why}`),
    ),
    ...section(
      'What took longest:',
      slow.slice(0, mostSlow).map((each) => `  ${each.type} of ${each.subject}: ${timeText(each.seconds)}`),
    ),
    ...(succeeded && command === 'deploy' && secrets.length > 0
      ? [`Secret outputs, to be read with "cdktf-aptible output ${file} NAME --raw": ${secrets.join(', ')}`]
      : []),
    ...section(
      'What comes next:',
      next.map((each) => `  ${nextText(each)}`),
    ),
    ...(succeeded
      ? []
      : [`What was done is in the state. Mend what the errors say, and run ${command} again: it goes on from here.`]),
    '',
  ].join('\n');
}

function nextText(next: Next): string {
  return next.kind === 'dns'
    ? `${next.endpoint}: make the DNS record ${next.record} CNAME ${next.value}`
    : `${next.app} has no release yet: "aptible deploy --app ${next.handle}" or "git push" makes it, and the next deploy sets its services up`;
}

function timeText(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
