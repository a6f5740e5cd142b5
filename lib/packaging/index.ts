export { orWhenMissing, readIfPresent, replaceFile } from './files';
export { isInPlace, replacedProvider, sourceOf, usualNumbers, versionInPlace, type ReplacedProvider } from './in-place';
export { lockedProvider, lockFileName, restoreEntry } from './lock-file';
export {
  isExact,
  mirrorOf,
  placedIn,
  placeInPlaceOf,
  placeProvider,
  providerAddress,
  removePlaced,
  versionInPlaceOf,
  type Placement,
  type RequiredProvider,
} from './place-provider';
export { packageHash, readProviderPackage, sha256, type ProviderPackage } from './provider-package';
export { cLibrary, defaultRuntimes, fetchRuntime, sources, thisPlatform } from './runtimes';
export { contentOf, packageOf, withRuntimes } from './self-contained';
export { releaseCheckScript } from './release-check-script';
export { requirementsOf } from './requirements';
