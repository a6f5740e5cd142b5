import {
  Annotations,
  type IResolvable,
  type ISynthesisSession,
  type IStackSynthesizer,
  type TerraformProvider,
  TerraformStack,
} from 'cdktf';
import type { Construct } from 'constructs';
import { join } from 'node:path';
import * as bindings from '../bindings';
import {
  defaultRuntimes,
  isExact,
  placeProvider,
  readProviderPackage,
  replacedProvider,
  usualNumbers,
  versionInPlace,
  withRuntimes,
  type Placement,
  type ReplacedProvider,
  type RequiredProvider,
} from '../packaging';
import { provider as definition } from '../schema';
import { argumentsOf } from './config';
import { given, noAttribute, secret, type AttributesOf } from './props';
import { storeNoCredentials } from './sensitive';

/**
 * Whose account it is. All of it can be left to the environment of the `terraform` (or `cdktf`) process, which is what keeps secrets out of
 * the configuration: each prop names its variable. Values given here win over the environment.
 */
export interface AptibleProviderProps {
  /**
   * An access token of the platform. It must come from a Terraform variable or another reference, since `cdk.tf.json` shows a literal.
   *
   * @default - `APTIBLE_ACCESS_TOKEN`, or the token that `aptible login` stored
   */
  readonly accessToken?: string;

  /**
   * The e-mail address of a user without two-factor authentication. Needs `password`.
   *
   * @default - `APTIBLE_USERNAME`
   */
  readonly username?: string;

  /**
   * The user's password. It must come from a Terraform variable or another reference, since `cdk.tf.json` shows a literal.
   *
   * @default - `APTIBLE_PASSWORD`
   */
  readonly password?: string;

  /**
   * The URL of the platform's API, without a path: `http://127.0.0.1:4000` for a local platform.
   *
   * @default - `APTIBLE_API_ROOT_URL`, or `https://api.aptible.com`
   */
  readonly apiRootUrl?: string;

  /**
   * The URL of the platform's authentication, without a path.
   *
   * @default - `APTIBLE_AUTH_ROOT_URL`, or `https://auth.aptible.com`
   */
  readonly authRootUrl?: string;

  /**
   * Whether connection URLs of databases and their parts are in the state, where everybody who can read it finds their passwords. With
   * `false`, `connectionUrl`, `connectionUrls` and `credentials` of databases, replicas and endpoints are null, and so are `connectionUrl`
   * and `password` of logins.
   *
   * @default true
   */
  readonly storeCredentials?: boolean | IResolvable;

  /**
   * Whether a whole environment may be missing, or all apps (or databases, endpoints, ...) of one. Without it that is an error, since a
   * wrong platform or token looks the same, and Terraform would forget what lives on. Set it for one run, after you removed these things
   * on purpose; the environment variable does that without a change of the code.
   *
   * @default - `APTIBLE_ACCEPT_MISSING` (`1` or `true`), or false
   */
  readonly acceptMissing?: boolean | IResolvable;

  /**
   * The provider whose name this one takes in the stack, `aptible/aptible`, so that a state which that one wrote stays as it is, and modules
   * which ask for it get this one. It is put under a version that was never released: `0.10.9900`, or the one behind an `@`
   * (`aptible/aptible@0.9.9900`) where modules ask for another one. With OpenTofu, the host is before it:
   * `registry.opentofu.org/aptible/aptible`. All of a stack's providers say the same.
   *
   * @default - this provider has its own name, `cdktf-aptible/aptible`
   */
  readonly inPlaceOf?: string;

  /**
   * Whether Node lies beside the provider, for where terraform runs without it: the folder that has it, as `<platform>/node` in terraform's
   * words (`linux_amd64/node`). Each platform that has one there gets it, 110 MB in each stack's directory; the others get the script.
   * `true` is the folder into which `npx cdktf-aptible provider --self-contained` has downloaded. One provider of a stack says it for all.
   *
   * @default - the provider is a script, for the Node on PATH
   */
  readonly selfContained?: string | boolean;
}

export const providerAttributes = {
  accessToken: secret('access_token'),
  username: 'username',
  password: secret('password'),
  apiRootUrl: 'api_root_url',
  authRootUrl: 'auth_root_url',
  storeCredentials: 'store_credentials',
  acceptMissing: 'accept_missing',
  inPlaceOf: noAttribute,
  selfContained: noAttribute,
} as const satisfies AttributesOf<AptibleProviderProps, typeof definition>;

/**
 * The Aptible provider of a stack. It comes with this package: at synth it is copied beside the stack's configuration and locked there,
 * so that `terraform init` needs neither a registry nor a CLI configuration.
 *
 * @example
 * new AptibleProvider(stack, 'aptible');
 */
export class AptibleProvider extends bindings.AptibleProvider {
  /** @throws when props are not valid, or when `accessToken` or `password` is a literal, with all problems at once. */
  constructor(scope: Construct, id: string, props: AptibleProviderProps = {}) {
    super(scope, id, { ...props });
    Object.defineProperty(this, marker, { value: true });
    argumentsOf(this, given(definition, providerAttributes, props));
    if (props.inPlaceOf !== undefined) takePlaceOf(this, props.inPlaceOf);
    const stack = TerraformStack.of(this);
    if (props.storeCredentials === false) storeNoCredentials(stack);
    if (props.selfContained) runtimesOf.set(stack, props.selfContained);
    shipWith(stack);
  }
}

