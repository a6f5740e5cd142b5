/** What a definition file takes over is in a file beside it, and belongs to that one file. */
import { TerraformStack, Testing } from 'cdktf';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AptibleProvider, Environment, type FromDefinitionOptions } from '../../lib';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cdktf-aptible-imports-'));
  write(
    'aptible.yaml',
    `version: 1
environment: { handle: acme, stack: shared-us-east-1 }
databases: { main: { replicas: { reports: {} }, endpoints: { office: {} } } }
apps:
  web:
    image: acme/web
    config: { MODE: staging }
    services: { web: { endpoints: { site: { defaultDomain: true } } } }
logDrains: { logs: { type: https, url: https://logs.example.com } }
permissions: { owners: { roleId: 5f2c8a1e-6a53-4c0b-9d6e-2b1f0a7c3d94, scope: read } }
`,
  );
});
afterEach(() => rmSync(directory, { recursive: true }));

function write(name: string, text: string): void {
  writeFileSync(join(directory, name), text);
}

/** The import ids of a stack, by the types and names of what they are for. */
function importsOf(file: string, options?: FromDefinitionOptions): Record<string, string> {
  const stack = new TerraformStack(Testing.app(), 'stack');
  new AptibleProvider(stack, 'aptible');
  Environment.fromDefinition(stack, 'environment', join(directory, file), options);
  const { import: imports = [] } = JSON.parse(Testing.synth(stack)) as { import?: { to: string; id: string }[] };
  return Object.fromEntries(imports.map(({ to, id }) => [to.replace(/_[0-9A-F]{8}$/, ''), id]));
}

const imports = JSON.stringify({
  environmentId: 42,
  imports: {
    'databases.main': 1,
    'databases.main.replicas.reports': 2,
    'databases.main.endpoints.office': 3,
    'apps.web': 4,
    'apps.web.services.web.endpoints.site': 5,
    'logDrains.logs': 6,
    'permissions.owners': 7,
    'apps.removed-since-then': 8,
  },
});

test('every entry that the file of imports names is taken over', () => {
  write('aptible.yaml.imports.json', imports);
  expect(importsOf('aptible.yaml')).toEqual({
    'aptible_environment.environment': '42',
    'aptible_database.environment_databases_main': '1',
    'aptible_replica.environment_databases_main_reports': '2',
    'aptible_endpoint.environment_databases_main_office': '3',
    'aptible_app.environment_apps_web': '4?config=MODE',
    'aptible_endpoint.environment_apps_web_site': '5',
    'aptible_log_drain.environment_logDrains_logs': '6',
    'aptible_permission.environment_permissions_owners': '7',
  });
});

test('an entry that was renamed is taken over by its former path, and what is in it, too', () => {
  write('aptible.yaml.imports.json', imports);
  const text = readFileSync(join(directory, 'aptible.yaml'), 'utf8');
  write(
    'aptible.yaml',
    text.replace('main: {', 'data: { formerly: main,').replace('reports: {', 'copy: { formerly: reports'),
  );
  expect(importsOf('aptible.yaml')).toMatchObject({
    'aptible_database.environment_databases_data': '1',
    'aptible_replica.environment_databases_data_copy': '2',
    'aptible_endpoint.environment_databases_data_office': '3',
  });
});

test('nothing is taken over where that is not wanted, by a file that extends it, and without a file of imports', () => {
  expect(importsOf('aptible.yaml')).toEqual({});
  write('aptible.yaml.imports.json', imports);
  write('production.yaml', 'extends: ./aptible.yaml\nenvironment: { handle: acme-production }\n');
  expect(importsOf('production.yaml')).toEqual({});
  expect(importsOf('aptible.yaml', { imports: false })).toEqual({});
});

test.each([
  '{"environmentId": 42',
  '{"environmentId": "42", "imports": {}}',
  '{"environmentId": 1, "imports": {"a": 0}}',
])('a file of imports with %s is refused, with its name and what to do', (text) => {
  write('aptible.yaml.imports.json', text);
  expect(() => importsOf('aptible.yaml')).toThrow(/aptible\.yaml\.imports\.json:1:1: expected .* export again/);
});
