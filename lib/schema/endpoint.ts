import { environmentId, environmentOf } from './common';
import { database } from './database';
import { dataSource, resource } from './define';
import { environmentOfSought, foundBy, listOf, shown, soughtId } from './look-up';

/** The versions of TLS that a client may use. Those with PFS are for ALB only. */
const sslProtocols = ['TLSv1 TLSv1.1 TLSv1.2', 'TLSv1.1 TLSv1.2', 'TLSv1.2', 'TLSv1.3'] as const;
const sslProtocolsWithPfs = [
  'TLSv1 TLSv1.1 TLSv1.2 PFS',
  'TLSv1.1 TLSv1.2 PFS',
  'TLSv1.2 PFS',
  'TLSv1.2 PFS TLSv1.3',
] as const;

const httpsSettings = [
  'force_ssl',
  'maintenance_page_url',
  'release_healthcheck_timeout',
  'strict_health_checks',
  'show_elb_healthchecks',
] as const;
const cipherSettings = ['ssl_ciphers_override', 'disable_weak_cipher_suites'] as const;

function flag(description: string) {
  return { type: 'bool', description, optional: true, computed: true, default: false } as const;
}

const port = { type: 'number', integer: true, minimum: 1, maximum: 65535 } as const;
const wholeSeconds = { type: 'number', optional: true, integer: true } as const;

/** What a release of a service with such an endpoint never stops: the platform's documentation excepts TCP alone. */
export const typesWithoutDowntime: readonly string[] = ['https', 'grpc', 'tls'];

