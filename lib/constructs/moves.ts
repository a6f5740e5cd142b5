import { Aspects, TerraformResource, TerraformStack } from 'cdktf';
import { Construct, RootConstruct, type IConstruct } from 'constructs';

/**
 * Lets Terraform move what is in renamed constructs from the addresses that it had by their former ids. That is found out at synth: what a
 * program makes in the scope of one has moved, too.
 */
export function moveFrom(scope: Construct, formerIds: ReadonlyMap<IConstruct, string>): void {
  if (formerIds.size > 0) Aspects.of(scope).add({ visit: (construct) => move(construct, formerIds) });
}

function move(construct: IConstruct, formerIds: ReadonlyMap<IConstruct, string>): void {
  if (!TerraformResource.isTerraformResource(construct) || construct.hasResourceMove()) return;
  const stack = TerraformStack.of(construct);
  const { scopes } = construct.node;
  const inside = scopes.slice(scopes.indexOf(stack) + 1);
  if (!inside.some((each) => formerIds.has(each))) return;
  const [first = '', ...rest] = inside.map((each) => formerIds.get(each) ?? each.node.id);
  // The id of an element comes from its path, whatever is there: this is the former one.
  const former = rest.reduce<Construct>((around, id) => new Construct(around, id), new RootConstruct(first));
  construct.moveFromId(`${construct.terraformResourceType}.${stack.getLogicalId(former.node)}`);
}
