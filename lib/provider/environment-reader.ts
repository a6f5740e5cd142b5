/**
 * Reads whole collections once and serves every resource of a run from them. Terraform configures the provider anew for each walk
 * (plan, apply), so nothing that is kept here is older than that.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type * as z from 'zod/mini';
import {
  abortable,
  accountShape,
  ApiError,
  appShape,
  backupShape,
  certificateShape,
  type Client,
  type Configuration,
  configurationShape,
  databaseImageShape,
  databaseShape,
  linkedId,
  logDrainShape,
  metricDrainShape,
  type Operation,
  operationShape,
  type Organization,
  organizationShape,
  permissionShape,
  type Role,
  roleShape,
  type Service,
  serviceShape,
  type Setting,
  settingShape,
  type SizingPolicy,
  sizingPolicyShape,
  stackShape,
  vhostShape,
} from '../api';
import { SharedLooks } from './shared-looks';

/** What the platform has below an environment. */
const shapesBelow = {
  apps: appShape,
  backups: backupShape,
  certificates: certificateShape,
  databases: databaseShape,
  log_drains: logDrainShape,
  metric_drains: metricDrainShape,
  permissions: permissionShape,
  service_sizing_policies: sizingPolicyShape,
  services: serviceShape,
  vhosts: vhostShape,
} as const;

/** What it has in no environment. */
const shapesAbove = { accounts: accountShape, database_images: databaseImageShape, stacks: stackShape } as const;

const allShapes = { ...shapesBelow, ...shapesAbove };

export type KindBelow = keyof typeof shapesBelow;
type Kind = keyof typeof allShapes;
export type KindWithHandle = 'accounts' | 'apps' | 'databases' | 'log_drains' | 'metric_drains';
export type Records = { readonly [K in Kind]: z.output<(typeof allShapes)[K]> };
type RecordsById<K extends Kind> = Map<number, Records[K]>;

const shapes: { readonly [K in Kind]: z.ZodMiniType<Records[K]> } = allShapes;

/** By kind and path, as each was read or is being read. */
type Collections = { readonly [K in Kind]: Map<string, Promise<RecordsById<K>>> };

export interface ReadOptions {
  readonly signal: AbortSignal;
  /** After a write: asks the platform again. */
  readonly fresh?: boolean;
}

type ListOptions<K extends Kind> = ReadOptions &
  (K extends KindBelow ? { readonly environmentId: number } : { readonly environmentId?: undefined });

/** Where records of one kind are looked for. */
export interface RecordSource<T> {
  readonly byId: (id: number, environmentId?: number) => Promise<T | undefined>;
  readonly inEnvironment: (environmentId: number) => Promise<readonly T[]>;
}

export class EnvironmentReader {
  private readonly collections = Object.fromEntries(
    Object.keys(shapes).map((kind) => [kind, new Map()]),
  ) as Collections;
  /** The reads that are about to begin, by path. */
  private readonly nextReads = new Map<string, Promise<void>>();
  /** By environment, at its operations in flight. */
  private readonly looks = new Map<number, SharedLooks>();

  /** What was asked for by id and is not there, by the collection of it that came back empty. */
  private readonly missed = new Map<string, Set<number>>();
  private readOrganizations: Promise<Organization[]> | undefined;
  private readonly authUrl: string;

  constructor(
    private readonly platform: Client,
    authUrl: string,
  ) {
    this.authUrl = authUrl.replace(/\/+$/, '');
  }

  /** The record of an id; undefined when there is none. With its environment, it may come from the collection that was read already. */
  async find<K extends Kind>(
    kind: K,
    id: number,
    options: ReadOptions & { readonly environmentId?: number },
  ): Promise<Records[K] | undefined> {
    const { environmentId, signal } = options;
    let isEmpty = false;
    if (!options.fresh && (kind in shapesAbove || environmentId !== undefined)) {
      const records = await this.collection(kind, environmentId, options);
      const found = records.get(id);
      if (found !== undefined) return found;
      isEmpty = records.size === 0;
    }
    // A collection may lag behind, or be read before the record was made: only the record's own address tells that it is gone.
    const record = await this.platform.find(`/${kind}/${id}`, shapes[kind], { signal });
    if (record !== undefined) this.remember(kind, record, environmentId);
    else if (isEmpty) this.miss(collectionPath(kind, environmentId), id);
    return record;
  }

