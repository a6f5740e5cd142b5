export { readProviderPackage } from './provider-package';
export { fullAddress, isExact, placeProvider, providerAddress, type RequiredProvider } from './place-provider';
export { releaseCheckScript } from './release-check-script';
