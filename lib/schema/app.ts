import { containerProfile, containerSize, containerSizesMb, environmentId, environmentOf, handle } from './common';
import { dataSource, resource } from './define';
import { environmentOfSought, foundBy, listOf, objectOf, shown, sought, soughtId } from './look-up';
import type { Block } from './types';

const horizontalFields = ['min_containers', 'max_containers', 'min_cpu_threshold', 'max_cpu_threshold'];

/** Defaults are those of the official provider and of the platform; the platform resets what an update leaves out to them. */
const autoscalingPolicy = {
  attributes: {
    autoscaling_type: {
      type: 'string',
      description: '`vertical` changes the size of the containers, `horizontal` their number.',
      required: true,
      oneOf: ['vertical', 'horizontal'],
    },
    metric_lookback_seconds: seconds('How far back the metrics are looked at, in seconds.', 1800),
    percentile: {
      type: 'number',
      description: 'The percentile of the metrics that is compared with the thresholds.',
      optional: true,
      computed: true,
      default: 99,
      moreThan: 0,
      maximum: 100,
    },
    post_scale_up_cooldown_seconds: seconds('Wait after scaling up, in seconds.', 60),
    post_scale_down_cooldown_seconds: seconds('Wait after scaling down, in seconds.', 300),
    post_release_cooldown_seconds: seconds('Wait after a release, in seconds.', 60),
    mem_cpu_ratio_r_threshold: threshold('The ratio of memory to CPU use above which the profile `r` is chosen.', 4),
    mem_cpu_ratio_c_threshold: threshold('The ratio of memory to CPU use below which the profile `c` is chosen.', 2),
    mem_scale_up_threshold: threshold('The share of its memory above which a container is made larger.', 0.9),
    mem_scale_down_threshold: threshold('The share of the next smaller size below which it is made smaller.', 0.75),
    minimum_memory: {
      type: 'number',
      description: 'The smallest container size, in MB.',
      optional: true,
      computed: true,
      default: 2048,
      integer: true,
      minimum: 512,
      known: containerSizesMb,
      costs: true,
    },
    maximum_memory: {
      type: 'number',
      description: 'The largest container size, in MB. Left out: no limit.',
      optional: true,
      integer: true,
      minimum: 512,
      known: containerSizesMb,
      costs: true,
    },
    min_cpu_threshold: share(
      'The share of the CPU below which containers are removed. Horizontal only, and needed there.',
    ),
    max_cpu_threshold: share(
      'The share of the CPU above which containers are added. Horizontal only, and needed there.',
    ),
    min_containers: containers('The fewest containers. Horizontal only, and needed there.'),
    max_containers: containers('The most containers. Horizontal only, and needed there.'),
    scale_up_step: step('How many containers are added at a time.'),
    scale_down_step: step('How many containers are removed at a time.'),
    scaling_enabled: {
      type: 'bool',
      description: 'Whether the platform is scaling by this policy. `false` pauses the autoscaler.',
      optional: true,
      computed: true,
      default: true,
    },
    use_horizontal_scale: {
      type: 'bool',
      description: 'Whether scaling leaves the containers that are there running (restart-free).',
      optional: true,
      computed: true,
      default: false,
    },
  },
  rules: [
    {
      kind: 'when',
      field: 'autoscaling_type',
      is: ['horizontal'],
      needs: horizontalFields,
      why: 'horizontal autoscaling moves between two numbers of containers at two loads of the CPU',
    },
    {
      kind: 'when',
      field: 'autoscaling_type',
      is: ['vertical'],
      forbids: horizontalFields,
      why: 'vertical autoscaling does not change the number of containers',
    },
    { kind: 'ordered', low: 'min_containers', high: 'max_containers', why: 'they are the ends of one range' },
    { kind: 'ordered', low: 'min_cpu_threshold', high: 'max_cpu_threshold', why: 'they are the ends of one range' },
    { kind: 'ordered', low: 'minimum_memory', high: 'maximum_memory', why: 'they are the ends of one range' },
    {
      kind: 'ordered',
      low: 'mem_cpu_ratio_c_threshold',
      high: 'mem_cpu_ratio_r_threshold',
      why: 'the profile goes from `c` over `m` to `r` as the ratio grows',
    },
  ],
} as const satisfies Omit<Block, 'description'>;

