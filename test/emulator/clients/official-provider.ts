/**
 * Stands in for the official Terraform provider: for each of its resources the requests that it sends, in its order, through the
 * client that it uses for each, and the state that it would write. It waits for operations, but pauses nowhere.
 */
import { embeddedList, embeddedRecord, hrefOf, type Shown } from '../support/client';
import { ApiError, AptibleApiGo, GoDeploy, idOfHref, idOfLink, pointers } from './go-clients';

/** The state of a resource, with its id under that name. */
type State<Id extends string> = Readonly<Record<Id, number>> & Readonly<Record<string, unknown>>;
type Texts = Readonly<Record<string, string>>;

export class OfficialProvider {
  readonly legacy: GoDeploy;
  readonly generated: AptibleApiGo;

  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {
    this.legacy = new GoDeploy(url, token);
    this.generated = new AptibleApiGo(url, token);
  }

  /** Logs in twice, once for each of its clients. */
  static async configured(url: string, username: string, password: string): Promise<OfficialProvider> {
    const logIn = async (): Promise<string> => {
      const response = await fetch(`${url}/tokens`, {
        method: 'POST',
        headers: {
          accept: 'application/json, text/javascript, */*; q=0.01',
          'content-type': 'application/json',
        },
        body: JSON.stringify({ username, password, grant_type: 'password', scope: 'manage', expires: 43200 }),
      });
      const { access_token: token } = (await response.json()) as { access_token: unknown };
      if (typeof token !== 'string') throw new Error('no access_token');
      return token;
    };
    await logIn();
    return new OfficialProvider(url, await logIn());
  }

  /** @returns Whether the operation, and so its resource, is gone. */
  async wait(operation: Pick<Shown, 'id'>): Promise<boolean> {
    for (;;) {
      try {
        const { status } = pointers(await this.legacy.get(`/operations/${operation.id}`), 'status');
        if (status === 'succeeded') return false;
        if (status === 'failed') throw new Error(`operation failed for op id ${operation.id}`);
        if (status !== 'queued' && status !== 'running') throw new Error(`waits for ever at "${status}"`);
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return true;
        throw error;
      }
    }
  }

  private async operate(resource: string, body: object): Promise<boolean> {
    return this.wait(await this.generated.post(`${resource}/operations`, body, 'operation'));
  }

  private async deprovision(resource: string): Promise<void> {
    await this.wait(await this.legacy.operation(resource, 'deprovision'));
  }

  readonly environment = {
    create: async (plan: {
      handle: string;
      stack_id: number;
      org_id?: string;
      policy?: object;
    }): Promise<State<'env_id'>> => {
      const organizationOf = ({ _links: links }: Shown): string | undefined =>
        links.organization?.href.split('/').pop();
      let organization =
        plan.org_id ?? organizationOf(pointers(await this.legacy.get(`/stacks/${plan.stack_id}`), 'name'));
      if (organization === undefined) {
        const response = await fetch(`${this.url}/organizations`, {
          headers: { accept: 'application/json', authorization: `Bearer ${this.token}` },
        });
        expect(response.status).toBe(200);
        const [only, ...others] = embeddedList((await response.json()) as Shown, 'organizations');
        if (others.length > 0) throw new Error('several organizations');
        organization = String(pointers(only!, 'id', 'name').id);
      }
      const isShared = organizationOf(await this.legacy.get(`/stacks/${plan.stack_id}`)) === undefined;
      const account = await this.legacy.post('/accounts', {
        handle: plan.handle,
        organization_id: organization,
        stack_id: plan.stack_id,
        type: isShared ? 'development' : 'production',
      });
      const { id } = pointers(account, 'id', 'handle');
      if (plan.policy !== undefined) {
        await this.generated.change('POST', `/accounts/${id}/backup_retention_policies`, plan.policy);
      }
      return this.environment.read(id);
    },
    read: async (id: number): Promise<State<'env_id'>> => {
      const account = pointers(await this.legacy.get(`/accounts/${id}`), 'id', 'handle');
      const path = `/accounts/${id}/backup_retention_policies`;
      const [policy] = await this.generated.list(path, 'backup_retention_policies', 'backup_retention_policy');
      const { daily, monthly, yearly, make_copy, keep_final } = policy!;
      return {
        env_id: account.id,
        handle: account.handle,
        stack_id: Number(idOfHref(account, 'stack')),
        org_id: hrefOf(account, 'organization').split('/').pop(),
        policy: { daily, monthly, yearly, make_copy, keep_final },
      };
    },
    update: async (id: number, plan: { handle: string; policy?: object }): Promise<State<'env_id'>> => {
      await this.legacy.put(`/accounts/${id}`, { handle: plan.handle });
      if (plan.policy !== undefined) {
        await this.generated.change('POST', `/accounts/${id}/backup_retention_policies`, plan.policy);
      }
      return this.environment.read(id);
    },
    delete: async (id: number): Promise<void> => {
      await this.environment.read(id);
      for (const drain of await this.generated.list(`/accounts/${id}/log_drains`, 'log_drains', 'log_drain')) {
        if (drain.drain_type === 'tail') await this.deprovision(`/log_drains/${drain.id}`);
      }
      await this.legacy.delete(`/accounts/${id}`);
    },
  };

