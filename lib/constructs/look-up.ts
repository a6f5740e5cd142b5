/** The way in which most things are looked up. */
import type { dataSources } from '../schema';
import { inEnvironment, type AttributesOf } from './props';
import type { LookUpOptions } from './scope';

/** A thing in an environment, by its handle. */
export interface ByHandle extends LookUpOptions {
  readonly handle: string;
}

export const byHandle = {
  handle: 'handle',
  environment: inEnvironment,
} as const satisfies AttributesOf<ByHandle, typeof dataSources.aptible_app>;
