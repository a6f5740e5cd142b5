/**
 * Reads whole collections once and serves every resource of a run from them. Terraform configures the provider anew for each walk
 * (plan, apply), so nothing that is kept here is older than that.
 */
import {
  type Account,
  accountShape,
  ApiError,
  type App,
  appShape,
  type Backup,
  backupShape,
  type Certificate,
  certificateShape,
  type Client,
  type Configuration,
  configurationShape,
  type Database,
  type DatabaseImage,
  databaseImageShape,
  databaseShape,
  linkedId,
  type LogDrain,
  logDrainShape,
  type MetricDrain,
  metricDrainShape,
  type Operation,
  operationShape,
  type Service,
  serviceShape,
  type Setting,
  settingShape,
  type SizingPolicy,
  sizingPolicyShape,
  type Stack,
  stackShape,
  type Organization,
  organizationShape,
  type Vhost,
  vhostShape,
} from '../api';

/** What the platform has below an environment, and the shape of its elements. */
const shapes = {
  apps: appShape,
  backups: backupShape,
  certificates: certificateShape,
  databases: databaseShape,
  log_drains: logDrainShape,
  metric_drains: metricDrainShape,
  services: serviceShape,
  service_sizing_policies: sizingPolicyShape,
  vhosts: vhostShape,
  accounts: accountShape,
  stacks: stackShape,
  database_images: databaseImageShape,
} as const;

type Kind = keyof typeof shapes;
interface Records {
  apps: App;
  backups: Backup;
  certificates: Certificate;
  databases: Database;
  log_drains: LogDrain;
  metric_drains: MetricDrain;
  services: Service;
  service_sizing_policies: SizingPolicy;
  vhosts: Vhost;
  accounts: Account;
  stacks: Stack;
  database_images: DatabaseImage;
}

export interface ReadOptions {
  /** After a write: asks the platform again. */
  readonly fresh?: boolean;
}

/** How old an answer may be that several waits share. */
const sharedPollMs = 200;

export class EnvironmentReader {
  private readonly collections = new Map<string, Promise<Map<number, { readonly id: number }>>>();
  /** Environment → operations in flight. */
  private readonly waits = new Map<number, Set<number>>();
  private readonly polls = new Map<
    number,
    { readonly startedMs: number; readonly operations: Promise<readonly Operation[]> }
  >();

  constructor(
    private readonly client: Client,
    private readonly authUrl: string,
  ) {}

  app(
    id: number,
    environmentId: number | undefined,
    signal: AbortSignal,
    options?: ReadOptions,
  ): Promise<App | undefined> {
    return this.one('apps', id, environmentId, signal, options);
  }

  async apps(environmentId: number, signal: AbortSignal, options?: ReadOptions): Promise<App[]> {
    return [...(await this.collection('apps', environmentId, signal, options)).values()];
  }

  backup(
    id: number,
    environmentId: number | undefined,
    signal: AbortSignal,
    options?: ReadOptions,
  ): Promise<Backup | undefined> {
    return this.one('backups', id, environmentId, signal, options);
  }

  async backups(environmentId: number, signal: AbortSignal, options?: ReadOptions): Promise<Backup[]> {
    return [...(await this.collection('backups', environmentId, signal, options)).values()];
  }

  certificate(
    id: number,
    environmentId: number | undefined,
    signal: AbortSignal,
    options?: ReadOptions,
  ): Promise<Certificate | undefined> {
    return this.one('certificates', id, environmentId, signal, options);
  }

  async certificates(environmentId: number, signal: AbortSignal, options?: ReadOptions): Promise<Certificate[]> {
    return [...(await this.collection('certificates', environmentId, signal, options)).values()];
  }

  database(
    id: number,
    environmentId: number | undefined,
    signal: AbortSignal,
    options?: ReadOptions,
  ): Promise<Database | undefined> {
    return this.one('databases', id, environmentId, signal, options);
  }

  async databases(environmentId: number, signal: AbortSignal, options?: ReadOptions): Promise<Database[]> {
    return [...(await this.collection('databases', environmentId, signal, options)).values()];
  }

  logDrain(
    id: number,
    environmentId: number | undefined,
    signal: AbortSignal,
    options?: ReadOptions,
  ): Promise<LogDrain | undefined> {
    return this.one('log_drains', id, environmentId, signal, options);
  }