  readonly app = {
    create: async (envId: number, plan: AppPlan): Promise<State<'app_id'>> => {
      const app = await this.generated.post(`/accounts/${envId}/apps`, { handle: plan.handle }, 'app');
      const { settings, sensitive_settings: sensitive, config: env } = plan;
      const type =
        settings !== undefined || sensitive !== undefined ? 'deploy' : env === undefined ? undefined : 'configure';
      if (type !== undefined) {
        const body = { type, env, settings, sensitive_settings: sensitive };
        await this.operate(`/apps/${app.id}`, body);
      }
      await this.applyServices(app.id, plan.services ?? []);
      return this.app.read(app.id);
    },
    read: async (id: number): Promise<State<'app_id'>> => {
      const app = await this.generated.get(`/apps/${id}`, 'app');
      const configurationId = idOfLink(app, 'current_configuration');
      const settingId = idOfLink(app, 'current_setting');
      const setting = settingId === 0 ? undefined : await this.generated.get(`/settings/${settingId}`, 'setting');
      const services: object[] = [];
      for (const service of embeddedList(app, 'services')) {
        pointers(service, 'container_memory_limit_mb');
        const path = `/services/${service.id}/service_sizing_policies`;
        const [policy] = await this.generated.list(path, 'service_sizing_policies', 'service_sizing_policy');
        services.push({
          process_type: service.process_type,
          container_count: service.container_count,
          container_memory_limit: service.container_memory_limit_mb,
          container_profile: profileOf(service),
          force_zero_downtime: service.force_zero_downtime,
          simple_health_check: service.naive_health_check,
          restart_free_scaling: service.restart_free_scaling,
          stop_timeout: service.stop_timeout ?? 0,
          policy: policy && {
            autoscaling: policy.autoscaling,
            scaling_enabled: policy.scaling_enabled,
            min_containers: policy.min_containers ?? 0,
            max_containers: policy.max_containers ?? 0,
            min_cpu_threshold: policy.min_cpu_threshold ?? 0,
            percentile: policy.percentile,
            minimum_memory: policy.minimum_memory,
            maximum_memory: policy.maximum_memory ?? 0,
          },
        });
      }
      return {
        app_id: app.id,
        handle: app.handle,
        git_repo: app.git_repo,
        env_id: idOfLink(app, 'account'),
        config:
          configurationId === 0
            ? undefined
            : (await this.generated.get(`/configurations/${configurationId}`, 'configuration')).env,
        docker_image: (setting?.settings as Texts | undefined)?.APTIBLE_DOCKER_IMAGE,
        registry_username: (setting?.sensitive_settings as Texts | undefined)?.APTIBLE_PRIVATE_REGISTRY_USERNAME ?? '',
        services,
      };
    },
    update: async (id: number, plan: Partial<AppPlan>): Promise<State<'app_id'>> => {
      const { settings, sensitive_settings: sensitive, config: env, handle } = plan;
      if (settings !== undefined || sensitive !== undefined) {
        const body = { type: 'deploy', env, settings, sensitive_settings: sensitive };
        await this.operate(`/apps/${id}`, body);
      } else if (env !== undefined) {
        await this.operate(`/apps/${id}`, { type: 'configure', env });
      }
      await this.applyServices(id, plan.services ?? []);
      if (handle !== undefined) await this.legacy.put(`/apps/${id}`, { handle });
      return this.app.read(id);
    },
    delete: async (id: number): Promise<void> => {
      await this.app.read(id);
      await this.deprovision(`/apps/${id}`);
    },
  };

  private async servicesOf(appId: number): Promise<Shown[]> {
    return this.generated.list(`/apps/${appId}/services`, 'services', 'service');
  }

