import { Fn, Lazy, type IResolvable } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import * as bindings from '../bindings';
import { dataSources, resources } from '../schema';
import type { Autoscaling } from './autoscaling';
import { configOf } from './config';
import { connectionTo, versionOf, type Connection, type ConnectToProps } from './connection';
import type { IDatabase } from './database';
import { Endpoint, type AddEndpointProps } from './endpoint';
import type { ContainerMemoryMb, ContainerProfile, ReleaseMode } from './known';
import { byHandle, type ByHandle } from './look-up';
import { blockOfKind, given, inEnvironment, keyedBlocks, ofPlatformResource, secret, type AttributesOf } from './props';
import { ReleaseCheck, type AddReleaseCheckProps } from './release-check';
import { inStack, KnownById, Resource, type ResourceProps, type Timeouts } from './resource';
import { requireEnvironment, type IEnvironment, type LookUpOptions } from './scope';
import { unmarked } from './sensitive';
import { isUnknown } from './unknown';

/** Props of an app. */
export interface AppProps extends ResourceProps {
  /** Its name, unique in the environment: 1 to 64 lower-case letters, digits, dots, hyphens or underscores. A change renames it in place. */
  readonly handle: string;

  /**
   * The environment in which it runs. A change replaces the app.
   *
   * @default - the nearest environment around it: `new App(environment, ...)`
   */
  readonly environment?: IEnvironment;

  /**
   * The Docker image that it runs, with its registry and tag: `quay.io/aptible/deploy-demo-app:latest`. A change deploys the app.
   *
   * @default - none: the app is deployed from elsewhere, by `git push` or `aptible deploy`
   */
  readonly image?: string;

  /**
   * The user at the image's registry, when it is private. With one of `registryPassword` and `registryPasswordWriteOnly`; needs `image`.
   *
   * @default - none: a public image
   */
  readonly registryUsername?: string;

  /**
   * The password at the image's registry. It must come from a Terraform variable or another reference, since `cdk.tf.json` shows a literal.
   *
   * @default - none: a public image
   */
  readonly registryPassword?: string;

  /**
   * The same as `registryPassword`, but never kept in a plan or a state: for a token that is another one in each run. Another value
   * deploys nothing; it is sent with the next deploy. Needs Terraform 1.11.
   *
   * @default - `registryPassword`
   */
  readonly registryPasswordWriteOnly?: string;

  /**
   * A whole number of yours. Another one deploys with the value that `registryPasswordWriteOnly` has then.
   *
   * @default - none: the password is sent with the next deploy
   */
  readonly registryPasswordWriteOnlyVersion?: number;

  /**
   * The environment variables of its containers: all of them, so that one set by hand is seen as a change. A value may refer to another
   * resource, such as `database.connectionUrl`, and is not empty. A change restarts the app; a key that is taken out is unset.
   *
   * @default - none
   */
  readonly config?: { readonly [name: string]: string };

  /**
   * More environment variables, whose values no plan shows. They are kept in Terraform's state. Each value comes from a Terraform variable
   * or another reference, since `cdk.tf.json` shows a literal. A key is in one of `config`, `secretConfig` and `secretConfigWriteOnly`.
   *
   * @default - none
   */
  readonly secretConfig?: { readonly [name: string]: string };

  /**
   * More environment variables, whose values are kept neither in a plan nor in Terraform's state: that one was changed by hand is not
   * seen. Needs Terraform 1.11 and `secretConfigWriteOnlyVersion`.
   *
   * @default - none
   */
  readonly secretConfigWriteOnly?: { readonly [name: string]: string };

  /**
   * A whole number of yours. Another one sets all of `secretConfigWriteOnly` anew.
   *
   * @default - none: there are no write-only variables
   */
  readonly secretConfigWriteOnlyVersion?: number;

  /**
   * Who releases the app. `external`: a pipeline does, by `aptible deploy` or `git push`. Then its image and the credentials of the registry
   * are not looked at, and no deploy here rolls them back; `image` is that of its creation only. Services that its image does not have yet
   * are set up by the first deploy here after they came.
   *
   * @default - Terraform, when `image` changes
   */
  readonly release?: ReleaseMode;

