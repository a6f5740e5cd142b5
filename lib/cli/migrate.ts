/**
 * `cdktf-aptible migrate`: from the official provider to this one, and back.
 *
 * In place is the default: nothing in the configuration, in modules of others or in the state is touched, so that there is nothing to edit
 * and the way back is short. By its own name (`--rename`) the provider is for those who have only files of their own, and can edit them.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  isInPlace,
  lockedProvider,
  lockFileName,
  mirrorOf,
  placeInPlaceOf,
  placeProvider,
  providerAddress,
  readIfPresent,
  readProviderPackage,
  replaceFile,
  requirementsOf,
  restoreEntry,
  sourceOf,
  versionInPlaceOf,
} from '../packaging';
import { differences } from './differences';
import { configurationDirectory } from './provider';
import { Terraform, terraformCommand, withOurProvider, type Plan } from './terraform';

export interface MigrateOptions {
  readonly check?: boolean;
  readonly back?: boolean;
  readonly rename?: boolean;
  readonly acceptChanges?: boolean;
}

/** What states of the official provider may hold. */
export const officialTypes: readonly string[] = [
  ...['app', 'database', 'endpoint', 'environment', 'log_drain', 'metric_drain', 'replica'],
  ...['data.backup_retention_policy', 'data.environment', 'data.stack'],
].map((name) => name.replace(/^(data\.)?/, '$1aptible_'));

/**
 * @returns the exit status: 2 when a check shows changes, as `terraform plan -detailed-exitcode` has it.
 * @throws Error when something is in the way, or when the plan would not be empty. Then nothing is changed, or it is as it was before.
 */
export function migrate(directory: string, options: MigrateOptions): number {
  const configuration = new Configuration(configurationDirectory(directory));
  if (options.back) return goBack(configuration);
  return moveIn(configuration, options);
}

function moveIn(configuration: Configuration, { check, rename, acceptChanges }: MigrateOptions): number {
  const { directory, official } = configuration;
  if (rename) configuration.refuseSource(official, providerAddress);
  const as = rename
    ? `${providerAddress} ${readProviderPackage().version}`
    : `${official} ${versionInPlaceOf(directory, { address: official }, readProviderPackage().version)}`;
  const lines = differences(withOurProvider(directory, (terraform) => terraform.plan()));
  console.log(`${configuration.resources.length} resources and data sources of ${official} are in the state.`);
  console.log(report(`With ${as}, the plan`, lines));
  if (check) return lines.length === 0 ? 0 : 2;
  if (lines.length > 0 && !acceptChanges) {
    throw new Error(
      'Nothing is moved. Apply with the official provider first, or change the configuration as said above; with --accept-changes it is moved as it is.',
    );
  }
  configuration.keep();
  try {
    if (rename) {
      configuration.replaceProvider(official, providerAddress);
      placeProvider(directory);
    } else placeInPlaceOf(directory, { address: official });
    configuration.terraform.run('init', '-input=false', '-no-color');
    prove(configuration.terraform.plan(), lines);
  } catch (error) {
    configuration.restore(official, rename ? providerAddress : official);
    if (rename) configuration.replaceProvider(providerAddress, official);
    throw new Error(`${(error as Error).message}\n\nEverything is as it was before. ${initAgain}`, { cause: error });
  }
  console.log(`Moved in. "npx cdktf-aptible migrate --back" goes back, with what is in ${configuration.keptIn}.`);
  return 0;
}

function goBack(configuration: Configuration): number {
  const { directory, official } = configuration;
  const renamed = !isInPlace(configuration.lockedVersion(official) ?? '');
  const address = renamed ? providerAddress : official;
  if (renamed && configuration.lockedVersion(providerAddress) === undefined) {
    throw new Error(
      `${join(directory, lockFileName)} does not say that this provider is used: there is nothing to go back from.`,
    );
  }
  const unknown = configuration.resources.filter(({ type }) => !officialTypes.includes(type));
  if (unknown.length > 0) {
    throw new Error(
      `The official provider does not have these, which are in the state:\n${unknown.map((each) => `  ${each.address}\n`).join('')}` +
        `Remove them from the configuration first, and apply; or have Terraform forget them: ${terraformCommand} state rm ADDRESS. Nothing is changed.`,
    );
  }
  if (renamed) {
    configuration.refuseSource(providerAddress, official);
    configuration.replaceProvider(providerAddress, official);
  }
  configuration.restore(official, address);
  configuration.terraform.run('init', '-input=false', '-no-color');
  console.log(report('Gone back. The plan of the official provider', differences(configuration.terraform.plan())));
  console.log(`Remove ${configuration.keptIn} when you need it no more: it has a copy of the state, with its secrets.`);
  return 0;
}