export const endpoint = resource({
  name: 'aptible_endpoint',
  setBy: ['provision'],
  description:
    'An endpoint: gives a service of an app, or a database, a host name, behind a load balancer. HTTPS endpoints are for web apps, gRPC, TLS and TCP endpoints for other servers; the endpoint of a database is a TCP one. What cannot change in place replaces the endpoint, which gets another host name.',
  example: `resource "aptible_endpoint" "web" {
  env_id         = aptible_environment.staging.env_id
  resource_type  = "app"
  resource_id    = aptible_app.web.app_id
  process_type   = "web"
  endpoint_type  = "https"
  managed        = true
  domain         = "www.example.com"
  container_port = 8080
}

output "dns_records" {
  value = {
    (aptible_endpoint.web.domain)                = aptible_endpoint.web.external_hostname
    (aptible_endpoint.web.dns_validation_record) = aptible_endpoint.web.dns_validation_value
  }
}`,
  importIds: [
    { form: '1234', words: 'its id' },
    { form: 'acme-staging/www.example.com', words: 'the handle of its environment and one of its host names' },
  ],
  timeoutsMinutes: { create: 60, read: 10, update: 60, delete: 60 },
  attributes: {
    env_id: environmentId,
    resource_type: {
      type: 'string',
      description: 'What it makes reachable: `app` or `database`.',
      required: true,
      replace: true,
      oneOf: ['app', 'database'],
    },
    resource_id: {
      type: 'number',
      description: 'The id of the app or database.',
      required: true,
      replace: true,
      integer: true,
      minimum: 1,
    },
    process_type: {
      type: 'string',
      description: 'The service of the app, by its process type: `web`, or `cmd` for an image without a Procfile.',
      optional: true,
      replace: true,
      notEmpty: 'name a service of the app',
      plain: true,
    },
    endpoint_type: {
      type: 'string',
      description: 'The protocol: `https`, `tls`, `tcp` or `grpc`. `tcp` for a database.',
      optional: true,
      computed: true,
      default: 'https',
      replace: true,
      oneOf: ['https', 'tls', 'tcp', 'grpc'],
    },
    default_domain: {
      ...flag(
        'Whether it has a host name of the platform’s domain, with a certificate of the platform. One endpoint of an app can.',
      ),
      replace: true,
    },
    managed: flag(
      'Whether the platform gets a certificate for `domain` and renews it (managed TLS). It does once the DNS records `dns_validation_record` and `domain` are there.',
    ),
    domain: {
      type: 'string',
      description: 'The domain that leads to it. Needed with `managed`.',
      optional: true,
      computed: true,
      default: '',
      pattern: {
        regex: '^$|^(\\*\\.)?([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\\.)+[A-Za-z0-9-]{2,}$',
        words: 'a domain name',
      },
    },
    certificate_id: {
      type: 'number',
      description: 'The id of the certificate that it shows, when that is one of your own.',
      optional: true,
      integer: true,
      minimum: 1,
    },
    internal: {
      ...flag('Whether only what runs on the same stack, or is connected to it, can reach it.'),
      replace: true,
      opens: false,
    },
    container_port: {
      ...port,
      description: 'The port of the containers, for `https` and `grpc`. Left out: the lowest that the image exposes.',
      optional: true,
    },
    container_ports: {
      type: ['list', 'number'],
      description:
        'The ports of the containers, for `tls` and `tcp`, in any order. Left out: all that the image exposes.',
      optional: true,
      computed: true,
      unordered: true,
      maximumItems: 10,
      integer: true,
      minimum: 1,
      maximum: 65535,
    },
    ip_filtering: {
      type: ['list', 'string'],
      description: 'The IPv4 addresses and ranges that may reach it, in any order. Left out: all may.',
      optional: true,
      computed: true,
      unordered: true,
      maximumItems: 50,
      opens: 'some',
      pattern: {
        regex: '^((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$|/)|(?=$|/))){4}(/(3[0-2]|[12]?\\d))?$',
        words: 'an IPv4 address or range, such as 192.0.2.7 or 192.0.2.0/24',
      },
    },
    platform: {
      type: 'string',
      description:
        'The load balancer: `alb` or `elb`. Left out: `alb` for `https`, `elb` otherwise. The platform chooses that of a database, whatever is written here.',
      optional: true,
      computed: true,
      stable: true,
      oneOf: ['alb', 'elb', 'nlb'],
    },
    shared: flag(
      'Whether it shares its load balancer with other endpoints. Needs a domain that is not a wildcard, or the default domain.',
    ),
    load_balancing_algorithm_type: {
      type: 'string',
      description:
        'How an `alb` spreads requests: `round_robin`, `least_outstanding_requests` or `weighted_random`. Left out: `round_robin`.',
      optional: true,
      oneOf: ['round_robin', 'least_outstanding_requests', 'weighted_random'],
    },
    force_ssl: flag('Whether HTTP requests are redirected to HTTPS. For `https`.'),
    maintenance_page_url: {
      type: 'string',
      description: 'The page that is shown while the app does not answer. For `https`.',
      optional: true,
      pattern: { regex: '^https?://[^/\\s]+', words: 'an http or https URL' },
    },
    idle_timeout: {
      ...wholeSeconds,
      description: 'Seconds without traffic after which a connection is closed, 30 to 2400. Left out: 60.',
      minimum: 30,
      maximum: 2400,
    },
    release_healthcheck_timeout: {
      ...wholeSeconds,
      description:
        'Seconds that the containers of a release have to answer its health check, 1 to 900. For `https`. Left out: 180.',
      minimum: 1,
      maximum: 900,
    },
    strict_health_checks: flag('Whether containers are healthy only when `/healthcheck` answers 200. For `https`.'),
    show_elb_healthchecks: flag('Whether the health checks of the load balancer are in the logs. For `https`.'),
    ssl_protocols_override: {
      type: 'string',
      description: 'The versions of TLS. For `https`, `tls` and `grpc`; those with `PFS` for `alb` only.',
      optional: true,
      oneOf: [...sslProtocols, ...sslProtocolsWithPfs],
    },
    ssl_ciphers_override: {
      type: 'string',
      description: 'The cipher suites, in the form of OpenSSL. For `https` on `elb`, `tls` and `grpc`.',
      optional: true,
      notEmpty: 'leave it out for the platform’s default',
    },
    disable_weak_cipher_suites: flag('Whether weak cipher suites are refused. For `https` on `elb`, `tls` and `grpc`.'),
    endpoint_id: { type: 'number', description: 'Its id as a number.', computed: true, stable: true },
    status: {
      type: 'string',
      description: 'Where it is in its life: `provisioned` when all is well.',
      computed: true,
      stable: true,
    },
    virtual_domain: {
      type: 'string',
      description: 'The host name for its users: `domain`, or the one that the platform gives it.',
      computed: true,
      stable: { unless: ['domain', 'platform'] },
    },
    external_hostname: {
      type: 'string',
      description: 'The host name of its load balancer: what a CNAME record of `domain` points to.',
      computed: true,
      stable: { unless: ['platform', 'shared'] },
    },
    dns_validation_record: {
      type: 'string',
      description: 'The name of the CNAME record with which managed TLS proves that `domain` is yours.',
      computed: true,
      stable: { unless: ['managed', 'domain', 'platform', 'shared'] },
    },
    dns_validation_value: {
      type: 'string',
      description: 'What that record points to.',
      computed: true,
      stable: { unless: ['managed', 'domain', 'platform', 'shared'] },
    },
    acme_status: {
      type: 'string',
      description: 'How far managed TLS is: `pending` until the DNS records are found, then `ready`.',
      computed: true,
      stable: { unless: ['managed', 'domain'] },
    },
  },
  rules: [
    {
      kind: 'when',
      field: 'resource_type',
      is: ['app'],
      needs: ['process_type'],
      why: 'an endpoint belongs to one service of an app',
    },
    {
      kind: 'when',
      field: 'resource_type',
      is: ['app'],
      limits: { platform: { oneOf: ['alb', 'elb'] } },
      why: 'an nlb is for databases only',
    },
    {
      kind: 'when',
      field: 'resource_type',
      is: ['database'],
      forbids: ['process_type', 'default_domain', 'domain', 'managed', 'certificate_id', 'shared'],
      limits: { endpoint_type: { oneOf: ['tcp'] } },
      why: 'a database is reached over TCP, by the host name that the platform gives',
    },
    {
      kind: 'when',
      field: 'endpoint_type',
      is: ['tls', 'tcp'],
      forbids: ['container_port'],
      why: 'it carries several ports: use `container_ports`',
    },
    {
      kind: 'when',
      field: 'endpoint_type',
      is: ['https', 'grpc'],
      forbids: ['container_ports'],
      why: 'it leads to one port: use `container_port`',
    },
    {
      kind: 'when',
      field: 'endpoint_type',
      is: ['tls', 'tcp', 'grpc'],
      forbids: [...httpsSettings, 'load_balancing_algorithm_type'],
      why: 'it is for https only',
    },
    {
      kind: 'when',
      field: 'endpoint_type',
      is: ['tls', 'tcp', 'grpc'],
      unless: { field: 'resource_type', is: ['database'] },
      limits: { platform: { oneOf: ['elb', 'nlb'] } },
      why: 'an alb is for https only',
    },
    {
      kind: 'when',
      field: 'endpoint_type',
      is: ['tcp'],
      forbids: ['ssl_protocols_override', ...cipherSettings, 'managed', 'certificate_id'],
      why: 'a tcp endpoint does not encrypt',
    },
    {
      kind: 'when',
      field: 'endpoint_type',
      is: ['tls', 'grpc'],
      limits: { ssl_protocols_override: { oneOf: sslProtocols } },
      why: 'PFS is for alb only',
    },
    {
      kind: 'when',
      field: 'endpoint_type',
      is: ['https'],
      unless: { field: 'platform', is: ['elb', 'nlb'] },
      forbids: cipherSettings,
      why: 'an alb has no choice of cipher suites: set `platform` to "elb", or `ssl_protocols_override` to one with PFS',
    },
    {
      kind: 'when',
      field: 'platform',
      is: ['elb', 'nlb'],
      forbids: ['load_balancing_algorithm_type'],
      why: 'it is for alb only',
    },
    {
      kind: 'when',
      field: 'platform',
      is: ['elb', 'nlb'],
      limits: { ssl_protocols_override: { oneOf: sslProtocols } },
      why: 'PFS is for alb only',
    },
    {
      kind: 'when',
      field: 'default_domain',
      is: [true],
      forbids: ['managed', 'domain', 'certificate_id'],
      why: 'the host name is the platform’s, and has its certificate',
    },
    {
      kind: 'when',
      field: 'managed',
      is: [true],
      needs: ['domain'],
      forbids: ['certificate_id'],
      why: 'the platform gets the certificate for a domain of yours',
    },
    {
      kind: 'when',
      field: 'shared',
      is: [true],
      needsOneOf: ['default_domain', 'domain'],
      limits: { domain: { pattern: { regex: '^[^*?]*$', words: 'a domain without wildcards' } } },
      why: 'a shared load balancer tells endpoints apart by their domain',
    },
  ],
});

