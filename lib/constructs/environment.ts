import type { Construct, IConstruct } from 'constructs';
import * as bindings from '../bindings';
import { dataSources, resources } from '../schema';
import type { BackupRetention } from './backup-retention-policy';
import { checkProps } from './props';
import { followDependencies, KnownById, Resource, type ResourceProps, type Timeouts } from './resource';
import type { IStack } from './stack';

export interface EnvironmentProps extends ResourceProps {
  /** Its name, unique on the platform: 1 to 64 lower-case letters, digits, dots, hyphens or underscores. A change renames it in place. */
  readonly handle: string;

  /** The platform's stack on which it runs. A change replaces the environment and everything in it. */
  readonly stack: IStack;

  /**
   * The organization that owns it, a UUID. A change replaces the environment.
   *
   * @default - the owner of the stack; on a shared stack, the user's organization if there is only one
   */
  readonly organizationId?: string;

  /**
   * How many backups of its databases are kept.
   *
   * @default - the policy that it has: the platform starts with 30 daily, 12 monthly, 6 yearly, the final one kept and no copies
   */
  readonly backupRetentionPolicy?: BackupRetention;

  /** @default - the provider's defaults */
  readonly timeouts?: Timeouts;
}

/** An environment: the scope in which apps and databases are made. */
export interface IEnvironment extends IConstruct {
  /** The platform's number for it. */
  readonly environmentId: number;
}

/** Where something that is not made here is looked up by a name. */
export interface LookUpOptions {
  /**
   * Its environment.
   *
   * @default - the nearest environment around it: `App.fromHandle(environment, ...)`
   */
  readonly environment?: IEnvironment;
}

class EnvironmentFromHandle extends Resource implements IEnvironment {
  protected readonly element: bindings.DataAptibleEnvironment;

  constructor(scope: Construct, id: string, handle: string) {
    super(scope, id);
    markEnvironment(this);
    checkProps(this, dataSources.aptible_environment, { handle });
    this.element = new bindings.DataAptibleEnvironment(this, 'Resource', { handle });
    followDependencies(this.element);
  }

  get environmentId(): number {
    return this.element.envId;
  }

  get caCertificate(): string {
    return this.element.caCertificate;
  }
}

class EnvironmentFromId extends KnownById implements IEnvironment {
  constructor(
    scope: Construct,
    id: string,
    readonly environmentId: number,
  ) {
    super(scope, id);
    markEnvironment(this);
  }
}

/**
 * An environment. What is created in its scope belongs to it.
 *
 * @example
 * const environment = new Environment(this, 'staging', {
 *   handle: 'acme-staging',
 *   stack: Stack.fromName(this, 'shared', 'shared-us-east-1'),
 * });
 * new App(environment, 'web', { handle: 'acme-web' });
 */
export class Environment extends Resource implements IEnvironment {
  /**
   * An environment that is not made here, looked up by its handle. A plan fails when there is none.
   *
   * @example
   * const environment = Environment.fromHandle(this, 'production', 'acme-production');
   * new App(environment, 'web', { handle: 'acme-web' });
   */
  static fromHandle(scope: Construct, id: string, handle: string): IEnvironment {
    return new EnvironmentFromHandle(scope, id, handle);
  }

  /** An environment that is not made here, by its number, which is not looked up. */
  static fromId(scope: Construct, id: string, environmentId: number): IEnvironment {
    return new EnvironmentFromId(scope, id, environmentId);
  }

  /** The environment itself or the nearest one around it; undefined when there is none. */
  static of(construct: IConstruct): IEnvironment | undefined {
    return [...construct.node.scopes].reverse().find(isEnvironment);
  }

  protected readonly element: bindings.Environment;

  /** @throws when props break the platform's limits, with all problems at once. */
  constructor(scope: Construct, id: string, props: EnvironmentProps) {
    super(scope, id, props);
    markEnvironment(this);
    const config: bindings.EnvironmentConfig = {
      handle: props.handle,
      stackId: props.stack.stackId,
      orgId: props.organizationId,
      backupRetentionPolicy: props.backupRetentionPolicy,
      timeouts: props.timeouts,
    };
    checkProps(this, resources.aptible_environment, config, {
      names: {
        stack_id: 'stack',
        org_id: 'organizationId',
        'backup_retention_policy.0': 'backupRetentionPolicy',
      },
    });
    this.element = new bindings.Environment(this, 'Resource', { ...config, lifecycle: props.lifecycle });
    followDependencies(this.element);
  }

  get environmentId(): number {
    return this.element.envId;
  }

  /** A reference to the handle: what uses it waits for the environment. */
  get handle(): string {
    return this.element.handle;
  }

  /** The certificate (PEM) of the authority that signs those of its PostgreSQL and MySQL databases, for clients that check them. */
  get caCertificate(): string {
    return this.element.caCertificate;
  }

  /** The UUID of the organization that owns it. */
  get organizationId(): string {
    return this.element.orgId;
  }
}

const marker = Symbol.for('cdktf-aptible/Environment');

function markEnvironment(construct: IEnvironment): void {
  Object.defineProperty(construct, marker, { value: true });
}

function isEnvironment(construct: IConstruct): construct is IEnvironment {
  return marker in construct;
}

/**
 * @param call how the construct comes to be: `App.fromHandle`
 * @throws when an environment is neither given nor around the construct.
 */
export function requireEnvironment(
  construct: IConstruct,
  given: IEnvironment | undefined,
  call = `new ${construct.constructor.name}`,
): IEnvironment {
  const found = given ?? Environment.of(construct);
  if (found) return found;
  const type = call.replace(/^new |\..*$/g, '');
  throw new Error(
    `${construct.node.path}: no environment for this ${type}: create it in the scope of an Environment, as in ` +
      `${call}(environment, '${construct.node.id}', ...), or pass the prop "environment"`,
  );
}
