import { environment } from './support/hcl';
import { Stage } from './support/stage';

const image = 'quay.io/aptible/deploy-demo-app';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set({ images: { [image]: ['web', 'worker'], 'acme/with-clock': ['web', 'worker', 'clock'] } });
});
afterEach(() => stage.strike());

const web = 'aptible_app.web';

const inEnvironment = (hcl: string) => `${environment}${hcl}
`;

const block = (name: string, body: string, handle = `acme-${name}`) => `
resource "aptible_app" "${name}" {
  env_id = aptible_environment.staging.env_id
  handle = "${handle}"
${body}
}
`;

const app = (body: string, handle?: string) => inEnvironment(block('web', body, handle));

const deployed = (body = '') => app(`  docker_image = "${image}"\n${body}`);

async function services(): Promise<Record<string, Record<string, unknown>>> {
  const { id } = await stage.attributes(web);
  const { _embedded: embedded } = await stage.get(`/apps/${id}/services`);
  return Object.fromEntries(
    (embedded as { services: Record<string, unknown>[] }).services.map((service) => [service['process_type'], service]),
  );
}

async function configuration(address = web): Promise<unknown> {
  const { id } = await stage.attributes(address);
  const { _links: links } = await stage.get(`/apps/${id}`);
  const { href } = (links as Record<string, { href: string }>)['current_configuration']!;
  return (await stage.get(new URL(href).pathname))['env'];
}

test('an app with config and services is deployed, planned empty, and gone after destroy', async () => {
  await stage.apply(
    deployed(`
  config = { RAILS_ENV = "production", GREETING = "hello" }
  service {
    process_type           = "web"
    container_count        = 2
    container_memory_limit = 512
  }
  service {
    process_type = "worker"
  }`),
  );
  const { id, app_id: appId, git_repo: gitRepo } = await stage.attributes(web);
  expect({ appId: String(appId), gitRepo }).toEqual({
    appId: id,
    gitRepo: 'git@beta.aptible.com:acme-staging/acme-web.git',
  });
  expect(await configuration()).toEqual({ RAILS_ENV: 'production', GREETING: 'hello' });
  expect(await services()).toMatchObject({
    web: { container_count: 2, container_memory_limit_mb: 512 },
    worker: { container_count: 1, container_memory_limit_mb: 1024 },
  });

  await stage.terraform.destroy();
  expect((await stage.request('GET', `/apps/${id}`)).status).toBe(404);
});

test('an app without an image keeps its config and has no services', async () => {
  await stage.apply(app('  config = { A = "1" }'));
  expect(await configuration()).toEqual({ A: '1' });
  expect(await services()).toEqual({});
});

test('config keys are added, changed and removed in place', async () => {
  await stage.apply(deployed('  config = { KEEP = "1", CHANGE = "1", REMOVE = "1" }'));
  const changed = deployed('  config = { KEEP = "1", CHANGE = "2", ADD = "1" }');
  expect(await stage.actions(changed)).toEqual({ [web]: 'update' });
  await stage.apply(changed);
  expect(await configuration()).toEqual({ KEEP: '1', CHANGE: '2', ADD: '1' });
  await stage.apply(deployed());
  expect(await configuration()).toEqual({});
});

test('every service is scaled, in one apply', async () => {
  const scaled = (web: number, worker: number) =>
    deployed(`
  service {
    process_type    = "web"
    container_count = ${web}
  }
  service {
    process_type        = "worker"
    container_count     = ${worker}
    force_zero_downtime = ${web > 1}
  }`);
  await stage.apply(scaled(1, 1));
  await stage.apply(scaled(3, 4));
  expect(await services()).toMatchObject({
    web: { container_count: 3, force_zero_downtime: false },
    worker: { container_count: 4, force_zero_downtime: true },
  });
});

const wholeService = `
  service {
    process_type           = "web"
    container_count        = 2
    container_memory_limit = 2048
    container_profile      = "c"
    force_zero_downtime    = true
    restart_free_scaling   = true
    simple_health_check    = true
    stop_timeout           = 30
  }`;

