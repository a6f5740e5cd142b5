/** From the provider's arguments and the environment variables to what every handler uses. */
import { Client, type ClientOptions } from '../api';
import { DiagnosticError } from '../plugin/diagnostics';
import { log } from '../plugin/log';
import type { Provider } from '../plugin/types';
import { isUnknown, type ObjectValue } from '../plugin/values';
import { provider as definition } from '../schema';
import { checkConfiguration } from './checks';
import { DatabaseConnections } from './database-connection';
import { EnvironmentReader } from './environment-reader';
import { identityOf, userAgent } from './identity';
import { Missing } from './missing';
import { streamsThroughPortal } from './portal';
import { Run } from './run';

/** What `configure` makes, and every handler's call holds. */
export interface Context {
  /** The platform's API. Throws while an argument that it needs is not known. */
  readonly platform: Client;
  /** Serves all reads of a run from as few requests as possible. */
  readonly reader: EnvironmentReader;
  /** Whether connection URLs of databases may be in the state. */
  readonly storeCredentials: boolean;
  /** Says what a read does not find. */
  readonly missing: Missing;
  readonly run: Run;
  /** Leads into the servers of databases. */
  readonly databases: DatabaseConnections;
}

type Handlers = Required<Pick<Provider<Context>, 'validateConfig' | 'configure' | 'close'>>;

export const validateConfig: Handlers['validateConfig'] = (config, call) =>
  checkConfiguration(definition, config, call.diagnostics);

export const configure: Handlers['configure'] = (config, call) =>
  configureWith((options) => new Client(options), config, call);

/** `makeClient`: what tests have otherwise than users. */
export function configureWith(
  makeClient: (options: ClientOptions) => Client,
  config: ObjectValue,
  { terraformVersion }: Parameters<Handlers['configure']>[1],
): Context {
  const unknownArguments = Object.keys(config).filter((name) => isUnknown(config[name]));
  if (unknownArguments.length > 0) return new UnconfiguredContext(unknownArguments);
  const identity = identityOf(process.argv[1] ?? '');
  if (identity !== undefined) log('info', 'The provider is cdktf-aptible', { ...identity });
  const addresses = addressesOf(config);
  const platform = makeClient({
    ...addresses,
    credentials: {
      accessToken: argument(config, 'access_token'),
      username: argument(config, 'username'),
      password: argument(config, 'password'),
    },
    userAgent: userAgent(identity, terraformVersion),
    log,
  });
  return {
    platform,
    reader: new EnvironmentReader(platform, addresses.authUrl),
    storeCredentials: config.store_credentials !== false,
    missing: new Missing(
      typeof config.accept_missing === 'boolean' ? config.accept_missing : isSet('APTIBLE_ACCEPT_MISSING'),
    ),
    run: new Run(),
    databases: new DatabaseConnections(streamsThroughPortal(platform)),
  };
}

export const close: Handlers['close'] = async (context) => {
  if (context instanceof UnconfiguredContext) return;
  await context.databases.close();
  await context.platform.close();
};

/** While Terraform plans, an argument may come from a resource that is not there yet. Only a call that needs it fails. */
class UnconfiguredContext implements Context {
  readonly storeCredentials = true;
  readonly missing = new Missing(false);
  readonly run = new Run();

  constructor(private readonly unknownArguments: readonly string[]) {}

  get platform(): never {
    throw new DiagnosticError(
      'The provider cannot reach the platform yet',
      `${this.unknownArguments.join(', ')} of the provider "aptible" ${this.unknownArguments.length === 1 ? 'is' : 'are'} known only after ` +
        'apply, and this step needs to ask the platform. First apply what the value comes from (terraform apply -target=...), or take it from a variable.',
    );
  }

  get reader(): never {
    return this.platform;
  }

  get databases(): never {
    return this.platform;
  }
}

function argument(config: ObjectValue, name: keyof typeof definition.attributes): string | undefined {
  const value = config[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const variable = (name: string): string | undefined => process.env[name]?.trim() || undefined;

function isSet(name: string): boolean {
  const value = variable(name)?.toLowerCase() ?? 'false';
  if (['1', 'true'].includes(value)) return true;
  if (['0', 'false'].includes(value)) return false;
  throw new DiagnosticError(`${name} says neither yes nor no`, `It is "${value}". Set it to 1 or 0, or leave it out.`);
}

/** The addresses of the platform, by the arguments, their variables or the defaults. */
export const addressesOf = (config: ObjectValue): Pick<ClientOptions, 'apiUrl' | 'authUrl'> => ({
  apiUrl: root(config, 'api_root_url', 'APTIBLE_API_ROOT_URL') ?? 'https://api.aptible.com',
  authUrl: root(config, 'auth_root_url', 'APTIBLE_AUTH_ROOT_URL') ?? 'https://auth.aptible.com',
});

/** The address that an argument or its variable gives. */
function root(config: ObjectValue, name: keyof typeof definition.attributes, fallback: string): string | undefined {
  const given = argument(config, name);
  const text = given ?? variable(fallback);
  if (text === undefined) return undefined;
  // The official provider also takes a bare host name.
  const address = text.includes('://') ? text : `https://${text}`;
  if (isRoot(address)) return address;
  throw new DiagnosticError(
    `${given === undefined ? fallback : name} is not the address of a platform`,
    `It is "${text.replace(/\/\/.*@/, '//(redacted)@')}". Give an http or https URL without a user and without a path, such as https://api.aptible.com.`,
    given === undefined ? undefined : [name],
  );
}

function isRoot(address: string): boolean {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return false;
  const { origin, href } = new URL(address);
  return href === `${origin}/`;
}
