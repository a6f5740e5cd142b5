/**
 * `cdktf-aptible migrate`: from the official provider to this one, and back.
 *
 * In place is the default: nothing in the configuration, in modules of others or in the state is touched, so that there is nothing to edit
 * and the way back is short. By its own name (`--rename`) the provider is for those who have only files of their own, and can edit them.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeDirectory } from '../files/make-directory';
import {
  isInPlace,
  lockedProvider,
  lockFileName,
  mirrorOf,
  placedIn,
  placeInPlaceOf,
  placeProvider,
  providerAddress,
  readIfPresent,
  readProviderPackage,
  removePlaced,
  replaceFile,
  requirementsOf,
  restoreEntry,
  sourceOf,
  versionInPlaceOf,
  type ProviderPackage,
} from '../packaging';
import { differences } from './differences';
import { configurationDirectory, packageWith, requireConfiguration, type PackageOptions } from './provider';
import { Terraform, terraformCommand, withOurProvider, type Plan } from './terraform';

export interface MigrateOptions extends PackageOptions {
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
  const absolute = configurationDirectory(directory);
  requireConfiguration(absolute);
  const configuration = new Configuration(absolute);
  if (options.back) return goBack(configuration);
  return moveIn(configuration, options);
}

function moveIn(configuration: Configuration, options: MigrateOptions): number {
  const { directory, official } = configuration;
  if (options.rename) configuration.refuseSource(official, providerAddress);
  const ours = readProviderPackage().version;
  const address = options.rename ? providerAddress : official;
  const version = options.rename ? ours : versionInPlaceOf(directory, { address }, ours);
  const lines = differences(nothingIsChangedBy(() => withOurProvider(directory, (terraform) => terraform.plan())));
  console.log(`${configuration.resources.length} resources and data sources of ${official} are in the state.`);
  console.log(report(`With ${address} ${version}, the plan`, lines));
  if (options.check) return lines.length === 0 ? 0 : 2;
  if (lines.length > 0 && !options.acceptChanges) throw new Error(`Nothing is moved. ${wayOn(configuration)}`);
  const wasMoved = configuration.movedTo !== undefined;
  const provider = nothingIsChangedBy(() => {
    const toPlace = packageToPlace(configuration, address, version, options);
    configuration.keep();
    return toPlace;
  });
  try {
    if (options.rename) {
      configuration.replaceProvider(official, providerAddress);
      configuration.forget(official);
    }
    if (provider !== undefined) {
      if (options.rename) placeProvider(directory, [], provider);
      else placeInPlaceOf(directory, { address }, provider);
    }
    configuration.terraform.run('init', '-input=false', '-no-color');
    prove(configuration.terraform.plan(), lines);
  } catch (error) {
    if (wasMoved)
      throw new Error(`${messageOf(error)}\n\nIt was moved in before, at least in part. ${again}`, { cause: error });
    undo(configuration, address, error);
  }
  console.log(`Moved in. "npx cdktf-aptible migrate --back" goes back, with what is in ${configuration.keptIn}.`);
  return 0;
}

const again = 'Run "npx cdktf-aptible migrate" again, or go back with "npx cdktf-aptible migrate --back".';

function wayOn({ resources, official }: Configuration): string {
  return resources.length === 0
    ? `The state has nothing of ${official}. "npx cdktf-aptible provider --in-place-of ${official}" puts this provider in its place from the start.`
    : 'Apply with the official provider first, or change the configuration as said above; with --accept-changes it is moved as it is.';
}

/**
 * Gives what is to be put there; nothing when it is there already, with Node beside it or without.
 *
 * @throws Error when an earlier version there has Node beside it, and no option says whether this one shall.
 */
function packageToPlace(
  configuration: Configuration,
  address: string,
  version: string,
  options: PackageOptions,
): ProviderPackage | undefined {
  const provider = packageWith(options);
  if (provider.selfContained !== undefined) return provider;
  const placed = placedIn(configuration.directory, address);
  const same = placed.find((each) => each.version === version);
  const script = readFileSync(provider.path);
  const isThere =
    configuration.lockedVersion(address) === version &&
    same !== undefined &&
    same.scripts.length > 0 &&
    same.scripts.every((path) => readFileSync(path).equals(script));
  if (isThere) return undefined;
  const withNode = placed.find(({ isSelfContained }) => isSelfContained);
  if (withNode !== undefined) {
    throw new Error(
      'The provider that is there has Node beside it. Say --self-contained (or --from FOLDER) for the new one, too; ' +
        `or remove it first: ${join(mirrorOf(configuration.directory, address), withNode.version)}.`,
    );
  }
  return provider;
}

/** @throws Error always: with the cause, and with what became of the configuration. */
function undo(configuration: Configuration, placedAs: string, cause: unknown): never {
  let outcome = `Everything is as it was before. ${initAgain}`;
  try {
    configuration.putBack(placedAs);
    if (placedAs === providerAddress) configuration.replaceProvider(providerAddress, configuration.official);
  } catch (error) {
    outcome = `It could not be undone: ${messageOf(error)}\n${again}`;
  }
  throw new Error(`${messageOf(cause)}\n\n${outcome}`, { cause });
}

