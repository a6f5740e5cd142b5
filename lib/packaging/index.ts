export { readIfPresent, replaceFile } from './files';
export { isInPlace, replacedProvider, sourceOf, usualNumbers, versionInPlace, type ReplacedProvider } from './in-place';
export { lockedProvider, lockFileName, restoreEntry } from './lock-file';
export {
  isExact,
  mirrorOf,
  placeInPlaceOf,
  placeProvider,
  providerAddress,
  versionInPlaceOf,
  type Placement,
  type RequiredProvider,
} from './place-provider';
export { readProviderPackage } from './provider-package';
export { releaseCheckScript } from './release-check-script';
export { requirementsOf } from './requirements';
