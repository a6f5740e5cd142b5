import type { IResolvable } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import * as bindings from '../bindings';
import { dataSources, resources } from '../schema';
import { Endpoint, type AddEndpointProps } from './endpoint';
import { requireEnvironment, type IEnvironment, type LookUpOptions } from './environment';
import { checkProps } from './props';
import { ReleaseCheck, type AddReleaseCheckProps } from './release-check';
import { followDependencies, KnownById, Resource, type ResourceProps, type Timeouts } from './resource';

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
   * The user at the image's registry, when it is private. With `registryPassword`; needs `image`.
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
   * A number of yours. Another one sets all of `secretConfigWriteOnly` anew.
   *
   * @default - none: there are no write-only variables
   */
  readonly secretConfigWriteOnlyVersion?: number;

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

  /** @default - the provider's defaults */
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
  readonly memoryMb?: number;

  /**
   * The ratio of CPU to memory: `m` general purpose, `c` compute, `r` memory. `c` and `r` need a dedicated stack.
   *
   * @default 'm'
   */
  readonly profile?: string;

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

/** What both kinds of autoscaling take. */
export interface AutoscalingProps {
  /**
   * How far back the metrics are looked at, in seconds.
   *
   * @default 1800
   */
  readonly metricLookbackSeconds?: number;

  /**
   * The percentile of the metrics that is compared with the thresholds, 0 to 100.
   *
   * @default 99
   */
  readonly percentile?: number;

  /**
   * Wait after scaling up, in seconds.
   *
   * @default 60
   */
  readonly postScaleUpCooldownSeconds?: number;

  /**
   * Wait after scaling down, in seconds.
   *
   * @default 300
   */
  readonly postScaleDownCooldownSeconds?: number;

  /**
   * Wait after a release, in seconds.
   *
   * @default 60
   */
  readonly postReleaseCooldownSeconds?: number;
}

export interface HorizontalAutoscalingProps extends AutoscalingProps {
  /** The fewest containers, 1 to 128. */
  readonly minContainers: number;

  /** The most containers, 1 to 128. */
  readonly maxContainers: number;

  /** The share of the CPU, 0 to 1, below which containers are removed. */
  readonly minCpuThreshold: number;

  /** The share of the CPU, 0 to 1, above which containers are added. */
  readonly maxCpuThreshold: number;

  /**
   * How many containers are added at a time.
   *
   * @default 1
   */
  readonly scaleUpStep?: number;

  /**
   * How many containers are removed at a time.
   *
   * @default 1
   */
  readonly scaleDownStep?: number;

  /**
   * Whether scaling leaves the containers that are there running.
   *
   * @default false
   */
  readonly restartFreeScaling?: boolean | IResolvable;
}

export interface VerticalAutoscalingProps extends AutoscalingProps {
  /**
   * The smallest container, in MB.
   *
   * @default 2048
   */
  readonly minimumMemoryMb?: number;

  /**
   * The largest container, in MB.
   *
   * @default - no limit
   */
  readonly maximumMemoryMb?: number;

  /**
   * The share of its memory above which a container is made larger.
   *
   * @default 0.9
   */
  readonly memScaleUpThreshold?: number;

  /**
   * The share of the next smaller size below which a container is made smaller.
   *
   * @default 0.75
   */
  readonly memScaleDownThreshold?: number;

  /**
   * The ratio of memory to CPU use above which the profile `r` is chosen.
   *
   * @default 4
   */
  readonly memCpuRatioRThreshold?: number;

  /**
   * The ratio of memory to CPU use below which the profile `c` is chosen.
   *
   * @default 2
   */
  readonly memCpuRatioCThreshold?: number;
}

/**
 * How the platform scales a service by itself.
 *
 * @example
 * services: { web: { autoscaling: Autoscaling.horizontal({ minContainers: 2, maxContainers: 8, minCpuThreshold: 0.2, maxCpuThreshold: 0.8 }) } }
 */
export class Autoscaling {
  /** Changes the number of containers, by the load of their CPU. */
  static horizontal({ restartFreeScaling, ...props }: HorizontalAutoscalingProps): Autoscaling {
    return new Autoscaling({ autoscalingType: 'horizontal', useHorizontalScale: restartFreeScaling, ...props });
  }

  /** Changes the size of the containers and their profile, by their memory. */
  static vertical({ minimumMemoryMb, maximumMemoryMb, ...props }: VerticalAutoscalingProps = {}): Autoscaling {
    return new Autoscaling({
      autoscalingType: 'vertical',
      minimumMemory: minimumMemoryMb,
      maximumMemory: maximumMemoryMb,
      ...props,
    });
  }

  /** @internal */
  readonly policy: bindings.AppServiceAutoscalingPolicy;

