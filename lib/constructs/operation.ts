import type { Construct } from 'constructs';
import * as bindings from '../bindings';
import { resources, type KnownWith } from '../schema';
import type { IApp } from './app';
import { configOf } from './config';
import type { IDatabase } from './database';
import type { IEndpoint } from './endpoint';
import { given, reference, type AttributesOf } from './props';
import { inStack, Resource, type ResourceProps, type Timeouts } from './resource';

/** An operation on one thing: `app`, `database` or `endpoint` says which. */
export type OperationProps = AppOperationProps | DatabaseOperationProps | EndpointOperationProps;

const definition = resources.aptible_operation;
type Definition = typeof definition;

/** Props of every operation. */
export interface AnyOperationProps extends ResourceProps {
  /**
   * Any texts, such as attributes of other resources. A change runs the operation again.
   *
   * @default - none: it is run once
   */
  readonly triggers?: { readonly [name: string]: string };

  /** @default - the provider's defaults */
  readonly timeouts?: Timeouts;
}

export interface AppOperationProps extends AnyOperationProps {
  /** The operation: `restart` or `rebuild`. A change runs the other one. */
  readonly type: KnownWith<Definition, 'type', 'app_id'>;

  /** The app that it is done to. */
  readonly app: IApp;

  readonly database?: undefined;
  readonly endpoint?: undefined;
}

export interface DatabaseOperationProps extends AnyOperationProps {
  /** The operation: `restart`, `reload` or `backup`. A change runs the other one. */
  readonly type: KnownWith<Definition, 'type', 'database_id'>;

  /** The database that it is done to. */
  readonly database: IDatabase;

  readonly app?: undefined;
  readonly endpoint?: undefined;
}

export interface EndpointOperationProps extends AnyOperationProps {
  /** The operation: `renew`, which renews the managed certificate. */
  readonly type: KnownWith<Definition, 'type', 'endpoint_id'>;

  /** The endpoint that it is done to. */
  readonly endpoint: IEndpoint;

  readonly app?: undefined;
  readonly database?: undefined;
}

export const operationAttributes = {
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