  /** Begins to read a collection that is needed next, unless it is read already. What goes wrong is told to those who then wait for it. */
  expect(kind: Kind, environmentId: number | undefined, { signal }: ReadOptions): void {
    this.collection(kind, environmentId, { signal }).catch(() => undefined);
  }

  /** The kinds of which an environment has nothing, though at least so many were asked for by id. */
  kindsWithout(environmentId: number, atLeast: number): KindBelow[] {
    const kinds = Object.keys(shapesBelow) as KindBelow[];
    return kinds.filter((kind) => (this.missed.get(collectionPath(kind, environmentId))?.size ?? 0) >= atLeast);
  }

  /** All of a kind, in one environment where the kind is below one. */
  async list<K extends Kind>(kind: K, options: ListOptions<K>): Promise<Records[K][]> {
    return this.listIn(kind, options.environmentId, options);
  }

  /** As `list`, where only the caller knows the kind. */
  async listIn<K extends Kind>(
    kind: K,
    environmentId: number | undefined,
    options: ReadOptions,
  ): Promise<Records[K][]> {
    return [...(await this.collection(kind, environmentId, options)).values()];
  }

  /** Those with that handle, read anew; in one environment where the kind is below one. */
  async withHandle<K extends KindWithHandle>(
    kind: K,
    handle: string,
    environmentId: number | undefined,
    signal: AbortSignal,
  ): Promise<Records[K][]> {
    const records = await this.listIn(kind, environmentId, { signal, fresh: true });
    return records.filter((record) => record.handle === handle);
  }

  /** The records of a kind, as look-ups and imports search them. */
  source<K extends KindBelow>(kind: K, signal: AbortSignal): RecordSource<Records[K]> {
    return {
      byId: (id, environmentId) => this.find(kind, id, { environmentId, signal }),
      inEnvironment: (environmentId) => this.listIn(kind, environmentId, { signal }),
    };
  }

  /** Those of the token's user. */
  organizations(signal: AbortSignal): Promise<Organization[]> {
    if (this.readOrganizations === undefined) {
      const read = this.platform.list(`${this.authUrl}/organizations`, organizationShape, { signal });
      this.readOrganizations = read;
      read.catch(() => (this.readOrganizations = undefined));
    }
    return this.readOrganizations;
  }

  /** Those of an organization. */
  roles(organization: string, signal: AbortSignal): Promise<Role[]> {
    return this.platform.list(`${this.authUrl}/organizations/${organization}/roles`, roleShape, { signal });
  }

  /** The autoscaling of a service. It does not say whose it is: its service links to it, on platforms that make that link. */
  async sizingPolicy(
    service: Service,
    options: ReadOptions & { readonly environmentId: number },
  ): Promise<SizingPolicy | undefined> {
    const { environmentId, signal } = options;
    if (!options.fresh) {
      const policies = await this.collection('service_sizing_policies', environmentId, options);
      if (policies.size === 0) return undefined;
      const linked = linkedId(service, 'service_sizing_policy');
      if (linked !== undefined && policies.has(linked)) return policies.get(linked);
      const services = await this.collection('services', environmentId, options);
      const linksAreMade = [...services.values()].some((each) => linkedId(each, 'service_sizing_policy') !== undefined);
      if (linked === undefined && linksAreMade) return undefined;
    }
    const [policy] = await this.platform.list(`/services/${service.id}/service_sizing_policies`, sizingPolicyShape, {
      signal,
    });
    if (policy !== undefined) this.remember('service_sizing_policies', policy, environmentId);
    return policy;
  }