  private async applyServices(appId: number, blocks: readonly ServicePlan[]): Promise<void> {
    if (blocks.length === 0) return;
    const found = async (block: ServicePlan): Promise<Shown> => {
      const service = (await this.servicesOf(appId)).find((each) => each.process_type === block.process_type);
      if (service === undefined) throw new Error(`no service ${block.process_type}`);
      return service;
    };
    for (const block of blocks) {
      const { force_zero_downtime, naive_health_check, restart_free_scaling, stop_timeout } = block;
      const body = { force_zero_downtime, restart_free_scaling, naive_health_check, stop_timeout };
      await this.generated.change('PUT', `/services/${(await found(block)).id}`, body);
    }
    for (const block of blocks) {
      const { container_count, container_size, instance_profile } = block;
      const body = { type: 'scale', container_count, container_size, instance_profile };
      await this.operate(`/services/${(await found(block)).id}`, body);
    }
    for (const block of blocks) {
      const { id } = await found(block);
      const path = `/services/${id}/service_sizing_policies`;
      const [policy] = await this.generated.list(path, 'service_sizing_policies', 'service_sizing_policy');
      if (block.policy !== undefined) {
        const isNew = policy === undefined;
        await this.generated.change(isNew ? 'POST' : 'PUT', path, { ...block.policy, scaling_enabled: !isNew });
      } else if (policy !== undefined) {
        await this.generated.change('DELETE', `/services/${id}/service_sizing_policy`);
      }
    }
  }

  readonly database = {
    create: async (
      envId: number,
      plan: { handle: string; type: string; version?: string; enable_backups?: false },
    ): Promise<State<'database_id'>> => {
      const database_image_id = plan.version === undefined ? undefined : await this.imageId(plan.type, plan.version);
      const body = {
        handle: plan.handle,
        type: plan.type,
        initial_disk_size: 10,
        initial_container_size: 1024,
        database_image_id,
        enable_backups: plan.enable_backups,
      };
      const { id } = await this.generated.post(`/accounts/${envId}/databases`, body, 'database');
      await this.operate(`/databases/${id}`, {
        type: 'provision',
        disk_size: 10,
        container_size: 1024,
        provisioned_iops: 3000,
        instance_profile: 'm',
      });
      return this.database.read(id);
    },
    read: async (id: number): Promise<State<'database_id'>> => {
      const database = await this.generated.get(`/databases/${id}`, 'database');
      const [imageId, serviceId, accountId] = ['database_image', 'service', 'account'].map((relation) => {
        const found = idOfLink(database, relation);
        if (found === 0) throw new Error(`the database has no ${relation}`);
        return found;
      });
      const image = await this.generated.get(`/database_images/${imageId}`, 'database_image');
      const service = await this.generated.get(`/services/${serviceId}`, 'service');
      return {
        database_id: database.id,
        handle: database.handle,
        env_id: accountId,
        type: database.type,
        version: image.version,
        primary_database_id: idOfLink(database, 'initialize_from'),
        container_size: pointers(service, 'container_memory_limit_mb').container_memory_limit_mb,
        container_profile: profileOf(service),
        disk_size: embeddedRecord(database, 'disk').size,
        iops: embeddedRecord(database, 'disk').provisioned_iops,
        enable_backups: database.enable_backups,
        default_connection_url: database.connection_url,
        connection_urls: embeddedList(database, 'database_credentials').map((each) => each.connection_url),
      };
    },
    update: async (
      id: number,
      { handle, enable_backups, ...sizes }: { handle?: string; enable_backups?: boolean; [size: string]: unknown },
    ): Promise<State<'database_id'>> => {
      if (enable_backups !== undefined) await this.generated.change('PATCH', `/databases/${id}`, { enable_backups });
      if (handle !== undefined) await this.generated.change('PATCH', `/databases/${id}`, { handle });
      if (Object.keys(sizes).length > 0) await this.operate(`/databases/${id}`, { type: 'restart', ...sizes });
      return this.database.read(id);
    },
    delete: (id: number): Promise<void> => this.deprovision(`/databases/${id}`),
  };

  /** Looks for the image on all pages. */
  private async imageId(type: string, version: string): Promise<number> {
    for (let page = 1; ; page++) {
      const body = await this.legacy.get(`/database_images?page=${page}`);
      const isLast = isLastPage(body);
      const found = embeddedList(body, 'database_images').find(
        (each) => each.type === type && each.version === version,
      );
      if (found !== undefined) return found.id;
      if (isLast) throw new Error(`no image of ${type} ${version}`);
    }
  }

