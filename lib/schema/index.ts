/** The registries: one line a thing. */
import { app } from './app';
import { certificate } from './certificate';
import { database } from './database';
import { endpoint } from './endpoint';
import { environment, environmentData } from './environment';
import { logDrain } from './log-drain';
import { metricDrain } from './metric-drain';
import { replica } from './replica';
import { stackData } from './stack';
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
  aptible_replica: replica,
} as const satisfies Readonly<Record<string, ResourceDefinition>>;

export const dataSources = {
  aptible_environment: environmentData,
  aptible_stack: stackData,
} as const satisfies Readonly<Record<string, DataSourceDefinition>>;