function goBack(configuration: Configuration): number {
  const { directory, official } = configuration;
  // A move that was interrupted may have come no further than to the folder, which keeps Terraform from asking a registry.
  const address =
    configuration.movedTo ?? [official, providerAddress].find((each) => placedIn(directory, each).length > 0);
  if (address === undefined) {
    throw new Error(
      `This provider is used in ${directory} neither by its own name nor in place of ${official}: there is nothing to go back from. ${initAgain}`,
    );
  }
  const unknown = configuration.resources.filter(({ type }) => !officialTypes.includes(type));
  if (unknown.length > 0) {
    throw new Error(
      `The official provider does not have these, which are in the state:\n${unknown.map((each) => `  ${each.address}\n`).join('')}` +
        `Remove them from the configuration first, and apply; or have Terraform forget them: ${terraformCommand} state rm ADDRESS. Nothing is changed.`,
    );
  }
  if (address === providerAddress) {
    configuration.refuseSource(providerAddress, official);
    configuration.replaceProvider(providerAddress, official);
  }
  configuration.restore(address);
  let tried = 'installed';
  try {
    configuration.terraform.run('init', '-input=false', '-no-color');
    tried = 'planned with';
    console.log(report('Gone back. The plan of the official provider', differences(configuration.terraform.plan())));
  } catch (error) {
    throw new Error(
      `${messageOf(error)}\n\nThe files are those of the official provider again. It could not be ${tried}: run "${terraformCommand} init" and "${terraformCommand} plan".`,
      { cause: error },
    );
  }
  if (existsSync(configuration.keptIn)) {
    console.log(
      `Remove ${configuration.keptIn} when you need it no more: it has a copy of the state, with its secrets.`,
    );
  }
  return 0;
}

const initAgain = `Run "${terraformCommand} init" to have the official provider installed again.`;

const messageOf = (error: unknown): string => (error as Error).message;

function nothingIsChangedBy<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Error(`${messageOf(error)}\n\nNothing is changed.`, { cause: error });
  }
}

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
  private readonly stateNamesUs: boolean;
  /** The lock file as it was found. */
  private readonly lockBefore: string;

  constructor(readonly directory: string) {
    this.terraform = new Terraform(directory);
    this.lockBefore = this.lockFile;
    this.state = withOurProvider(directory, (terraform) => terraform.run('state', 'pull'));
    const { resources = [] } = JSON.parse(this.state.trim() || '{}') as StateJson;
    const addressOf = (text: string): string => /provider\["([^"]+)"\]/.exec(text)?.[1] ?? '';
    const all = resources.map((each) => ({ ...each, provider: addressOf(each.provider) }));
    this.stateNamesUs = all.some(({ provider }) => provider === providerAddress);
    this.resources = all
      .filter(({ provider }) => provider === providerAddress || provider.endsWith('/aptible/aptible'))
      .map(({ module, mode, type, name }) => {
        const itsType = mode === 'data' ? `data.${type}` : type;
        return { address: [...(module === undefined ? [] : [module]), itsType, name].join('.'), type: itsType };
      });
  }

  /** The name under which this provider is used, as the lock file or the state says. */
  get movedTo(): string | undefined {
    if (isInPlace(this.lockedVersion(this.official) ?? '')) return this.official;
    return this.lockedVersion(providerAddress) !== undefined || this.stateNamesUs ? providerAddress : undefined;
  }

  get keptIn(): string {
    return join(this.directory, '.cdktf-aptible');
  }

  lockedVersion(address: string): string | undefined {
    return lockedProvider(this.lockFile, address)?.version;
  }

  /**
   * Keeps the state and the lock file as they are before the first move, where no version control finds them. Each workspace has a state
   * of its own.
   */
  keep(): void {
    const isMoved = this.movedTo !== undefined;
    const workspace = this.terraform.run('workspace', 'show').trim();
    const ofWorkspace = workspace === 'default' ? '.' : join('terraform.tfstate.d', workspace);
    const files = {
      '.gitignore': '*\n',
      [join(ofWorkspace, 'terraform.tfstate')]: this.state,
      [lockFileName]: this.lockBefore,
    };
    for (const [name, text] of Object.entries(files)) {
      const path = join(this.keptIn, name);
      if ((text === '' && name !== lockFileName) || (isMoved && (existsSync(path) || name === lockFileName))) continue;
      makeDirectory(dirname(path), 0o700);
      replaceFile(path, this.keptIn, (temporary) => writeFileSync(temporary, text, { mode: 0o600 }));
    }
  }

  /** Takes what is used under an address out of its folder and the lock file. */
  forget(address: string): void {
    removePlaced(this.directory, address);
    this.writeLockFile(restoreEntry(this.lockFile, address, ''));
  }

  /** Undoes what was put there just now. */
  putBack(placedAs: string): void {
    removePlaced(this.directory, placedAs);
    this.writeLockFile(this.lockBefore);
  }

  /** Takes this provider away from where it was put, and writes the lock entry of the official one as it was kept, if it was. */
  restore(placedAs: string): void {
    const { directory, official, lockFile } = this;
    removePlaced(directory, placedAs);
    const kept = readIfPresent(join(this.keptIn, lockFileName));
    const without = placedAs === official ? lockFile : restoreEntry(lockFile, placedAs, '');
    const isTheirs = lockedProvider(without, official) !== undefined && !isInPlace(this.lockedVersion(official) ?? '');
    this.writeLockFile(isTheirs ? without : restoreEntry(without, official, kept));
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

  private writeLockFile(text: string): void {
    const path = join(this.directory, lockFileName);
    if (text === this.lockFile) return;
    if (text === '') rmSync(path);
    else replaceFile(path, this.directory, (temporary) => writeFileSync(temporary, text));
  }
}