/** Makes the stack require the provider by the other name, with the version that it has there. */
function takePlaceOf(provider: bindings.AptibleProvider, inPlaceOf: string): void {
  const { address, numbers = usualNumbers } = replacedBy(provider, inPlaceOf);
  const version = versionInPlace(numbers, placementOf(provider).version);
  Object.assign(provider, {
    terraformProviderSource: address,
    terraformGeneratorMetadata: {
      providerName: provider.terraformResourceType,
      providerVersion: version,
      providerVersionConstraint: version,
    },
  });
}

function replacedBy(provider: TerraformProvider, inPlaceOf: string): ReplacedProvider {
  try {
    return replacedProvider(inPlaceOf);
  } catch (error) {
    throw new Error(
      `the props of ${provider.node.path} (AptibleProvider) are not valid:\n  inPlaceOf: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

function placementOf({ terraformProviderSource, terraformGeneratorMetadata }: TerraformProvider): Placement {
  return { address: terraformProviderSource!, version: terraformGeneratorMetadata!.providerVersion! };
}

/** Stack → where Node for its provider is. */
const runtimesOf = new WeakMap<TerraformStack, string | true>();

const marker = Symbol.for('cdktf-aptible/AptibleProvider');

/** Tells whether an `AptibleProvider` is in the stack, made by this copy of the library or another one. */
export function hasProvider(stack: TerraformStack): boolean {
  return stack.allProviders().some((provider) => marker in provider);
}

const shipped = Symbol.for('cdktf-aptible/shipped');

/** Makes a stack place the provider, once, however many providers it has. */
function shipWith(stack: TerraformStack): void {
  if (shipped in stack) return;
  Object.defineProperty(stack, shipped, { value: true });
  const synthesizer = new ShippingSynthesizer(stack, stack.synthesizer);
  stack.synthesizer = synthesizer;
  stack.node.addValidation({ validate: () => synthesizer.validate() });
}

/**
 * Synthesizes as the stack would without it, and then places the provider. A stack's synthesizer is the public place for this; what runs
 * before it (aspects, validations) runs where the directory does not exist yet, and must not write files.
 */
class ShippingSynthesizer implements IStackSynthesizer {
  private running = false;

  constructor(
    private readonly stack: TerraformStack,
    private readonly inner: IStackSynthesizer,
  ) {}

  synthesize(session: ISynthesisSession): void {
    const others = otherProviders(this.stack);
    this.advise(others);
    this.running = true;
    try {
      this.inner.synthesize(session);
    } finally {
      this.running = false;
    }
    const directory = join(session.outdir, session.manifest.forStack(this.stack).workingDirectory);
    const runtimes = runtimesOf.get(this.stack);
    const folder = runtimes === true ? defaultRuntimes() : runtimes;
    const provider = folder === undefined ? readProviderPackage() : withRuntimes(readProviderPackage(), folder);
    placeProvider(directory, others, provider, placementsIn(this.stack)[0]);
  }

  validate(): string[] {
    const names = placementsIn(this.stack).map(({ address, version }) => `${address} ${version}`);
    const several = [...new Set(names)];
    if (several.length > 1) {
      return [
        `the providers of stack "${this.stack.node.id}" have several names (${several.join(', ')}): give all of them the same inPlaceOf`,
      ];
    }
    if (this.running || this.stack.synthesizer === this) return [];
    return [
      `the synthesizer of stack "${this.stack.node.id}" was replaced after AptibleProvider had added to it what places the provider: ` +
        'set stack.synthesizer before new AptibleProvider(...), or make the new one call the old one',
    ];
  }

  private advise(others: readonly RequiredProvider[]): void {
    const warnings = [...others.filter((provider) => !isExact(provider)).map(lockAdvice), ...windowsAdvice()];
    const given = this.stack.node.metadata.map(({ data }) => data as unknown);
    for (const warning of warnings) {
      if (!given.includes(warning)) Annotations.of(this.stack).addWarning(warning);
    }
  }
}

/** Where the stack's own providers are placed: all in one place, or the stack is not valid. */
function placementsIn(stack: TerraformStack): Placement[] {
  return stack
    .allProviders()
    .filter((provider) => marker in provider)
    .map(placementOf);
}

function otherProviders(stack: TerraformStack): RequiredProvider[] {
  return stack
    .allProviders()
    .filter((provider) => !(marker in provider))
    .map(({ terraformProviderSource, terraformResourceType, terraformGeneratorMetadata: metadata }) => ({
      source: terraformProviderSource ?? terraformResourceType,
      version: metadata?.providerVersion ?? metadata?.providerVersionConstraint,
    }));
}

function lockAdvice({ source, version }: RequiredProvider): string {
  return (
    `provider ${source} has ${version === undefined ? 'no version' : `the version "${version}"`}, which is not exact, so it cannot be locked ` +
    'at synth, and the cdktf command asks registries for all providers of the stack instead, this one included, which is in none. ' +
    'Give it an exact version (as 1.2.3), or set the environment variable CDKTF_SKIP_PROVIDER_LOCK=true'
  );
}

function windowsAdvice(): string[] {
  if (process.platform !== 'win32') return [];
  return [
    'Terraform for Windows cannot start the Aptible provider, which is a script for Node: run terraform in WSL, or apply what is ' +
      'synthesized here on Linux or macOS',
  ];
}
