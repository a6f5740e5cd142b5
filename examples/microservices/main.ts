import { App, TerraformStack, TerraformVariable } from 'cdktf';
import * as aptible from 'cdktf-aptible';
import type { Construct } from 'constructs';

/** Several apps in one environment, with a cache and a database, and drains for their logs and metrics. */
class Microservices extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new aptible.AptibleProvider(this, 'aptible');

    const environment = new aptible.Environment(this, 'environment', {
      handle: 'acme-shop',
      stack: aptible.Stack.fromName(this, 'shared', 'shared-us-east-1'),
      // A final backup would outlive its database, and keep the environment from being destroyed until it is purged.
      backupRetentionPolicy: { daily: 7, monthly: 0, yearly: 0, makeCopy: false, keepFinal: false },
    });

    const database = new aptible.Database(environment, 'database', { handle: 'acme-shop-database', version: '16' });
    const reports = new aptible.Replica(environment, 'reports', {
      primary: database,
      handle: 'acme-shop-reports',
    });
    const release = '1';
    const backup = database.addBackup('before-release', { triggers: { release } });
    const cache = new aptible.Database(environment, 'cache', { handle: 'acme-shop-cache', type: 'redis' });

    const certificate = new aptible.Certificate(environment, 'certificate', {
      body: new TerraformVariable(this, 'certificate', { type: 'string' }).stringValue,
      privateKey: new TerraformVariable(this, 'private_key', { type: 'string', sensitive: true }).stringValue,
    });

    for (const name of ['catalog', 'orders', 'mail']) {
      const app = new aptible.App(environment, name, {
        handle: `acme-shop-${name}`,
        image: `quay.io/acme/${name}:${release}`,
        config: { DATABASE_URL: database.connectionUrl, CACHE_URL: cache.connectionUrl },
        services: { cmd: { containerCount: name === 'catalog' ? 2 : 1, memoryMb: 512 } },
        // A release is not deployed before there is a backup of the data that it changes.
        dependsOn: [backup],
      });
      if (name !== 'mail') app.addEndpoint('https', { service: 'cmd', domain: `${name}.acme.example`, certificate });
    }

    const reporting = new aptible.App(environment, 'reporting', {
      handle: 'acme-shop-reporting',
      image: 'quay.io/acme/reporting:1',
      config: { DATABASE_URL: reports.connectionUrl },
    });

    // What reports on the data has to see a new primary at once.
    new aptible.Operation(environment, 'reporting-restart', {
      type: 'restart',
      app: reporting,
      triggers: { database: database.handle },
    });

    const datadogApiKey = new TerraformVariable(this, 'datadog_api_key', { type: 'string', sensitive: true });
    aptible.LogDrain.datadog(environment, 'logs', {
      handle: 'acme-shop-logs',
      token: datadogApiKey.stringValue,
      tags: 'env:shop',
      drainProxies: true,
    });
    aptible.MetricDrain.datadog(environment, 'metrics', {
      handle: 'acme-shop-metrics',
      apiKey: datadogApiKey.stringValue,
    });

    const developers = new TerraformVariable(this, 'developers_role_id', { type: 'string', nullable: false });
    new aptible.Permission(environment, 'developers-deploy', { roleId: developers.stringValue, scope: 'deploy' });
  }
}

const app = new App();
new Microservices(app, 'microservices');
app.synth();