const initAgain = `Run "${terraformCommand} init" to have the official provider installed again.`;

function report(subject: string, lines: readonly string[]): string {
  return lines.length === 0 ? `${subject} shows no changes.` : `${subject} shows changes:\n${lines.join('\n')}`;
}

/** The plan that was made before has said it already; something may have happened since. */
function prove(plan: Plan, expected: readonly string[]): void {
  const lines = differences(plan);
  if (lines.join('\n') !== expected.join('\n')) {
    throw new Error(report('The plan has changed meanwhile. It', lines));
  }
}

interface StateResource {
  readonly address: string;
  /** `aptible_app`, `data.aptible_stack` */
  readonly type: string;
}

interface StateJson {
  readonly resources?: readonly {
    readonly module?: string;
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly provider: string;
  }[];
}

/** The configuration and the state that are moved. */
class Configuration {
  readonly terraform: Terraform;
  /** The address of the official provider. OpenTofu has a host of its own for it, also where the state names that of Terraform. */
  readonly official = `registry.${/tofu/.test(terraformCommand) ? 'opentofu.org' : 'terraform.io'}/aptible/aptible`;
  /** What the state has of the official provider, or of this one. */
  readonly resources: readonly StateResource[];
  private readonly state: string;

  constructor(readonly directory: string) {
    this.terraform = new Terraform(directory);
    this.state = withOurProvider(directory, (terraform) => terraform.run('state', 'pull'));
    const { resources = [] } = JSON.parse(this.state.trim() || '{}') as StateJson;
    const addressOf = (text: string): string => /provider\["([^"]+)"\]/.exec(text)?.[1] ?? '';
    const all = resources.map((each) => ({ ...each, provider: addressOf(each.provider) }));
    this.resources = all
      .filter(({ provider }) => provider === providerAddress || provider.endsWith('/aptible/aptible'))
      .map(({ module, mode, type, name }) => {
        const itsType = mode === 'data' ? `data.${type}` : type;
        return { address: [...(module === undefined ? [] : [module]), itsType, name].join('.'), type: itsType };
      });
  }

  get keptIn(): string {
    return join(this.directory, '.cdktf-aptible');
  }

  lockedVersion(address: string): string | undefined {
    return lockedProvider(this.lockFile, address)?.version;
  }

  /** Keeps the state and the lock file as they are before the first move, where no version control finds them. */
  keep(): void {
    if (isInPlace(this.lockedVersion(this.official) ?? '') || this.lockedVersion(providerAddress) !== undefined) return;
    mkdirSync(this.keptIn, { recursive: true, mode: 0o700 });
    const files = { '.gitignore': '*\n', 'terraform.tfstate': this.state, [lockFileName]: this.lockFile };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.keptIn, name), text, { mode: 0o600 });
  }

  /** Takes this provider away from where it was put, and writes the lock entry of the official one as it was kept, if it was. */
  restore(official: string, placedAs: string): void {
    rmSync(mirrorOf(this.directory, placedAs), { recursive: true, force: true });
    const kept = readIfPresent(join(this.keptIn, lockFileName));
    const text = restoreEntry(restoreEntry(this.lockFile, placedAs, ''), official, kept);
    replaceFile(join(this.directory, lockFileName), this.directory, (temporary) => writeFileSync(temporary, text));
  }

  /** Has the state name another provider, whatever is installed and locked: by itself Terraform wants the old one to be there. */
  replaceProvider(from: string, to: string): void {
    withOurProvider(this.directory, (terraform) =>
      terraform.run('state', 'replace-provider', '-auto-approve', from, to),
    );
  }

  /** @throws Error when the configuration or one of its modules still names this source. */
  refuseSource(source: string, instead: string): void {
    const files = requirementsOf(this.directory, sourceOf(source)).map(({ file }) => `  ${file}\n`);
    if (files.length === 0) return;
    throw new Error(
      `These files require ${source}:\n${files.join('')}` +
        `Write there first: source = "${instead}", without a version that only the other one has. Nothing is changed.`,
    );
  }

  private get lockFile(): string {
    return readIfPresent(join(this.directory, lockFileName));
  }
}
