/** Creation of a record so that none is lost or doubled, whatever died before: this process, an earlier one, or a connection. */
import { ApiError, type Client, operationShape } from '../api';
import { DiagnosticError, type Path } from '../plugin/diagnostics';
import type { Call } from './call';
import { claim, exclusively, isClaimed } from './claims';
import { posted } from './records';
import type { Work } from './work';

interface Made {
  readonly id: number;
  readonly created_at?: string | null | undefined;
}

export interface NewRecord<T> {
  /** `aptible_app` */
  readonly type: string;
  /** The record in messages: `the app "web"`. */
  readonly what: string;
  /** Where the request goes. */
  readonly path: string;
  /** What tells it from others there: its handle. Those that nothing tells apart are made one after the other. */
  readonly identity: string;
  readonly create: () => Promise<T>;
  /** Those that it may be, read anew: the one with its handle; without handles, all that are alike in what was asked for. */
  readonly find: () => Promise<readonly T[]>;
  /** Whether it is just as this configuration makes it, and nobody has used it: then a creation that came to no end has made it. */
  readonly isUnused: (record: T) => boolean | Promise<boolean>;
  /**
   * The platform would make a second one. So one is looked for before, and this is called with one like it that is in use: it throws, or
   * has a second one made.
   */
  readonly whenInUse?: (other: T) => void;
  /** This run may make several that are alike. */
  readonly mayBeSeveral?: true;
  /** Says more about a refusal than the platform does. */
  readonly becauseOf?: (refusal: ApiError) => Promise<DiagnosticError | undefined>;
}

/** Creates a record, or takes over the one that an earlier creation has made and then lost. */
export async function createRecord<T extends Made>({ platform }: Call, work: Work, record: NewRecord<T>): Promise<T> {
  const { what, path, whenInUse } = record;
  const create = async () => claim(platform, path, await record.create());
  const findLost = async (cause: ApiError) => {
    const { unused, used } = await look(record, platform);
    if (unused !== undefined) return claim(platform, path, unused);
    if (used !== undefined && whenInUse === undefined) throw handleTaken(record, used.id, cause);
    return undefined;
  };
  // Two that are alike, made in one run, would each take the other's for its own.
  return exclusively(platform, `${path} ${record.identity}`, () =>
    work.must(`create ${what}`, async () => {
      if (whenInUse !== undefined) {
        const { unused, used } = await lookTwice(record, platform, work.signal);
        if (unused !== undefined) return claim(platform, path, unused);
        if (used !== undefined) whenInUse(used);
      }
      try {
        return await posted(platform, work.signal, create, findLost);
      } catch (error) {
        if (!(error instanceof ApiError) || work.signal.aborted || error.status !== 422) throw error;
        const isTaken = whenInUse === undefined && /handle|taken|exist|use/i.test(error.platformMessage ?? '');
        const { unused, used } = isTaken ? await lookTwice(record, platform, work.signal) : {};
        if (unused !== undefined) return claim(platform, path, unused);
        if (used !== undefined) throw handleTaken(record, used.id, error);
        throw (await record.becauseOf?.(error)) ?? error;
      }
    }),
  );
}

interface Sighting<T> {
  readonly unused?: T | undefined;
  readonly used?: T | undefined;
}

/** What another creation of this run has made, is in use. */
async function look<T extends Made>(
  { path, find, isUnused, mayBeSeveral }: NewRecord<T>,
  platform: Client,
): Promise<Sighting<T>> {
  let used: T | undefined;
  for (const found of await find()) {
    const isOwn = isClaimed(platform, path, found);
    if (isOwn && mayBeSeveral) continue;
    if (!isOwn && (await isUnused(found))) return { unused: found, used };
    used ??= found;
  }
  return { used };
}

/** Another run may be about to use what it has just made: what is unused is so still after a while. */
async function lookTwice<T extends Made>(
  record: NewRecord<T>,
  platform: Client,
  signal: AbortSignal,
): Promise<Sighting<T>> {
  const first = await look(record, platform);
  if (first.unused === undefined) return first;
  // What has been there for long without any use is somebody's plan.
  if (!isRecent(first.unused)) return { used: first.used ?? first.unused };
  await platform.pause(1, signal);
  const second = await look(record, platform);
  return second.unused?.id === first.unused.id ? second : { used: second.used ?? second.unused };
}

/** A time in which an apply that was killed is repeated. */
const recentMs = 24 * 3_600_000;

export const isRecent = ({ created_at }: Pick<Made, 'created_at'>): boolean =>
  Date.now() - Date.parse(created_at ?? '') < recentMs;

/** Whether no operation has ever been asked of what is at `path`. */
export async function isWithoutOperations(path: string, { signal }: Work, { platform }: Call): Promise<boolean> {
  return (await platform.list(`${path}/operations`, operationShape, { signal })).length === 0;
}

/** What to write to have a record managed by a resource of that type. Terraform does not tell a provider the names of resources. */
export function importBlock(type: string, id: number | string): string {
  return (
    `  import {\n    to = ${type}.NAME\n    id = "${id}"\n  }\n\n` +
    `With CDKTF, call importFrom("${id}") on the construct instead. Then apply again.`
  );
}

/** The error about something that is there already and may be somebody else's. */
export function thereAlready(
  {
    type,
    what,
    id,
    cause,
    isCalled = 'one',
  }: {
    readonly type: string;
    readonly what: string;
    readonly id: number;
    readonly cause?: ApiError | undefined;
    /** `one with this handle` */
    readonly isCalled?: string;
  },
  otherwise: string,
  path: Path,
): DiagnosticError {
  return new DiagnosticError(
    `Could not create ${what}: there is ${isCalled} already`,
    `${cause === undefined ? '' : `${cause.message}\n\n`}Its id is ${id}. It may be somebody else's, or come from an apply that was killed. ` +
      `To manage it here, import it:\n\n${importBlock(type, id)}${otherwise}`,
    path,
    { cause },
  );
}

/** The error about something that has the handle of a new thing. */
export const handleTaken = ({ type, what }: Pick<NewRecord<unknown>, 'type' | 'what'>, id: number, cause?: ApiError) =>
  thereAlready(
    { type, what, id, cause, isCalled: 'one with this handle' },
    '\n\nTo have another one, choose another handle.',
    ['handle'],
  );
