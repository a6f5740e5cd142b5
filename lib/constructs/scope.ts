/** The environment around a construct. */
import type { IConstruct } from 'constructs';

/** An environment: the scope in which apps and databases are made. */
export interface IEnvironment extends IConstruct {
  /** The platform's number for it. */
  readonly environmentId: number;
}

/** Options for looking up by a name what is not made here. */
export interface LookUpOptions {
  /**
   * Its environment.
   *
   * @default - the nearest environment around it: `App.fromHandle(environment, ...)`
   */
  readonly environment?: IEnvironment;
}

const marker = Symbol.for('cdktf-aptible/Environment');

export function markEnvironment(construct: IEnvironment): void {
  Object.defineProperty(construct, marker, { value: true });
}

/** @returns the construct, or the nearest around it, that is an environment; undefined when there is none. */
export function environmentAround(construct: IConstruct): IEnvironment | undefined {
  return [...construct.node.scopes].reverse().find(isEnvironment);
}

function isEnvironment(construct: IConstruct): construct is IEnvironment {
  return marker in construct;
}

/**
 * @param call how the construct is made: `App.fromHandle`
 * @returns the given environment, or the one around the construct.
 * @throws when there is neither.
 */
export function requireEnvironment(
  construct: IConstruct,
  given: IEnvironment | undefined,
  call = `new ${construct.constructor.name}`,
): IEnvironment {
  const found = given ?? environmentAround(construct);
  if (found) return found;
  const type = call.replace(/^new |\..*$/g, '');
  throw new Error(
    `${construct.node.path}: no environment for this ${type}: create it in the scope of an Environment, as in ` +
      `${call}(environment, '${construct.node.id}', ...), or pass the prop "environment"`,
  );
}
