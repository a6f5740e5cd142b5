/**
 * What can be there once: each handle, in an environment or, of environments, at all, the default domain of an app, and the name of a user, in a
 * database.
 */
import { DefaultTokenResolver, StringConcat, TerraformResource, type TerraformStack, Tokenization } from 'cdktf';
import type { IConstruct } from 'constructs';
import { isUnknown } from './unknown';

/** The kinds of things, by the type of their resource. */
const things: Readonly<Record<string, string>> = {
  aptible_app: 'app',
  aptible_database: 'database',
  aptible_environment: 'environment',
  aptible_log_drain: 'log drain',
  aptible_metric_drain: 'metric drain',
  aptible_replica: 'database',
};

interface WithHandle extends TerraformResource {
  readonly handleInput?: string;
  readonly envIdInput?: number;
}

interface WithDefaultDomain extends TerraformResource {
  readonly defaultDomainInput?: unknown;
  readonly resourceIdInput?: number;
}

interface WithName extends TerraformResource {
  readonly nameInput?: string;
  readonly databaseIdInput?: number;
}

/** What may be in a stack once, and the message about a second one. */
interface Once {
  /** What is known without Terraform. */
  readonly key: readonly (string | undefined)[];
  /** In what it may be once. */
  readonly within: unknown;
  readonly problem: (first: string) => string;
}

const checked = Symbol.for('cdktf-aptible/distinct-handles');

/** Makes synth fail for a stack that gives one of these twice. What only Terraform knows passes. */
export function requireDistinctHandles(stack: TerraformStack): void {
  if (checked in stack) return;
  Object.defineProperty(stack, checked, { value: true });
  stack.node.addValidation({ validate: () => givenTwice(stack) });
}

function givenTwice(stack: TerraformStack): string[] {
  const owners = new Map<string, IConstruct>();
  return alike(stack).flatMap(([construct, once]) => {
    const key = JSON.stringify([once.key, resolved(once.within, stack), construct.provider?.fqn]);
    const owner = owners.get(key);
    owners.set(key, owner ?? construct);
    return owner === undefined ? [] : [`${pathOf(construct.node.scope!)}: ${once.problem(pathOf(owner.node.scope!))}`];
  });
}

/** What has its key in common with others, which only what it is within may tell apart: to resolve that takes time, and there is hardly any. */
function alike(stack: TerraformStack): [TerraformResource, Once][] {
  const all = stack.node.findAll().flatMap((construct): [TerraformResource, Once][] => {
    if (!TerraformResource.isTerraformResource(construct)) return [];
    const once = handleOf(construct) ?? defaultDomainOf(construct) ?? userOf(construct);
    return once === undefined ? [] : [[construct, once]];
  });
  const counts = new Map<string, number>();
  const names = all.map(([, { key }]) => JSON.stringify(key));
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return all.filter((_, index) => counts.get(names[index]!)! > 1);
}

function handleOf(construct: TerraformResource): Once | undefined {
  const thing = things[construct.terraformResourceType];
  const { handleInput: handle, envIdInput } = construct as WithHandle;
  if (thing === undefined || handle === undefined || isUnknown(handle)) return undefined;
  const where = thing === 'environment' ? 'the platform' : 'an environment';
  return {
    key: [thing, handle],
    within: envIdInput,
    problem: (first) => `the handle "${handle}" is also that of ${first}, and ${where} takes it for one ${thing} only`,
  };
}

function defaultDomainOf(construct: TerraformResource): Once | undefined {
  const { defaultDomainInput, resourceIdInput } = construct as WithDefaultDomain;
  if (construct.terraformResourceType !== 'aptible_endpoint' || defaultDomainInput !== true) return undefined;
  return {
    key: ['default domain'],
    within: resourceIdInput,
    problem: (first) =>
      `${first} has the default domain of the app already, and an app has one: give this endpoint a domain`,
  };
}

function userOf(construct: TerraformResource): Once | undefined {
  const { nameInput: name, databaseIdInput } = construct as WithName;
  if (construct.terraformResourceType !== 'aptible_database_user' || isUnknown(name)) return undefined;
  return {
    key: ['user', name],
    within: databaseIdInput,
    problem: (first) => `the name "${name}" is also that of ${first}, and a database has it for one user only`,
  };
}

const pathOf = ({ node }: IConstruct): string => node.path;

/** What Terraform gets for a value: the same for two references to the same thing. */
function resolved(value: unknown, scope: IConstruct): unknown {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return Tokenization.resolve(value, { scope, resolver, preparing: false });
}