  /**
   * The names of environment variables that are set from elsewhere, such as by the pipeline that releases the app: they are neither shown
   * nor unset.
   *
   * @default - none: one that is set by hand is unset
   */
  readonly externalConfig?: string[];

  /**
   * Any text. Another one deploys the image again, although its name is the same: for a tag that moves, as `latest` does.
   *
   * @default - none: the image is deployed when its name changes
   */
  readonly deployTrigger?: string;

  /**
   * How its services are scaled, by process type: the names in its Procfile, or `cmd` for an image without one. A service that is not
   * named here is left as it is.
   *
   * @default - every service is left as the platform creates it, with one container of 1024 MB
   */
  readonly services?: { readonly [processType: string]: ServiceProps };

  /**
   * How long Terraform waits for the platform before it gives up.
   *
   * @default - the provider's defaults: the reference page of the resource has them
   */
  readonly timeouts?: Timeouts;
}

/** One service of an app: the containers that run one of its processes. */
export interface ServiceProps {
  /**
   * Number of containers, 0 to 128. 0 stops the service.
   *
   * @default 1
   */
  readonly containerCount?: number;

  /**
   * How the platform scales the service by itself: `Autoscaling.horizontal(...)` changes the number of its containers,
   * `Autoscaling.vertical(...)` their size. What it changes, `containerCount` or `memoryMb` and `profile`, is then only where it starts.
   *
   * @default - none: the service has the size that is declared
   */
  readonly autoscaling?: Autoscaling;

  /**
   * Memory of each container in MB: 512, 1024, 2048, 4096, 7168, 15360, 30720, 61440, 153600 or 245760.
   *
   * @default 1024
   */
  readonly memoryMb?: ContainerMemoryMb;

  /**
   * The ratio of CPU to memory: `m` general purpose, `c` compute, `r` memory. `c` and `r` need a dedicated stack.
   *
   * @default 'm'
   */
  readonly profile?: ContainerProfile;

  /**
   * Whether a release starts the new containers before it stops the old ones, although the service has no endpoint.
   *
   * @default false
   */
  readonly forceZeroDowntime?: boolean | IResolvable;

  /**
   * Whether a change of the number of containers leaves the running ones alone.
   *
   * @default false
   */
  readonly restartFreeScaling?: boolean | IResolvable;

  /**
   * Whether a zero-downtime release waits only until the new containers have stayed up for a while, whatever their Docker health check says.
   *
   * @default false
   */
  readonly simpleHealthCheck?: boolean | IResolvable;

  /**
   * Seconds that a container may take to stop before it is killed, 1 to 900.
   *
   * @default 10
   */
  readonly stopTimeoutSeconds?: number;
}

const definition = resources.aptible_app;
type Definition = typeof definition;
type ServiceBlock = Definition['blocks']['service'];

export const serviceAttributes = {
  containerCount: 'container_count',
  autoscaling: blockOfKind('autoscaling_policy', 'Autoscaling.horizontal(...) or Autoscaling.vertical(...)'),
  memoryMb: 'container_memory_limit',
  profile: 'container_profile',
  forceZeroDowntime: 'force_zero_downtime',
  restartFreeScaling: 'restart_free_scaling',
  simpleHealthCheck: 'simple_health_check',
  stopTimeoutSeconds: 'stop_timeout',
} as const satisfies AttributesOf<ServiceProps, ServiceBlock>;

export const appAttributes = {
  ...ofPlatformResource,
  handle: 'handle',
  environment: inEnvironment,
  image: 'docker_image',
  registryUsername: 'private_registry_username',
  registryPassword: secret('private_registry_password'),
  registryPasswordWriteOnly: secret('private_registry_password_wo'),
  registryPasswordWriteOnlyVersion: 'private_registry_password_wo_version',
  config: 'config',
  secretConfig: secret('secret_config'),
  secretConfigWriteOnly: secret('secret_config_wo'),
  secretConfigWriteOnlyVersion: 'secret_config_wo_version',
  release: 'release_mode',
  externalConfig: 'external_config',
  deployTrigger: 'deploy_trigger',
  services: keyedBlocks('service', 'process_type', serviceAttributes),
} as const satisfies AttributesOf<AppProps, Definition>;