const { id: _id, env_id: _environmentId, endpoint_id, ...ofTheEndpoint } = endpoint.attributes;
/** Settings cost a request for each endpoint: they are not in the list. */
const {
  force_ssl: _forceSsl,
  maintenance_page_url: _maintenancePageUrl,
  idle_timeout: _idleTimeout,
  release_healthcheck_timeout: _releaseHealthcheckTimeout,
  strict_health_checks: _strictHealthChecks,
  show_elb_healthchecks: _showElbHealthchecks,
  ssl_protocols_override: _sslProtocolsOverride,
  ssl_ciphers_override: _sslCiphersOverride,
  disable_weak_cipher_suites: _disableWeakCipherSuites,
  ...ofEachEndpoint
} = ofTheEndpoint;

/** How a database is reached through its endpoint. Not of the resource: what is sensitive in it would forbid an output of the whole. */
const ofTheDatabase = {
  default_connection_url: {
    type: 'string',
    description: 'The connection URL of the database’s default credential, through this endpoint. Null for an app.',
    computed: true,
    sensitive: true,
  },
  connection_urls: {
    type: ['list', 'string'],
    description:
      'The connection URLs of all the database’s credentials, through this endpoint, in the platform’s order. Null for an app.',
    computed: true,
    sensitive: true,
  },
  credentials: {
    ...database.attributes.credentials,
    description:
      'All the database’s credentials by their type, whole and in parts, with the host and port of this endpoint. User, password, name and query are those of the database. Null for an app.',
  },
} as const;

