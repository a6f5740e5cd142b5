/**
 * References to the credentials of databases. Terraform forgets that a value is sensitive when another stack reads it
 * (`terraform_remote_state` does), and would then print it: the mark is put on each use, on both sides.
 */
import { DefaultTokenResolver, Fn, StringConcat, TerraformStack, Token, Tokenization, type IResolvable } from 'cdktf';
import type { IConstruct } from 'constructs';
import { isUnknown } from './unknown';

/** @param source has the credential: the element of a database, replica or endpoint, or one that looks these up */
export function sensitiveText(value: string | IResolvable, source: IConstruct): string {
  return Token.asString(marked(value, source));
}

export function sensitiveNumber(value: number | IResolvable, source: IConstruct): number {
  return Token.asNumber(marked(value, source));
}

export function sensitiveList(value: string[] | IResolvable, source: IConstruct): string[] {
  return Token.asList(marked(value, source));
}

/** Source → each of its references → what marks it. Many apps use one connection URL, and cdktf records a stack trace for each mark. */
const marks = new WeakMap<IConstruct, Map<unknown, Sensitive>>();

function marked(value: unknown, source: IConstruct): Sensitive {
  const known = marks.get(source) ?? new Map<unknown, Sensitive>();
  const mark = known.get(value) ?? new Sensitive(value, source);
  marks.set(source, known.set(value, mark));
  return mark;
}

const sourceOf = Symbol.for('cdktf-aptible/credential-of');
const storesNone = Symbol.for('cdktf-aptible/stores-no-credentials');

class Sensitive implements IResolvable {
  readonly creationStack: string[] = [];
  readonly [sourceOf]: IConstruct;
  private readonly call: IResolvable;

  constructor(value: unknown, source: IConstruct) {
    this[sourceOf] = source;
    // Made here, its stack trace is half as long as where it is resolved.
    this.call = Fn.sensitive(value) as IResolvable;
  }

  resolve(): unknown {
    return this.call;
  }

  toString(): string {
    return Token.asString(this);
  }
}

/**
 * Takes the marks from values of an attribute that is sensitive by its schema, where they say nothing more. A state that was imported has none, so
 * that Terraform would call each of them an update. What is not marked is marked first: Terraform before 1.8 refuses to unmark it.
 *
 * @param values a map, or a reference to one, which stays as it is
 */
export function unmarked<T extends Readonly<Record<string, string>> | undefined>(values: T) {
  if (values === undefined || isUnknown(values)) return values;
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, withoutMarks(value)]));
}

function withoutMarks(text: string): string {
  return Tokenization.reverseString(text).tokens.reduce<string>((rest, token) => {
    const unmarkedToken = Token.asString(Fn.nonsensitive(sourceOf in token ? token : Fn.sensitive(token)));
    return rest.replaceAll(Token.asString(token), () => unmarkedToken);
  }, text);
}

/** Says that the provider of a stack keeps no credentials, so that all references to them are null. */
export function storeNoCredentials(stack: TerraformStack): void {
  // The app knows it as well: without such a stack, nobody has to look at references.
  for (const scope of [stack, stack.node.root]) Object.defineProperty(scope, storesNone, { value: true });
}

/** Tells whether a provider of the app keeps no credentials: without one, nobody has to look at references. */
export function isAnyStackWithoutCredentials(scope: IConstruct): boolean {
  return storesNone in scope.node.root;
}

/** @returns the stack because of whose provider this value is null in Terraform; undefined when it is not. */
export function stackWithoutCredential(scope: IConstruct, value: unknown): TerraformStack | undefined {
  if (!isAnyStackWithoutCredentials(scope)) return undefined;
  const resolver = new SourceCollector();
  Tokenization.resolve(value, { scope, resolver, preparing: true });
  return resolver.sources.map((source) => TerraformStack.of(source)).find((stack) => storesNone in stack);
}

class SourceCollector extends DefaultTokenResolver {
  readonly sources: IConstruct[] = [];

  constructor() {
    super(new StringConcat());
  }

  override resolveToken(...[token, context, postProcessor]: Parameters<DefaultTokenResolver['resolveToken']>): unknown {
    if (sourceOf in token) this.sources.push(token[sourceOf] as IConstruct);
    return super.resolveToken(token, context, postProcessor);
  }
}