  /** Reads anew whether an environment has nothing of a kind, unless it had something before. All that ask before a read begins share that read. */
  async isEmptyNow<K extends KindBelow>(kind: K, environmentId: number, signal: AbortSignal): Promise<boolean> {
    const path = collectionPath(kind, environmentId);
    let next = this.nextReads.get(path);
    if (next === undefined) {
      const last: Promise<RecordsById<K> | undefined> = Promise.resolve(this.collections[kind].get(path));
      next = last
        .catch(() => undefined) // whoever began that read is told
        .then((records) => {
          this.nextReads.delete(path);
          if (records !== undefined && records.size > 0) return;
          // Each that shares it is told how it ends.
          this.collection(kind, environmentId, { signal, fresh: true }).catch(() => undefined);
        });
      this.nextReads.set(path, next);
    }
    await abortable(next, 'GET', path, signal);
    return (await this.collection(kind, environmentId, { signal })).size === 0;
  }

  /** Snapshots never change: remember the id of the one whose values you have, and ask only for another one. */
  configuration(id: number, signal: AbortSignal): Promise<Configuration> {
    return this.platform.get(`/configurations/${id}`, configurationShape, { signal });
  }

  setting(id: number, signal: AbortSignal): Promise<Setting> {
    return this.platform.get(`/settings/${id}`, settingShape, { signal });
  }

  /** An operation as it is after that time at the latest; undefined once it has gone with what it deprovisioned. */
  async operation(
    id: number,
    environmentId: number | undefined,
    withinMs: number,
    signal: AbortSignal,
  ): Promise<Operation | undefined> {
    if (environmentId === undefined) {
      await wait(withinMs, undefined, { signal });
      return this.platform.find(`/operations/${id}`, operationShape, { signal });
    }
    let looks = this.looks.get(environmentId);
    if (looks === undefined) this.looks.set(environmentId, (looks = new SharedLooks(this.platform, environmentId)));
    return looks.look(id, withinMs, signal);
  }

  /** Forgets a record that was removed. */
  forget(kind: Kind, environmentId: number | undefined, id: number): void {
    void this.collections[kind].get(collectionPath(kind, environmentId))?.then(
      (records: Map<number, unknown>) => records.delete(id),
      () => undefined, // a collection that could not be read holds nothing
    );
  }

  private miss(path: string, id: number): void {
    this.missed.set(path, (this.missed.get(path) ?? new Set()).add(id));
  }

  /** Not every record says in which environment it is. */
  private remember<K extends Kind>(kind: K, record: Records[K], environmentId: number | undefined): void {
    const path = collectionPath(kind, linkedId(record, 'account') ?? environmentId);
    void this.collections[kind].get(path)?.then(
      (records) => records.set(record.id, record),
      () => undefined, // a collection that could not be read holds nothing
    );
  }

  private async collection<K extends Kind>(
    kind: K,
    environmentId: number | undefined,
    { signal, fresh }: ReadOptions,
  ): Promise<RecordsById<K>> {
    const collections = this.collections[kind];
    const path = collectionPath(kind, environmentId);
    let records = collections.get(path);
    const isShared = records !== undefined && !fresh;
    if (records === undefined || fresh) {
      records = this.load(kind, path, signal);
      collections.set(path, records);
      records.catch(() => {
        if (collections.get(path) === records) collections.delete(path);
      });
    }
    try {
      return await (isShared ? abortable(records, 'GET', path, signal) : records);
    } catch (error) {
      // Whoever began the read may have had less time.
      if (!isShared || signal.aborted || !(error instanceof ApiError && error.code === 'cancelled')) throw error;
      return this.collection(kind, environmentId, { signal });
    }
  }

  private async load<K extends Kind>(kind: K, path: string, signal: AbortSignal): Promise<RecordsById<K>> {
    try {
      const records = await this.platform.list(path, shapes[kind], { signal });
      return new Map(records.map((record) => [record.id, record]));
    } catch (error) {
      // The environment is gone: each of its records is asked for by id before it is called gone, too.
      if (error instanceof ApiError && error.isNotFound) return new Map();
      throw error;
    }
  }
}

function collectionPath(kind: Kind, environmentId: number | undefined): string {
  return environmentId === undefined ? `/${kind}` : `/accounts/${environmentId}/${kind}`;
}