  async logDrains(environmentId: number, signal: AbortSignal, options?: ReadOptions): Promise<LogDrain[]> {
    return [...(await this.collection('log_drains', environmentId, signal, options)).values()];
  }

  metricDrain(
    id: number,
    environmentId: number | undefined,
    signal: AbortSignal,
    options?: ReadOptions,
  ): Promise<MetricDrain | undefined> {
    return this.one('metric_drains', id, environmentId, signal, options);
  }

  async metricDrains(environmentId: number, signal: AbortSignal, options?: ReadOptions): Promise<MetricDrain[]> {
    return [...(await this.collection('metric_drains', environmentId, signal, options)).values()];
  }

  service(
    id: number,
    environmentId: number | undefined,
    signal: AbortSignal,
    options?: ReadOptions,
  ): Promise<Service | undefined> {
    return this.one('services', id, environmentId, signal, options);
  }

  /** Of apps and of databases. */
  async services(environmentId: number, signal: AbortSignal): Promise<Service[]> {
    return [...(await this.collection('services', environmentId, signal)).values()];
  }

  /** An endpoint. */
  vhost(
    id: number,
    environmentId: number | undefined,
    signal: AbortSignal,
    options?: ReadOptions,
  ): Promise<Vhost | undefined> {
    return this.one('vhosts', id, environmentId, signal, options);
  }

  async vhosts(environmentId: number, signal: AbortSignal, options?: ReadOptions): Promise<Vhost[]> {
    return [...(await this.collection('vhosts', environmentId, signal, options)).values()];
  }

  account(id: number, signal: AbortSignal, options?: ReadOptions): Promise<Account | undefined> {
    return this.one('accounts', id, undefined, signal, options);
  }

  async accounts(signal: AbortSignal, options?: ReadOptions): Promise<Account[]> {
    return [...(await this.collection('accounts', undefined, signal, options)).values()];
  }

  /** Those of the token's user. */
  organizations(signal: AbortSignal): Promise<Organization[]> {
    return this.client.list(`${this.authUrl.replace(/\/+$/, '')}/organizations`, organizationShape, { signal });
  }

  stack(id: number, signal: AbortSignal): Promise<Stack | undefined> {
    return this.one('stacks', id, undefined, signal);
  }

  async stacks(signal: AbortSignal): Promise<Stack[]> {
    return [...(await this.collection('stacks', undefined, signal)).values()];
  }

  databaseImage(id: number, signal: AbortSignal): Promise<DatabaseImage | undefined> {
    return this.one('database_images', id, undefined, signal);
  }

  async databaseImages(signal: AbortSignal): Promise<DatabaseImage[]> {
    return [...(await this.collection('database_images', undefined, signal)).values()];
  }

  /** Of one service. A policy does not say whose it is: its service links to it, on platforms that make that link. */
  async sizingPolicy(
    service: Service,
    environmentId: number,
    signal: AbortSignal,
    options?: ReadOptions,
  ): Promise<SizingPolicy | undefined> {
    if (!options?.fresh) {
      const policies = await this.collection('service_sizing_policies', environmentId, signal);
      if (policies.size === 0) return undefined;
      const linked = linkedId(service, 'service_sizing_policy');
      if (linked !== undefined && policies.has(linked)) return policies.get(linked);
      const services = await this.collection('services', environmentId, signal);
      const linksAreMade = [...services.values()].some((each) => linkedId(each, 'service_sizing_policy') !== undefined);
      if (linked === undefined && linksAreMade) return undefined;
    }
    const [policy] = await this.client.list(`/services/${service.id}/service_sizing_policies`, sizingPolicyShape, {
      signal,
    });
    if (policy !== undefined) this.remember('service_sizing_policies', policy, environmentId);
    return policy;
  }

  /** Snapshots never change: remember the id of the one whose values you have, and ask only for another one. */
  configuration(id: number, signal: AbortSignal): Promise<Configuration> {
    return this.client.get(`/configurations/${id}`, configurationShape, { signal });
  }

  setting(id: number, signal: AbortSignal): Promise<Setting> {
    return this.client.get(`/settings/${id}`, settingShape, { signal });
  }

