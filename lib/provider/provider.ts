import type { Provider } from '../plugin/types';
import { type Context, close, configure, validateConfig } from './configure';
import { provider as definition } from '../schema';
import { environment as environmentData } from './data-sources/environment';
import { stack as stackData } from './data-sources/stack';
import { app } from './resources/app';
import { certificate } from './resources/certificate';
import { database } from './resources/database';
import { endpoint } from './resources/endpoint';
import { environment } from './resources/environment';
import { logDrain } from './resources/log-drain';
import { metricDrain } from './resources/metric-drain';
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
    aptible_replica: replica,
  },
  dataSources: {
    aptible_environment: environmentData,
    aptible_stack: stackData,
  },
  validateConfig,
  configure,
  close,
};