  private constructor(policy: bindings.AppServiceAutoscalingPolicy) {
    this.policy = policy;
  }
}

/** An app. */
export interface IApp extends IConstruct {
  /** The platform's number for it. */
  readonly appId: number;

  /**
   * Stands for the image and the configuration that it runs: another text after each deploy and each change of the configuration, not
   * after restarts and scaling. Undefined for an app that is not looked up.
   */
  readonly release?: string;
}

class AppFromHandle extends Resource implements IApp {
  protected readonly element: bindings.DataAptibleApp;

  constructor(scope: Construct, id: string, handle: string, { environment }: LookUpOptions) {
    super(scope, id);
    const config = { envId: requireEnvironment(this, environment, 'App.fromHandle').environmentId, handle };
    checkProps(this, dataSources.aptible_app, config);
    this.element = new bindings.DataAptibleApp(this, 'Resource', config);
    followDependencies(this.element);
  }

  get appId(): number {
    return this.element.appId;
  }

  get release(): string {
    return this.element.release;
  }
}

class AppFromId extends KnownById implements IApp {
  constructor(
    scope: Construct,
    id: string,
    readonly appId: number,
  ) {
    super(scope, id);
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
  /** An app that is not made here, looked up by its handle. A plan fails when there is none. */
  static fromHandle(scope: Construct, id: string, handle: string, options: LookUpOptions = {}): IApp {
    return new AppFromHandle(scope, id, handle, options);
  }

  /** An app that is not made here, by its number, which is not looked up. */
  static fromId(scope: Construct, id: string, appId: number): IApp {
    return new AppFromId(scope, id, appId);
  }

  protected readonly element: bindings.App;
  private readonly environment: IEnvironment;

  /** @throws when props break the platform's limits, with all problems at once; when there is no environment. */
  constructor(scope: Construct, id: string, props: AppProps) {
    super(scope, id, props);
    this.environment = requireEnvironment(this, props.environment);
    const services = Object.entries(props.services ?? {});
    const config: bindings.AppConfig = {
      envId: this.environment.environmentId,
      handle: props.handle,
      dockerImage: props.image,
      privateRegistryUsername: props.registryUsername,
      privateRegistryPassword: props.registryPassword,
      config: props.config,
      secretConfig: props.secretConfig,
      secretConfigWo: props.secretConfigWriteOnly,
      secretConfigWoVersion: props.secretConfigWriteOnlyVersion,
      deployTrigger: props.deployTrigger,
      service: props.services && services.map(([processType, service]) => toService(processType, service)),
      timeouts: props.timeouts,
    };
    checkProps(this, resources.aptible_app, config, {
      names: {
        docker_image: 'image',
        secret_config_wo: 'secretConfigWriteOnly',
        secret_config_wo_version: 'secretConfigWriteOnlyVersion',
        private_registry_username: 'registryUsername',
        private_registry_password: 'registryPassword',
        container_memory_limit: 'memoryMb',
        container_profile: 'profile',
        stop_timeout: 'stopTimeoutSeconds',
        'autoscaling_policy.0': 'autoscaling',
        minimum_memory: 'minimumMemoryMb',
        maximum_memory: 'maximumMemoryMb',
        use_horizontal_scale: 'restartFreeScaling',
        ...Object.fromEntries(services.map(([processType], index) => [`service.${index}`, `services.${processType}`])),
      },
      secrets: ['private_registry_password', 'secret_config', 'secret_config_wo'],
    });
    this.element = new bindings.App(this, 'Resource', { ...config, lifecycle: props.lifecycle });
    followDependencies(this.element);
  }

  get appId(): number {
    return this.element.appId;
  }

  get release(): string {
    return this.element.release;
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
    const all = { environment: this.environment, ...props, app: this };
    switch (all.type) {
      case 'grpc':
        return Endpoint.grpc(this, id, all);
      case 'tls':
        return Endpoint.tls(this, id, all);
      case 'tcp':
        return Endpoint.tcp(this, id, all);
      default:
        return Endpoint.https(this, id, all);
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

  /** Where to `git push` the app. */
  get gitRepository(): string {
    return this.element.gitRepo;
  }
}

function toService(processType: string, props: ServiceProps): bindings.AppService {
  return {
    processType,
    containerCount: props.containerCount,
    containerMemoryLimit: props.memoryMb,
    containerProfile: props.profile,
    forceZeroDowntime: props.forceZeroDowntime,
    restartFreeScaling: props.restartFreeScaling,
    simpleHealthCheck: props.simpleHealthCheck,
    stopTimeout: props.stopTimeoutSeconds,
    autoscalingPolicy: props.autoscaling?.policy,
  };
}
