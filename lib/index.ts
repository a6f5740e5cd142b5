export { App, type AppProps, type IApp, type ServiceProps } from './constructs/app';
export {
  Autoscaling,
  type AutoscalingProps,
  type HorizontalAutoscalingProps,
  type VerticalAutoscalingProps,
} from './constructs/autoscaling';
export { Backup, type BackupProps, type IBackup } from './constructs/backup';
export {
  BackupRetentionPolicy,
  type BackupRetention,
  type BackupRetentionPolicyProps,
} from './constructs/backup-retention-policy';
export { Certificate, type CertificateProps, type ICertificate } from './constructs/certificate';
export type { ConnectToProps } from './constructs/connection';
export { ConnectionUrl, type ConnectionUrlParts } from './constructs/connection-url';
export { Credentials, type Credential } from './constructs/credentials';
export {
  Database,
  type AddUserProps,
  type AnyDatabaseProps,
  type DatabaseProps,
  type DatabaseUserWithLogin,
  type IDatabase,
  type PointInTime,
} from './constructs/database';
export {
  defineEnvironment,
  type ConnectionDefinition,
  type StackDefinition,
  type DefinitionReference,
  type EnvironmentDefinition,
} from './constructs/definition';
export { DatabaseLogin, type DatabaseLoginProps } from './constructs/database-login';
export {
  DatabaseUser,
  type DatabaseUserProps,
  type IDatabaseUser,
  type TablePrivilegesProps,
} from './constructs/database-user';
export { DatabaseTunnel, type DatabaseTunnelProps } from './constructs/database-tunnel';
export type { DrainProps } from './constructs/drain';
export {
  Endpoint,
  type AddEndpointProps,
  type AppEndpointProps,
  type DatabaseEndpointProps,
  type ElbTlsProps,
  type EndpointProps,
  type GrpcEndpointProps,
  type HttpsEndpointProps,
  type IEndpoint,
  type ManyPortsProps,
  type OnePortProps,
  type TcpEndpointProps,
  type TlsEndpointProps,
  type TlsProps,
} from './constructs/endpoint';
export { EphemeralConnection } from './constructs/ephemeral-connection';
export {
  EphemeralCredential,
  type AnyCredentialProps,
  type OneCredentialProps,
  type DatabaseCredentialProps,
  type EndpointCredentialProps,
  type EphemeralCredentialProps,
  type LoginOfUser,
} from './constructs/ephemeral-credential';
export { Environment, type EnvironmentProps, type FromDefinitionOptions } from './constructs/environment';
export type * from './constructs/known';
export {
  LogDrain,
  type ElasticsearchLogDrainProps,
  type HttpsLogDrainProps,
  type ILogDrain,
  type LogDrainProps,
  type SolarwindsLogDrainProps,
  type SyslogLogDrainProps,
  type TokenLogDrainProps,
} from './constructs/log-drain';
export {
  MetricDrain,
  type DatadogMetricDrainProps,
  type IMetricDrain,
  type InfluxdbDatabaseMetricDrainProps,
  type InfluxdbMetricDrainProps,
  type Influxdb2MetricDrainProps,
  type MetricDrainProps,
} from './constructs/metric-drain';
export {
  Operation,
  type AnyOperationProps,
  type AppOperationProps,
  type DatabaseOperationProps,
  type EndpointOperationProps,
  type OperationProps,
} from './constructs/operation';
export { Permission, type PermissionProps } from './constructs/permission';
export { AptibleProvider, type AptibleProviderProps } from './constructs/provider';
export { ReleaseCheck, type AddReleaseCheckProps, type ReleaseCheckProps } from './constructs/release-check';
export { Replica, type ReplicaProps } from './constructs/replica';
export { Resource, type IResource, type ResourceProps, type Timeouts } from './constructs/resource';
export type { IEnvironment, LookUpOptions } from './constructs/scope';
export { Stack, type IStack } from './constructs/stack';