export const endpointData = dataSource({
  name: 'aptible_endpoint',
  description: 'An endpoint that exists already, found by one of its host names or its id.',
  example: `data "aptible_endpoint" "web" {
  env_id   = data.aptible_environment.staging.env_id
  hostname = "www.example.com"
}`,
  attributes: {
    env_id: environmentOfSought,
    hostname: {
      type: 'string',
      description:
        'One of its host names: its domain, the one that the platform gave it, or that of its load balancer.',
      optional: true,
      notEmpty: 'leave it out to look the endpoint up by its id',
    },
    endpoint_id: soughtId(endpoint_id.description),
    ...shown({ ...ofTheEndpoint, ...ofTheDatabase }),
  },
  rules: foundBy('endpoint_id', 'hostname'),
});

export const endpointsData = dataSource({
  name: 'aptible_endpoints',
  description:
    'The endpoints of an app, of a database, or of all those of an environment. What `aptible endpoints:list` shows; what is sensitive, and the settings, are in the data source of each.',
  example: `data "aptible_endpoints" "web" {
  env_id = data.aptible_app.web.env_id
  app_id = data.aptible_app.web.app_id
}

output "hosts" {
  value = data.aptible_endpoints.web.endpoints[*].virtual_domain
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
    database_id: {
      type: 'number',
      description: 'Only those of the database of this id.',
      optional: true,
      integer: true,
      minimum: 1,
    },
    endpoints: listOf('The endpoints, the oldest first. The names are those of `aptible_endpoint`.', {
      endpoint_id,
      ...ofEachEndpoint,
    }),
  },
  rules: [{ kind: 'conflicting', fields: ['app_id', 'database_id'], why: 'an endpoint belongs to one of them' }],
});
