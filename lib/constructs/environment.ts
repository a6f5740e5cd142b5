import type { IResolvable } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import * as bindings from '../bindings';
import type * as definitions from '../definition';
import { dataSources, resources } from '../schema';
import { retentionAttributes, type BackupRetention } from './backup-retention-policy';
import { configOf } from './config';
import type { EnvironmentDefinition } from './definition';
import { given, ofPlatformResource, oneBlock, reference, type AttributesOf } from './props';
import { inStack, KnownById, Resource, type ResourceProps, type Timeouts } from './resource';
import { environmentAround, markEnvironment, type IEnvironment } from './scope';
import type * as filling from './from-definition';
import { Stack, type IStack } from './stack';

/** Props of an environment. */
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

  /**
   * Whether the backups that are left in it are purged when it is destroyed, with their copies in other regions: the last ones of databases
   * that the same destroy removes, and all of those that were removed earlier. It has to be deployed before the destroy.
   *
   * @default false
   */
  readonly purgeBackupsOnDestroy?: boolean | IResolvable;

  /**
   * Whether a plan that destroys or replaces it is refused. To let it go, set this to false and deploy that first. Only Terraform knows it:
   * it stops nobody who uses the dashboard or the CLI.
   *
   * @default false
   */
  readonly deletionProtection?: boolean | IResolvable;

  /**
   * How long Terraform waits for the platform before it gives up.
   *
   * @default - the provider's defaults: the reference page of the resource has them
   */
  readonly timeouts?: Timeouts;
}

/** What of a definition is made, and what of it is another one in this program. */
export interface FromDefinitionOptions {
  /**
   * Which of the environments of a definition that describes several.
   *
   * @default - the only one
   */
  readonly environment?: string;

  /**
   * Makes a copy of the environment: its handle, and those of its drains, get this name at the end, after a hyphen.
   *
   * @default - none: the environment itself
   */
  readonly name?: string;

  /**
   * Single values in place of those that are written, by their paths: `{ 'apps.web.image': 'quay.io/acme/web:1.4' }`.
   *
   * @default - none
   */
  readonly set?: { readonly [path: string]: string };

  /**
   * Whether it takes over what the file `<definition>.imports.json` beside it names. A copy, and one of several environments, never do.
   *
   * @default true
   */
  readonly imports?: boolean;
}

const definition = resources.aptible_environment;

export const environmentAttributes = {
  ...ofPlatformResource,
  handle: 'handle',
  stack: reference('stack_id', 'stackId'),
  organizationId: 'org_id',
  backupRetentionPolicy: oneBlock('backup_retention_policy', retentionAttributes),
  purgeBackupsOnDestroy: 'purge_backups_on_destroy',
  deletionProtection: 'deletion_protection',
} as const satisfies AttributesOf<EnvironmentProps, typeof definition>;

class EnvironmentFromHandle extends Resource implements IEnvironment {
  protected readonly element: bindings.DataAptibleEnvironment;

  constructor(scope: Construct, id: string, handle: string) {
    super(scope, id);
    markEnvironment(this);
    const config = configOf(this, given(dataSources.aptible_environment, { handle: 'handle' }, { handle }));
    this.element = inStack(new bindings.DataAptibleEnvironment(this, 'Resource', config));
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
    super(scope, id, { environmentId });
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
   * Finds an environment that is not made here: Terraform looks it up by its handle. A plan fails when there is none.
   *
   * @example
   * const environment = Environment.fromHandle(this, 'production', 'acme-production');
   * new App(environment, 'web', { handle: 'acme-web' });
   *
   * @throws when it cannot be a handle.
   */
  static fromHandle(scope: Construct, id: string, handle: string): IEnvironment {
    return new EnvironmentFromHandle(scope, id, handle);
  }

  /**
   * Takes an environment that is not made here, by its number, which is not looked up.
   *
   * @throws when it is not a whole number from 1 on.
   */
  static fromId(scope: Construct, id: string, environmentId: number): IEnvironment {
    return new EnvironmentFromId(scope, id, environmentId);
  }

  /**
   * Makes an environment and everything in it from a definition: a YAML or JSON file, or what `defineEnvironment` returns. The constructs are
   * those that a program would make: each section has a scope of its name, each entry the id that is its name, so that one can move into the
   * program: `new App(environment.node.findChild('apps'), 'web', ...)`.
   *
   * @example
   * const environment = Environment.fromDefinition(this, 'environment', 'aptible.yaml');
   * new App(environment, 'admin', { handle: 'acme-admin' });
   *
   * What `cdktf-aptible export` wrote takes over what it was written from, at the first deploy.
   *
   * @throws DefinitionError with all mistakes of the definition at once, each with its file, line and column.
   */
  static fromDefinition(
    scope: Construct,
    id: string,
    definition: string | EnvironmentDefinition,
    options: FromDefinitionOptions = {},
  ): Environment {
    const { checkDefinition, readDefinition } = loadDefinitions();
    const checked =
      typeof definition === 'string' ? readDefinition(definition, options) : checkDefinition(definition, options);
    return environmentFrom(scope, id, checked);
  }

  /** @returns the construct, or the nearest around it, that is an environment; undefined when there is none. */
  static of(construct: IConstruct): IEnvironment | undefined {
    return environmentAround(construct);
  }

  protected readonly element: bindings.Environment;

  /** @throws when props break the platform's limits, with all problems at once. */
  constructor(scope: Construct, id: string, props: EnvironmentProps) {
    super(scope, id, props);
    markEnvironment(this);
    const config = configOf(this, given(definition, environmentAttributes, props));
    this.element = inStack(new bindings.Environment(this, 'Resource', config));
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

/* eslint-disable @typescript-eslint/no-require-imports -- definitions need libraries that nothing else here does */
const loadDefinitions = () => require('../definition') as typeof definitions;
const loadFilling = () => require('./from-definition') as typeof filling;
/* eslint-enable */

/** Makes an environment and everything in it from a definition that is checked. */
export function environmentFrom(scope: Construct, id: string, checked: definitions.CheckedDefinition): Environment {
  const { environmentProps, fillFromDefinition } = loadFilling();
  const { stack: name, ...props } = environmentProps(scope, id, checked);
  const stack = Stack.fromName(scope, `${id}-stack`, name as string);
  const environment = new Environment(scope, id, { ...props, stack } as EnvironmentProps);
  if (checked.imports !== undefined) environment.importFrom(String(checked.imports.environmentId));
  fillFromDefinition(environment, checked, (at, below, handle) => Environment.fromHandle(at, below, handle));
  return environment;
}
