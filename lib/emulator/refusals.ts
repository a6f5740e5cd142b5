/** Answers that refuse, in the platform's form: `{code, error, message}`. */

export class Refusal extends Error {
  constructor(
    readonly status: number,
    /** A word for programs: `not_found`. */
    readonly slug: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

export const badRequest = (message: string): Refusal => new Refusal(400, 'bad_request', message);
export const unauthorized = (message = 'Unauthorized'): Refusal => new Refusal(401, 'unauthorized', message);
export const notFound = (message = 'Not Found'): Refusal => new Refusal(404, 'not_found', message);
export const unprocessable = (message: string): Refusal => new Refusal(422, 'unprocessable_entity', message);

/** Refuses when there is any problem, with all of them in one sentence. */
export function refuseIf(problems: readonly (string | false | undefined)[]): void {
  const found = problems.filter((problem) => typeof problem === 'string');
  if (found.length > 0) throw unprocessable(`${found.join('; ')}.`);
}
