import type { Provider } from '../plugin/types';
import { type Context, close, configure, validateConfig } from './configure';
import { provider as definition } from '../schema';
import { app as appData } from './data-sources/app';
import { backupRetentionPolicy as backupRetentionPolicyData } from './data-sources/backup-retention-policy';
import { backups as backupsData } from './data-sources/backups';
import { database as databaseData } from './data-sources/database';
import { databaseImages as databaseImagesData } from './data-sources/database-images';
import { environment as environmentData } from './data-sources/environment';
import { environments as environmentsData } from './data-sources/environments';
import { organizations as organizationsData } from './data-sources/organizations';
import { stack as stackData } from './data-sources/stack';
import { stacks as stacksData } from './data-sources/stacks';
import { app } from './resources/app';
import { certificate } from './resources/certificate';
import { database } from './resources/database';
import { endpoint } from './resources/endpoint';
import { environment } from './resources/environment';
import { logDrain } from './resources/log-drain';
import { metricDrain } from './resources/metric-drain';
import { operation } from './resources/operation';
import { replica } from './resources/replica';

export const provider: Provider<Context> = {
  name: 'aptible',
  schema: definition,
  resources: {
    aptible_app: app,
    aptible_certificate: certificate,
    aptible_database: database,
    aptible_endpoint: endpoint,
    aptible_environment: environment,
    aptible_log_drain: logDrain,
    aptible_metric_drain: metricDrain,
    aptible_operation: operation,
    aptible_replica: replica,
  },
  dataSources: {
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
  },
  validateConfig,
  configure,
  close,
};
