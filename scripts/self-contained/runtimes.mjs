import { mkdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { addCLibrary } from './c-library.mjs';

const require = createRequire(import.meta.url);
const { cLibrary, defaultRuntimes, fetchRuntime, thisPlatform } = require('../../dist/packaging/index.js');

/**
 * Makes a folder of runtimes in a directory, with that of this machine alone: each one more is copied at each placement.
 *
 * @returns the folder
 */
export function runtimesOfThisMachine(directory, { withCLibrary = true } = {}) {
  const platform = thisPlatform();
  const runtime = join(defaultRuntimes(), platform);
  fetchRuntime(platform, defaultRuntimes());
  if (withCLibrary) addCLibrary(platform, runtime, cLibrary);
  const folder = join(directory, 'runtimes');
  mkdirSync(folder);
  symlinkSync(runtime, join(folder, platform));
  return folder;
}