  readonly replica = {
    create: async (envId: number, primaryId: number, handle: string): Promise<State<'database_id'>> => {
      await this.operate(`/databases/${primaryId}`, {
        type: 'replicate',
        handle,
        destination_account_id: envId,
        provisioned_iops: 3000,
        instance_profile: 'm',
        container_size: 1024,
        disk_size: 10,
      });
      const body = await this.legacy.get(`/databases/${primaryId}/dependents`);
      const made = embeddedList(body, 'databases').find(
        (each) => each.handle === handle && embeddedRecord(each, 'last_operation').type === 'provision',
      );
      if (made === undefined) throw new Error('the replica is an orphan');
      await this.wait(embeddedRecord(made, 'last_operation'));
      await this.generated.change('PATCH', `/databases/${made.id}`, { enable_backups: false });
      return this.database.read(made.id);
    },
  };

  readonly endpoint = {
    ofApp: async (
      appId: number,
      processType: string,
      plan: object,
      settings?: object,
    ): Promise<State<'endpoint_id'>> => {
      const body = await this.legacy.get(`/apps/${appId}/services`);
      const service = embeddedList(body, 'services').find((each) => each.process_type === processType);
      return this.endpointOn(service!.id, plan, settings);
    },
    ofDatabase: async (databaseId: number): Promise<State<'endpoint_id'>> => {
      const plan = { type: 'tcp', internal: false, ip_whitelist: [], default: false, acme: false, shared: false };
      return this.endpointOn(await this.legacyDatabaseRead(databaseId), { ...plan, container_ports: [] });
    },
    read: async (id: number): Promise<State<'endpoint_id'>> => {
      const vhost = await this.generated.get(`/vhosts/${id}`, 'vhost');
      const service = await this.generated.get(`/services/${idOfLink(vhost, 'service')}`, 'service');
      const isApp = service._links.app !== undefined;
      const types = ['http_proxy_protocol', 'tcp', 'tls', 'grpc'];
      if (!types.includes(vhost.type as string)) throw new Error(`invalid endpoint type ${String(vhost.type)}`);
      const { challenges = [] } = (vhost.acme_configuration ?? {}) as { readonly challenges?: readonly Challenge[] };
      const challenge = challenges.find((each) => each.method === 'dns01');
      const settingId = idOfLink(vhost, 'current_setting');
      return {
        endpoint_id: vhost.id,
        env_id: idOfLink(service, 'account'),
        resource_id: idOfLink(service, isApp ? 'app' : 'database'),
        process_type: service.process_type,
        type: vhost.type,
        platform: vhost.platform,
        container_port: vhost.container_port ?? 0,
        container_ports: vhost.container_ports,
        ip_filtering: vhost.ip_whitelist,
        default_domain: vhost.default,
        managed: vhost.acme,
        domain: vhost.user_domain ?? '',
        virtual_domain: vhost.virtual_domain,
        internal: vhost.internal,
        shared: vhost.shared,
        external_hostname: vhost.external_host,
        load_balancing_algorithm_type: vhost.load_balancing_algorithm_type ?? '',
        dns_validation_record: challenge?.from.name,
        dns_validation_value: challenge?.to.find((each) => !each.legacy)!.name,
        settings: settingId === 0 ? {} : (await this.generated.get(`/settings/${settingId}`, 'setting')).settings,
      };
    },
    update: async (id: number, changes: object, settings?: object): Promise<State<'endpoint_id'>> => {
      await this.generated.change('PUT', `/vhosts/${id}`, changes);
      await this.operate(`/vhosts/${id}`, { type: 'provision', ...(settings === undefined ? {} : { settings }) });
      return this.endpoint.read(id);
    },
    delete: (id: number): Promise<void> => this.deprovision(`/vhosts/${id}`),
  };

  private async endpointOn(serviceId: number | string, plan: object, settings?: object): Promise<State<'endpoint_id'>> {
    const { id } = await this.generated.post(`/services/${serviceId}/vhosts`, plan, 'vhost');
    await this.operate(`/vhosts/${id}`, { type: 'provision', ...(settings === undefined ? {} : { settings }) });
    return this.endpoint.read(id);
  }

