/**
 * Stands in for the platform's command-line tool: for each of its commands the requests that it sends, in its order, and what it
 * would print as JSON. It reads every attribute that the real one reads, so that one that is missing is an error here as it is
 * there. Nothing here knows of the local platform.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import type { Ended, OpenSsh, OpenSshUser } from '../../support/openssh';
import { HalClient, HalError, type Reading, type Resource } from './hal-client';

/** The options of a command, without their dashes. */
export interface Options {
  readonly app?: string;
  readonly database?: string;
  readonly db?: string;
  readonly environment?: string;
  readonly fingerprint?: string;
  readonly handle?: string;
  readonly type?: string;
  readonly version?: string;
  readonly [name: string]: unknown;
}

/** What the tool says to the user when it ends with status 1. */
class CommandError extends Error {}

/** A connection to the SSH portal, and what calls ssh for it. */
interface Way {
  readonly connection: Resource;
  readonly visit: (...args: string[]) => OpenSsh | undefined;
}

const keyOfNobody = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO921Immf73TJXYIu5SjyQaDOHkiC7xyOWqAqmrVph/c';

const secret: Reading = { sensitive: true };
/** The query of long lists for text output. */
const wholeList = '?per_page=5000&no_embed=true';

export class AptibleCli {
  readonly client: HalClient;

  constructor(
    private readonly api: string,
    private readonly auth: string,
    private readonly token: string,
    private readonly output: 'text' | 'json' = 'json',
    /** Whose ssh it calls. Without one it is as on a machine that cannot reach the portal. */
    private readonly ssh?: OpenSshUser,
  ) {
    this.client = new HalClient(api, token);
  }

