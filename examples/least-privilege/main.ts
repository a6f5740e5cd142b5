import { App, TerraformStack, TerraformVariable } from 'cdktf';
import * as aptible from 'cdktf-aptible';
import type { Construct } from 'constructs';

/**
 * Three apps on one database, of which each may only do what it needs. Another `rotation` gives all of them new passwords, without downtime:
 * `cdktf deploy --var rotation=2026-02`. Needs Terraform 1.11, so that no password is in the state.
 */
class LeastPrivilege extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new aptible.AptibleProvider(this, 'aptible', { storeCredentials: false });

    const environment = new aptible.Environment(this, 'environment', {
      handle: 'acme-least-privilege',
      stack: aptible.Stack.fromName(this, 'shared', 'shared-us-east-1'),
      // A final backup would outlive its database, and keep the environment from being destroyed until it is purged.
      backupRetentionPolicy: { daily: 7, monthly: 0, yearly: 0, makeCopy: false, keepFinal: false },
    });
    const database = new aptible.Database(environment, 'database', { handle: 'acme-data', version: '16' });

    const rotation = new TerraformVariable(this, 'rotation', { type: 'string', default: '2026-01' }).stringValue;
    // The app that runs the migrations owns the schema. The others get their rights on the tables that it is going to make.
    const web = database.addUser('web', { owner: ['public'], rotation });
    const dependsOn = [web.user];
    const worker = database.addUser('worker', { readWrite: ['public'], rotation, dependsOn });
    const reports = database.addUser('reports', { readOnly: ['public'], rotation, dependsOn });

    for (const [name, user] of Object.entries({ web, worker, reports })) {
      const app = new aptible.App(environment, name, {
        handle: `acme-${name}`,
        image: 'quay.io/aptible/deploy-demo-app',
        services: { web: {} },
      });
      app.connectTo(database, { as: 'DATABASE_URL', user });
    }
  }
}

const app = new App();
new LeastPrivilege(app, 'least-privilege');
app.synth();
