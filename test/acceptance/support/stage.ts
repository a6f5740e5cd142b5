/** What an acceptance test plays on: a local platform, the provider, and a terraform that talks to both. */
import { startLocalPlatform, type LocalPlatform, type LocalPlatformOptions } from '../../../lib/emulator';
import { startProvider, type ProviderUnderTest } from './provider';
import { Terraform, type Attributes, type PlannedChange } from './terraform';

export class Stage {
  /** What the provider block says of it. */
  storesCredentials = true;
  acceptsMissing = false;

  private constructor(
    readonly platform: LocalPlatform,
    readonly terraform: Terraform,
    private readonly provider: ProviderUnderTest,
  ) {}

  static async set(options: LocalPlatformOptions = {}): Promise<Stage> {
    const platform = await startLocalPlatform(options);
    const provider = await startProvider();
    const terraform = await Terraform.inNewDirectory(provider.environment);
    await provider.install(terraform);
    return new Stage(platform, terraform, provider);
  }

  async strike(): Promise<void> {
    await this.terraform.remove();
    await this.provider.stop();
    await this.platform.stop();
  }

  /** The configuration, with a provider block that points to the local platform. */
  async write(hcl: string, token = this.platform.token): Promise<void> {
    await this.terraform.writeAptible(`provider "aptible" {
  api_root_url  = "${this.platform.environment.APTIBLE_API_ROOT_URL}"
  auth_root_url = "${this.platform.environment.APTIBLE_AUTH_ROOT_URL}"
  access_token  = "${token}"
${this.storesCredentials ? '' : '  store_credentials = false\n'}${this.acceptsMissing ? '  accept_missing = true\n' : ''}}
${hcl}`);
  }

  /** Applies a configuration and makes sure that a second plan changes nothing. */
  async apply(hcl: string): Promise<void> {
    await this.write(hcl);
    await this.terraform.apply();
    expect(await this.terraform.actions()).toEqual({});
  }

  async plan(hcl: string): Promise<readonly PlannedChange[]> {
    await this.write(hcl);
    return this.terraform.plan();
  }

  /** The actions that a configuration would cause: address → `update`, `delete,create`. */
  async actions(hcl: string): Promise<Record<string, string>> {
    await this.write(hcl);
    return this.terraform.actions();
  }

  /** A record as the platform answers it. */
  async get(path: string): Promise<Record<string, unknown>> {
    const { status, body } = await this.request('GET', path);
    if (status !== 200) throw new Error(`GET ${path} answered ${status}`);
    return body;
  }

  async request(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(`${this.platform.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.platform.token}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
  }

  async attributes(address: string): Promise<Attributes> {
    const resource = (await this.terraform.state())[address];
    if (resource === undefined) throw new Error(`${address} is not in the state`);
    return resource.attributes;
  }
}
