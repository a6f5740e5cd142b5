import { App, TerraformOutput, TerraformStack } from 'cdktf';
import * as aptible from 'cdktf-aptible';
import { DataAptibleMaintenances } from 'cdktf-aptible/bindings';
import type { Construct } from 'constructs';

/** What was made by hand until now: the first deploy takes it over and changes nothing on the platform. */
class ExistingEnvironment extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new aptible.AptibleProvider(this, 'aptible');

    const environment = new aptible.Environment(this, 'environment', {
      handle: 'acme-production',
      stack: aptible.Stack.fromName(this, 'shared', 'shared-us-east-1'),
    });
    environment.importFrom('acme-production');

    // The policy with which the platform starts: written down, a change of it is seen.
    const retention = new aptible.BackupRetentionPolicy(environment, 'backups', {
      daily: 30,
      monthly: 12,
      yearly: 6,
      makeCopy: false,
      keepFinal: true,
    });
    retention.importFrom('acme-production');

    const database = new aptible.Database(environment, 'database', {
      handle: 'acme-production-database',
      type: 'postgresql',
      version: '16',
    });
    database.importFrom('acme-production/acme-production-database');

    const web = new aptible.App(environment, 'web', {
      handle: 'acme-production-web',
      image: 'quay.io/aptible/deploy-demo-app',
      config: { MODE: 'production' },
      services: { web: {}, worker: {} },
    });
    web.importFrom('acme-production/acme-production-web');

    // These belong to others, who go on managing them: they are looked up, and neither changed nor removed.
    const warehouse = aptible.Environment.fromHandle(this, 'warehouse', 'acme-warehouse');
    const orders = aptible.Database.fromHandle(warehouse, 'orders', 'acme-orders');

    new TerraformOutput(this, 'orders_url', { value: orders.connectionUrl, sensitive: true });

    const due = new DataAptibleMaintenances(this, 'due', { envId: environment.environmentId });
    new TerraformOutput(this, 'maintenances', { value: due.maintenances });
  }
}

const app = new App();
new ExistingEnvironment(app, 'existing-environment');
app.synth();
