import { App, TerraformOutput, TerraformStack } from 'cdktf';
import * as aptible from 'cdktf-aptible';
import type { Construct } from 'constructs';

/** A web app that the internet reaches at a domain of the platform, with its database. A release that does not answer fails the deploy. */
class WebAppWithDatabase extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new aptible.AptibleProvider(this, 'aptible');

    const environment = new aptible.Environment(this, 'environment', {
      handle: 'acme-web',
      stack: aptible.Stack.fromName(this, 'shared', 'shared-us-east-1'),
      // A final backup would outlive its database, and keep the environment from being destroyed until it is purged.
      backupRetentionPolicy: { daily: 7, monthly: 0, yearly: 0, makeCopy: false, keepFinal: false },
    });

    const database = new aptible.Database(environment, 'database', { handle: 'acme-web-database', version: '16' });

    const web = new aptible.App(environment, 'web', {
      handle: 'acme-web',
      image: 'quay.io/aptible/deploy-demo-app',
      config: { DATABASE_URL: database.connectionUrl },
      services: { web: { containerCount: 2 }, worker: {} },
    });
    const endpoint = web.addEndpoint('https', { service: 'web', defaultDomain: true, forceSsl: true });
    // Apps do not run on a local platform, which this variable names: nothing would answer there.
    if (process.env.APTIBLE_API_ROOT_URL === undefined) {
      web.addReleaseCheck('check', { endpoint, deadlineSeconds: 120 });
    }

    new TerraformOutput(this, 'address', { value: endpoint.virtualDomain });
  }
}

const app = new App();
new WebAppWithDatabase(app, 'web-app-with-database');
app.synth();
