import { read } from '../fields';
import { defaultContainerSizeMb, handle } from '../limits';
import { deprovisionRule, OperationFailure, type OperationRule } from '../operations';
import type { Platform, Resource } from '../platform';
import { refuseIf } from '../refusals';
import { all, change, created, item, nested, nothing, post, remove, show } from '../routes';
import type { Stored } from '../store';
import { newConfiguration } from './configuration';
import { findByHandle, handleProblem } from './handle';
import { ensureTailDrain } from './log-drain';
import type { Operation } from './operation';
import { newRelease } from './release';
import { newService, removeService } from './service';
import { newSetting } from './setting';
import { endpointsOnPage } from './vhost';

export interface App extends Stored {
  readonly handle: string;
  readonly status: string;
  readonly deployment_method: string | null;
  readonly account_id: number;
  readonly current_configuration_id: number | null;
  readonly current_setting_id: number | null;
  readonly current_image_id: number | null;
  readonly current_deployment_id: number | null;
}

declare module '../store' {
  interface Records {
    app: App;
  }
}

export const app: Resource<App> = {
  collection: 'apps',
  hidden: ['account_id', 'current_configuration_id', 'current_setting_id', 'current_image_id', 'current_deployment_id'],
  computed: (app, { store }) => ({
    git_repo: `git@beta.aptible.com:${store.get('account', app.account_id).handle}/${app.handle}.git`,
  }),
  links: (app) => {
    const current = (collection: string, id: number | null): string | undefined =>
      id === null ? undefined : `/${collection}/${id}`;
    return {
      account: `/accounts/${app.account_id}`,
      current_configuration: current('configurations', app.current_configuration_id),
      current_setting: current('settings', app.current_setting_id),
      current_image: current('images', app.current_image_id),
      current_deployment: current('deployments', app.current_deployment_id),
      ...Object.fromEntries(children.map((child) => [child, `/apps/${app.id}/${child}`])),
    };
  },
  embedded: (app, { store }) => {
    const operations = store.list('operation', { resource_id: app.id });
    return {
      services: { kind: 'service', show: store.list('service', { app_id: app.id }) },
      last_operation: { kind: 'operation', show: operations.at(-1) ?? null },
      last_deploy_operation: { kind: 'operation', show: operations.findLast((each) => each.type === 'deploy') ?? null },
      current_image: {
        kind: 'image',
        show: app.current_image_id === null ? null : store.get('image', app.current_image_id),
      },
    };
  },
  alwaysEmbedded: ['services'],
  inEnvironment: {
    onDeletion: { blocked: 'apps' },
    page: {
      section: 'Apps',
      row: ({ id, handle, status }, platform) => ({
        id,
        handle,
        status,
        lines: platform.store
          .list('service', { app_id: id })
          .map((each) => `${each.process_type}: ${each.container_count} × ${each.container_memory_limit_mb} MB`),
        endpoints: endpointsOnPage(platform, { app_id: id }),
      }),
    },
  },
  routes: [
    all('/apps', 'app'),
    item('/apps/{id}', 'app'),
    nested('/accounts/{account_id}/apps', 'app', 'account'),
    findByHandle('app'),
    post('/accounts/{account_id}/apps', (call) => {
      const account = call.find('account', 'account_id');
      const fields = read(call.body, { handle }, ['handle']);
      refuseIf([handleProblem(call.platform, 'app', fields.handle, { account_id: account.id })]);
      return created('app', call.platform.store.insert('app', { ...blank, ...fields, account_id: account.id }));
    }),
    ...change('/apps/{id}', (call) => {
      const app = call.find('app');
      const fields = read(call.body, { handle });
      refuseIf([handleProblem(call.platform, 'app', fields.handle, { account_id: app.account_id }, app.id)]);
      return show('app', call.platform.store.update('app', app.id, fields));
    }),
    remove('/apps/{id}', (call) => {
      const app = call.find('app');
      refuseIf([app.status !== 'pending' && 'an app that was deployed is removed by a deprovision operation']);
      call.platform.store.remove('app', app.id);
      return nothing;
    }),
  ],
  operations: {
    deploy: {
      start: (app, _operation, { store }) => {
        if (app.status !== 'provisioned') store.update('app', app.id, { status: 'provisioning' });
      },
      run: deploy,
      fail: (app, _operation, { store }) => {
        const status = app.current_image_id === null ? 'pending' : 'provisioned';
        if (app.status === 'provisioning') store.update('app', app.id, { status });
      },
    },
    configure: {
      run: (app, operation, platform) => {
        configure(app, operation, platform);
        restart(app, platform);
      },
    },
    restart: { run: (app, _operation, platform) => restart(deployed(app), platform) },
    rebuild: { run: (app, _operation, platform) => restart(deployed(app), platform) },
    captain_comeback_restart: { run: (app, _operation, platform) => restart(deployed(app), platform) },
    deprovision: deprovisionRule('app', {
      run: ({ id }, _operation, platform) => {
        const { store } = platform;
        for (const each of store.list('service', { app_id: id })) removeService(each, platform);
        for (const kind of ['deployment', 'image'] as const)
          for (const each of store.list(kind, { app_id: id })) store.remove(kind, each.id);
        for (const kind of ['configuration', 'setting'] as const)
          for (const each of store.list(kind, { resource_id: id })) store.remove(kind, each.id);
      },
    }),
    execute: {},
    logs: { mayBeFinished: true },
    scan_code: {},
    ps: {},
  } satisfies Record<string, OperationRule<App>>,
};

