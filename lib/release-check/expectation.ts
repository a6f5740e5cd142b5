/** Reads from environment variables what Terraform expects of the release. */
import { expectationVariables as names, type Expectation } from '../schema/release-check';

type Environment = Readonly<Record<string, string | undefined>>;

export function expectationOf(environment: Environment): Expectation {
  const { [names.url]: url, [names.bodyContains]: bodyContains, [names.bodyPattern]: bodyPattern } = environment;
  if (url === undefined) {
    throw new Error(`This is run by Terraform for a ReleaseCheck. Nothing is checked: ${names.url} is not set.`);
  }
  const number = (name: string): number => Number(environment[name]);
  return {
    url,
    status: number(names.status),
    bodyContains,
    bodyPattern,
    headers: withPrefix(environment, names.headers),
    secretHeaders: withPrefix(environment, names.secretHeaders),
    deadlineSeconds: number(names.deadlineSeconds),
    intervalSeconds: number(names.intervalSeconds),
    requestTimeoutSeconds: number(names.requestTimeoutSeconds),
  };
}

function withPrefix(environment: Environment, prefix: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      name.startsWith(prefix) && value !== undefined ? [[name.slice(prefix.length), value]] : [],
    ),
  );
}
