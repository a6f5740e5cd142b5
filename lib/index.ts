export {
  App,
  Autoscaling,
  type AppProps,
  type AutoscalingProps,
  type HorizontalAutoscalingProps,
  type IApp,
  type ServiceProps,
  type VerticalAutoscalingProps,
} from './constructs/app';
export { Backup, type BackupProps, type IBackup } from './constructs/backup';
export {
  BackupRetentionPolicy,
  type BackupRetention,
  type BackupRetentionPolicyProps,
} from './constructs/backup-retention-policy';
export { Certificate, type CertificateProps, type ICertificate } from './constructs/certificate';
export { Credentials, type Credential } from './constructs/credentials';
export { Database, type DatabaseProps, type IDatabase, type PointInTime } from './constructs/database';
export {
  Endpoint,
  type AddEndpointProps,
  type AppEndpointProps,
  type DatabaseEndpointProps,
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
export {
  EphemeralCredential,
  type CredentialTypeProps,
  type DatabaseCredentialProps,
  type EndpointCredentialProps,
  type EphemeralCredentialProps,
} from './constructs/ephemeral-credential';
export { Environment, type EnvironmentProps, type IEnvironment, type LookUpOptions } from './constructs/environment';
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
export { Operation, type OperationProps } from './constructs/operation';
export { AptibleProvider, type AptibleProviderProps } from './constructs/provider';
export { ReleaseCheck, type AddReleaseCheckProps, type ReleaseCheckProps } from './constructs/release-check';
export { Replica, type ReplicaProps } from './constructs/replica';
export { Resource, type IResource, type ResourceProps, type Timeouts } from './constructs/resource';
export { Stack, type IStack } from './constructs/stack';
