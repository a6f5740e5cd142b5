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

const block = (name: string, body: string, handle = `acme-${name.replaceAll('_', '-')}`) => `
resource "aptible_app" "${name}" {
  env_id = aptible_environment.staging.env_id
  handle = "${handle}"
${body}
}
`;

const app = (body: string, handle?: string) => inEnvironment(block('web', body, handle));

const deployed = (body = '') => app(`  docker_image = "${image}"\n${body}`);

async function services(address = web): Promise<Record<string, Record<string, unknown>>> {
  const { id } = await stage.attributes(address);
  const { _embedded: embedded } = await stage.get(`/apps/${id}/services`);
  return Object.fromEntries(
    (embedded as { services: Record<string, unknown>[] }).services.map((service) => [
      String(service['process_type']),
      service,
    ]),
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

/** Many of them, by their names: what is tried on each costs the same few commands for all. */
const apps = (bodies: Readonly<Record<string, string>>) =>
  inEnvironment(
    Object.entries(bodies)
      .map(([name, body]) => block(name, body))
      .join(''),
  );

test('what can change in place does, and a service that a new image brings is set with it', async () => {
  const withImage = (body: string, of = image) => `  docker_image = "${of}"\n${body}`;
  const two = (web: number, worker: number) => `
  service {
    process_type    = "web"
    container_count = ${web}
  }
  service {
    process_type        = "worker"
    container_count     = ${worker}
    force_zero_downtime = ${web > 1}
  }`;
  const before = {
    config: withImage('  config = { KEEP = "1", CHANGE = "1", REMOVE = "1" }'),
    config_end: withImage('  config = { A = "1" }'),
    scaled: withImage(two(1, 1)),
    settings: withImage('  service { process_type = "web" }'),
    with_clock: withImage('  service { process_type = "web" }'),
  };
  const after = {
    config: withImage('  config = { KEEP = "1", CHANGE = "2", ADD = "1" }'),
    config_end: withImage(''),
    scaled: withImage(two(3, 4)),
    settings: withImage(wholeService),
    with_clock: withImage(
      `
  service { process_type = "web" }
  service {
    process_type        = "clock"
    force_zero_downtime = true
    container_count     = 2
  }`,
      'acme/with-clock',
    ),
  };
  const registry = `
  docker_image              = "acme/with-clock"
  private_registry_username = "robot"
  private_registry_password = "hunter2-registry"`;
  await stage.apply(apps(before) + block('web', withImage('')));
  const { id } = await stage.attributes(web);
  const changed = apps(after) + block('web', registry, 'acme-www');
  expect(await stage.actions(changed)).toEqual(
    Object.fromEntries([...Object.keys(after), 'web'].map((name) => [`aptible_app.${name}`, 'update'])),
  );
  await stage.apply(changed);
  expect(await configuration('aptible_app.config')).toEqual({ KEEP: '1', CHANGE: '2', ADD: '1' });
  expect(await configuration('aptible_app.config_end')).toEqual({});
  expect(await services('aptible_app.scaled')).toMatchObject({
    web: { container_count: 3, force_zero_downtime: false },
    worker: { container_count: 4, force_zero_downtime: true },
  });
  expect((await services('aptible_app.settings'))['web']).toMatchObject({
    container_count: 2,
    container_memory_limit_mb: 2048,
    instance_class: expect.stringMatching(/^c/) as string,
    force_zero_downtime: true,
    restart_free_scaling: true,
    naive_health_check: true,
    stop_timeout: 30,
  });
  // A service that the new image brings is set in the apply that deploys it.
  expect(await services('aptible_app.with_clock')).toMatchObject({
    clock: { container_count: 2, force_zero_downtime: true },
  });
  expect(await stage.attributes(web)).toMatchObject({
    id,
    handle: 'acme-www',
    docker_image: 'acme/with-clock',
    git_repo: 'git@beta.aptible.com:acme-staging/acme-www.git',
  });
  expect(Object.keys(await services())).toEqual(expect.arrayContaining(['clock']));
});

test('a service that the image does not have is an error that lists those that it has, and the app is kept', async () => {
  await stage.write(deployed('  service { process_type = "wbe" }'));
  const output = await stage.terraform.applyRefused();
  expect(output).toContain('wbe');
  expect(output).toMatch(/web.*worker/);
  expect((await stage.terraform.state())[web]?.tainted).toBe(true);
  await stage.apply(deployed('  service { process_type = "web" }'));
});

test('drift of every setting is seen and put back, and services that are not declared are left alone', async () => {
  const ofApp: Record<string, [string, string, Record<string, unknown>]> = {
    changed: ['POST', '/operations', { type: 'configure', env: { A: '2' } }],
    added: ['POST', '/operations', { type: 'configure', env: { B: '2' } }],
    image: ['POST', '/operations', { type: 'deploy', settings: { APTIBLE_DOCKER_IMAGE: 'acme/with-clock' } }],
    renamed: ['PUT', '', { handle: 'renamed-by-hand' }],
  };
  const ofService: Record<string, [string, Record<string, unknown>]> = {
    zero_downtime: ['PUT', { force_zero_downtime: false }],
    restart_free: ['PUT', { restart_free_scaling: false }],
    health_check: ['PUT', { naive_health_check: false }],
    stop_timeout: ['PUT', { stop_timeout: 60 }],
    count: ['POST', { type: 'scale', container_count: 5 }],
    size: ['POST', { type: 'scale', container_size: 4096 }],
    profile: ['POST', { type: 'scale', instance_profile: 'r', container_size: 4096 }],
  };
  const body = `  docker_image = "${image}"\n  config = { A = "1" }\n${wholeService}`;
  const names = [...Object.keys(ofApp), ...Object.keys(ofService)];
  const hcl = apps(Object.fromEntries([...names, 'undeclared'].map((name) => [name, body])));
  await stage.apply(hcl);
  const state = await stage.terraform.state();
  const idOf = (name: string) => Number(state[`aptible_app.${name}`]?.attributes['id']);
  const serviceOf = (name: string, process_type: string) =>
    stage.platform.control.list('service', { app_id: idOf(name), process_type })[0]!;
  const change = async (method: string, path: string, body: object) =>
    expect((await stage.request(method, path, body)).status).toBe(method === 'POST' ? 201 : 200);
  for (const [name, [method, path, body]] of Object.entries(ofApp)) {
    await change(method, `/apps/${idOf(name)}${path}`, body);
  }
  for (const [name, [method, body]] of Object.entries(ofService)) {
    await change(method, `/services/${serviceOf(name, 'web').id}${method === 'POST' ? '/operations' : ''}`, body);
  }
  const worker = serviceOf('undeclared', 'worker');
  await change('POST', `/services/${worker.id}/operations`, { type: 'scale', container_count: 7 });
  expect(await stage.actions(hcl)).toEqual(Object.fromEntries(names.map((name) => [`aptible_app.${name}`, 'update'])));
  await stage.apply(hcl);
  for (const name of ['changed', 'added']) {
    expect(await configuration(`aptible_app.${name}`)).toEqual({ A: '1' });
  }
  expect(serviceOf('undeclared', 'worker').container_count).toBe(7);
});

test('an app is imported by id and by handle, with all of its services', async () => {
  const declared = deployed(`
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

test('another environment plans a replacement, and an app removed behind terraform is created again', async () => {
  const { removed, moved } = { removed: `  docker_image = "${image}"`, moved: '  config = { A = "1" }' };
  await stage.apply(apps({ removed, moved }));
  // Without an image, it has its config and no services.
  expect(await configuration('aptible_app.moved')).toEqual({ A: '1' });
  expect(await services('aptible_app.moved')).toEqual({});
  const { id } = await stage.attributes('aptible_app.removed');
  await stage.request('POST', `/apps/${String(id)}/operations`, { type: 'deprovision' });
  const elsewhere = block('moved', moved).replace('aptible_environment.staging', 'aptible_environment.other');
  expect(
    await stage.actions(`${apps({ removed })}${elsewhere}
resource "aptible_environment" "other" {
  stack_id = data.aptible_stack.shared.stack_id
  handle   = "acme-other"
}`),
  ).toEqual({
    'aptible_app.removed': 'create',
    'aptible_app.moved': 'delete,create',
    'aptible_environment.other': 'create',
  });
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
