import {
  dependable,
  Lazy,
  TerraformDataSource,
  TerraformResource,
  TerraformStack,
  type ITerraformDependable,
  type TerraformResourceLifecycle,
} from 'cdktf';
import { Construct, type IConstruct, type IDependable } from 'constructs';
import './cdktn';
import { hasProvider } from './provider';

/** What every resource of this library takes, beside its own props. */
export interface ResourceProps {
  /**
   * What must exist before this resource and be destroyed after it: any construct, that is one of this library's, any other Terraform resource
   * or a scope, which stands for all resources in it. Same as `node.addDependency(...)`.
   *
   * @default - only what the other props refer to
   */
  readonly dependsOn?: readonly IDependable[];

  /**
   * Terraform's lifecycle settings: `preventDestroy`, `ignoreChanges`, `replaceTriggeredBy` and so on.
   *
   * @default - Terraform's own: none is set
   */
  readonly lifecycle?: TerraformResourceLifecycle;
}

/** How long Terraform waits for the platform's operations before it gives up. Each in Terraform's form: `'30m'`, `'1h30m'`. */
export interface Timeouts {
  /** @default - the provider's default for this type of resource */
  readonly create?: string;
  /** @default - the provider's default for this type of resource */
  readonly read?: string;
  /** @default - the provider's default for this type of resource */
  readonly update?: string;
  /** @default - the provider's default for this type of resource */
  readonly delete?: string;
}

/** Something of the platform, made by this app or made elsewhere. */
export interface IResource extends IConstruct, ITerraformDependable {}

/**
 * The base of this library's constructs. Each has one Terraform element, its child `Resource`: `node.defaultChild` gives it to those who
 * need what the construct does not offer (`addOverride`, `moveTo`).
 */
export abstract class Resource extends Construct implements IResource {
  protected abstract readonly element: TerraformResource | TerraformDataSource;

  constructor(scope: Construct, id: string, props: ResourceProps = {}) {
    super(scope, id);
    Object.defineProperty(this, marker, { value: true });
    this.node.addDependency(...(props.dependsOn ?? []));
    requireProvider(TerraformStack.of(this));
  }

  /** The address in Terraform, as `depends_on` wants it. */
  get fqn(): string {
    return this.element.fqn;
  }

  /**
   * Takes over what exists already, instead of creating it: at the next deploy, once. Remove the call after that, or leave it.
   *
   * @param id What `terraform import` takes: a number, or handles as `acme-staging/acme-db`. The reference page of each resource says.
   */
  importFrom(id: string): void {
    if (TerraformDataSource.isTerraformDataSource(this.element))
      throw new Error(`${this.node.path} is only looked up: there is nothing to import`);
    this.element.importFrom(id);
  }
}

/** The base of what is known by its number and not looked up. */
export abstract class KnownById extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    Object.defineProperty(this, marker, { value: true });
  }
}

/** On what stands, as a dependency, for itself and not for what lies in its scope. */
const marker = Symbol.for('cdktf-aptible/Resource');

/** Makes `element` wait for what was added with `node.addDependency` to its construct, or to a scope around it, at any time before synth. */
export function followDependencies(element: TerraformResource | TerraformDataSource): void {
  element.dependsOn = Lazy.listValue({
    produce: () => {
      const dependencies = element.node.scopes.flatMap((scope) => scope.node.dependencies);
      const addresses = new Set(dependencies.flatMap(elementsOf).map(({ fqn }) => fqn));
      addresses.delete(element.fqn);
      return addresses.size === 0 ? undefined : [...addresses].map((fqn) => dependable({ fqn }));
    },
  });
}

/** One of ours is its own element, not what lies in its scope: to depend on an environment is not to depend on its apps. */
function elementsOf(dependency: IConstruct): ITerraformDependable[] {
  const constructs = marker in dependency ? dependency.node.children.filter(isPrimary) : dependency.node.findAll();
  return constructs.filter(isElement);
}

function isPrimary({ node }: IConstruct): boolean {
  return node.id === 'Resource';
}

function isElement(construct: IConstruct): construct is TerraformResource | TerraformDataSource {
  return TerraformResource.isTerraformResource(construct) || TerraformDataSource.isTerraformDataSource(construct);
}

const providerRequired = Symbol.for('cdktf-aptible/provider-required');

export function requireProvider(stack: TerraformStack): void {
  if (providerRequired in stack) return;
  Object.defineProperty(stack, providerRequired, { value: true });
  stack.node.addValidation({
    validate: () =>
      hasProvider(stack)
        ? []
        : [
            `stack "${stack.node.id}" has resources of Aptible but no AptibleProvider: add new AptibleProvider(stack, 'aptible'), ` +
              'which says to Terraform whose account it is and puts the provider itself beside the stack',
          ],
  });
}
