/** `cdktf-aptible provider` */
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  defaultRuntimes,
  fetchRuntime,
  placeInPlaceOf,
  placeProvider,
  providerAddress,
  readProviderPackage,
  replacedProvider,
  thisPlatform,
  withRuntimes,
  type ProviderPackage,
} from '../packaging';
import { lyingAt } from './places';
import { tell } from './terminal';

export interface PackageOptions {
  /** Whether Node lies beside the provider. */
  readonly selfContained?: boolean;
  /** A folder that has Node as `<platform>/node`; left out, it is downloaded. */
  readonly from?: string;
  /** The platforms for which Node is downloaded; left out, that of this machine. */
  readonly platform?: readonly string[];
}

export interface ProviderOptions extends PackageOptions {
  /** The provider in whose place it is put, with the version behind an @ or without. */
  readonly inPlaceOf?: string;
}

/** Puts the provider and its lock entry into a directory with a Terraform configuration, as synth does for a stack. */
export function provider(directory: string, options: ProviderOptions): void {
  const absolute = configurationDirectory(directory);
  const own = packageWith(options);
  const node = own.selfContained ? 'Node is in it' : 'It needs Node on the PATH of terraform';
  if (options.inPlaceOf === undefined) {
    placeProvider(absolute, [], own);
    console.log(`The provider is in ${absolute}/terraform.d/plugins. ${node}.
Name it in the configuration, then run terraform init:

terraform {
  required_providers {
    aptible = { source = "${providerAddress}" }
  }
}`);
    return;
  }
  const { address, version } = placeInPlaceOf(absolute, replacedProvider(options.inPlaceOf), own);
  console.log(`The provider is in ${absolute}/terraform.d/plugins, in place of ${address}, as version ${version}. ${node}.
Run terraform init. To go back, remove ${absolute}/terraform.d/plugins/${address}/${version} and run terraform init -upgrade.`);
}

/** @throws Error when there is no such directory. */
export function configurationDirectory(directory: string): string {
  const absolute = resolve(directory);
  if (lyingAt(absolute) === 'directory') return absolute;
  throw new Error(`There is no directory ${absolute}. Name the one in which you run terraform.`);
}

/** @throws Error when there is nothing in it that terraform could run. */
export function requireConfiguration(directory: string): void {
  const names = readdirSync(directory);
  if (names.some((name) => /\.(tf|tofu)(\.json)?$/.test(name))) return;
  const definition = names.includes('aptible.yaml')
    ? ' There is a definition, aptible.yaml: drift takes it by its name.'
    : '';
  throw new Error(
    `There is no configuration of Terraform in ${directory}: no *.tf and no *.tf.json.${definition} Name the directory in which you run terraform.`,
  );
}

/** Gives the provider, with Node beside it where the options say so. */
export function packageWith({ selfContained, from, platform = [thisPlatform()] }: PackageOptions): ProviderPackage {
  if (!selfContained && from === undefined) return readProviderPackage();
  const folder = from === undefined ? defaultRuntimes() : resolve(from);
  if (from === undefined) {
    for (const each of platform) {
      tell(`Fetching Node for ${each} …`);
      fetchRuntime(each, folder);
    }
  }
  return withRuntimes(readProviderPackage(), folder);
}
