export { isInPlace, replacedProvider, usualNumbers, versionInPlace, type ReplacedProvider } from './in-place';
export {
  isExact,
  placeInPlaceOf,
  placeProvider,
  providerAddress,
  type Placement,
  type RequiredProvider,
} from './place-provider';
export { releaseCheckScript } from './release-check-script';