function seconds<const D extends number>(description: string, value: D) {
  return {
    type: 'number',
    description,
    optional: true,
    computed: true,
    default: value,
    integer: true,
    minimum: 1,
  } as const;
}

function threshold<const D extends number>(description: string, value: D) {
  return { type: 'number', description, optional: true, computed: true, default: value, moreThan: 0 } as const;
}

function share(description: string) {
  return { type: 'number', description, optional: true, moreThan: 0, maximum: 1 } as const;
}

function containers(description: string) {
  return { type: 'number', description, optional: true, integer: true, minimum: 1, maximum: 128, costs: true } as const;
}

function step(description: string) {
  const { costs: _costs, ...number } = containers(description);
  return { ...number, computed: true, default: 1 } as const;
}

function flag(description: string) {
  return { type: 'bool', description, optional: true, computed: true, default: false } as const;
}

/** A change of it makes a new release. */
const ofRelease = { restarts: 'released', setBy: ['deploy', 'configure', 'rebuild'] } as const;

/** A change of it is a scaling, which restarts the containers of that service. */
const ofScaling = { restarts: 'released', setBy: ['scale'] } as const;

const environmentVariables = {
  type: ['map', 'string'],
  optional: true,
  ...ofRelease,
  notEmpty:
    'the platform deletes a variable that is set to an empty string: leave the key out, or give it another value',
  notNull:
    'the app would be deployed without the variable: leave the key out, or give it a value. The credentials of a database are null where the argument `store_credentials` of the provider is false: give those of the ephemeral resource `aptible_database_credentials` to `secret_config_wo`',
  keyPattern: {
    regex:
      '^(?!(APTIBLE_DOCKER_IMAGE|APTIBLE_PRIVATE_REGISTRY_USERNAME|APTIBLE_PRIVATE_REGISTRY_PASSWORD)$)[^-=\\s][^=\\s]*$',
    words:
      'a variable’s name without `=`, spaces or a leading hyphen; the image and the credentials of its registry are set by `docker_image`, `private_registry_username` and `private_registry_password`',
  },
} as const;

/** The variables that named the image and the credentials of its registry before arguments did, and those arguments. */
export const imageVariables = {
  APTIBLE_DOCKER_IMAGE: 'docker_image',
  APTIBLE_PRIVATE_REGISTRY_USERNAME: 'private_registry_username',
  APTIBLE_PRIVATE_REGISTRY_PASSWORD: 'private_registry_password',
} as const;

/** A change of one of them makes a new release. */
const partsOfRelease = [
  'config',
  'secret_config',
  'secret_config_wo_version',
  'docker_image',
  'private_registry_username',
  'private_registry_password',
  'private_registry_password_wo_version',
  'deploy_trigger',
];

const release = {
  type: 'string',
  description:
    'Stands for its release, that is, for the image and the configuration that its containers run: another text after each deploy and each change of the configuration, whoever makes them. Restarts and scaling leave it as it is. Null before the first deploy.',
  computed: true,
} as const;