const blank = {
  status: 'pending',
  deployment_method: null,
  current_configuration_id: null,
  current_setting_id: null,
  current_image_id: null,
  current_deployment_id: null,
};

const children = [
  'operations',
  'images',
  'configurations',
  'settings',
  'services',
  'vhosts',
  'deployments',
  'ephemeral_sessions',
  'service_definitions',
  'prerelease_commands',
  'code_scan_results',
];

function deploy(app: App, operation: Operation, platform: Platform, log: (line: string) => void): void {
  const { store } = platform;
  const settings = { ...current(app, platform).settings, ...operation.settings };
  const env = { ...current(app, platform).env, ...operation.env };
  // Before there were settings, a configuration variable named the image. The platform still reads it.
  const dockerImage = settings['APTIBLE_DOCKER_IMAGE'] || env['APTIBLE_DOCKER_IMAGE'] || undefined;
  const gitRef = operation.git_ref === null || /^0+$/.test(operation.git_ref) ? null : operation.git_ref;
  const before = app.current_image_id === null ? undefined : store.get('image', app.current_image_id);
  if (dockerImage === undefined && gitRef === null && before === undefined) {
    throw new OperationFailure('There is nothing to deploy: give a git_ref or a Docker image.');
  }
  const names = platform.processTypes(dockerImage ?? app.handle);
  const services = store.list('service', { app_id: app.id });
  const surplus = services.filter((each) => !names.includes(each.process_type));
  for (const each of surplus) {
    if (store.list('vhost', { service_id: each.id }).length > 0) {
      throw new OperationFailure(`The service ${each.process_type} is not in the image but still has endpoints.`);
    }
  }

  log(dockerImage === undefined ? `Building ${gitRef ?? before?.git_ref}.` : `Pulling ${dockerImage}.`);
  for (const each of surplus) removeService(each, platform);
  const image = store.insert('image', {
    git_repo: dockerImage === undefined ? `${app.handle}.git` : null,
    git_ref: gitRef ?? (dockerImage === undefined ? (before?.git_ref ?? null) : null),
    docker_repo: dockerImage === undefined ? null : dockerRepository(dockerImage),
    docker_ref: dockerImage === undefined ? null : dockerTag(dockerImage),
    app_id: app.id,
  });
  for (const processType of names.filter((name) => !services.some((each) => each.process_type === name))) {
    newService(platform, {
      account_id: app.account_id,
      app_id: app.id,
      process_type: processType,
      container_count: operation.container_count ?? 1,
      container_memory_limit_mb: operation.container_size ?? defaultContainerSizeMb,
      instance_class: operation.instance_profile ?? 'm',
    });
  }
  configure(app, operation, platform);
  const { current_configuration_id, current_setting_id } = store.get('app', app.id);
  const deployment = store.insert('deployment', {
    status: 'succeeded',
    operation_id: operation.id,
    app_id: app.id,
    configuration_id: current_configuration_id,
    image_id: image.id,
    source_id: null,
    setting_id: current_setting_id,
    docker_image: dockerImage ?? null,
    git_ref: gitRef,
  });
  store.update('app', app.id, {
    status: 'provisioned',
    deployment_method: dockerImage === undefined ? 'git' : 'docker',
    current_image_id: image.id,
    current_deployment_id: deployment.id,
  });
  ensureTailDrain(platform, app.account_id);
  restart(app, platform);
}

/** Makes the operation's variables and settings the current ones, merged into what is there. */
function configure(app: App, operation: Operation, platform: Platform): void {
  const configuration = newConfiguration(platform, app, operation.env);
  const setting = newSetting(platform, app, operation);
  platform.store.update('app', app.id, {
    ...(configuration === undefined ? {} : { current_configuration_id: configuration.id }),
    ...(setting === undefined ? {} : { current_setting_id: setting.id }),
  });
}

function restart({ id }: App, platform: Platform): void {
  const app = platform.store.get('app', id);
  if (app.current_image_id === null) return;
  const image = platform.store.get('image', app.current_image_id);
  for (const service of platform.store.list('service', { app_id: id })) newRelease(platform, service, image);
}

function deployed(app: App): App {
  if (app.status !== 'provisioned') throw new OperationFailure('The app has not been deployed yet.');
  return app;
}

function current(app: App, { store }: Platform): { env: Record<string, string>; settings: Record<string, string> } {
  return {
    env: app.current_configuration_id === null ? {} : store.get('configuration', app.current_configuration_id).env,
    settings: app.current_setting_id === null ? {} : store.get('setting', app.current_setting_id).settings,
  };
}

/** Finds the tag of an image: it follows the last colon, unless that is a registry's port. */
const tagPattern = /:([^:/]+)$/;
const dockerRepository = (image: string): string => image.replace(tagPattern, '');
const dockerTag = (image: string): string => tagPattern.exec(image)?.[1] ?? 'latest';
