/** What is wrong, for people: the first line says it, the rest what to do. */
export class DatabaseUserError extends Error {
  constructor(
    readonly summary: string,
    readonly detail: string,
    options: ErrorOptions & { readonly reason?: 'exists' } = {},
  ) {
    super(`${summary}\n${detail}`, options);
    this.reason = options.reason;
  }

  /** What callers may want to say more about. */
  readonly reason: 'exists' | undefined;
}

/** The connection has ended in the midst of some work; `mayBeDone`: when the server was asked to keep its result. */
export class LostConnection extends Error {
  constructor(
    cause: unknown,
    readonly mayBeDone: boolean,
  ) {
    super((cause as Error).message, { cause });
  }
}

export const list = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** What a user owns would be lost with it. */
export function ownHeir(name: string): DatabaseUserError {
  return new DatabaseUserError(
    `The user "${name}" cannot be given what it owns itself`,
    'It goes, and what it owns would go with it. Nothing was changed. Name another role in reassign_to, or leave it out for the user of the platform.',
  );
}

/** Without its own rights, nobody could make users any more. */
export function ofThePlatform(name: string): DatabaseUserError {
  return new DatabaseUserError(
    `The user "${name}" is the one of the platform, and is not managed here`,
    'Users are made with it, so it has to keep its rights. Choose another name.',
  );
}

/** @param what how the engine calls it: a role, a user */
export function thereAlready(name: string, what: string): DatabaseUserError {
  return new DatabaseUserError(
    `Could not create the user "${name}": there is a ${what} of this name already`,
    'Nothing takes it over by itself: somebody may use it.',
    { reason: 'exists' },
  );
}

export function noUser(name: string): DatabaseUserError {
  return new DatabaseUserError(
    `There is no user "${name}" that could get a login`,
    'Make it first: refer to the resource, as in user = aptible_database_user.example.name.',
  );
}
