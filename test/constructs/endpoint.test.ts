import { TerraformOutput, TerraformVariable, type TerraformStack } from 'cdktf';
import { App, Certificate, Database, Endpoint, Environment } from '../../lib';
import { matching, messageOf, provider, synthesize } from './support';

const environment = (stack: TerraformStack) => Environment.fromId(stack, 'env', 42);
const web = (stack: TerraformStack) => new App(environment(stack), 'web', { handle: 'acme-web' });
const data = (stack: TerraformStack) =>
  new Database(environment(stack), 'db', { handle: 'acme-db', connectionUrlOutput: false });

/** The one endpoint that `build` makes, as Terraform gets it. */
function endpointOf(build: (stack: TerraformStack) => void): unknown {
  const resources = synthesize(build)['resource'] as Record<string, Record<string, unknown>>;
  return Object.values(resources['aptible_endpoint']!)[0];
}

describe('Endpoint', () => {
  test('minimal: a service of an app, in its environment', () => {
    const json = synthesize((stack) => {
      web(stack).addEndpoint('https', { service: 'web' });
    });
    const [app] = Object.keys((json['resource'] as Record<string, object>)['aptible_app']!);
    expect(json).toEqual({
      ...provider,
      resource: {
        aptible_app: { [app!]: { env_id: 42, handle: 'acme-web' } },
        aptible_endpoint: {
          [`${app!.replace(/_[0-9A-F]+$/, '')}_https_${endpointHash(json)}`]: {
            env_id: 42,
            resource_type: 'app',
            resource_id: `\${aptible_app.${app}.app_id}`,
            process_type: 'web',
            endpoint_type: 'https',
          },
        },
      },
    });
  });

  test('https: everything set', () => {
    const made = endpointOf((stack) => {
      const certificate = new Certificate(environment(stack), 'certificate', {
        body: '${file("www.pem")}',
        privateKey: '${file("www.key")}',
      });
      const app = new App(stack, 'app', { handle: 'acme-web', environment: certificate.node.scope as Environment });
      app.addEndpoint('https', {
        service: 'web',
        domain: 'www.example.com',
        certificate,
        internal: true,
        ipFiltering: ['192.0.2.7'],
        containerPort: 8080,
        platform: 'alb',
        shared: true,
        loadBalancingAlgorithm: 'round_robin',
        forceSsl: true,
        maintenancePageUrl: 'https://status.example.com',
        idleTimeoutSeconds: 90,
        releaseHealthcheckTimeoutSeconds: 300,
        strictHealthChecks: true,
        showElbHealthchecks: true,
        sslProtocols: 'TLSv1.2 PFS',
        timeouts: { create: '2h' },
        lifecycle: { preventDestroy: true },
      });
    });
    expect(made).toEqual({
      env_id: 42,
      resource_type: 'app',
      resource_id: matching(/^\$\{aptible_app\..*\.app_id\}$/),
      process_type: 'web',
      endpoint_type: 'https',
      domain: 'www.example.com',
      certificate_id: matching(/^\$\{aptible_certificate\..*\.certificate_id\}$/),
      internal: true,
      ip_filtering: ['192.0.2.7'],
      container_port: 8080,
      platform: 'alb',
      shared: true,
      load_balancing_algorithm_type: 'round_robin',
      force_ssl: true,
      maintenance_page_url: 'https://status.example.com',
      idle_timeout: 90,
      release_healthcheck_timeout: 300,
      strict_health_checks: true,
      show_elb_healthchecks: true,
      ssl_protocols_override: 'TLSv1.2 PFS',
      timeouts: { create: '2h' },
      lifecycle: { prevent_destroy: true },
    });
  });

  test.each([
    [
      'grpc',
      (stack: TerraformStack) =>
        web(stack).addEndpoint('e', {
          type: 'grpc',
          service: 'api',
          containerPort: 50051,
          disableWeakCipherSuites: true,
        }),
      { process_type: 'api', endpoint_type: 'grpc', container_port: 50051, disable_weak_cipher_suites: true },
    ],
    [
      'tls',
      (stack: TerraformStack) =>
        web(stack).addEndpoint('e', {
          type: 'tls',
          service: 'mail',
          containerPorts: [465, 993],
          domain: 'mail.example.com',
          managedTls: true,
          sslCiphers: 'AES128',
        }),
      {
        process_type: 'mail',
        endpoint_type: 'tls',
        container_ports: [465, 993],
        domain: 'mail.example.com',
        managed: true,
        ssl_ciphers_override: 'AES128',
      },
    ],
    [
      'tcp',
      (stack: TerraformStack) =>
        web(stack).addEndpoint('e', { type: 'tcp', service: 'mail', containerPorts: [25], defaultDomain: true }),
      { process_type: 'mail', endpoint_type: 'tcp', container_ports: [25], default_domain: true },
    ],
  ])('%s: its own fields', (_type, build, expected) => {
    expect(endpointOf(build)).toEqual({
      env_id: 42,
      resource_type: 'app',
      resource_id: matching(/^\$\{aptible_app\..*\.app_id\}$/),
      ...expected,
    });
  });

  test('of a database: TCP, with connection URLs of its own', () => {
    const json = synthesize((stack) => {
      const { connectionUrl: value } = data(stack).addEndpoint('public', { ipFiltering: ['192.0.2.7'] });
      new TerraformOutput(stack, 'url', { value, sensitive: true });
    });
    const [made] = Object.values((json['resource'] as Record<string, Record<string, object>>)['aptible_endpoint']!);
    expect(made).toEqual({
      env_id: 42,
      resource_type: 'database',
      resource_id: matching(/^\$\{aptible_database\..*\.database_id\}$/),
      endpoint_type: 'tcp',
      ip_filtering: ['192.0.2.7'],
    });
    expect(json['output']).toEqual({
      url: {
        sensitive: true,
        value: matching(/^\$\{sensitive\(data\.aptible_endpoint\..*\.default_connection_url\)\}$/),
      },
    });
  });

  test('a token in every field: each passes untouched', () => {
    const made = endpointOf((stack) => {
      const text = new TerraformVariable(stack, 'text', { type: 'string' }).stringValue;
      const number = new TerraformVariable(stack, 'number', { type: 'number' }).numberValue;
      const flag = new TerraformVariable(stack, 'flag', { type: 'bool' }).booleanValue;
      Endpoint.https(stack, 'e', {
        environment: environment(stack),
        app: new App(stack, 'app', { handle: 'acme-web', environment: Environment.fromId(stack, 'other', 42) }),
        service: text,
        domain: text,
        managedTls: flag,
        defaultDomain: flag,
        internal: flag,
        ipFiltering: [text],
        containerPort: number,
        platform: text,
        shared: flag,
        loadBalancingAlgorithm: text,
        forceSsl: flag,
        maintenancePageUrl: text,
        idleTimeoutSeconds: number,
        releaseHealthcheckTimeoutSeconds: number,
        sslProtocols: text,
        sslCiphers: text,
      });
    });
    expect(made).toMatchObject({
      process_type: '${var.text}',
      domain: '${var.text}',
      managed: '${var.flag}',
      default_domain: '${var.flag}',
      ip_filtering: ['${var.text}'],
      container_port: '${var.number}',
      platform: '${var.text}',
      idle_timeout: '${var.number}',
      ssl_ciphers_override: '${var.text}',
    });
  });

  test('bad props: all problems at once, in the words of the props', () => {
    const message = messageOf(() =>
      synthesize((stack) => {
        web(stack).addEndpoint('https', {
          service: '',
          containerPort: 0,
          managedTls: true,
          defaultDomain: true,
          ipFiltering: ['everywhere'],
          idleTimeoutSeconds: 10,
          sslCiphers: 'AES128',
        });
      }),
    );
    expect(message.split('\n').map((line) => line.trim().split(':')[0])).toEqual([
      matching(/^the props of stack\/env\/web\/https \(Endpoint\) are not valid$/),
      'service',
      'containerPort',
      'ipFiltering.0',
      'idleTimeoutSeconds',
      'sslCiphers',
      'managedTls',
      'domain',
    ]);
  });
});

/** The hash that cdktf ends the endpoint's name with. */
function endpointHash(json: Record<string, unknown>): string {
  const [name] = Object.keys((json['resource'] as Record<string, Record<string, object>>)['aptible_endpoint']!);
  return name!.split('_').at(-1)!;
}
