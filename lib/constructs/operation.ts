import type { Construct } from 'constructs';
import * as bindings from '../bindings';
import { resources } from '../schema';
import type { IApp } from './app';
import type { IDatabase } from './database';
import type { IEndpoint } from './endpoint';
import { checkProps } from './props';
import { followDependencies, Resource, type ResourceProps, type Timeouts } from './resource';

export interface OperationProps extends ResourceProps {
  /**
   * What is done: of an app `restart` or `rebuild`, of a database `restart`, `reload` or `backup`, of an endpoint `renew`, which renews
   * its managed certificate. A change runs the other operation.
   */
  readonly type: string;

  /**
   * The app that it is done to. One of `app`, `database` and `endpoint` is needed.
   *
   * @default - none
   */
  readonly app?: IApp;

  /**
   * The database that it is done to.
   *
   * @default - none
   */
  readonly database?: IDatabase;

  /**
   * The endpoint that it is done to.
   *
   * @default - none
   */
  readonly endpoint?: IEndpoint;

  /**
   * Any texts, such as attributes of other resources. A change runs the operation again.
   *
   * @default - none: it is run once
   */
  readonly triggers?: { readonly [name: string]: string };

  /** @default - the provider's defaults */
  readonly timeouts?: Timeouts;
}

/**
 * An operation that is run once, and again whenever its triggers change. Destroying it does nothing.
 *
 * @example
 * new Operation(environment, 'restart', { type: 'restart', app: web, triggers: { url: database.connectionUrl } });
 */
export class Operation extends Resource {
  protected readonly element: bindings.Operation;

  /** @throws when props break the platform's limits, with all problems at once. */
  constructor(scope: Construct, id: string, props: OperationProps) {
    super(scope, id, props);
    const config: bindings.OperationConfig = {
      type: props.type,
      appId: props.app?.appId,
      databaseId: props.database?.databaseId,
      endpointId: props.endpoint?.endpointId,
      triggers: props.triggers,
      timeouts: props.timeouts,
    };
    // The number of what is given is not known yet, but that it is given is.
    const given = (target: object | undefined) => target && 1;
    const targets = { appId: given(props.app), databaseId: given(props.database), endpointId: given(props.endpoint) };
    checkProps(
      this,
      resources.aptible_operation,
      { ...config, ...targets },
      {
        names: { app_id: 'app', database_id: 'database', endpoint_id: 'endpoint' },
      },
    );
    this.element = new bindings.Operation(this, 'Resource', { ...config, lifecycle: props.lifecycle });
    followDependencies(this.element);
  }

  /** The platform's number for the operation that was run last. */
  get operationId(): number {
    return this.element.operationId;
  }
}
