import { propertyAccess, TerraformElement, TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { Credential } from './credentials';
import { requireProvider } from './resource';

/** A way to connect to a database that is in no state and no plan. */
export abstract class EphemeralConnection extends Construct implements Credential {
  private readonly element: EphemeralElement;

  /** @param config makes the arguments of the ephemeral resource of that type */
  constructor(scope: Construct, id: string, type: string, config: (construct: Construct) => object) {
    super(scope, id);
    requireProvider(TerraformStack.of(this));
    this.element = new EphemeralElement(this, 'Resource', type, config(this));
  }

  get connectionUrl(): string {
    return this.element.text('connection_url');
  }

  get protocol(): string {
    return this.element.text('protocol');
  }

  get username(): string {
    return this.element.text('username');
  }

  get password(): string {
    return this.element.text('password');
  }

  get host(): string {
    return this.element.text('host');
  }

  get port(): number {
    return Token.asNumber(this.element.reference('port'));
  }

  get name(): string {
    return this.element.text('name');
  }

  get query(): string {
    return this.element.text('query');
  }
}

/** The ephemeral resource. CDK for Terraform has no class for one. */
class EphemeralElement extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly type: string,
    private readonly config: object,
  ) {
    super(scope, id, `ephemeral.${type}`);
  }

  reference(attribute: string) {
    return propertyAccess(this.fqn, [attribute]);
  }

  text(attribute: string): string {
    return Token.asString(this.reference(attribute));
  }

  override toTerraform(): object {
    return { ephemeral: { [this.type]: { [this.friendlyUniqueId]: this.config } } };
  }
}
