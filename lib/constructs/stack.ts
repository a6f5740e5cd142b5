import type { Construct, IConstruct } from 'constructs';
import * as bindings from '../bindings';
import { dataSources } from '../schema';
import { checkProps } from './props';
import { followDependencies, KnownById, Resource } from './resource';

/** A stack of the platform: the network and hosts in a region on which environments run. Not to be confused with a Terraform stack. */
export interface IStack extends IConstruct {
  /** The platform's number for it. */
  readonly stackId: number;
}

/**
 * Finds a stack of the platform. Stacks are made by Aptible, so there is none to create here.
 *
 * @example
 * Stack.fromName(this, 'shared', 'shared-us-east-1');
 */
export abstract class Stack {
  /**
   * The stack of this name, looked up by Terraform. A plan fails when there is none, or when the account may not use it.
   *
   * @param name as the dashboard and `aptible` show it: `shared-us-east-1`
   */
  static fromName(scope: Construct, id: string, name: string): IStack {
    return new StackFromName(scope, id, name);
  }

  /** The stack of this number, which is not looked up. */
  static fromId(scope: Construct, id: string, stackId: number): IStack {
    return new StackFromId(scope, id, stackId);
  }
}

class StackFromName extends Resource implements IStack {
  protected readonly element: bindings.DataAptibleStack;

  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    checkProps(this, dataSources.aptible_stack, { name });
    this.element = new bindings.DataAptibleStack(this, 'Resource', { name });
    followDependencies(this.element);
  }

  get stackId(): number {
    return this.element.stackId;
  }
}

class StackFromId extends KnownById implements IStack {
  constructor(
    scope: Construct,
    id: string,
    readonly stackId: number,
  ) {
    super(scope, id);
  }
}
