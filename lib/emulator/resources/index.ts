/** All resources of the local platform. A new one is one file and one line here. */
import type { Resources, Route } from '../platform';
import type { Kind } from '../store';
import { absent } from './absent';
import { account } from './account';
import { app } from './app';
import { backup } from './backup';
import { backupRetentionPolicy } from './backup-retention-policy';
import { certificate } from './certificate';
import { claims } from './claim';
import { configuration } from './configuration';
import { database } from './database';
import { databaseCredential } from './database-credential';
import { databaseImage } from './database-image';
import { deployment } from './deployment';
import { disk } from './disk';
import { image } from './image';
import { logDrain } from './log-drain';
import { maintenance } from './maintenance';
import { metricDrain } from './metric-drain';
import { operation, operationRoutes } from './operation';
import { organization } from './organization';
import { permission } from './permission';
import { release } from './release';
import { role } from './role';
import { root } from './root';
import { service } from './service';
import { serviceSizingPolicy } from './service-sizing-policy';
import { setting } from './setting';
import { sshPortalConnection } from './ssh-portal-connection';
import { stack } from './stack';
import { token } from './token';
import { user } from './user';
import { vhost } from './vhost';

/** Each kind of record is declared beside its resource. Who takes them from here has all of them, in the published types, too. */
export type { Kind, Records } from '../store';

/** The type is inferred, so that its published form leads to the files in which the kinds are declared. */
export const resources = {
  account,
  // In an environment, in the order of its links:
  app,
  backup,
  backup_retention_policy: backupRetentionPolicy,
  database,
  disk,
  service,
  service_sizing_policy: serviceSizingPolicy,
  operation,
  permission,
  log_drain: logDrain,
  metric_drain: metricDrain,
  certificate,
  vhost,
  // In one of these:
  configuration,
  database_credential: databaseCredential,
  deployment,
  image,
  maintenance,
  release,
  setting,
  ssh_portal_connection: sshPortalConnection,
  // Without an environment:
  database_image: databaseImage,
  organization,
  role,
  stack,
  token,
  user,
} satisfies Resources;

export const routes: readonly Route[] = [
  root,
  ...Object.values(resources).flatMap((resource) => resource.routes),
  ...(Object.keys(resources) as Kind[])
    .filter((kind) => resources[kind].operations !== undefined)
    .flatMap((kind) => operationRoutes(kind, resources[kind])),
  ...claims,
  ...absent,
];