  /** @returns The id of its service. */
  private async legacyDatabaseRead(id: number): Promise<string> {
    const database = pointers(await this.legacy.get(`/databases/${id}`), 'connection_url', 'type', 'handle');
    const serviceId = idOfHref(database, 'service');
    const service = await this.legacy.get(`/services/${serviceId}`);
    pointers(service, 'id', 'container_count', 'container_memory_limit_mb', 'process_type', 'instance_class');
    pointers(await this.legacy.get(`/disks/${idOfHref(database, 'disk')}`), 'size', 'availability_zone');
    await this.legacy.get(`/services/${serviceId}`);
    pointers(await this.legacy.get(`/database_images/${idOfHref(database, 'database_image')}`), 'type', 'version');
    idOfHref(database, 'account');
    return serviceId;
  }

  readonly logDrain = this.drain('log_drain', (drain) => ({
    handle: drain.handle,
    drain_type: drain.drain_type,
    drain_host: drain.drain_host ?? '',
    drain_port: drain.drain_port ?? 0,
    drain_username: drain.drain_username ?? '',
    logging_token: drain.logging_token ?? '',
    url: drain.url ?? '',
    filters: [drain.drain_apps, drain.drain_databases, drain.drain_ephemeral_sessions, drain.drain_proxies],
    database_id: drain._links.database === undefined ? 0 : Number(idOfHref(drain, 'database')),
    env_id: Number(idOfHref(drain, 'account')),
  }));

  readonly metricDrain = this.drain('metric_drain', (drain) => ({
    handle: drain.handle,
    drain_type: drain.drain_type,
    configuration: drain.drain_configuration ?? {},
    database_id: drain._links.database === undefined ? 0 : Number(idOfHref(drain, 'database')),
    env_id: Number(idOfHref(drain, 'account')),
  }));

  private drain(
    kind: string,
    state: (drain: Shown) => object,
  ): {
    create(envId: number, plan: object): Promise<State<'id'>>;
    read(id: number): Promise<State<'id'>>;
    delete(id: number): Promise<void>;
  } {
    const read = async (id: number): Promise<State<'id'>> => {
      const drain = pointers(await this.legacy.get(`/${kind}s/${id}`), 'id', 'handle', 'drain_type');
      return { id, ...state(drain) };
    };
    return {
      read,
      create: async (envId, plan) => {
        const { id } = await this.legacy.post(`/accounts/${envId}/${kind}s`, plan);
        await this.wait(await this.legacy.operation(`/${kind}s/${id}`, 'provision'));
        await read(id);
        return read(id);
      },
      delete: async (id) => {
        await read(id);
        await this.deprovision(`/${kind}s/${id}`);
      },
    };
  }

  readonly dataSources = {
    environment: async (handle: string): Promise<number> => {
      for (let page = 1; ; page++) {
        const body = await this.legacy.get(page === 1 ? '/accounts' : `/accounts?page=${page}`);
        const isLast = isLastPage(body);
        const found = embeddedList(body, 'accounts').find((each) => each.handle === handle);
        if (found !== undefined) return found.id;
        if (isLast) throw new Error(`no environment ${handle}`);
      }
    },
    stack: async (name: string): Promise<number> => {
      const all: Shown[] = [];
      for (let page = 1; ; page++) {
        const stacks = embeddedList(await this.legacy.get(`/stacks?page=${page}`), 'stacks');
        if (stacks.length === 0) break;
        if (page === 10) throw new Error('pages without an end');
        all.push(...stacks);
      }
      return all.find((each) => pointers(each, 'id', 'name').name === name)!.id;
    },
  };
}

interface Challenge {
  readonly method: string;
  readonly from: { readonly name: string };
  readonly to: readonly { readonly name: string; readonly legacy: boolean }[];
}

function profileOf(service: Shown): string {
  return (service.instance_class as string).replace(/\d+$/, '');
}

function isLastPage(body: Shown): boolean {
  const { total_count, per_page, current_page } = pointers(body, 'total_count', 'per_page', 'current_page');
  return (current_page as number) * (per_page as number) >= total_count;
}

interface AppPlan {
  readonly handle: string;
  readonly config?: object;
  readonly settings?: object;
  readonly sensitive_settings?: object;
  readonly services?: readonly ServicePlan[];
}

export interface ServicePlan {
  readonly process_type: string;
  readonly container_count: number;
  readonly container_size: number;
  readonly instance_profile: string;
  readonly force_zero_downtime: boolean;
  readonly naive_health_check: boolean;
  readonly restart_free_scaling: boolean;
  readonly stop_timeout?: number;
  readonly policy?: object;
}
