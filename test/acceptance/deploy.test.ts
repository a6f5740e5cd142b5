/** What `deploy` and `destroy` show of a definition, with the real terraform: logs while they run, and a summary at the end. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { finished, pathWithNode, terraformCommand, type Run } from './support/terraform';

let platform: LocalPlatform;
let directory: string;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'deploy-'));
  // It ends when somebody watches it.
  const operations = { deploy: { polls: 1_000 } };
  platform = await startLocalPlatform({ databases: 'none', images: { 'acme/web': ['web'] }, operations });
});
afterEach(async () => {
  await platform.stop();
  rmSync(directory, { recursive: true });
});

/** A command of the package, where the definition is. */
function run(...args: string[]): Promise<Run> {
  const HOME = directory;
  const env = {
    ...platform.environment,
    PATH: pathWithNode,
    HOME,
    TERRAFORM_BINARY_NAME: terraformCommand,
    GOGC: 'off',
  };
  const main = join(__dirname, '../../dist/cli/main.js');
  return finished(spawn(process.execPath, [main, ...args], { cwd: directory, env, stdio: ['ignore', 'pipe', 'pipe'] }));
}

const definition = (service: string) => `version: 1
environment: { handle: acme-staging, stack: shared-us-east-1 }
apps:
  web:
    image: acme/web
    config: { GREETING: is running }
    services:
      ${service}:
        endpoints:
          site: { type: https, domain: www.acme.example, managedTls: true }
outputs:
  host: \${apps.web.services.${service}.endpoints.site.externalHostname}
`;

test('a deploy shows logs and sums up what was done and what was not, and so does a destroy, as JSON too', async () => {
  writeFileSync(join(directory, 'aptible.yaml'), definition('wep'));
  const failed = await run('deploy', 'aptible.yaml', '--auto-approve');
  expect(failed.status).toBe(1);
  expect(failed.stderr).toMatch(/^web deploy \| Operation \d+ \(deploy\) \(redacted\)\.$/m);
  expect(failed.stdout).toContain(`
Not all of it was done in acme-staging, as the errors above say:
  created:      environment
Not done:
  apps.web is half made: the next deploy replaces it
  apps.web.site was not made
What was done is in the state. Mend what the errors say, and run deploy again: it goes on from here.
`);

  platform.control.setTiming('instant');
  writeFileSync(join(directory, 'aptible.yaml'), definition('web'));
  const deployed = await run('deploy', 'aptible.yaml', '--auto-approve', '--json');
  expect(deployed.status).toBe(0);
  expect(deployed.stderr).toContain('Apply complete! Resources: 2 added, 0 changed, 1 destroyed.');
  const host = platform.control.list('vhost')[0]!.external_host;
  expect(JSON.parse(deployed.stdout)).toMatchObject({
    environment: 'acme-staging',
    succeeded: true,
    created: [{ name: 'apps.web.site' }],
    replaced: [{ name: 'apps.web' }],
    ...{ takenOver: [], changed: [], destroyed: [], gone: [], notDone: [] },
    outputs: { host: { value: host, sensitive: false } },
    next: [
      { kind: 'dns', endpoint: 'apps.web.site', record: 'www.acme.example', value: host },
      { kind: 'dns', endpoint: 'apps.web.site', value: `acme.${host}` },
    ],
  });

  const same = await run('deploy', 'aptible.yaml', '--auto-approve');
  expect(same).toMatchObject({ status: 0, stderr: '' });
  expect(same.stdout).not.toContain('Done in');

  const destroyed = await run('destroy', 'aptible.yaml', '--auto-approve');
  expect(destroyed).toMatchObject({ status: 0, stderr: '' });
  expect(destroyed.stdout).toMatch(
    /\nDone in acme-staging:\n {2}destroyed: {4}apps\.web, apps\.web\.site, environment\n$/,
  );
});
