import type { Construct } from 'constructs';
import * as bindings from '../bindings';
import { resources } from '../schema';
import { configOf } from './config';
import type { PermissionScope } from './known';
import { given, inEnvironment, ofPlatformResource, type AttributesOf } from './props';
import { inStack, Resource, type ResourceProps, type Timeouts } from './resource';
import type { IEnvironment } from './scope';

/** Props of a permission. Every change replaces it. */
export interface PermissionProps extends ResourceProps {
  /** The id of the role whose members get it: a UUID in lower case, as `DataAptibleRoles` of `cdktf-aptible/bindings` lists them. */
  readonly roleId: string;

  /**
   * What they may do. `admin`: everything. `read`: see everything but credentials. `deploy`: create, deploy, configure and restart. `destroy`:
   * deprovision, and delete the environment. `observability`: manage drains, restart and scale. `sensitive`: see and change secrets,
   * credentials and certificates. `tunnel`: open tunnels to databases without seeing their credentials.
   */
  readonly scope: PermissionScope;

  /**
   * The environment that it is about.
   *
   * @default - the nearest environment around it: `new Permission(environment, ...)`
   */
  readonly environment?: IEnvironment;

  /**
   * How long Terraform waits for the platform before it gives up.
   *
   * @default - the provider's defaults: the reference page of the resource has them
   */
  readonly timeouts?: Timeouts;
}

const definition = resources.aptible_permission;

export const permissionAttributes = {
  ...ofPlatformResource,
  roleId: 'role_id',
  scope: 'scope',
  environment: inEnvironment,
} as const satisfies AttributesOf<PermissionProps, typeof definition>;

/**
 * What the members of a role may do in an environment: who may see its credentials, and who may deploy, is code.
 *
 * @example
 * new Permission(environment, 'developers-deploy', { roleId: developers, scope: 'deploy' });
 */
export class Permission extends Resource {
  protected readonly element: bindings.Permission;

  /** @throws when props break the platform's limits, with all problems at once; when there is no environment. */
  constructor(scope: Construct, id: string, props: PermissionProps) {
    super(scope, id, props);
    const config = configOf(this, given(definition, permissionAttributes, props));
    this.element = inStack(new bindings.Permission(this, 'Resource', config));
  }

  /** The platform's number for it. */
  get permissionId(): number {
    return this.element.permissionId;
  }
}