test('every setting of a service changes in place', async () => {
  const declared = deployed(wholeService);
  await stage.apply(deployed('  service { process_type = "web" }'));
  expect(await stage.actions(declared)).toEqual({ [web]: 'update' });
  await stage.apply(declared);
  const { web: service } = await services();
  expect(service).toMatchObject({
    container_count: 2,
    container_memory_limit_mb: 2048,
    instance_class: expect.stringMatching(/^c/),
    force_zero_downtime: true,
    restart_free_scaling: true,
    naive_health_check: true,
    stop_timeout: 30,
  });
});

/** Applies `body` for an app of each name, changes each behind terraform, and expects all of them to be put back. */
async function expectDrift(
  body: string,
  names: readonly string[],
  change: (name: string, id: number) => Promise<void>,
) {
  const hcl = inEnvironment(names.map((name) => block(name, body)).join(''));
  await stage.apply(hcl);
  const state = await stage.terraform.state();
  for (const name of names) await change(name, Number(state[`aptible_app.${name}`]?.attributes['id']));
  expect(await stage.actions(hcl)).toEqual(Object.fromEntries(names.map((name) => [`aptible_app.${name}`, 'update'])));
  await stage.apply(hcl);
}

test('drift of every setting of a service is seen and put back', async () => {
  const behind: Record<string, [string, Record<string, unknown>]> = {
    zero_downtime: ['PUT', { force_zero_downtime: false }],
    restart_free: ['PUT', { restart_free_scaling: false }],
    health_check: ['PUT', { naive_health_check: false }],
    stop_timeout: ['PUT', { stop_timeout: 60 }],
    count: ['POST', { type: 'scale', container_count: 5 }],
    size: ['POST', { type: 'scale', container_size: 4096 }],
    profile: ['POST', { type: 'scale', instance_profile: 'r', container_size: 4096 }],
  };
  const body = `  docker_image = "${image}"\n${wholeService}`;
  await expectDrift(body, Object.keys(behind), async (name, id) => {
    const [method, change] = behind[name]!;
    const [service] = stage.platform.control.list('service', { app_id: id, process_type: 'web' });
    const path = `/services/${service!.id}${method === 'POST' ? '/operations' : ''}`;
    expect((await stage.request(method, path, change)).status).toBe(method === 'POST' ? 201 : 200);
  });
});

test('a service that a new image brings is set in the apply that deploys it', async () => {
  await stage.apply(deployed('  service { process_type = "web" }'));
  await stage.apply(
    app(`
  docker_image = "acme/with-clock"
  service { process_type = "web" }
  service {
    process_type        = "clock"
    force_zero_downtime = true
    container_count     = 2
  }`),
  );
  expect(await services()).toMatchObject({ clock: { container_count: 2, force_zero_downtime: true } });
});

test('services that are not declared are left alone', async () => {
  await stage.apply(deployed('  service { process_type = "web" }'));
  const { worker } = await services();
  await stage.request('POST', `/services/${worker!['id']}/operations`, { type: 'scale', container_count: 7 });
  expect(await stage.actions(deployed('  service { process_type = "web" }'))).toEqual({});
  expect(await services()).toMatchObject({ worker: { container_count: 7 } });
});

test('a service that the image does not have is an error that lists those that it has, and the app is kept', async () => {
  await stage.write(deployed('  service { process_type = "wbe" }'));
  const output = await stage.terraform.applyRefused();
  expect(output).toContain('wbe');
  expect(output).toMatch(/web.*worker/);
  expect((await stage.terraform.state())[web]?.tainted).toBe(true);
  await stage.apply(deployed('  service { process_type = "web" }'));
});

test('image, registry credentials and handle change in place', async () => {
  await stage.apply(deployed());
  const { id } = await stage.attributes(web);
  const changed = app(
    `
  docker_image              = "acme/with-clock"
  private_registry_username = "robot"
  private_registry_password = "hunter2-registry"`,
    'acme-www',
  );
  expect(await stage.actions(changed)).toEqual({ [web]: 'update' });
  await stage.apply(changed);
  expect(await stage.attributes(web)).toMatchObject({
    id,
    handle: 'acme-www',
    docker_image: 'acme/with-clock',
    git_repo: 'git@beta.aptible.com:acme-staging/acme-www.git',
  });
  expect(Object.keys(await services())).toEqual(expect.arrayContaining(['clock']));
});

