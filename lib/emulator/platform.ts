/** The parts of the local platform, as its resources see them. */
import type { PlatformClock } from './clock';
import type { DatabaseServers } from './databases';
import type { RawFields } from './fields';
import type { Operations, OperationRule } from './operations';
import { notFound } from './refusals';
import type { Kind, Records, Store } from './store';

export interface Platform {
  readonly store: Store;
  readonly clock: PlatformClock;
  readonly operations: Operations;
  readonly resources: Resources;
  readonly databases: DatabaseServers | 'none';
  /** The service names of a docker image. */
  processTypes(image: string): readonly string[];
  report(line: string): void;
}

export type Resources = { readonly [K in Kind]: Resource<Records[K]> };

/** One kind of record: what it looks like outside, where it answers, and its rules. */
export interface Resource<R> {
  /** As in paths and in `_embedded`: `apps`. */
  readonly collection: string;
  /** Fields of the record that no answer shows. `deleted_at` is one of them unless `computed` gives it. */
  readonly hidden?: readonly (keyof R)[];
  /** Fields that `Prefer: no_sensitive_extras=true` leaves out. */
  readonly sensitive?: readonly string[];
  /** Fields that are not kept but worked out, or that replace kept ones. Some are there only when the query asks for them. */
  computed?(record: R, platform: Platform, query: URLSearchParams): Readonly<Record<string, unknown>>;
  /** Relation → path. Undefined where there is no target. */
  links?(record: R, platform: Platform): Readonly<Record<string, string | undefined>>;
  /** Relation → what is shown inside the answer. */
  embedded?(record: R, platform: Platform): Readonly<Record<string, Embedded>>;
  /** Embedded relations that stay when the client asks for none: clients break without them. */
  readonly alwaysEmbedded?: readonly string[];
  readonly newestFirst?: boolean;
  readonly routes: readonly Route[];
  /** Operation type → its rule. */
  readonly operations?: Readonly<Record<string, OperationRule<R>>>;
}

export type Embedded = {
  [K in Kind]: { readonly kind: K; readonly show: Records[K] | readonly Records[K][] | null };
}[Kind];

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/apps/{id}` */
  readonly path: string;
  /** Answers without a token. */
  readonly open?: boolean;
  handle(call: Call): Answer | Promise<Answer>;
}

export type Answer =
  | { readonly status: number; readonly show: unknown; readonly kind: Kind }
  | {
      readonly status: number;
      readonly list: readonly unknown[];
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

  /** The record that a part of the path names. Refuses with 404 when there is none. */
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

export function pathOf(platform: Platform, kind: Kind, id: number | string): string {
  return `/${platform.resources[kind].collection}/${id}`;
}
