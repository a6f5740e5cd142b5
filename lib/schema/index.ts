/** The registries: one line a thing. */
import { app, appData, appsData, servicesData } from './app';
import { backup, backupsData } from './backup';
import { backupRetentionPolicy, backupRetentionPolicyData } from './backup-retention-policy';
import { certificate, certificateData, certificatesData } from './certificate';
import { connectionUrl, parseConnectionUrl } from './connection-url';
import { database, databaseData, databasesData } from './database';
import { databaseCredentials } from './database-credentials';
import { databaseImagesData } from './database-image';
import { databaseLogin } from './database-login';
import { databaseTunnel } from './database-tunnel';
import { databaseUser } from './database-user';
import { endpoint, endpointData, endpointsData } from './endpoint';
import { environment, environmentData, environmentsData } from './environment';
import { logDrain, logDrainData, logDrainsData } from './log-drain';
import { maintenancesData } from './maintenance';
import { metricDrain, metricDrainData, metricDrainsData } from './metric-drain';
import { operation } from './operation';
import { organizationsData } from './organization';
import { permission } from './permission';
import { replica } from './replica';
import { rolesData } from './role';
import { stackData, stacksData } from './stack';
import type {
  DataSourceDefinition,
  EphemeralResourceDefinition,
  FunctionDefinition,
  ResourceDefinition,
} from './types';

export { imageVariables } from './app';
export { connectionParts } from './connection-url';
export { firstRetentionPolicy } from './backup-retention-policy';
export { check, checkPlanned } from './check';
export { typesWithUsers } from './database-user';
export { typesWithoutDowntime } from './endpoint';
export { plainText } from './plain';
export { formatProblems, type NameOf, type Problem, type ProblemPath } from './problems';
export { provider } from './provider';
export { replicationProblem } from './replica';
export type { Arguments, Computed, Draft, Given, Result, State, Wanted } from './define';
export type { KnownOf, KnownWith } from './known';
export type * from './types';

export const resources = {
  aptible_app: app,
  aptible_backup: backup,
  aptible_backup_retention_policy: backupRetentionPolicy,
  aptible_certificate: certificate,
  aptible_database: database,
  aptible_database_login: databaseLogin,
  aptible_database_user: databaseUser,
  aptible_endpoint: endpoint,
  aptible_environment: environment,
  aptible_log_drain: logDrain,
  aptible_metric_drain: metricDrain,
  aptible_operation: operation,
  aptible_permission: permission,
  aptible_replica: replica,
} as const satisfies Readonly<Record<string, ResourceDefinition>>;

export const dataSources = {
  aptible_app: appData,
  aptible_apps: appsData,
  aptible_backup_retention_policy: backupRetentionPolicyData,
  aptible_backups: backupsData,
  aptible_certificate: certificateData,
  aptible_certificates: certificatesData,
  aptible_database: databaseData,
  aptible_database_images: databaseImagesData,
  aptible_databases: databasesData,
  aptible_endpoint: endpointData,
  aptible_endpoints: endpointsData,
  aptible_environment: environmentData,
  aptible_environments: environmentsData,
  aptible_log_drain: logDrainData,
  aptible_log_drains: logDrainsData,
  aptible_maintenances: maintenancesData,
  aptible_metric_drain: metricDrainData,
  aptible_metric_drains: metricDrainsData,
  aptible_organizations: organizationsData,
  aptible_roles: rolesData,
  aptible_services: servicesData,
  aptible_stack: stackData,
  aptible_stacks: stacksData,
} as const satisfies Readonly<Record<string, DataSourceDefinition>>;

export const ephemeralResources = {
  aptible_database_credentials: databaseCredentials,
  aptible_database_tunnel: databaseTunnel,
} as const satisfies Readonly<Record<string, EphemeralResourceDefinition>>;

export const functions = {
  connection_url: connectionUrl,
  parse_connection_url: parseConnectionUrl,
} as const satisfies Readonly<Record<string, FunctionDefinition>>;
