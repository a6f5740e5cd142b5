/** `cdktf-aptible provider` */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { placeProvider, providerAddress } from '../packaging';

/** Puts the provider and its lock entry into a directory with a Terraform configuration, as synth does for a stack. */
export function provider(directory: string): void {
  const absolute = resolve(directory);
  if (!statSync(absolute, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`There is no directory ${absolute}. Name the one in which you run terraform.`);
  }
  placeProvider(absolute);
  console.log(`The provider is in ${absolute}/terraform.d/plugins. Name it in the configuration, then run terraform init:

terraform {
  required_providers {
    aptible = { source = "${providerAddress}" }
  }
}`);
}
