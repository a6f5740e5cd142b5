/** `cdktf-aptible provider` */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { placeInPlaceOf, placeProvider, providerAddress, replacedProvider } from '../packaging';

export interface ProviderOptions {
  /** The provider in whose place it is put, with the version behind an @ or without. */
  readonly inPlaceOf?: string;
}

/** Puts the provider and its lock entry into a directory with a Terraform configuration, as synth does for a stack. */
export function provider(directory: string, { inPlaceOf }: ProviderOptions): void {
  const absolute = configurationDirectory(directory);
  if (inPlaceOf === undefined) {
    placeProvider(absolute);
    console.log(`The provider is in ${absolute}/terraform.d/plugins. It needs Node on the PATH of terraform.
Name it in the configuration, then run terraform init:

terraform {
  required_providers {
    aptible = { source = "${providerAddress}" }
  }
}`);
    return;
  }
  const { address, version } = placeInPlaceOf(absolute, replacedProvider(inPlaceOf));
  console.log(`The provider is in ${absolute}/terraform.d/plugins, in place of ${address}, as version ${version}.
Run terraform init. To go back, remove ${absolute}/terraform.d/plugins/${address} and run terraform init -upgrade.`);
}

/** @throws Error when there is no such directory. */
export function configurationDirectory(directory: string): string {
  const absolute = resolve(directory);
  if (statSync(absolute, { throwIfNoEntry: false })?.isDirectory()) return absolute;
  throw new Error(`There is no directory ${absolute}. Name the one in which you run terraform.`);
}