export const app = resource({
  name: 'aptible_app',
  description:
    'An app, deployed from a Docker image. The image decides which services there are (`cmd` when it has no Procfile); `service` blocks set them up. Services without a block are left alone.',
  example: `resource "aptible_app" "web" {
  env_id       = aptible_environment.staging.env_id
  handle       = "acme-web"
  docker_image = "quay.io/aptible/deploy-demo-app"

  config = {
    DATABASE_URL = aptible_database.data.default_connection_url
  }

  service {
    process_type           = "web"
    container_count        = 2
    container_memory_limit = 512
  }

  service {
    process_type = "worker"
  }
}`,
  importIds: [
    { form: '1234', words: 'its id' },
    { form: 'acme-staging/acme-web', words: 'the handles of its environment and of itself' },
    {
      form: '1234?config=MODE,PORT&secret_config=STRIPE_KEY',
      words:
        'either of them with the names of the variables that the configuration has in `config`, `secret_config` and `secret_config_wo`: their values are compared, so that the plan of the import changes nothing when they are the same',
    },
    {
      form: '1234?release_mode=external&external_config=RELEASE',
      words: 'the same for what is released from elsewhere: it is left alone from the import on',
    },
  ],
  timeoutsMinutes: { create: 60, read: 10, update: 60, delete: 60 },
  attributes: {
    env_id: environmentId,
    handle: {
      type: 'string',
      description: 'Its name, unique in the environment. Changes in place; drains show the new name after a restart.',
      required: true,
      pattern: handle,
      plain: true,
    },
    config: {
      ...environmentVariables,
      formerKeys: imageVariables,
      description:
        'The environment variables of its containers: all of them, so that a variable set by hand is seen as a change. Values are shown in plans unless they come from something sensitive. Those declared in `secret_config` and `secret_config_wo` are not in here. One that is not declared, because it was set by hand or has just been imported, is in here by its name alone, without its value: a plan that unsets it names it in a warning.',
    },
    secret_config: {
      ...environmentVariables,
      description:
        'More environment variables, whose values no plan shows. They are kept in the state, so that a change by hand is seen.',
      sensitive: true,
    },
    secret_config_wo: {
      ...environmentVariables,
      description:
        'More environment variables, whose values are never kept in a plan or a state; only their names are remembered. They are set when `secret_config_wo_version` changes. That one has been unset by hand is seen, that one has been changed cannot be. Needs Terraform 1.11.',
      sensitive: true,
      writeOnly: true,
    },
    secret_config_wo_version: {
      type: 'number',
      description:
        'A number of yours. Another one sets all of `secret_config_wo` anew, and unsets what is not in there any more.',
      optional: true,
      ...ofRelease,
      integer: true,
    },
    docker_image: {
      type: 'string',
      description:
        'The image that is deployed: `quay.io/aptible/deploy-demo-app:latest`. Left out, the app is deployed with git.',
      optional: true,
      notEmpty: 'leave it out for an app that is deployed with git',
      plain: true,
      ...ofRelease,
    },
    private_registry_username: {
      type: 'string',
      description: 'The user at the registry of the image, when that is private.',
      optional: true,
      sensitive: true,
      ...ofRelease,
      notEmpty: 'leave it out for a public image',
    },
    private_registry_password: {
      type: 'string',
      description: 'The password of that user.',
      optional: true,
      sensitive: true,
      ...ofRelease,
      notEmpty: 'leave it out for a public image',
    },
    private_registry_password_wo: {
      type: 'string',
      description:
        'The same as `private_registry_password`, but never kept in a plan or a state: for a token that is another one in each run. Another value deploys nothing; it is sent with the next deploy. Needs Terraform 1.11.',
      optional: true,
      sensitive: true,
      writeOnly: true,
      notEmpty: 'leave it out for a public image',
    },
    private_registry_password_wo_version: {
      type: 'number',
      description:
        'A number of yours. Another one deploys with the value that `private_registry_password_wo` has then.',
      optional: true,
      ...ofRelease,
      integer: true,
    },
    release_mode: {
      type: 'string',
      description:
        'Set to `external`, the app is released from elsewhere: by `aptible deploy` or `git push`, as of a pipeline. Then its image and the credentials of the registry are not looked at, and no change here rolls them back; `docker_image` and the credentials with it are those of its creation only. Services that its image does not have yet are no error: they are set up by the first apply after a deploy that brings them. Left out, Terraform releases it. The guide “Releases” says which to choose.',
      optional: true,
      oneOf: ['external'],
      stateOnly: true,
    },
    external_config: {
      type: ['set', 'string'],
      description:
        'The names of environment variables that are set from elsewhere, such as by the pipeline that releases the app: they are neither shown nor unset.',
      optional: true,
      notEmpty: 'a variable has a name',
      stateOnly: true,
    },
    deploy_trigger: {
      type: 'string',
      description:
        'Any text. Another one deploys the image again, although its name is the same: for a tag that moves, as `latest` does. The digest of the image is a good one.',
      optional: true,
      ...ofRelease,
      notEmpty: 'leave it out when nothing is to trigger a deploy',
    },
    app_id: { type: 'number', description: 'Its id as a number.', computed: true, stable: true },
    git_repo: {
      type: 'string',
      description: 'The git remote that deploys it.',
      computed: true,
      stable: { unless: ['handle'] },
    },
    release: { ...release, stable: { unless: partsOfRelease } },
  },
  blocks: {
    service: {
      nesting: 'set',
      description: 'How one service of the app runs.',
      attributes: {
        process_type: {
          type: 'string',
          description: 'Which service: its name in the Procfile, or `cmd`.',
          optional: true,
          computed: true,
          default: 'cmd',
          key: true,
          notEmpty: 'leave it out for the service `cmd`',
          plain: true,
        },
        container_count: {
          type: 'number',
          description:
            'How many containers run. With a horizontal autoscaling policy the autoscaler owns the number, and this one is only where it starts.',
          optional: true,
          computed: true,
          default: 1,
          integer: true,
          minimum: 0,
          maximum: 128,
          costs: true,
          ...ofScaling,
        },
        container_memory_limit: {
          ...containerSize,
          ...ofScaling,
          description: 'The memory of each container, in MB.',
        },
        container_profile: {
          ...containerProfile,
          ...ofScaling,
          description:
            'The ratio of CPU to memory: `m` general purpose, `c` compute, `r` memory. `c` and `r` need a dedicated stack.',
        },
        force_zero_downtime: flag(
          'Whether releases of a service without endpoints start new containers before the old ones stop.',
        ),
        restart_free_scaling: flag(
          'Whether a change of the number alone leaves the containers that are there running.',
        ),
        simple_health_check: flag(
          'Whether a container counts as healthy once it has been up for a while, rather than by Docker’s check.',
        ),
        stop_timeout: {
          type: 'number',
          description: 'How long a container may take to stop before it is killed, in seconds.',
          optional: true,
          computed: true,
          default: 10,
          integer: true,
          minimum: 1,
          maximum: 900,
        },
      },
      blocks: {
        autoscaling_policy: {
          nesting: 'set',
          maxItems: 1,
          description: 'How the platform scales the service by itself.',
          ...autoscalingPolicy,
        },
        service_sizing_policy: {
          nesting: 'set',
          maxItems: 1,
          deprecated: 'Use autoscaling_policy, which takes the same arguments.',
          description: 'The former name of `autoscaling_policy`.',
          ...autoscalingPolicy,
        },
      },
      rules: [
        {
          kind: 'conflicting',
          fields: ['autoscaling_policy', 'service_sizing_policy'],
          why: 'they are two names of the same policy',
        },
      ],
    },
  },
  rules: [
    {
      kind: 'conflicting',
      fields: ['private_registry_password_wo', 'private_registry_password'],
      why: 'they are two ways to give the same password',
    },
    {
      kind: 'when',
      field: 'private_registry_username',
      needsOneOf: ['private_registry_password', 'private_registry_password_wo'],
      why: 'a registry wants both',
    },
    {
      kind: 'when',
      field: 'private_registry_password',
      needs: ['private_registry_username'],
      why: 'a registry wants both',
    },
    {
      kind: 'when',
      field: 'private_registry_password_wo',
      needs: ['private_registry_username'],
      why: 'a registry wants both',
    },
    {
      kind: 'when',
      field: 'private_registry_password_wo_version',
      needs: ['private_registry_password_wo'],
      why: 'it is the version of that password',
    },
    {
      kind: 'when',
      field: 'private_registry_username',
      needs: ['docker_image'],
      why: 'the credentials are for the image’s registry',
    },
    {
      kind: 'when',
      field: 'release_mode',
      forbids: ['deploy_trigger', 'private_registry_password_wo_version'],
      why: 'the app is released from elsewhere',
    },
    {
      kind: 'when',
      field: 'deploy_trigger',
      needs: ['docker_image'],
      why: 'what it deploys again is that image',
    },
    {
      kind: 'together',
      fields: ['secret_config_wo', 'secret_config_wo_version'],
      why: 'Terraform keeps nothing of the variables, so that only the version shows that they have changed',
    },
    {
      kind: 'distinctKeys',
      fields: ['external_config', 'config', 'secret_config', 'secret_config_wo'],
      why: 'the app has one set of variables',
    },
    { kind: 'unique', block: 'service', by: 'process_type', why: 'each service is set up once' },
  ],
});

