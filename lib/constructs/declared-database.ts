/** What is known of databases at synth: that what their props say, and which of them are not the same. */
import { Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import * as bindings from '../bindings';
import { typesWithUsers } from '../schema';
import type { IDatabase } from './database';
import { isUnknown } from './unknown';

/** @returns the type of a database that is made here; undefined when its props do not say it. */
export function declaredType(database: IConstruct): string | undefined {
  const element = elementOf(database);
  if (!(element instanceof bindings.Database) || isUnknown(element.databaseTypeInput)) return undefined;
  return element.databaseTypeInput;
}

/** @returns what is wrong with a database for a user in it, as its validation. */
export function usersProblems(database: IConstruct): string[] {
  if (isReadOnly(database))
    return [
      'database: it is a replica, which has the users of the database that it follows: make the user in that one. Its login works in both',
    ];
  const type = declaredType(database);
  if (type === undefined || typesWithUsers.some((each) => each === type)) return [];
  return [
    `database: it is of the type ${type}, and users are made only in those of the types ${typesWithUsers.join(' and ')}: make them with the Terraform ` +
      'provider of that engine, which reaches the database by new DatabaseTunnel(scope, id, { database }), or through an endpoint of it by ' +
      'new EphemeralCredential(scope, id, { endpoint })',
  ];
}

/** Tells whether a database is a replica that only reads. */
export function isReadOnly(database: IConstruct): boolean {
  const element = elementOf(database);
  return element instanceof bindings.Replica && element.logicalVersionInput === undefined;
}

/** Tells whether two are surely not the same database: both are made here, or both are known by their numbers. */
export function areDifferent(one: IDatabase, other: IDatabase): boolean {
  if (one === other) return false;
  const numbers = [one.databaseId, other.databaseId];
  if (!numbers.some((number) => Token.isUnresolved(number))) return numbers[0] !== numbers[1];
  return [one, other].map(elementOf).every(isResource);
}

const elementOf = ({ node }: IConstruct): IConstruct | undefined => node.tryFindChild('Resource');
const isResource = (element: unknown): boolean =>
  element instanceof bindings.Database || element instanceof bindings.Replica;
