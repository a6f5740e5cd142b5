/** The parts of the local platform, as its resources see them. */
import type { PlatformClock } from './clock';
import type { DatabaseServers } from './databases';
import type { RawFields } from './fields';
import type { Operations, OperationRule } from './operations';
import { notFound } from './refusals';
import type { SshPortal } from './ssh-portal';
import type { Kind, Records, Store, Stored } from './store';

export interface Platform {
  readonly store: Store;
  readonly clock: PlatformClock;
  readonly operations: Operations;
  readonly resources: Resources;
  readonly databases: DatabaseServers | 'none';
  readonly sshPortal: SshPortal;
  /** The names of the services that a Docker image has. */
  processTypes(image: string): readonly string[];
  readonly report: (line: string) => void;
}

export type Resources = { readonly [K in Kind]: Resource<Records[K]> };

/** One kind of record: what it looks like outside, where it answers, and its rules. */
export type Resource<R> = AnyResource<R> &
  (R extends { readonly account_id: number } ? { readonly inEnvironment: InEnvironment<R> } : unknown);

export interface AnyResource<R> {
  /** The name in paths and in `_embedded`: `apps`. */
  readonly collection: string;
  /** Fields of the record that no answer shows. `deleted_at` is one of them unless `computed` gives it. */
  readonly hidden?: readonly (keyof R)[];
  /** Fields that `Prefer: no_sensitive_extras=true` leaves out. */
  readonly sensitive?: readonly string[];
  /** Fields that are worked out, not kept, or that replace kept ones. Some are there only when the query asks for them. */
  computed?(record: R, platform: Platform, query: URLSearchParams): Readonly<Record<string, unknown>>;
  /** Relation → path, or undefined where there is no target. */
  links?(record: R, platform: Platform): Readonly<Record<string, string | undefined>>;
  /** Relation → what is shown inside the answer. */
  embedded?(record: R, platform: Platform): Readonly<Record<string, Embedded>>;
  /** Embedded relations that are there even when the client asks for none, since clients break without them. */
  readonly alwaysEmbedded?: readonly string[];
  readonly newestFirst?: boolean;
  readonly routes: readonly Route[];
  /** Operation type → its rule. */
  readonly operations?: Readonly<Record<string, OperationRule<R>>>;
  /** Required where the records have an `account_id`. */
  readonly inEnvironment?: InEnvironment<R>;
}

/** What a kind of record in an environment says about that, for all code that deals with environments. */
interface InEnvironment<R> {
  /**
   * What the deletion of an environment does about its records. `blocked`: it is refused while there are any, in these words, `apps`;
   * `removed`: it removes them, too; `left`: it leaves them alone.
   */
  readonly onDeletion: { readonly blocked: string; readonly isNamedLast?: boolean } | 'removed' | 'left';
  /** How the page shows it; null when it does not, or only within the row of another one. */
  readonly page: PageRows<R> | null;
}

interface PageRows<R> {
  /** The heading above its rows: `Apps`. */
  readonly section: string;
  row(record: R, platform: Platform): PageRow;
}

export interface PageRow {
  readonly id: number;
  readonly handle: string;
  readonly status: string;
  readonly lines: readonly string[];
  readonly endpoints?: readonly { readonly host: string; readonly type: string; readonly status: string }[];
  /** Whether it is a database whose credentials can be revealed. */
  readonly hasCredentials?: boolean;
}

export type KindInEnvironment = {
  [K in Kind]: Records[K] extends { readonly account_id: number } ? K : never;
}[Kind];

/** The kinds of records that belong to an environment, in the order in which an environment names them. */
export function kindsInEnvironment({ resources }: Platform): KindInEnvironment[] {
  return (Object.keys(resources) as Kind[]).filter(
    (kind): kind is KindInEnvironment => resources[kind].inEnvironment !== undefined,
  );
}

export type Embedded = {
  [K in Kind]: { readonly kind: K; readonly show: Records[K] | readonly Records[K][] | null };
}[Kind];

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/apps/{id}` */
  readonly path: string;
  /** Whether it answers without a token. */
  readonly open?: boolean;
  handle(call: Call): Answer | Promise<Answer>;
}

export type Answer =
  | { readonly status: number; readonly show: Records[Kind]; readonly kind: Kind }
  | {
      readonly status: number;
      readonly list: readonly Records[Kind][];
      readonly kind: Kind;
      readonly links: Readonly<Record<string, string | undefined>>;
    }
  | { readonly status: number; readonly json: object }
  | { readonly status: number; readonly text: string }
  | { readonly status: 204 };

/** One request, with its path already matched. */
export class Call {
  constructor(
    readonly platform: Platform,
    readonly params: Readonly<Record<string, string>>,
    readonly query: URLSearchParams,
    readonly body: RawFields,
    /** `http://127.0.0.1:4000`: the origin under which the client knows the platform. */
    readonly origin: string,
    readonly token: string,
  ) {}

  /** Finds the record that a part of the path names. It refuses with 404 when there is none. */
  find<K extends Kind>(kind: K, param = 'id', options: { withDeleted?: boolean } = {}): Records[K] {
    const raw = this.params[param] ?? '';
    const record = /^\d{1,10}$/.test(raw) ? this.platform.store.find(kind, Number(raw), options) : undefined;
    if (record === undefined) throw notFound();
    return record;
  }

  get withDeleted(): boolean {
    return this.query.get('with_deleted') === 'true';
  }
}

/** The name by which people know a record. */
export function nameOf(record: Stored & { readonly handle?: string | null; readonly process_type?: string }): string {
  return record.handle ?? record.process_type ?? String(record.id);
}

export function pathOf(platform: Platform, kind: Kind, id: number | string): string {
  return `/${platform.resources[kind].collection}/${id}`;
}