const { attributes: serviceAttributes, blocks: serviceBlocks } = app.blocks.service;
const { process_type, container_count, container_memory_limit, container_profile } = serviceAttributes;
const serviceId = { type: 'number' } as const;
const command = { type: 'string' } as const;

export const appData = dataSource({
  name: 'aptible_app',
  description:
    'An app that exists already, found by its handle or its id. What `aptible services` and, with `with_config`, `aptible config` show.',
  example: `data "aptible_app" "web" {
  env_id = data.aptible_environment.staging.env_id
  handle = "acme-web"
}

data "aptible_app" "api" {
  app_id = 4711
}`,
  attributes: {
    env_id: environmentOfSought,
    handle: sought({ type: 'string', description: 'Its handle.', pattern: handle }),
    app_id: soughtId('Its id as a number.'),
    with_config: {
      type: 'bool',
      description:
        'Whether `config` is read. Left out, it is not: the values would be in the state of whoever only needs the app’s id.',
      optional: true,
    },
    config: {
      type: app.attributes.config.type,
      description: 'All environment variables of its containers, secret ones too. Null without `with_config`.',
      computed: true,
      sensitive: true,
    },
    ...shown({ git_repo: app.attributes.git_repo, release }),
    services: listOf('Its services, by the names that its image gives them. There are none before its first deploy.', {
      service_id: serviceId,
      process_type,
      command,
      container_count,
      container_memory_limit,
      container_profile,
    }),
  },
  rules: foundBy('app_id', 'handle'),
});

