/** Handles: the platform takes each once, in an environment or, of environments, at all. */
import { DefaultTokenResolver, StringConcat, TerraformResource, type TerraformStack, Tokenization } from 'cdktf';
import type { IConstruct } from 'constructs';
import { isUnknown } from './settings';

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

const checked = Symbol.for('cdktf-aptible/distinct-handles');

/** Makes synth fail for a stack that gives a handle twice. One that only Terraform knows passes. */
export function requireDistinctHandles(stack: TerraformStack): void {
  if (checked in stack) return;
  Object.defineProperty(stack, checked, { value: true });
  stack.node.addValidation({ validate: () => handlesGivenTwice(stack) });
}

function handlesGivenTwice(stack: TerraformStack): string[] {
  const owners = new Map<string, IConstruct>();
  return stack.node.findAll().flatMap((construct) => {
    const thing = TerraformResource.isTerraformResource(construct) && things[construct.terraformResourceType];
    if (!thing) return [];
    const { handleInput: handle, envIdInput, provider, node } = construct as WithHandle;
    if (handle === undefined || isUnknown(handle)) return [];
    const key = JSON.stringify([thing, handle, resolved(envIdInput, stack), provider?.fqn]);
    const owner = owners.get(key);
    owners.set(key, owner ?? construct);
    if (owner === undefined) return [];
    const where = thing === 'environment' ? 'the platform' : 'an environment';
    return [
      `${pathOf(node.scope!)}: the handle "${handle}" is also that of ${pathOf(owner.node.scope!)}, and ${where} takes it for one ${thing} only`,
    ];
  });
}

const pathOf = ({ node }: IConstruct): string => node.path;

/** What Terraform gets for a value: the same for two references to the same thing. */
function resolved(value: unknown, scope: IConstruct): unknown {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return Tokenization.resolve(value, { scope, resolver, preparing: false });
}
