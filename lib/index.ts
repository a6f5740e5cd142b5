export { App, type AppProps, type IApp, type ServiceProps } from './constructs/app';
export { Database, type DatabaseProps, type IDatabase } from './constructs/database';
export {
  Environment,
  type BackupRetentionPolicy,
  type EnvironmentProps,
  type IEnvironment,
} from './constructs/environment';
export { AptibleProvider, type AptibleProviderProps } from './constructs/provider';
export { Resource, type IResource, type ResourceProps, type Timeouts } from './constructs/resource';
export { Stack, type IStack } from './constructs/stack';