test('drift of config, image and handle is seen and put back', async () => {
  const behind: Record<string, [string, string, Record<string, unknown>]> = {
    changed: ['POST', '/operations', { type: 'configure', env: { A: '2' } }],
    added: ['POST', '/operations', { type: 'configure', env: { B: '2' } }],
    image: ['POST', '/operations', { type: 'deploy', settings: { APTIBLE_DOCKER_IMAGE: 'acme/with-clock' } }],
    renamed: ['PUT', '', { handle: 'renamed-by-hand' }],
  };
  await expectDrift(`  docker_image = "${image}"\n  config = { A = "1" }`, Object.keys(behind), async (name, id) => {
    const [method, path, change] = behind[name]!;
    expect((await stage.request(method, `/apps/${id}${path}`, change)).status).toBe(method === 'POST' ? 201 : 200);
  });
  for (const name of ['changed', 'added']) {
    expect(await configuration(`aptible_app.${name}`)).toEqual({ A: '1' });
  }
});

test('another environment plans a replacement', async () => {
  await stage.apply(app(''));
  const elsewhere = app('').replace('aptible_environment.staging.env_id', 'aptible_environment.other.env_id');
  expect(
    await stage.actions(`${elsewhere}
resource "aptible_environment" "other" {
  stack_id = data.aptible_stack.shared.stack_id
  handle   = "acme-other"
}`),
  ).toEqual({ [web]: 'delete,create', 'aptible_environment.other': 'create' });
});

test('an app is imported by id and by handle, with all of its services', async () => {
  const declared = deployed(`
  config = { A = "1" }
  service { process_type = "web" }
  service { process_type = "worker" }`);
  await stage.apply(declared);
  const { id } = await stage.attributes(web);
  for (const importId of [String(id), 'acme-staging/acme-web']) {
    await stage.terraform.expect('state', 'rm', web);
    await stage.terraform.expect('import', '-input=false', web, importId);
    expect(await stage.terraform.plan()).toEqual([]);
  }
});

test('an app removed behind terraform is created again', async () => {
  await stage.apply(deployed());
  const { id } = await stage.attributes(web);
  await stage.request('POST', `/apps/${id}/operations`, { type: 'deprovision' });
  expect(await stage.actions(deployed())).toEqual({ [web]: 'create' });
});

test('empty config values, half a pair of registry credentials and a service declared twice are refused at plan', async () => {
  await stage.write(
    app(`
  config                    = { EMPTY = "" }
  private_registry_username = "robot"
  service { process_type = "web" }
  service {
    process_type    = "web"
    container_count = 2
  }`),
  );
  const output = await stage.terraform.planRefused();
  expect(output).toContain('EMPTY');
  expect(output).toContain('private_registry_password');
  expect(output).toMatch(/process_type/);
  expect(stage.platform.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
});

test('registry credentials that are not known yet do not count as missing', async () => {
  const credentials = `
resource "terraform_data" "registry" { input = "hunter2-registry" }
`;
  await stage.apply(
    `${app(`
  docker_image              = "${image}"
  private_registry_username = "robot"
  private_registry_password = terraform_data.registry.output`)}${credentials}`,
  );
});

test('a failed deploy leaves a tainted app that the next apply repairs, and shows the end of its log', async () => {
  stage.platform.control.failNext({ operation: 'deploy', log: 'could not pull the image: manifest unknown' });
  await stage.write(deployed('  service { process_type = "web" }'));
  expect(await stage.terraform.applyRefused()).toContain('could not pull the image: manifest unknown');
  const failed = (await stage.terraform.state())[web];
  expect(failed?.tainted).toBe(true);

  await stage.apply(deployed('  service { process_type = "web" }'));
  expect((await stage.terraform.state())[web]?.tainted).toBe(false);
  expect(Object.keys(await services()).sort()).toEqual(['web', 'worker']);
  expect((await stage.request('GET', `/apps/${failed?.attributes['id']}`)).status).toBe(404);
});
