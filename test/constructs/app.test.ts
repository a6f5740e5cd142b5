import { Testing, TerraformOutput, TerraformStack, TerraformVariable, Token } from 'cdktf';
import { App, Autoscaling, Database, Environment } from '../../lib';
import { messageOf, provider, synthesize } from './support';

function environment(stack: TerraformStack) {
  return Environment.fromId(stack, 'env', 42);
}

describe('App', () => {
  test('minimal: a handle; services and image are left to the platform', () => {
    const json = synthesize((stack) => {
      new App(environment(stack), 'web', { handle: 'acme-web' });
    });
    expect(json).toEqual({
      ...provider,
      resource: { aptible_app: { env_web_B05081C2: { env_id: 42, handle: 'acme-web' } } },
    });
  });

  test('everything set', () => {
    const json = synthesize((stack) => {
      const password = new TerraformVariable(stack, 'registry_password', { type: 'string', sensitive: true });
      new App(stack, 'web', {
        environment: environment(stack),
        handle: 'acme-web',
        image: 'registry.example.com/acme/web:1',
        registryUsername: 'deployer',
        registryPassword: password.stringValue,
        config: { RAILS_ENV: 'production' },
        services: {
          web: {
            containerCount: 2,
            memoryMb: 2048,
            profile: 'r',
            forceZeroDowntime: true,
            restartFreeScaling: true,
            simpleHealthCheck: false,
            stopTimeoutSeconds: 30,
          },
          worker: {},
        },
        timeouts: { create: '1h' },
        lifecycle: { ignoreChanges: ['docker_image'] },
      });
    });
    expect(json).toEqual({
      ...provider,
      variable: { registry_password: { sensitive: true, type: 'string' } },
      resource: {
        aptible_app: {
          web_08B6E5F3: {
            env_id: 42,
            handle: 'acme-web',
            docker_image: 'registry.example.com/acme/web:1',
            private_registry_username: 'deployer',
            private_registry_password: '${var.registry_password}',
            config: { RAILS_ENV: 'production' },
            service: [
              {
                process_type: 'web',
                container_count: 2,
                container_memory_limit: 2048,
                container_profile: 'r',
                force_zero_downtime: true,
                restart_free_scaling: true,
                simple_health_check: false,
                stop_timeout: 30,
              },
              { process_type: 'worker' },
            ],
            timeouts: { create: '1h' },
            lifecycle: { ignore_changes: ['docker_image'] },
          },
        },
      },
    });
  });

  test('a token in every field: each passes untouched', () => {
    const json = synthesize((stack) => {
      const text = new TerraformVariable(stack, 'text', { type: 'string' }).stringValue;
      const number = new TerraformVariable(stack, 'number', { type: 'number' }).numberValue;
      const flag = new TerraformVariable(stack, 'flag', { type: 'bool' }).booleanValue;
      new App(environment(stack), 'web', {
        handle: text,
        image: `acme/web:${text}`,
        registryUsername: text,
        registryPassword: text,
        config: { TEXT: text, MIXED: `a-${text}`, NUMBER: Token.asString(number) },
        services: {
          web: {
            containerCount: number,
            memoryMb: number,
            profile: text,
            forceZeroDowntime: flag,
            restartFreeScaling: flag,
            simpleHealthCheck: flag,
            stopTimeoutSeconds: number,
          },
        },
      });
    });
    expect(json['resource']).toEqual({
      aptible_app: {
        env_web_B05081C2: {
          env_id: 42,
          handle: '${var.text}',
          docker_image: 'acme/web:${var.text}',
          private_registry_username: '${var.text}',
          private_registry_password: '${var.text}',
          config: { TEXT: '${var.text}', MIXED: 'a-${var.text}', NUMBER: '${var.number}' },
          service: [
            {
              process_type: 'web',
              container_count: '${var.number}',
              container_memory_limit: '${var.number}',
              container_profile: '${var.text}',
              force_zero_downtime: '${var.flag}',
              restart_free_scaling: '${var.flag}',
              simple_health_check: '${var.flag}',
              stop_timeout: '${var.number}',
            },
          ],
        },
      },
    });
  });

  test('a config that is one token: it passes untouched', () => {
    const json = synthesize((stack) => {
      const config = new TerraformVariable(stack, 'config', { type: 'map(string)' });
      new App(environment(stack), 'web', { handle: 'acme-web', config: Token.asStringMap(config.value) });
    });
    expect(json['resource']).toEqual({
      aptible_app: { env_web_B05081C2: { env_id: 42, handle: 'acme-web', config: '${var.config}' } },
    });
  });

  test("a database's URL in its config: a reference, and no secret in the configuration", () => {
    const json = synthesize((stack) => {
      const scope = environment(stack);
      const database = new Database(scope, 'db', { handle: 'acme-db', connectionUrlOutput: false });
      new App(scope, 'web', { handle: 'acme-web', config: { DATABASE_URL: database.connectionUrl } });
    });
    expect(json['resource']).toEqual({
      aptible_app: {
        env_web_B05081C2: {
          env_id: 42,
          handle: 'acme-web',
          config: { DATABASE_URL: '${sensitive(aptible_database.env_db_812C3E3E.default_connection_url)}' },
        },
      },
      aptible_database: { env_db_812C3E3E: { env_id: 42, handle: 'acme-db' } },
    });
  });

  test('attributes: references to the resource', () => {
    const json = synthesize((stack) => {
      const { appId, handle, gitRepository, release } = new App(environment(stack), 'web', { handle: 'acme-web' });
      new TerraformOutput(stack, 'all', { value: [appId, handle, gitRepository, release] });
    });
    expect(json['output']).toEqual({
      all: {
        value: [
          '${aptible_app.env_web_B05081C2.app_id}',
          '${aptible_app.env_web_B05081C2.handle}',
          '${aptible_app.env_web_B05081C2.git_repo}',
          '${aptible_app.env_web_B05081C2.release}',
        ],
      },
    });
  });

  test('no environment around it: an error that says both ways to give one', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    expect(messageOf(() => new App(stack, 'web', { handle: 'acme-web' }))).toBe(
      'stack/web: no environment for this App: create it in the scope of an Environment, as in ' +
        `new App(environment, 'web', ...), or pass the prop "environment"`,
    );
  });

  test('bad props: all problems at once, in the names of the props', () => {
    const message = messageOf(() =>
      synthesize((stack) => {
        new App(environment(stack), 'web', {
          handle: '',
          registryUsername: 'deployer',
          config: { RAILS_ENV: '' },
          services: {
            web: { containerCount: -1, memoryMb: 1000, profile: 'x' },
            worker: { stopTimeoutSeconds: 0.5 },
          },
        });
      }),
    );
    expect(message).toMatchInlineSnapshot(`
     "the props of stack/env/web (App) are not valid:
       handle: got "", expected 1 to 64 lower-case letters, digits, dots, hyphens or underscores
       config.RAILS_ENV: got "", expected a value that is not empty: the platform deletes a variable that is set to an empty string: leave the key out, or give it another value
       services.web.containerCount: got -1, expected between 0 and 128
       services.web.memoryMb: got 1000, expected one of 512, 1024, 2048, 4096, 7168, 15360, 30720, 61440, 153600, 245760
       services.web.profile: got "x", expected one of m, c, r
       services.worker.stopTimeoutSeconds: got 0.5, expected a whole number
       registryPassword: one of registryPassword and registryPasswordWriteOnly is needed with registryUsername: a registry wants both
       image: it is needed with registryUsername: the credentials are for the image’s registry"
    `);
  });

  test('a literal password: refused, and not in the message', () => {
    const message = messageOf(() =>
      synthesize((stack) => {
        new App(environment(stack), 'web', {
          handle: 'acme-web',
          image: 'registry.example.com/acme/web',
          registryUsername: 'deployer',
          registryPassword: 'hunter2-literal',
        });
      }),
    );
    expect(message).toMatchInlineSnapshot(`
     "the props of stack/env/web (App) are not valid:
       registryPassword: expected a reference, since a literal is readable in cdk.tf.json: new TerraformVariable(stack, 'registry_password', { type: 'string', sensitive: true }).stringValue, with the value in the environment variable TF_VAR_registry_password"
    `);
  });

  test('secrets, a deploy trigger and autoscaling', () => {
    const json = synthesize((stack) => {
      const token = new TerraformVariable(stack, 'token', { type: 'string', sensitive: true });
      new App(environment(stack), 'web', {
        handle: 'acme-web',
        image: 'acme/web:latest',
        registryUsername: 'deployer',
        registryPasswordWriteOnly: token.stringValue,
        registryPasswordWriteOnlyVersion: 2,
        secretConfig: { TOKEN: token.stringValue },
        secretConfigWriteOnly: { KEY: token.stringValue },
        secretConfigWriteOnlyVersion: 1,
        deployTrigger: 'sha256:1',
        services: {
          web: {
            autoscaling: Autoscaling.horizontal({
              minContainers: 2,
              maxContainers: 8,
              minCpuThreshold: 0.2,
              maxCpuThreshold: 0.8,
              restartFreeScaling: true,
              postScaleUpCooldownSeconds: 120,
            }),
          },
          worker: { autoscaling: Autoscaling.vertical({ minimumMemoryMb: 1024, maximumMemoryMb: 4096 }) },
        },
      });
    });
    expect(json).toMatchObject({
      resource: {
        aptible_app: {
          env_web_B05081C2: {
            env_id: 42,
            handle: 'acme-web',
            docker_image: 'acme/web:latest',
            private_registry_username: 'deployer',
            private_registry_password_wo: '${var.token}',
            private_registry_password_wo_version: 2,
            secret_config: { TOKEN: '${nonsensitive(sensitive(var.token))}' },
            secret_config_wo: { KEY: '${var.token}' },
            secret_config_wo_version: 1,
            deploy_trigger: 'sha256:1',
            service: [
              {
                process_type: 'web',
                autoscaling_policy: {
                  autoscaling_type: 'horizontal',
                  min_containers: 2,
                  max_containers: 8,
                  min_cpu_threshold: 0.2,
                  max_cpu_threshold: 0.8,
                  use_horizontal_scale: true,
                  post_scale_up_cooldown_seconds: 120,
                },
              },
              {
                process_type: 'worker',
                autoscaling_policy: { autoscaling_type: 'vertical', minimum_memory: 1024, maximum_memory: 4096 },
              },
            ],
          },
        },
      },
    });
  });

  test('values of secretConfig have no marks of their own, which Terraform would call a change after an import', () => {
    const json = synthesize((stack) => {
      const token = new TerraformVariable(stack, 'token', { type: 'string', sensitive: true });
      const all = new TerraformVariable(stack, 'all', { sensitive: true });
      const scope = environment(stack);
      const database = new Database(scope, 'db', { handle: 'db' });
      new App(scope, 'known', {
        handle: 'known',
        secretConfig: {
          DATABASE_URL: `${database.connectionUrl}?pool=5`,
          HEADER: `${token.stringValue}:${token.stringValue} "$1"`,
        },
      });
      new App(scope, 'unknown', { handle: 'unknown', secretConfig: Token.asStringMap(all.value) });
    }) as { resource: Record<'aptible_app' | 'aptible_database', object> };
    const [database] = Object.keys(json.resource.aptible_database);
    expect(Object.values(json.resource.aptible_app)).toMatchObject([
      {
        secret_config: {
          DATABASE_URL: `\${nonsensitive(sensitive(aptible_database.${database}.default_connection_url))}?pool=5`,
          HEADER: '${nonsensitive(sensitive(var.token))}:${nonsensitive(sensitive(var.token))} "$1"',
        },
      },
      { secret_config: '${var.all}' },
    ]);
  });

  test('a literal secret, a key in two places and a bad range of autoscaling are all reported in the words of the props', () => {
    const message = messageOf(() =>
      synthesize((stack) => {
        new App(environment(stack), 'web', {
          handle: 'acme-web',
          config: { TOKEN: '1' },
          secretConfig: { TOKEN: 'hunter2' },
          services: {
            web: {
              autoscaling: Autoscaling.horizontal({
                minContainers: 8,
                maxContainers: 2,
                minCpuThreshold: 0.2,
                maxCpuThreshold: 8,
              }),
            },
            worker: { autoscaling: Autoscaling.vertical({ minimumMemoryMb: 1 }) },
          },
        });
      }),
    );
    expect(message).not.toContain('hunter2');
    expect(message).toContain('secretConfig.TOKEN: the key "TOKEN" is in config too');
    expect(message).toContain('secretConfig.TOKEN: expected a reference');
    expect(message).toContain('services.web.autoscaling.maxCpuThreshold: got 8, expected more than 0 and at most 1');
    expect(message).toContain('services.web.autoscaling.minContainers: got 8, expected at most 2');
    expect(message).toContain('services.worker.autoscaling.minimumMemoryMb: got 1, expected at least 512');
  });
});
