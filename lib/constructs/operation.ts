import type { Construct } from 'constructs';
import * as bindings from '../bindings';
import { resources } from '../schema';
import type { IApp } from './app';
import { configOf } from './config';
import type { IDatabase } from './database';
import type { IEndpoint } from './endpoint';
import type { AppOperation, DatabaseOperation, EndpointOperation } from './known';
import { given, ofPlatformResource, reference, type AttributesOf } from './props';
import { inStack, Resource, type ResourceProps, type Timeouts } from './resource';

/** An operation on one thing: `app`, `database` or `endpoint` says which. */
export type OperationProps = AppOperationProps | DatabaseOperationProps | EndpointOperationProps;

/** Props of every operation. */
export interface AnyOperationProps extends ResourceProps {
  /**
   * Any texts, such as attributes of other resources. A change runs the operation again.
   *
   * @default - none: it is run once
   */
  readonly triggers?: { readonly [name: string]: string };

  /**
   * How long Terraform waits for the platform before it gives up.
   *
   * @default - the provider's defaults: the reference page of the resource has them
   */
  readonly timeouts?: Timeouts;
}

/** Props of an operation on an app. */
export interface AppOperationProps extends AnyOperationProps {
  /** The operation: `restart` or `rebuild`. A change runs the other one. */
  readonly type: AppOperation;

  /** The app that it is done to. */
  readonly app: IApp;

  readonly database?: undefined;
  readonly endpoint?: undefined;
}

/** Props of an operation on a database. */
export interface DatabaseOperationProps extends AnyOperationProps {
  /** The operation: `restart`, `reload` or `backup`. A change runs the other one. */
  readonly type: DatabaseOperation;

  /** The database that it is done to. */
  readonly database: IDatabase;

  readonly app?: undefined;
  readonly endpoint?: undefined;
}

/** Props of an operation on an endpoint. */
export interface EndpointOperationProps extends AnyOperationProps {
  /** The operation: `renew`, which renews the managed certificate. */
  readonly type: EndpointOperation;

  /** The endpoint that it is done to. */
  readonly endpoint: IEndpoint;

  readonly app?: undefined;
  readonly database?: undefined;
}

const definition = resources.aptible_operation;
type Definition = typeof definition;

export const operationAttributes = {
  ...ofPlatformResource,
  type: 'type',
  app: reference('app_id', 'appId'),
  database: reference('database_id', 'databaseId'),
  endpoint: reference('endpoint_id', 'endpointId'),
  triggers: 'triggers',
} as const satisfies AttributesOf<OperationProps, Definition>;

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
    const config = configOf(this, given(definition, operationAttributes, props));
    this.element = inStack(new bindings.Operation(this, 'Resource', config));
  }

  /** The platform's number for the operation that was run last. */
  get operationId(): number {
    return this.element.operationId;
  }
}