export const appsData = dataSource({
  name: 'aptible_apps',
  description: 'The apps of an environment. What `aptible apps` shows.',
  example: `data "aptible_apps" "staging" {
  env_id = data.aptible_environment.staging.env_id
}`,
  attributes: {
    env_id: environmentOf('The id of the environment.'),
    apps: listOf(
      'The apps, by their handles. `status` is `provisioned` after the first deploy; `process_types` are the names of its services.',
      {
        app_id: app.attributes.app_id,
        handle: app.attributes.handle,
        status: { type: 'string' },
        git_repo: app.attributes.git_repo,
        process_types: { type: ['list', 'string'] },
      },
    ),
  },
});

export const servicesData = dataSource({
  name: 'aptible_services',
  description:
    'The services of an app, or of all apps of an environment. What `aptible services` and `aptible services:autoscaling_policy` show.',
  example: `data "aptible_services" "web" {
  env_id = data.aptible_app.web.env_id
  app_id = data.aptible_app.web.app_id
}`,
  attributes: {
    env_id: environmentOf('The id of the environment.'),
    app_id: {
      type: 'number',
      description: 'Only those of the app of this id.',
      optional: true,
      integer: true,
      minimum: 1,
    },
    services: listOf(
      'The services, by app and name. The names are those of the arguments of `service` blocks in `aptible_app`; `autoscaling_policy` is null where the platform does not scale.',
      {
        app_id: app.attributes.app_id,
        service_id: serviceId,
        command,
        ...serviceAttributes,
        autoscaling_policy: { type: objectOf(serviceBlocks.autoscaling_policy.attributes) },
      },
    ),
  },
});
