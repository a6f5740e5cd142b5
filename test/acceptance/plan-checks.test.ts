/** What the plan of a whole configuration refuses before anybody reviews it, and what it lets pass. */
import { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set({ databases: 'none', images: { 'acme/site': ['web'] } });
});
afterEach(() => stage.strike());

const environment = `
data "aptible_stack" "shared" {
  name = "shared-us-east-1"
}
resource "aptible_environment" "staging" {
  stack_id = data.aptible_stack.shared.stack_id
  handle   = "acme-staging"
}
`;
const app = (name: string, handle: string) => `
resource "aptible_app" "${name}" {
  env_id = aptible_environment.staging.env_id
  handle = "${handle}"
  config = { NAME = "${name}" }
}
`;
const database = (name: string, handle: string, more = '') => `
resource "aptible_database" "${name}" {
  env_id = aptible_environment.staging.env_id
  handle = "${handle}"
${more}}
`;

const site = `
resource "aptible_app" "site" {
  env_id       = aptible_environment.staging.env_id
  handle       = "site"
  docker_image = "acme/site"
}
`;
const queue = database('queue', 'queue', '  database_type = "rabbitmq"\n');

test('all that a plan can know is refused at once', async () => {
  await stage.apply(environment + app('old', 'web') + queue + site);
  // What Terraform does not manage any more is somebody else's.
  await stage.terraform.expect('state', 'rm', 'aptible_app.old');
  await stage.write(
    `${environment}${app('mine', 'web')}${app('first', 'twice')}${app('second', 'twice')}
${queue}${site}${database('data', 'data', '  version = "99"\n')}
resource "aptible_replica" "copy" {
  env_id              = aptible_environment.staging.env_id
  handle              = "copy"
  primary_database_id = aptible_database.queue.database_id
}
resource "aptible_app" "elsewhere" {
  env_id = 999999
  handle = "web"
}
resource "aptible_endpoint" "site" {
  env_id         = aptible_environment.staging.env_id
  resource_id    = aptible_app.site.app_id
  resource_type  = "app"
  process_type   = "wbe"
  default_domain = true
}
`,
  );
  const { 'aptible_app.first': first, 'aptible_app.second': second, ...others } = await stage.terraform.planProblems();
  // Terraform plans them in any order.
  expect([first, second].filter(Boolean)).toEqual([expect.stringContaining('The handle "twice" is given twice')]);
  const { id } = stage.platform.control.list('app').find(({ handle }) => handle === 'web')!;
  expect(others).toEqual({
    'aptible_app.elsewhere': expect.stringContaining('There is no environment with the id 999999'),
    'aptible_app.mine': expect.stringContaining(`id = "${id}"`),
    'aptible_database.data': expect.stringContaining('There is no postgresql of version "99"'),
    'aptible_endpoint.site': expect.stringContaining('The app "site" has no service "wbe"'),
    'aptible_replica.copy': expect.stringContaining('a database of the type rabbitmq has no replicas'),
  });

  await stage.apply(
    `${environment}${app('mine', 'web')}${queue}${site}
import {
  to = aptible_app.mine
  id = "${id}"
}
`,
  );
});

test('a handle that the same plan frees passes, with and without a refresh', async () => {
  await stage.apply(environment + app('a', 'a') + app('b', 'b') + app('c', 'c') + app('d', 'd'));
  // Two swap their handles, one is destroyed and another one gets its handle, one is renamed and a new one gets its handle.
  await stage.write(environment + app('a', 'b') + app('b', 'a') + app('new', 'c') + app('d', 'other') + app('e', 'd'));
  const expected = {
    'aptible_app.a': 'update',
    'aptible_app.b': 'update',
    'aptible_app.c': 'delete',
    'aptible_app.d': 'update',
    'aptible_app.e': 'create',
    'aptible_app.new': 'create',
  };
  expect(await stage.terraform.actions()).toEqual(expected);
  expect(await stage.terraform.actions('-refresh=false')).toEqual(expected);
  await stage.terraform.expect('taint', 'aptible_app.a');
  const tainted = { ...expected, 'aptible_app.a': 'delete,create' };
  expect(await stage.terraform.actions('-refresh=false')).toEqual(tainted);
});