/** An app. */
export interface IApp extends IConstruct {
  /** The platform's number for it. */
  readonly appId: number;

  /**
   * A text for the image and the configuration that it runs: another one after each deploy and each change of the configuration, not after
   * restarts and scaling. Null before the first deploy.
   */
  readonly release: string;
}

class AppFromHandle extends Resource implements IApp {
  protected readonly element: bindings.DataAptibleApp;

  constructor(scope: Construct, id: string, wanted: ByHandle) {
    super(scope, id);
    const config = configOf(this, given(dataSources.aptible_app, byHandle, wanted), 'App.fromHandle');
    this.element = inStack(new bindings.DataAptibleApp(this, 'Resource', config));
  }

  get appId(): number {
    return this.element.appId;
  }

  get release(): string {
    return this.element.release;
  }
}

class AppFromId extends KnownById implements IApp {
  private found: bindings.DataAptibleApp | undefined;

  constructor(
    scope: Construct,
    id: string,
    readonly appId: number,
  ) {
    super(scope, id, { appId });
  }

  get release(): string {
    const { appId } = this;
    return (this.found ??= inStack(new bindings.DataAptibleApp(this, 'Resource', { appId }))).release;
  }
}

/**
 * An app of an environment, with the scale of its services.
 *
 * @example
 * new App(environment, 'web', {
 *   handle: 'acme-web',
 *   image: 'quay.io/aptible/deploy-demo-app',
 *   config: { DATABASE_URL: database.connectionUrl },
 *   services: { web: { containerCount: 2, memoryMb: 512 }, worker: {} },
 * });
 */
export class App extends Resource implements IApp {
  /**
   * Finds an app that is not made here: Terraform looks it up by its handle. A plan fails when there is none.
   *
   * @throws when it cannot be a handle; when there is no environment.
   */
  static fromHandle(scope: Construct, id: string, handle: string, options: LookUpOptions = {}): IApp {
    return new AppFromHandle(scope, id, { handle, ...options });
  }

  /**
   * Takes an app that is not made here, by its number. It is looked up once its release is asked for, as a `ReleaseCheck` does; a plan then
   * fails when there is none.
   *
   * @throws when it is not a whole number from 1 on.
   */
  static fromId(scope: Construct, id: string, appId: number): IApp {
    return new AppFromId(scope, id, appId);
  }

  protected readonly element: bindings.App;
  private readonly environment: IEnvironment;
  private readonly declared: AppProps;
  private readonly connections: Connection[] = [];

  /** @throws when props break the platform's limits, with all problems at once; when there is no environment. */
  constructor(scope: Construct, id: string, props: AppProps) {
    super(scope, id, props);
    this.declared = props;
    this.environment = requireEnvironment(this, props.environment);
    const config = configOf(this, given(definition, appAttributes, props));
    const secretConfig = unmarked(config.secretConfig);
    this.element = inStack(new bindings.App(this, 'Resource', { ...config, secretConfig }));
  }

  get appId(): number {
    return this.element.appId;
  }

  get release(): string {
    return this.element.release;
  }

  /** Takes over an app, and says which of its variables are secrets and what is released from elsewhere: the plan changes only what differs. */
  override importFrom(id: string): void {
    // What is connected later has variables, too.
    super.importFrom(Lazy.stringValue({ produce: () => withDeclared(id, this.element) }));
  }

  /** A reference to the handle: what uses it waits for the app. */
  get handle(): string {
    return this.element.handle;
  }

  /**
   * Gives one of its services a host name. `type` is `https` when left out.
   *
   * @example
   * app.addEndpoint('https', { service: 'web', defaultDomain: true });
   * app.addEndpoint('mail', { type: 'tcp', service: 'mail', containerPorts: [25] });
   */
  addEndpoint(id: string, props: AddEndpointProps): Endpoint {
    const { type = 'https', ...rest } = props;
    const all = { environment: this.environment, ...rest, app: this };
    switch (type) {
      case 'https':
        return Endpoint.https(this, id, all);
      case 'grpc':
        return Endpoint.grpc(this, id, all);
      case 'tls':
        return Endpoint.tls(this, id, all);
      case 'tcp':
        return Endpoint.tcp(this, id, all);
      default:
        throw new Error(`${this.node.path}/${id}: type: got ${JSON.stringify(type)}, expected https, grpc, tls or tcp`);
    }
  }

