import type { IConstruct } from 'constructs';
import * as bindings from '../bindings';
import { typesWithUsers } from '../schema';
import { isUnknown } from './settings';

/** @returns the type of a database that is made here; undefined when its props do not say it. */
export function declaredType(database: IConstruct): string | undefined {
  const element = database.node.tryFindChild('Resource');
  if (!(element instanceof bindings.Database) || isUnknown(element.databaseTypeInput)) return undefined;
  return element.databaseTypeInput;
}

/** @returns what is wrong with a database for a construct that is to be in it, as its validation. */
export function usersProblems(database: IConstruct): string[] {
  const type = declaredType(database);
  if (type === undefined || typesWithUsers.some((each) => each === type)) return [];
  return [
    `database: it is of the type ${type}, and users are made only in those of the types ${typesWithUsers.join(' and ')}: make them with the Terraform ` +
      'provider of that engine, which reaches the database by new DatabaseTunnel(scope, id, { database }), or through an endpoint of it by ' +
      'new EphemeralCredential(scope, id, { endpoint })',
  ];
}
