import {
  dependable,
  TerraformDataSource,
  TerraformResource,
  TerraformStack,
  Token,
  type IResolvable,
  type ITerraformDependable,
  type TerraformResourceLifecycle,
} from 'cdktf';
import { Construct, type IConstruct, type IDependable } from 'constructs';
import './cdktn';
import { argumentsOf } from './config';
import { requireDistinctHandles } from './handles';
import { hasProvider } from './provider';

/** Props of every resource of this library, beside its own. */
export interface ResourceProps {
  /**
   * The constructs that must exist before this resource and be destroyed after it: those of this library, other Terraform resources, or
   * scopes, which stand for all resources in them. The same as `node.addDependency(...)`.
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

/** How long Terraform waits for the platform's operations before it gives up, as a duration: `'30m'`, `'1h30m'`, `'90s'`. */
export interface Timeouts {
  /**
   * Time for making it.
   *
   * @default - the provider's default for this type of resource
   */
  readonly create?: string;

  /**
   * Time for reading it.
   *
   * @default - the provider's default for this type of resource
   */
  readonly read?: string;

  /**
   * Time for changing it.
   *
   * @default - the provider's default for this type of resource
   */
  readonly update?: string;

  /**
   * Time for removing it.
   *
   * @default - the provider's default for this type of resource
   */
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
  }

  /** The address in Terraform, as `depends_on` wants it. */
  get fqn(): string {
    return this.element.fqn;
  }

  /**
   * Takes over what exists already, instead of creating it: at the next deploy, once. Remove the call after that, or leave it.
   *
   * @param id as `terraform import` takes it: a number, or handles as `acme-staging/acme-db`. The reference page of each resource says.
   * @throws when it is only looked up, so that there is nothing to take over.
   */
  importFrom(id: string): void {
    if (TerraformDataSource.isTerraformDataSource(this.element))
      throw new Error(`${this.node.path} is only looked up: there is nothing to import`);
    importOnce(this.element, id);
  }
}

const importing = new WeakSet<TerraformStack>();

/** Imports, but for cdktf's check of terraform's version: for each import, it runs `terraform version` at synth. Once a stack is enough. */
function importOnce(element: TerraformResource, id: string): void {
  const stack = TerraformStack.of(element);
  if (importing.has(stack))
    Object.defineProperty(element.node, 'addValidation', { value: () => {}, configurable: true });
  importing.add(stack);
  element.importFrom(id);
  Reflect.deleteProperty(element.node, 'addValidation');
}

/** The base of constructs that are known by their number. Whatever else is asked of one is looked up then, and not before. */
export abstract class KnownById extends Construct {
  /**
   * @param number with its name: `{ appId: 4711 }`
   * @throws when it cannot be a number of the platform.
   */
  constructor(scope: Construct, id: string, number: Readonly<Record<string, number>>) {
    super(scope, id);
    Object.defineProperty(this, marker, { value: true });
    const [name = ''] = Object.keys(number);
    const definition = { attributes: { [name]: platformNumber } };
    argumentsOf(this, { definition, attributes: { [name]: name }, props: number, fixed: {} });
  }
}

const platformNumber = {
  type: 'number',
  description: 'The platform’s number for it.',
  required: true,
  integer: true,
  minimum: 1,
} as const;

/** Marks what stands, as a dependency, for itself and not for what lies in its scope. */
const marker = Symbol.for('cdktf-aptible/Resource');

/**
 * Puts the element of a construct into its stack, which then needs an AptibleProvider. The element waits for what is added with
 * `node.addDependency` to its construct, or to a scope around it, at any time before synth.
 */
export function inStack<E extends TerraformResource | TerraformDataSource>(element: E): E {
  const stack = TerraformStack.of(element);
  requireProvider(stack);
  requireDistinctHandles(stack);
  element.dependsOn = Token.asList(new Dependencies(element));
  referOnce(element);
  return element;
}

/** What an element waits for. A `Lazy` would record a stack trace for each. */
class Dependencies implements IResolvable {
  readonly creationStack: string[] = [];

  constructor(private readonly element: TerraformResource | TerraformDataSource) {}

  resolve(): string[] | undefined {
    const dependencies = this.element.node.scopes.flatMap((scope) => scope.node.dependencies);
    if (dependencies.length === 0) return undefined;
    const addresses = new Set(dependencies.flatMap(elementsOf).map(({ fqn }) => fqn));
    addresses.delete(this.element.fqn);
    return addresses.size === 0 ? undefined : [...addresses].map((fqn) => dependable({ fqn }));
  }

  toString(): string {
    return Token.asString(this);
  }
}

/** Gives the same reference whenever an attribute is asked for. A new one records a stack trace, and an environment's id is asked for by all in it. */
function referOnce(element: TerraformResource | TerraformDataSource): void {
  const references = new Map<string, IResolvable>();
  const refer = element.interpolationForAttribute.bind(element);
  element.interpolationForAttribute = (attribute) => {
    // An element for each of several is referred to in another way.
    const key = element.forEach ? `*.${attribute}` : attribute;
    const reference = references.get(key) ?? refer(attribute);
    references.set(key, reference);
    return reference;
  };
}

/** The elements that a dependency stands for. One of ours is its own element: to depend on an environment is not to depend on its apps. */
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

/** Makes synth fail for a stack without an AptibleProvider. */
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