  /**
   * Fails the deploy when a release of the app does not answer as told.
   *
   * @example
   * app.addReleaseCheck('check', { endpoint, path: '/healthcheck' });
   */
  addReleaseCheck(id: string, props: AddReleaseCheckProps): ReleaseCheck {
    return new ReleaseCheck(this, id, { ...props, app: this });
  }

  /**
   * Gives it environment variables with which it connects to a database, beside those of its props. Call it again for another database, or for
   * other variables. Their values are in no plan and no state, for which it needs Terraform 1.11; `stored: true` is the form for older ones. They are set
   * anew when the database, the address or the login is another one, as after a rotation.
   *
   * @example
   * app.connectTo(database, { as: 'DATABASE_URL', user: database.addUser('web', { readWrite: ['public'] }) });
   * app.connectTo(cache, { as: { host: 'REDIS_HOST', port: 'REDIS_PORT', password: 'REDIS_PASSWORD' }, credential: 'redis+ssl' });
   * @throws when the app has one of the variables already, or cannot have one of that name; when the user or the endpoint is of another database.
   */
  connectTo(database: IDatabase, props: ConnectToProps): void {
    const connection = connectionTo(this, database, props, (variable) => this.ownerOf(variable));
    this.connections.push(connection);
    const { element } = this;
    if (connection.isStored) {
      element.secretConfig = merged(element.secretConfigInput, unmarked(connection.variables));
      return;
    }
    element.secretConfigWo = merged(element.secretConfigWoInput, connection.variables);
    const fingerprints = this.connections.filter(({ isStored }) => !isStored).map(({ fingerprint }) => fingerprint);
    element.secretConfigWoVersion = versionOf([this.declared.secretConfigWriteOnlyVersion ?? 0, ...fingerprints]);
  }

  /** @returns what sets a variable of the app already; undefined when nothing does. */
  private ownerOf(variable: string): string | undefined {
    const { config, secretConfig, secretConfigWriteOnly } = this.declared;
    const maps = { config, secretConfig, secretConfigWriteOnly };
    const [prop] = Object.entries(maps).find(([, map]) => map !== undefined && Object.hasOwn(map, variable)) ?? [];
    return prop ?? this.connections.find(({ variables }) => Object.hasOwn(variables, variable))?.name;
  }

  /** The git repository to which the app is pushed. */
  get gitRepository(): string {
    return this.element.gitRepo;
  }
}

type Variables = Readonly<Record<string, string>>;

/** The provider's import id, which says what only a configuration knows of an app, for as far as it is known here. */
function withDeclared(id: string, app: bindings.App): string {
  const { configInput: config, secretConfigInput: secret_config, secretConfigWoInput: secret_config_wo } = app;
  const names = Object.entries({ config, secret_config, secret_config_wo }).map(([name, variables]) => {
    return [name, variables === undefined || isUnknown(variables) ? [] : Object.keys(variables)] as const;
  });
  const external = isUnknown(app.externalConfigInput) ? [] : (app.externalConfigInput ?? []);
  const parts = [...names, ['external_config', external.filter((each) => !isUnknown(each))] as const]
    .filter(([, keys]) => keys.length > 0)
    .map(([name, keys]) => `${name}=${keys.map(encodeURIComponent).join()}`);
  if (app.releaseModeInput === 'external') parts.push('release_mode=external');
  return parts.length === 0 || id.includes('?') ? id : `${id}?${parts.join('&')}`;
}

function merged(before: Variables | undefined, more: Variables): Record<string, string> {
  // A map that only Terraform knows has no keys here.
  return isUnknown(before) ? (Fn.merge([before, more]) as Record<string, string>) : { ...before, ...more };
}
