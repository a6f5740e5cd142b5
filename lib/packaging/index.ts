export { isExact, placeProvider, providerAddress, type RequiredProvider } from './place-provider';
export { releaseCheckScript } from './release-check-script';
