import { TerraformStack, type App } from 'cdktf';
import { Environment, type DatabaseProps, type IDatabase, Database } from 'cdktf-aptible';
import { type DataAptibleAppsConfig } from 'cdktf-aptible/bindings';
import { type DefinitionForm, type Problem } from 'cdktf-aptible/definition';
import { type LocalPlatform, type LocalPlatformOptions, startLocalPlatform } from 'cdktf-aptible/emulator';

/** A library of constructs that is built on this one. */
export class Ledger extends TerraformStack {
  readonly database: IDatabase;

  constructor(scope: App, id: string, props: Omit<DatabaseProps, 'handle' | 'type'>) {
    super(scope, id);
    const environment = Environment.fromHandle(this, 'environment', 'acme-staging');
    this.database = new Database(environment, 'ledger', { ...props, handle: 'ledger', type: 'postgresql' });
    // @ts-expect-error: a database has a handle
    new Database(environment, 'nameless', { type: 'postgresql' });
  }
}

export const apps: DataAptibleAppsConfig = { envId: 1 };
// @ts-expect-error: an id is a number
export const wrong: DataAptibleAppsConfig = { envId: 'acme-staging' };

export const firstLine = ({ at }: Problem): number | undefined => at?.line;
export const isDefinition = (form: DefinitionForm, value: unknown): boolean =>
  form['~standard'].validate(value).issues === undefined;

export async function withPlatform<T>(options: LocalPlatformOptions, work: (platform: LocalPlatform) => Promise<T>) {
  const platform = await startLocalPlatform(options);
  return work(platform).finally(() => platform.stop());
}

export const environments = (platform: LocalPlatform): readonly { readonly handle: string }[] =>
  platform.control.list('account', { handle: 'acme-staging' });
