import { App, TerraformOutput, TerraformStack } from 'cdktf';
import * as aptible from 'cdktf-aptible';
import type { Construct } from 'constructs';

class FirstEnvironment extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new aptible.AptibleProvider(this, 'aptible');

    const environment = new aptible.Environment(this, 'environment', {
      handle: 'acme-staging',
      stack: aptible.Stack.fromName(this, 'shared', 'shared-us-east-1'),
      // A final backup would outlive its database, and keep the environment from being destroyed until it is purged.
      backupRetentionPolicy: { daily: 7, monthly: 0, yearly: 0, makeCopy: false, keepFinal: false },
    });

    const database = new aptible.Database(environment, 'database', {
      handle: 'acme-database',
      type: 'postgresql',
      version: '16',
      diskSizeGb: 20,
    });

    const web = new aptible.App(environment, 'web', {
      handle: 'acme-web',
      image: 'quay.io/aptible/deploy-demo-app',
      config: { DATABASE_URL: database.connectionUrl },
      services: {
        web: { containerCount: 2, memoryMb: 512 },
        worker: {},
      },
    });

    // The database's connection URL is an output already: environment_database_connection_url, sensitive.
    new TerraformOutput(this, 'environment_id', { value: environment.environmentId });
    new TerraformOutput(this, 'git_repository', { value: web.gitRepository });
  }
}

const app = new App();
new FirstEnvironment(app, 'first-environment');
app.synth();
