/** The registries: one line a thing. */
import { app, appData } from './app';
import { backupsData } from './backup';
import { backupRetentionPolicyData } from './backup-retention-policy';
import { certificate } from './certificate';
import { database, databaseData } from './database';
import { databaseImagesData } from './database-image';
import { endpoint } from './endpoint';
import { environment, environmentData, environmentsData } from './environment';
import { logDrain } from './log-drain';
import { metricDrain } from './metric-drain';
import { operation } from './operation';
import { organizationsData } from './organization';
import { replica } from './replica';
import { stackData, stacksData } from './stack';
import type { DataSourceDefinition, ResourceDefinition } from './types';

export { check, checkChange, formatProblems, type Problem } from './check';
export { provider } from './provider';
export type { State } from './define';
export type * from './types';

export const resources = {
  aptible_app: app,
  aptible_certificate: certificate,
  aptible_database: database,
  aptible_endpoint: endpoint,
  aptible_environment: environment,
  aptible_log_drain: logDrain,
  aptible_metric_drain: metricDrain,
  aptible_operation: operation,
  aptible_replica: replica,
} as const satisfies Readonly<Record<string, ResourceDefinition>>;

export const dataSources = {
  aptible_app: appData,
  aptible_backup_retention_policy: backupRetentionPolicyData,
  aptible_backups: backupsData,
  aptible_database: databaseData,
  aptible_database_images: databaseImagesData,
  aptible_environment: environmentData,
  aptible_environments: environmentsData,
  aptible_organizations: organizationsData,
  aptible_stack: stackData,
  aptible_stacks: stacksData,
} as const satisfies Readonly<Record<string, DataSourceDefinition>>;
