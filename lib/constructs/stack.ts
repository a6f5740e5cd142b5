import type { Construct, IConstruct } from 'constructs';
import * as bindings from '../bindings';
import { dataSources } from '../schema';
import { configOf } from './config';
import { given } from './props';
import { inStack, KnownById, Resource } from './resource';

/** A stack of the platform: the network and hosts in a region on which environments run. Not to be confused with a Terraform stack. */
export interface IStack extends IConstruct {
  /** The platform's number for it. */
  readonly stackId: number;
}

class StackFromName extends Resource implements IStack {
  protected readonly element: bindings.DataAptibleStack;

  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    const config = configOf(this, given(dataSources.aptible_stack, { name: 'name' }, { name }));
    this.element = inStack(new bindings.DataAptibleStack(this, 'Resource', config));
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
    super(scope, id, { stackId });
  }
}

/**
 * Finds a stack of the platform. Stacks are made by Aptible, so there is none to create here.
 *
 * @example
 * Stack.fromName(this, 'shared', 'shared-us-east-1');
 */
export abstract class Stack {
  /**
   * Finds the stack of this name: Terraform looks it up. A plan fails when there is none, or when the account may not use it.
   *
   * @param name as the dashboard and `aptible` show it: lower-case letters, digits and hyphens, as in `shared-us-east-1`
   * @throws when it cannot be a name.
   */
  static fromName(scope: Construct, id: string, name: string): IStack {
    return new StackFromName(scope, id, name);
  }

  /**
   * Takes the stack of this number, which is not looked up.
   *
   * @throws when it is not a whole number from 1 on.
   */
  static fromId(scope: Construct, id: string, stackId: number): IStack {
    return new StackFromId(scope, id, stackId);
  }
}
