import type { DataSource, EphemeralResource, Provider, ProviderFunction, Resource, Schema } from '../plugin/types';
import { type Context, close, configure, validateConfig } from './configure';
import type { Identity } from './identity';
import {
  type dataSources,
  type ephemeralResources,
  type functions,
  provider as definition,
  type ResourceDefinition,
  resources as definitions,
} from '../schema';
import { app as appData } from './data-sources/app';
import { apps as appsData } from './data-sources/apps';
import { backupRetentionPolicy as backupRetentionPolicyData } from './data-sources/backup-retention-policy';
import { backups as backupsData } from './data-sources/backups';
import { certificate as certificateData } from './data-sources/certificate';
import { certificates as certificatesData } from './data-sources/certificates';
import { database as databaseData } from './data-sources/database';
import { databaseImages as databaseImagesData } from './data-sources/database-images';
import { databases as databasesData } from './data-sources/databases';
import { endpoint as endpointData } from './data-sources/endpoint';
import { endpoints as endpointsData } from './data-sources/endpoints';
import { environment as environmentData } from './data-sources/environment';
import { environments as environmentsData } from './data-sources/environments';
import { logDrain as logDrainData } from './data-sources/log-drain';
import { logDrains as logDrainsData } from './data-sources/log-drains';
import { maintenances as maintenancesData } from './data-sources/maintenances';
import { metricDrain as metricDrainData } from './data-sources/metric-drain';
import { metricDrains as metricDrainsData } from './data-sources/metric-drains';
import { organizations as organizationsData } from './data-sources/organizations';
import { roles as rolesData } from './data-sources/roles';
import { services as servicesData } from './data-sources/services';
import { stack as stackData } from './data-sources/stack';
import { stacks as stacksData } from './data-sources/stacks';
import { databaseCredentials } from './ephemeral-resources/database-credentials';
import { databaseTunnel } from './ephemeral-resources/database-tunnel';
import { connectionUrl } from './functions/connection-url';
import { parseConnectionUrl } from './functions/parse-connection-url';
import { app } from './resources/app';
import { backup } from './resources/backup';
import { backupRetentionPolicy } from './resources/backup-retention-policy';
import { certificate } from './resources/certificate';
import { database } from './resources/database';
import { databaseLogin } from './resources/database-login';
import { databaseUser } from './resources/database-user';
import { endpoint } from './resources/endpoint';
import { environment } from './resources/environment';
import { logDrain } from './resources/log-drain';
import { metricDrain } from './resources/metric-drain';
import { operation } from './resources/operation';
import { permission } from './resources/permission';
import { replica } from './resources/replica';
import { explain } from './work';

export const provider: Provider<Context> = {
  name: 'aptible',
  schema: definition,
  resources: {
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
  } satisfies Record<keyof typeof definitions, Resource<Context>>,
  dataSources: {
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
  } satisfies Record<keyof typeof dataSources, DataSource<Context>>,
  ephemeralResources: {
    aptible_database_credentials: databaseCredentials,
    aptible_database_tunnel: databaseTunnel,
  } satisfies Record<keyof typeof ephemeralResources, EphemeralResource<Context>>,
  functions: {
    connection_url: connectionUrl,
    parse_connection_url: parseConnectionUrl,
  } satisfies Record<keyof typeof functions, ProviderFunction>,
  validateConfig,
  configure,
  explain,
  close,
};

/** In place of another provider, it shows what that one shows: an output of what is sensitive here only would be an error. */
export function providerAs(identity: Identity | undefined): Provider<Context> {
  if (identity?.inPlaceOf === undefined) return provider;
  const resources = Object.entries(provider.resources).map(([name, resource]) => {
    const { attributes } = definitions[name as keyof typeof definitions] as ResourceDefinition;
    const changed = Object.entries(resource.schema.attributes).map(([each, attribute]) =>
      attributes[each]?.shownInPlace ? [each, { ...attribute, sensitive: false }] : [each, attribute],
    );
    const schema = { ...resource.schema, attributes: Object.fromEntries(changed) as Schema['attributes'] };
    return [name, { ...resource, schema }] as const;
  });
  return { ...provider, resources: Object.fromEntries(resources) };
}