  /** Announces a wait, so that the reads of several waits in one environment share their requests. Ends it when called. */
  waitFor(operationId: number, environmentId: number): () => void {
    const waits = this.waits.get(environmentId) ?? new Set();
    this.waits.set(environmentId, waits.add(operationId));
    return () => void waits.delete(operationId);
  }

  /** An operation as it is now; undefined once it has gone with what it deprovisioned. */
  async operation(id: number, environmentId: number, signal: AbortSignal): Promise<Operation | undefined> {
    if ((this.waits.get(environmentId)?.size ?? 0) > 1) {
      const found = (await this.newestOperations(environmentId, signal)).find((operation) => operation.id === id);
      if (found !== undefined) return found;
    }
    return this.client.find(`/operations/${id}`, operationShape, { signal });
  }

  private newestOperations(environmentId: number, signal: AbortSignal): Promise<readonly Operation[]> {
    const latest = this.polls.get(environmentId);
    if (latest !== undefined && performance.now() - latest.startedMs < sharedPollMs) return latest.operations;
    const operations = this.client.page(`/accounts/${environmentId}/operations`, operationShape, {
      signal,
      query: { per_page: 200, no_embed: true },
    });
    const poll = { startedMs: performance.now(), operations };
    this.polls.set(environmentId, poll);
    operations.catch(() => {
      if (this.polls.get(environmentId) === poll) this.polls.delete(environmentId);
    });
    return operations;
  }

  /** Forgets a record that was removed. */
  forget(kind: Kind, environmentId: number | undefined, id: number): void {
    void this.collections.get(collectionPath(kind, environmentId))?.then(
      (records) => records.delete(id),
      () => undefined, // a collection that could not be read holds nothing
    );
  }

  private async one<K extends Kind>(
    kind: K,
    id: number,
    environmentId: number | undefined,
    signal: AbortSignal,
    options?: ReadOptions,
  ): Promise<Records[K] | undefined> {
    const isTopLevel = kind === 'accounts' || kind === 'stacks' || kind === 'database_images';
    if (!options?.fresh && (isTopLevel || environmentId !== undefined)) {
      const found = (await this.collection(kind, environmentId, signal)).get(id);
      if (found !== undefined) return found;
    }
    // A collection may lag behind, or be read before the record was made: only the record's own address tells that it is gone.
    const record = (await this.client.find(`/${kind}/${id}`, shapes[kind], { signal })) as Records[K] | undefined;
    if (record !== undefined) this.remember(kind, record, environmentId);
    return record;
  }

  /** Not every record says in which environment it is. */
  private remember<K extends Kind>(kind: K, record: Records[K], environmentId: number | undefined): void {
    const path = collectionPath(kind, linkedId(record, 'account') ?? environmentId);
    void this.collections.get(path)?.then(
      (records) => records.set(record.id, record),
      () => undefined, // a collection that could not be read holds nothing
    );
  }

  private collection<K extends Kind>(
    kind: K,
    environmentId: number | undefined,
    signal: AbortSignal,
    options?: ReadOptions,
  ): Promise<ReadonlyMap<number, Records[K]>> {
    const path = collectionPath(kind, environmentId);
    let records = this.collections.get(path);
    if (records === undefined || options?.fresh) {
      records = this.load(kind, path, signal);
      this.collections.set(path, records);
      records.catch(() => {
        if (this.collections.get(path) === records) this.collections.delete(path);
      });
    }
    return records as unknown as Promise<ReadonlyMap<number, Records[K]>>;
  }

  private async load(kind: Kind, path: string, signal: AbortSignal): Promise<Map<number, { readonly id: number }>> {
    try {
      const records = (await this.client.list(path, shapes[kind], { signal })) as readonly { readonly id: number }[];
      return new Map(records.map((record) => [record.id, record]));
    } catch (error) {
      // The environment is gone: each of its records is asked for by id before it is called gone, too.
      if (error instanceof ApiError && error.status === 404) return new Map();
      throw error;
    }
  }
}

function collectionPath(kind: Kind, environmentId: number | undefined): string {
  return environmentId === undefined ? `/${kind}` : `/accounts/${environmentId}/${kind}`;
}