  /** `aptible login` */
  static async login(auth: string, fields: Record<string, string>): Promise<string> {
    const response = await fetch(`${auth}/tokens`, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ grant_type: 'password', scope: 'manage', ...fields }).toString(),
    });
    const body = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new CommandError(`Could not authenticate with given credentials: ${String(body['error'])}`);
    if (typeof body['expires_at'] !== 'number' || !('created_at' in body)) throw new Error('crash: not a token');
    return body['access_token'] as string;
  }

  /** Runs a command, with what comes before and after each. */
  async run(command: string, args: readonly string[] = [], options: Options = {}): Promise<unknown> {
    const organizations = await new HalClient(this.auth, this.token).all(`${this.auth}/reauthenticate_organizations`);
    if (organizations.length > 0) throw new Error('a warning that nobody expects');
    this.tellTelemetry();
    const run = this.commands[command];
    if (run === undefined) throw new CommandError(`Could not find command "${command}".`);
    try {
      return await run(args, options);
    } catch (error) {
      if (error instanceof HalError) throw new CommandError(error.message, { cause: error });
      throw error;
    }
  }

  /** Makes the event for the telemetry, without sending it, from the token, which has to be a user's JWT. */
  private tellTelemetry(): void {
    const [, claims] = this.token.split('.');
    const { sub, email } = JSON.parse(Buffer.from(claims ?? '', 'base64url').toString()) as Record<string, string>;
    if (!/^[0-9a-f-]{36}$/.test(new URL(sub!).pathname.split('/').pop()!) || email === undefined) {
      throw new Error('crash: the token names no user');
    }
  }

  private async environment({ environment }: Options): Promise<Resource> {
    if (environment !== undefined) return this.namedEnvironment(environment);
    const all = await this.client.all(`${this.api}/accounts${this.output === 'text' ? wholeList : ''}`);
    if (all.length !== 1) throw new CommandError('Multiple environments available, please specify with --environment');
    return all[0]!;
  }

  private async environments(options: Options): Promise<Resource[]> {
    if (options['environment'] !== undefined) return [await this.namedEnvironment(options['environment'])];
    return this.client.all(`${this.api}/accounts${this.output === 'text' ? wholeList : ''}`);
  }

  private async namedEnvironment(handle: string | undefined): Promise<Resource> {
    const found = await this.client.find(`${this.api}/find/account?handle=${handle ?? ''}`);
    if (found === undefined) throw new CommandError('Specified account does not exist');
    return found;
  }

  private async found(kind: 'app' | 'database', handle = '', { environment }: Options): Promise<Resource> {
    if (environment !== undefined) await this.namedEnvironment(environment);
    const where = environment === undefined ? '' : `&environment=${environment}`;
    try {
      const found = await this.client.find(`${this.api}/find/${kind}?handle=${handle}${where}`);
      if (found === undefined) throw new CommandError(`Could not find ${kind} ${handle}`);
      return found;
    } catch (error) {
      if (!(error instanceof HalError) || error.slug !== 'multiple_resources_found') throw error;
      throw new CommandError(`Multiple ${kind}s named ${handle} exist, please specify with --environment`);
    }
  }

  private app(options: Options): Promise<Resource> {
    return this.found('app', options['app'], options);
  }

  private database(handle: string | undefined, options: Options): Promise<Resource> {
    return this.found('database', handle, options);
  }

  private async service(processType = '', options: Options): Promise<[service: Resource, app: Resource]> {
    const app = await this.app(options);
    const services = app.embeddedList('services');
    const found = services.find((each) => each.text('process_type') === processType);
    const types = services.map((each) => each.text('process_type')).join(', ');
    if (found === undefined) throw new CommandError(`Service with type ${processType} does not exist. Valid: ${types}`);
    return [found, app];
  }

  private async hosts(resource: Resource): Promise<Resource[]> {
    const services = resource.type === 'app' ? resource.embeddedList('services') : [await resource.follow('service')];
    return (await Promise.all(services.map((each) => this.client.all(each.link('vhosts')!)))).flat();
  }

  private async host(resource: Resource, hostname = ''): Promise<Resource> {
    const all = await this.hosts(resource);
    const found = all.find((each) => each.attribute('external_host') === hostname);
    const known = all.map((each) => each.attribute('external_host')).join(', ');
    if (found === undefined)
      throw new CommandError(`Endpoint with hostname ${hostname} does not exist. Known: ${known}`);
    return found;
  }

  private async operate(resource: Resource, type: string, fields: object = {}): Promise<Resource> {
    const operation = await this.client.create(resource.link('operations')!, { type, ...fields });
    await this.attach(operation);
    return operation;
  }

  /** Starts an operation whose resource may vanish before the tool has attached to it. */
  private async operateToTheEnd(resource: Resource, type: string): Promise<void> {
    try {
      await this.operate(resource, type);
    } catch (error) {
      if (!(error instanceof HalError && error.status === 404)) throw error;
    }
  }

  /** Follows an operation through the SSH portal, and asks for the status until it is final where ssh ends with an error. */
  private async attach(operation: Resource): Promise<void> {
    const ended = await (await this.portal(operation)).visit()?.ended;
    // It does not look at how the operation ended then.
    if (ended?.status === 0) return;
    let current = operation;
    while (['queued', 'running'].includes(current.text('status'))) current = await this.client.get(operation.self);
    if (current.attribute('status') !== 'succeeded') {
      throw new CommandError(`Operation #${String(current.attribute('id'))} failed.`);
    }
  }

  private async portal(operation: Resource): Promise<Way> {
    const connection = await this.client.create(operation.link('ssh_portal_connections')!, {
      ssh_public_key: this.ssh?.publicKey ?? keyOfNobody,
    });
    for (const name of ['ssh_port_forward_socket', 'ssh_pty']) connection.attribute(name);
    const isElsewhere = operation.link('destination_account') !== undefined;
    const account = await operation.follow(isElsewhere ? 'destination_account' : 'account');
    const stack = await account.follow('stack');
    const visit = {
      host: stack.text('ssh_portal_host'),
      port: stack.attribute('ssh_portal_port') as number,
      hostKey: stack.text('ssh_host_rsa_public_key'),
      user: connection.text('ssh_user'),
      certificate: connection.text('ssh_certificate_body'),
      token: this.token,
    };
    return { connection, visit: (...args) => this.ssh?.visit({ ...visit, args }) };
  }

  private async connectionUrl(database: Resource): Promise<unknown> {
    const whole = database.has('connection_url')
      ? database
      : await this.client.get(`${database.self}?no_embed=true`, secret);
    await whole.follow('database_image', secret);
    await whole.follow('service', secret);
    return this.shownDatabase(whole);
  }

  private async shownDatabase(database: Resource): Promise<object> {
    const whole = database.has('connection_url') ? database : await this.client.get(database.self, secret);
    const image = await whole.follow('database_image', secret);
    const service = whole.link('service') === undefined ? undefined : await whole.follow('service', secret);
    const disk = whole.embedded('disk');
    const credentials = await this.client.all(whole.link('database_credentials')!, secret);
    return {
      ...pick(whole, 'id', 'handle', 'created_at', 'type', 'status', 'connection_url'),
      version: image.attribute('version'),
      credentials: credentials.map((each) => pick(each, 'type', 'connection_url', 'default')),
      environment: pick(await whole.follow('account'), 'id', 'handle', 'created_at'),
      ...(disk && {
        disk_type: disk.attribute('ebs_volume_type'),
        disk_size: disk.attribute('size'),
        disk_modification_progress: disk.attribute('modification_progress'),
        disk_modification_status: disk.attribute('status'),
        disk_provisioned_iops: disk.attribute('baseline_iops'),
      }),
      ...(service && sizeOf(service)),
    };
  }

  private shownService(service: Resource): object {
    return {
      ...pick(service, 'id', 'created_at', 'container_count'),
      service: service.attribute('process_type'),
      command: service.attribute('command') ?? 'CMD',
      ...sizeOf(service),
    };
  }

  private async shownApp(app: Resource): Promise<object> {
    const deploy = app.embedded('last_deploy_operation');
    return {
      ...pick(app, 'id', 'handle', 'created_at', 'status'),
      git_remote: app.attribute('git_repo'),
      ...(deploy && { last_deploy_operation: this.shownOperation(deploy) }),
      services: app.embeddedList('services').map((each) => this.shownService(each)),
      environment: pick(await app.follow('account'), 'id', 'handle', 'created_at'),
    };
  }

  private shownOperation(operation: Resource): object {
    const git = ['deploy', 'rebuild'].includes(operation.text('type')) ? pick(operation, 'git_ref') : {};
    return { ...pick(operation, 'id', 'status', 'user_email', 'created_at'), ...git };
  }

  private async shownBackup(backup: Resource): Promise<object> {
    const optional = async (relation: string): Promise<Resource | undefined> =>
      backup.link(relation) === undefined ? undefined : backup.follow(relation);
    const [operation, source] = [await optional('created_from_operation'), await optional('copied_from')];
    return {
      ...pick(backup, 'id', 'created_at', 'size', 'manual'),
      region: backup.attribute('aws_region'),
      ...(source === undefined
        ? operation && { created_from_operation: this.shownOperation(operation) }
        : { copied_from: pick(source, 'id') }),
    };
  }

  private async shownEndpoint(vhost: Resource): Promise<object> {
    const shown: Record<string, unknown> = {
      ...pick(vhost, 'id', 'status', 'created_at', 'internal'),
      hostname: vhost.attribute('external_host'),
    };
    const type = vhost.text('type');
    const ports = vhost.attribute('container_ports') as number[];
    if (type === 'tcp' || type === 'tls') {
      Object.assign(shown, { type, ports: ports.length === 0 ? 'all' : ports.join(' ') });
    } else if (type === 'http' || type === 'http_proxy_protocol') {
      Object.assign(shown, {
        type: 'https',
        port: vhost.attribute('container_port') ?? 'default',
        load_balancing_algorithm_type: vhost.attribute('load_balancing_algorithm_type') ?? 'round_robin',
        shared: vhost.attribute('shared') || 'false',
      });
    }
    if (vhost.link('current_setting') !== undefined) {
      const settings = (await vhost.follow('current_setting')).attribute('settings') as Record<string, string>;
      for (const [name, value] of Object.entries(settings)) shown[name.toLowerCase()] = value;
    }
    const filter = vhost.attribute('ip_whitelist') as string[];
    shown['ip_whitelist'] = filter.length === 0 ? 'all traffic' : filter.join(' ');
    shown['default_domain_enabled'] = vhost.attribute('default');
    if (vhost.attribute('default')) shown['default_domain'] = vhost.attribute('virtual_domain');
    shown['managed_tls_enabled'] = vhost.attribute('acme');
    if (vhost.attribute('acme')) {
      shown['managed_tls_domain'] = vhost.attribute('user_domain');
      shown['managed_tls_dns_challenge_hostname'] = vhost.attribute('acme_dns_challenge_host');
      shown['managed_tls_status'] = vhost.attribute('acme_status');
    }
    return shown;
  }

  /** Applies what an endpoint was created with or changed to. */
  private async provisionEndpoint(vhost: Resource, settings: unknown): Promise<object> {
    await this.operate(vhost, 'provision', settings === undefined ? {} : { settings });
    return this.shownEndpoint(await this.client.get(vhost.self));
  }

  private async certificate(account: Resource, options: Options): Promise<object> {
    const { certificateBody, privateKey, fingerprint, managedTlsDomain } = options;
    const path = account.link('certificates')!;
    if (certificateBody !== undefined) {
      const fields = { certificate_body: certificateBody, private_key: privateKey };
      return { certificate: (await this.client.create(path, fields)).self };
    }
    if (fingerprint !== undefined) {
      const matching = (await this.client.all(path)).filter((each) =>
        each.text('sha256_fingerprint').startsWith(fingerprint),
      );
      if (matching.length !== 1) throw new CommandError(`No certificate matches fingerprint ${fingerprint}`);
      return { certificate: matching[0]!.self };
    }
    return managedTlsDomain === undefined ? {} : { acme: true, user_domain: managedTlsDomain };
  }

  private async createEndpoint(
    [processType]: readonly string[],
    options: Options,
    kind: { type: string; platform: string; port: 'container_port' | 'container_ports' },
  ): Promise<object> {
    const [service, app] = await this.service(processType, options);
    const account = await app.follow('account');
    const vhost = await this.client.create(service.link('vhosts')!, {
      ip_whitelist: options['ipWhitelist'] ?? [],
      [kind.port]: options['port'] ?? (kind.port === 'container_ports' ? [] : undefined),
      internal: options['internal'] ?? false,
      default: options['defaultDomain'] ?? false,
      ...(kind.type === 'tcp' ? {} : await this.certificate(account, options)),
      load_balancing_algorithm_type: options['algorithm'],
      shared: options['shared'],
      type: kind.type,
      platform: kind.platform,
    });
    return this.provisionEndpoint(vhost, options['settings']);
  }

  private async modifyEndpoint([hostname]: readonly string[], options: Options): Promise<object> {
    const app = await this.app(options);
    const vhost = await this.host(app, hostname);
    await vhost.follow('service');
    const account = await app.follow('account');
    const { ports, port, ipWhitelist, algorithm, shared } = options;
    await this.client.put(vhost.self, {
      container_ports: ports,
      container_port: port,
      ip_whitelist: ipWhitelist,
      load_balancing_algorithm_type: algorithm,
      shared,
      ...(await this.certificate(account, options)),
    });
    return this.provisionEndpoint(vhost, options['settings']);
  }

  private async createDrain(
    kind: 'log_drain' | 'metric_drain',
    [handle]: readonly string[],
    options: Options,
    fields: object,
  ): Promise<void> {
    const account = await this.environment(options);
    const flags = { drain_apps: true, drain_databases: true, drain_ephemeral_sessions: true, drain_proxies: true };
    const drain = await this.client.create(account.link(`${kind}s`)!, {
      handle,
      ...(kind === 'log_drain' ? flags : {}),
      ...fields,
    });
    await this.provisionOrClean(drain);
  }

  /** Provisions a database. It removes the record when the provision is refused, but not when it fails. */
  private async provisionOrClean(resource: Resource, fields: object = {}): Promise<void> {
    try {
      await this.operate(resource, 'provision', fields);
    } catch (error) {
      if (error instanceof HalError) await this.client.create(resource.link('operations')!, { type: 'deprovision' });
      throw error;
    }
  }

  private async deprovisionDrain(kind: string, [handle]: readonly string[], options: Options): Promise<void> {
    const account = await this.environment(options);
    const drains = await this.client.all(account.link(`${kind}s`)!);
    const drain = drains.find((each) => each.text('handle') === handle);
    if (drain === undefined) throw new CommandError(`No drain found with handle ${handle}`);
    await this.operateToTheEnd(drain, 'deprovision');
  }

  private async listDrains(kind: string, options: Options, shown: (drain: Resource) => object): Promise<object[]> {
    await this.environments(options);
    const drains = await this.client.all(`${this.api}/${kind}s?per_page=5000`);
    return Promise.all(drains.map(async (each) => shown(await this.client.get(each.self, secret))));
  }

  private async image(type: string, version: string): Promise<Resource> {
    const images = await this.client.all(`${this.api}/database_images`);
    const found = images.find((each) => each.attribute('type') === type && each.attribute('version') === version);
    if (found === undefined) throw new CommandError(`No Database Image of type ${type} with version ${version}`);
    return found;
  }

  private async replicate([source, handle]: readonly string[], options: Options): Promise<unknown> {
    const database = await this.database(source, options);
    const docker_ref = options['logical']
      ? (await this.image('postgresql', options.version ?? '')).attribute('docker_repo')
      : undefined;
    const { containerSize: container_size, diskSize: disk_size, profile: instance_profile } = options;
    const body = { handle, container_size, disk_size, instance_profile, docker_ref };
    await this.operate(database, options['logical'] ? 'replicate_logical' : 'replicate', body);
    const account = await database.follow('account');
    const replica = await this.database(handle, { environment: account.text('handle') });
    const operations = await this.client.all(replica.link('operations')!);
    await this.attach(operations.at(-1)!);
    return this.connectionUrl(await this.client.get(replica.self));
  }

  private async maintained(kind: 'apps' | 'databases', options: Options): Promise<object[]> {
    const items = await this.client.all(`${this.api}/maintenances/${kind}`);
    const accounts = (await this.environments(options)).map((each) => each.self);
    return items
      .filter((each) => accounts.includes(each.link('account')!))
      .map((each) => pick(each, 'id', 'handle', 'maintenance_deadline'));
  }

  private async interact(resource: Resource, type: string, fields: object): Promise<Way> {
    const operation = await this.client.create(resource.link('operations')!, { type, ...fields });
    return this.portal(operation);
  }

  /** Its own status is that of ssh. */
  private async endOf({ visit }: Way): Promise<Ended | undefined> {
    return visit()?.ended;
  }

  /** Opens a tunnel to a database, at a port that is free, and gives the URL that leads through it. */
  private async tunnel(
    handle: string | undefined,
    options: Options,
  ): Promise<{ url: string; ssh: OpenSsh | undefined }> {
    const database = this.provisioned(await this.database(handle, options));
    const credentials = await this.client.all(database.link('database_credentials')!, secret);
    const chosen = credentials.find((each) => each.attribute('default') === true)!;
    const credential = await this.client.get(chosen.self);
    const { connection, visit } = await this.interact(credential, 'tunnel', { status: 'succeeded' });
    const port = await freePort();
    const ssh = visit('-L', `${port}:${connection.text('ssh_port_forward_socket')}`, '-o', 'ExitOnForwardFailure=yes');
    await ssh?.line();
    const owner = await credential.follow('database');
    const stack = await (await owner.follow('account')).follow('stack');
    const { protocol, username, password, pathname } = new URL(chosen.text('connection_url'));
    const host = `localhost.${stack.text('internal_domain')}`;
    return { url: `${protocol}//${username}:${password}@${host}:${port}${pathname}`, ssh };
  }

  /** Runs a program of PostgreSQL with the URL of a tunnel, and gives what it prints. */
  private async throughTunnel(handle: string | undefined, options: Options, command: string[]): Promise<string> {
    const { url, ssh } = await this.tunnel(handle, options);
    try {
      const [program, ...args] = command;
      return (await promisify(execFile)(program!, [...args, url], { env: process.env })).stdout;
    } finally {
      await ssh?.kill();
    }
  }

  private provisioned(resource: Resource): Resource {
    if (resource.attribute('status') !== 'provisioned') throw new CommandError('It is not provisioned');
    return resource;
  }

  private policyOf(options: Options): object {
    const { type: autoscaling, ...others } = options['policy'] as Record<string, unknown>;
    return { autoscaling, use_horizontal_scale: false, ...others };
  }

  readonly commands: Readonly<Record<string, (args: readonly string[], options: Options) => Promise<unknown>>> = {
    apps: async (_args, options) => {
      const accounts = await this.environments(options);
      if (this.output === 'json') {
        const apps = (await Promise.all(accounts.map((each) => this.client.all(each.link('apps')!)))).flat();
        return Promise.all(apps.map((each) => this.shownApp(each)));
      }
      const apps = await this.client.all(`${this.api}/apps${wholeList}`);
      for (const each of apps) each.embeddedList('services');
      return accounts.map((account) => [
        account.text('handle'),
        apps.filter((each) => each.link('account') === account.self).map((each) => each.text('handle')),
      ]);
    },
    'apps:create': async ([handle], options) => {
      const account = await this.environment(options);
      const app = await this.client.create(account.link('apps')!, { handle });
      return { git_remote: app.attribute('git_repo') };
    },
    'apps:deprovision': async (_args, options) => this.operateToTheEnd(await this.app(options), 'deprovision'),
    'apps:rename': async ([from, to], options) => {
      await this.environment(options);
      const { environment = (await this.environment(options)).text('handle') } = options;
      const app = await this.found('app', from, { environment });
      await this.client.put(app.self, { handle: to });
      (await app.follow('account')).text('handle');
    },
    'apps:scale': async ([processType], options) => {
      const [service] = await this.service(processType, options);
      const { containerCount: container_count, containerSize: container_size, profile: instance_profile } = options;
      await this.operate(service, 'scale', { container_count, container_size, instance_profile });
    },
    services: async (_args, options) =>
      (await this.app(options)).embeddedList('services').map((each) => this.shownService(each)),
    deploy: async (_args, options) => {
      const { env, dockerImage, username, password, gitRef: git_ref, containerCount: container_count } = options;
      const settings = dockerImage === undefined ? undefined : { APTIBLE_DOCKER_IMAGE: dockerImage };
      const sensitive_settings =
        username === undefined
          ? undefined
          : { APTIBLE_PRIVATE_REGISTRY_USERNAME: username, APTIBLE_PRIVATE_REGISTRY_PASSWORD: password };
      const app = await this.app(options);
      await this.operate(app, 'deploy', { env, settings, sensitive_settings, git_ref, container_count });
    },
    rebuild: async (_args, options) => void (await this.operate(await this.app(options), 'rebuild')),
    restart: async (_args, options) => {
      const app = await this.app(options);
      if (options['simulateOom']) (await app.follow('account')).attribute('type');
      await this.operate(app, options['simulateOom'] ? 'captain_comeback_restart' : 'restart');
    },
    config: async (_args, options) => {
      const app = await this.app(options);
      if (app.link('current_configuration') === undefined) return {};
      return (await app.follow('current_configuration', secret)).attribute('env');
    },
    'config:get': async ([name], options) =>
      ((await this.commands['config']!([], options)) as Record<string, string>)[name!],
    'config:add': async (_args, options) =>
      void (await this.operate(await this.app(options), 'configure', { env: options['env'] })),
    'config:set': (args, options) => this.commands['config:add']!(args, options),
    'config:rm': async (names, options) => {
      const env = Object.fromEntries(names.map((name) => [name, '']));
      await this.operate(await this.app(options), 'configure', { env });
    },
    'config:unset': (args, options) => this.commands['config:rm']!(args, options),

    'backup:list': async ([handle], options) => {
      const database = await this.database(handle, options);
      const backups = await this.client.all(database.link('backups')!);
      const times = backups.map((each) => Date.parse(each.text('created_at')));
      if (times.some((time, index) => time > (times[index - 1] ?? Infinity))) throw new Error('stops too early');
      return Promise.all(backups.map((each) => this.shownBackup(each)));
    },
    'backup:orphaned': async (_args, options) => {
      const accounts = await this.environments(options);
      const lists = accounts.map((each) => this.client.all(`${each.link('backups')!}?orphaned=true`));
      return Promise.all(
        (await Promise.all(lists)).flat().map(async (backup) => {
          const id = backup.link('database')!.split('/').pop();
          const database = await this.client.get(`${this.api}/databases/${id}?with_deleted=true`);
          return {
            ...(await this.shownBackup(backup)),
            database: {
              ...pick(database, 'id', 'handle', 'type', 'deleted_at'),
              environment: (await database.follow('account')).text('handle'),
            },
          };
        }),
      );
    },
    'backup:purge': async ([id]) => this.operateToTheEnd(await this.client.get(`${this.api}/backups/${id}`), 'purge'),
    'backup:restore': async ([id], options) => {
      const backup = await this.client.get(`${this.api}/backups/${id}`);
      let { handle } = options;
      if (handle === undefined) {
        const databaseId = backup.link('database')!.split('/').pop();
        const old = await this.client.get(`${this.api}/databases/${databaseId}?with_deleted=true`);
        const time = backup.text('created_at').replace(/\..*/, '').replace(/[T:]/g, '-');
        handle = `${old.text('handle')}-at-${time}`;
      }
      const { environment, containerSize: container_size, diskSize: disk_size, keyArn: key_arn } = options;
      const destination = environment === undefined ? undefined : await this.namedEnvironment(environment);
      const body = { handle, container_size, disk_size, destination_account: destination?.self, key_arn };
      await this.operate(backup, 'restore', body);
      const account = destination ?? (await backup.follow('account'));
      return this.connectionUrl(await this.database(handle, { environment: account.text('handle') }));
    },
    backup_retention_policy: async ([environment]) => {
      const account = await this.namedEnvironment(environment);
      const [policy] = await this.client.all(account.link('backup_retention_policies')!);
      if (policy === undefined) throw new CommandError('Environment does not have a custom backup retention policy');
      return pick(policy, 'id', 'daily', 'monthly', 'yearly', 'make_copy', 'keep_final');
    },
    'backup_retention_policy:set': async ([environment], options) => {
      const now = (await this.commands['backup_retention_policy']!([environment!], {})) as Record<string, unknown>;
      const account = await this.namedEnvironment(environment);
      const { id: _id, ...fields } = { ...now, ...options };
      const made = await this.client.create(account.link('backup_retention_policies')!, fields);
      return pick(await this.client.get(made.self), 'daily', 'monthly', 'yearly', 'make_copy', 'keep_final');
    },

    'db:backup': async ([handle], options) => void (await this.operate(await this.database(handle, options), 'backup')),
    'db:clone': async ([source, handle], options) => {
      const database = await this.database(source, options);
      await this.operate(database, 'clone', { handle });
      const account = await database.follow('account');
      return this.connectionUrl(await this.database(handle, { environment: account.text('handle') }));
    },
    'db:create': async ([handle], options) => {
      const account = await this.environment(options);
      const { type = 'postgresql' } = options;
      const images = await this.client.all(`${this.api}/database_images`);
      if (!images.some((each) => each.attribute('type') === type)) throw new CommandError(`No image of type ${type}`);
      const image = options.version === undefined ? undefined : await this.image(type, options.version);
      const { containerSize: container_size, diskSize: disk_size = 10, profile: instance_profile } = options;
      const database = await this.client.create(account.link('databases')!, {
        handle,
        initial_container_size: container_size ?? null,
        initial_disk_size: disk_size,
        current_kms_arn: null,
        type,
        ...(image === undefined ? {} : { database_image: image.self }),
      });
      const sizes = { container_size, disk_size, instance_profile, provisioned_iops: options['iops'] };
      await this.provisionOrClean(database, sizes);
      return this.connectionUrl(await this.client.get(database.self));
    },
    'db:deprovision': async ([handle], options) =>
      this.operateToTheEnd(await this.database(handle, options), 'deprovision'),
    'db:list': async (_args, options) => {
      const accounts = await this.environments(options);
      await this.client.all(`${this.api}/external_aws_resources`);
      if (this.output === 'json') {
        const databases = await Promise.all(accounts.map((each) => this.client.all(each.link('databases')!)));
        return Promise.all(databases.flat().map((each) => this.shownDatabase(each)));
      }
      const databases = await this.client.all(`${this.api}/databases${wholeList}`);
      return accounts.map((account) => [
        account.text('handle'),
        databases.filter((each) => each.link('account') === account.self).map((each) => each.text('handle')),
      ]);
    },
    'db:modify': async ([handle], options) => {
      const { iops: provisioned_iops, volumeType: ebs_volume_type } = options;
      await this.operate(await this.database(handle, options), 'modify', { provisioned_iops, ebs_volume_type });
    },
    'db:reload': async ([handle], options) => void (await this.operate(await this.database(handle, options), 'reload')),
    'db:rename': async ([from, to], options) => {
      await this.environment(options);
      const account = await this.environment(options);
      const database = await this.found('database', from, { environment: account.text('handle') });
      await this.client.put(database.self, { handle: to });
    },
    'db:replicate': (args, options) => this.replicate(args, options),
    'db:restart': async ([handle], options) => {
      const { containerSize: container_size, diskSize: disk_size, profile: instance_profile } = options;
      const database = await this.database(handle, options);
      await this.operate(database, 'restart', { container_size, disk_size, instance_profile });
    },
    'db:dump': async ([handle, ...args], options) => this.throughTunnel(handle, options, ['pg_dump', ...args]),
    'db:execute': async ([handle, file], options) => this.throughTunnel(handle, options, ['psql', '-f', file!]),
    'db:tunnel': async ([handle], options) => this.tunnel(handle, options),
    'db:url': async ([handle], options) => {
      const database = this.provisioned(await this.database(handle, options));
      const credentials = await this.client.all(database.link('database_credentials')!, secret);
      const isWanted = (each: Resource): boolean =>
        options.type === undefined ? each.attribute('default') === true : each.text('type') === options.type;
      const found = credentials.find(isWanted);
      const types = credentials.map((each) => each.text('type')).join(', ');
      if (found === undefined) throw new CommandError(`No credential with type ${options.type}. Valid: ${types}`);
      return { connection_url: found.attribute('connection_url') };
    },
    'db:versions': async () => {
      const images = await this.client.all(`${this.api}/database_images`);
      return images.map((each) => pick(each, 'type', 'version', 'default', 'description', 'docker_repo'));
    },

    'endpoints:database:create': async ([handle], options) => {
      const database = await this.database(handle, options);
      if (database.link('service') === undefined) throw new CommandError('Database is not provisioned');
      const service = await database.follow('service');
      await database.follow('account');
      const vhost = await this.client.create(service.link('vhosts')!, {
        type: 'tcp',
        platform: 'elb',
        ip_whitelist: options['ipWhitelist'] ?? [],
        internal: options['internal'] ?? false,
      });
      return this.provisionEndpoint(vhost, undefined);
    },
    'endpoints:database:modify': async ([hostname], options) => {
      const database = await this.database(options['database'], options);
      const vhost = await this.host(database, hostname);
      await database.follow('account');
      await this.client.put(vhost.self, { ip_whitelist: options['ipWhitelist'] });
      await vhost.follow('service');
      return this.provisionEndpoint(vhost, undefined);
    },
    'endpoints:tcp:create': (args, options) =>
      this.createEndpoint(args, options, { type: 'tcp', platform: 'elb', port: 'container_ports' }),
    'endpoints:tls:create': (args, options) =>
      this.createEndpoint(args, options, { type: 'tls', platform: 'elb', port: 'container_ports' }),
    'endpoints:grpc:create': (args, options) =>
      this.createEndpoint(args, options, { type: 'grpc', platform: 'elb', port: 'container_port' }),
    'endpoints:https:create': (args, options) =>
      this.createEndpoint(args, options, { type: 'http', platform: 'alb', port: 'container_port' }),
    'endpoints:tcp:modify': (args, options) => this.modifyEndpoint(args, options),
    'endpoints:tls:modify': (args, options) => this.modifyEndpoint(args, options),
    'endpoints:grpc:modify': (args, options) => this.modifyEndpoint(args, options),
    'endpoints:https:modify': (args, options) => this.modifyEndpoint(args, options),
    'endpoints:list': async (_args, options) => {
      const { database } = options;
      const owner = database === undefined ? await this.app(options) : await this.database(database, options);
      return Promise.all((await this.hosts(owner)).map((each) => this.shownEndpoint(each)));
    },
    // The only removal in which the tool takes a vanished operation for a failure, where it has to poll.
    'endpoints:deprovision': async ([hostname], options) => {
      const { database } = options;
      const owner = database === undefined ? await this.app(options) : await this.database(database, options);
      await this.operate(await this.host(owner, hostname), 'deprovision');
    },
    'endpoints:renew': async ([hostname], options) =>
      void (await this.operate(await this.host(await this.app(options), hostname), 'renew')),

    'environment:ca_cert': async (_args, options) =>
      (await this.environments(options)).map((each) => pick(each, 'ca_body', 'id', 'handle', 'created_at')),
    'environment:list': async (_args, options) =>
      Promise.all(
        (await this.environments(options)).map(async (each) => ({
          ...pick(each, 'id', 'handle', 'created_at'),
          stack: pick(await each.follow('stack'), 'name', 'id', 'region', 'outbound_ip_addresses'),
        })),
      ),
    'environment:rename': async ([from, to]) =>
      this.client.put((await this.namedEnvironment(from)).self, { handle: to }),

    'log_drain:create:datadog': (args, options) => this.createHttpsDrain(args, options),
    'log_drain:create:https': (args, options) => this.createHttpsDrain(args, options),
    'log_drain:create:logdna': (args, options) => this.createHttpsDrain(args, options),
    'log_drain:create:sumologic': (args, options) => this.createHttpsDrain(args, options),
    'log_drain:create:elasticsearch': async (args, options) => {
      const { attributes } = await this.drainDatabase(options);
      const fields = { drain_type: 'elasticsearch_database', logging_token: options['pipeline'], ...attributes };
      await this.createDrain('log_drain', args, options, fields);
    },
    'log_drain:create:papertrail': (args, options) => this.createSyslogDrain(args, options),
    'log_drain:create:syslog': (args, options) => this.createSyslogDrain(args, options),
    'log_drain:create:solarwinds': (args, options) => {
      const { host: drain_host, token: logging_token } = options;
      return this.createDrain('log_drain', args, options, { drain_type: 'solarwinds', drain_host, logging_token });
    },
    'log_drain:deprovision': (args, options) => this.deprovisionDrain('log_drain', args, options),
    'log_drain:list': (_args, options) =>
      this.listDrains('log_drain', options, (drain) =>
        pick(drain, 'handle', 'drain_type', 'drain_apps', 'drain_proxies', 'drain_host', 'drain_port', 'url'),
      ),
    'metric_drain:create:datadog': (args, options) => {
      const { apiKey: api_key, seriesUrl: series_url } = options;
      const fields = { drain_type: 'datadog', drain_configuration: { api_key, series_url } };
      return this.createDrain('metric_drain', args, options, fields);
    },
    'metric_drain:create:influxdb': async (args, options) => {
      const { attributes } = await this.drainDatabase(options);
      await this.createDrain('metric_drain', args, options, { ...attributes, drain_type: 'influxdb_database' });
    },
    'metric_drain:create:influxdb:custom': (args, options) => {
      const { url: address, username, password, db: database } = options;
      const drain_configuration = { address, username, password, database };
      return this.createDrain('metric_drain', args, options, { drain_type: 'influxdb', drain_configuration });
    },
    'metric_drain:create:influxdb:customv2': (args, options) => {
      const { url: address, org, bucket, token: authToken } = options;
      const drain_configuration = { address, org, authToken, bucket };
      return this.createDrain('metric_drain', args, options, { drain_type: 'influxdb2', drain_configuration });
    },
    'metric_drain:deprovision': (args, options) => this.deprovisionDrain('metric_drain', args, options),
    'metric_drain:list': (_args, options) =>
      this.listDrains('metric_drain', options, (drain) => pick(drain, 'handle', 'drain_type', 'drain_configuration')),

    logs: async (_args, options) => {
      const { database } = options;
      const owner = database === undefined ? await this.app(options) : await this.database(database, options);
      return this.endOf(await this.interact(this.provisioned(owner), 'logs', { status: 'succeeded' }));
    },
    'operation:cancel': async ([id]) => {
      const operation = await this.client.get(`${this.api}/operations/${id}`);
      await operation.follow('resource');
      await this.client.put(operation.self, { cancelled: true });
    },
    'operation:follow': async ([id]) => {
      const operation = await this.client.get(`${this.api}/operations/${id}`);
      const status = operation.text('status');
      if (!['queued', 'running'].includes(status)) throw new CommandError(`This operation has already ${status}.`);
      await operation.follow('resource');
      await this.attach(operation);
    },
    // The real tool reads the first of the two addresses over TLS, whatever its scheme.
    'operation:logs': async ([id]) => {
      const operation = await this.client.get(`${this.api}/operations/${id}`);
      await operation.follow('resource');
      return (await fetch(await this.client.text(operation.link('logs')!))).text();
    },
    ssh: async ([command], options) =>
      this.endOf(await this.interact(await this.app(options), 'execute', { command, interactive: true })),

    'services:settings': async ([processType], options) => {
      const [service] = await this.service(processType, options);
      await this.client.put(service.self, options['settings'] as object);
    },
    'services:autoscaling_policy': async ([processType], options) => {
      const [service] = await this.service(processType, options);
      if (service.link('service_sizing_policy') === undefined) throw new CommandError('Service has no policy');
      const policy = await service.follow('service_sizing_policy');
      return pick(policy, ...policyAttributes);
    },
    'services:autoscaling_policy:set': async ([processType], options) => {
      const [service] = await this.service(processType, options);
      const fields = this.policyOf(options);
      if (service.link('service_sizing_policy') === undefined) {
        // The token leaks into the body.
        const body = { ...fields, token: this.token };
        await this.client.create(`${service.self}/service_sizing_policies`, body);
      } else {
        const policy = await service.follow('service_sizing_policy');
        await this.client.put(policy.self, { ...fields, service_id: service.attribute('id') as number });
      }
    },
    'maintenance:apps': (_args, options) => this.maintained('apps', options),
    'maintenance:dbs': (_args, options) => this.maintained('databases', options),
    organizations: async () => {
      const client = new HalClient(this.auth, this.token);
      const user = await (await client.get(`${this.auth}/current_token`)).follow('user');
      const organizations = await client.all(`${this.auth}/organizations`);
      const roles = await client.all(user.link('roles')!);
      return organizations.map((each) => ({
        ...pick(each, 'id', 'name'),
        roles: roles.filter((role) => role.link('organization') === each.self).map((role) => pick(role, 'id', 'name')),
      }));
    },
    aws_accounts: async () =>
      (await this.client.all(`${this.api}/external_aws_accounts`)).map((each) => pick(each, 'id')),
  };

  private createHttpsDrain(args: readonly string[], options: Options): Promise<void> {
    return this.createDrain('log_drain', args, options, { drain_type: 'https_post', url: options['url'] });
  }

  private createSyslogDrain(args: readonly string[], options: Options): Promise<void> {
    const { host: drain_host, port, token: logging_token = null } = options;
    const fields = { drain_type: 'syslog_tls_tcp', drain_host, drain_port: String(port), logging_token };
    return this.createDrain('log_drain', args, options, fields);
  }

  private async drainDatabase(options: Options): Promise<{ attributes: { database_id: number } }> {
    const database = await this.database(options['db'], options);
    return { attributes: { database_id: database.attribute('id') as number } };
  }
}

const policyAttributes = [
  'autoscaling',
  'metric_lookback_seconds',
  'percentile',
  'post_scale_up_cooldown_seconds',
  'post_scale_down_cooldown_seconds',
  'post_release_cooldown_seconds',
  'mem_cpu_ratio_r_threshold',
  'mem_cpu_ratio_c_threshold',
  'mem_scale_up_threshold',
  'mem_scale_down_threshold',
  'minimum_memory',
  'maximum_memory',
  'min_cpu_threshold',
  'max_cpu_threshold',
  'min_containers',
  'max_containers',
  'scale_up_step',
  'scale_down_step',
  'use_horizontal_scale',
];

function pick(resource: Resource, ...names: string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, resource.attribute(name)]));
}

function sizeOf(service: Resource): object {
  return {
    container_size: service.attribute('container_memory_limit_mb'),
    container_profile: /[a-z]/.exec(service.text('instance_class'))![0],
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
