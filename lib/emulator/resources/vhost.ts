import { isIP, isIPv4 } from 'node:net';
import {
  bool,
  FieldProblem,
  integer,
  list,
  nullable,
  oneOf,
  problemOf,
  read,
  reference,
  text,
  type Reader,
} from '../fields';
import {
  deprovisionRule,
  OperationFailure,
  provisionRule,
  type OperationFields,
  type OperationRule,
} from '../operations';
import type { Call, PageRow, Platform, Resource, Route } from '../platform';
import { refuseIf } from '../refusals';
import { all, change, created, item, nested, nothing, post, remove, show, showAll } from '../routes';
import type { Stored } from '../store';
import { openEndpoint } from './database-server';
import type { Operation } from './operation';
import { newSetting } from './setting';
import { defaultDomain, internalDomain } from './stack';

/** An endpoint, as the product calls it. */
export interface Vhost extends Stored {
  readonly type: 'http' | 'http_proxy_protocol' | 'tcp' | 'tls' | 'grpc';
  readonly platform: 'alb' | 'elb' | 'nlb';
  readonly status: string;
  readonly default: boolean;
  readonly internal: boolean;
  readonly acme: boolean;
  readonly acme_status: string | null;
  readonly user_domain: string | null;
  readonly container_port: number | null;
  readonly container_ports: readonly number[];
  readonly ip_whitelist: readonly string[];
  readonly shared: boolean;
  readonly load_balancing_algorithm_type: string | null;
  /** The name at which it answers; null until it is provisioned. */
  readonly external_host: string | null;
  readonly account_id: number;
  readonly service_id: number;
  readonly certificate_id: number | null;
  readonly current_setting_id: number | null;
}

declare module '../store' {
  interface Records {
    vhost: Vhost;
  }
}

const sslProtocols = [
  'TLSv1 TLSv1.1 TLSv1.2',
  'TLSv1 TLSv1.1 TLSv1.2 PFS',
  'TLSv1.1 TLSv1.2',
  'TLSv1.1 TLSv1.2 PFS',
  'TLSv1.2',
  'TLSv1.2 PFS',
  'TLSv1.2 PFS TLSv1.3',
  'TLSv1.3',
];

export const vhost: Resource<Vhost> = {
  collection: 'vhosts',
  hidden: ['account_id', 'service_id', 'certificate_id', 'current_setting_id'],
  computed: (vhost, platform) => {
    const up = vhost.external_host !== null;
    return {
      virtual_domain: virtualDomain(vhost, platform),
      elastic_load_balancer_name: null,
      application_load_balancer_arn: null,
      network_load_balancer_arn: null,
      security_group_id: null,
      external_http_port: up && isHttp(vhost) ? 80 : null,
      external_https_port: up && isHttp(vhost) ? 443 : null,
      internal_host: null,
      internal_http_port: null,
      internal_https_port: null,
      internal_health_port: null,
      docker_name: null,
      container_exposed_ports: null,
      host_mapped_ports: null,
      acme_dns_challenge_host: up && vhost.acme ? `acme.${vhost.external_host}` : null,
      acme_configuration: up && vhost.acme ? acmeConfiguration(vhost) : null,
      shared_fingerprint: null,
    };
  },
  links: (vhost) => ({
    service: `/services/${vhost.service_id}`,
    certificate: vhost.certificate_id === null ? undefined : `/certificates/${vhost.certificate_id}`,
    current_setting: vhost.current_setting_id === null ? undefined : `/settings/${vhost.current_setting_id}`,
    operations: `/vhosts/${vhost.id}/operations`,
    settings: `/vhosts/${vhost.id}/settings`,
  }),
  inEnvironment: { onDeletion: 'left', page: null },
  routes: [
    all('/vhosts', 'vhost'),
    item('/vhosts/{id}', 'vhost'),
    nested('/accounts/{account_id}/vhosts', 'vhost', 'account'),
    nested('/services/{service_id}/vhosts', 'vhost', 'service'),
    nested('/certificates/{certificate_id}/vhosts', 'vhost', 'certificate'),
    vhostsOfServices('app'),
    vhostsOfServices('database'),
    post('/services/{service_id}/vhosts', create),
    ...change('/vhosts/{id}', update),
    remove('/vhosts/{id}', (call) => {
      const vhost = call.find('vhost');
      refuseIf([
        vhost.status !== 'pending' && 'an endpoint that was provisioned is removed by a deprovision operation',
      ]);
      call.platform.store.remove('vhost', vhost.id);
      return nothing;
    }),
  ],
  operations: {
    provision: provisionRule('vhost', {
      check: (vhost, fields) => refuseIf(settingProblems(vhost, fields)),
      run: provision,
      wasProvisioned: ({ external_host }) => external_host !== null,
    }),
    deprovision: deprovisionRule('vhost', { run: deprovision }),
    renew: {
      run: (vhost, _operation, { store }) => {
        if (!vhost.acme) throw new OperationFailure('The endpoint has no managed certificate.');
        if (vhost.status !== 'provisioned') throw new OperationFailure('The endpoint is not provisioned.');
        store.update('vhost', vhost.id, { acme_status: 'ready' });
      },
    },
    poll: {},
    scan: {},
  } satisfies Record<string, OperationRule<Vhost>>,
};

/** `GET /apps/{app_id}/vhosts`: the endpoints of the app's services. */
function vhostsOfServices(kind: 'app' | 'database'): Route {
  return {
    method: 'GET',
    path: `/${kind}s/{${kind}_id}/vhosts`,
    handle: (call) => {
      const { store } = call.platform;
      const { id } = call.find(kind, `${kind}_id`);
      const services = store.list('service', kind === 'app' ? { app_id: id } : { database_id: id });
      return showAll(
        'vhost',
        services.flatMap((service) => store.list('vhost', { service_id: service.id })),
        { [kind]: `/${kind}s/${id}` },
      );
    },
  };
}

const ipv4Range: Reader<string> = (value) => {
  const range = text(value);
  const [address, bits, ...rest] = range.split('/');
  const inRange = bits === undefined || (/^\d{1,2}$/.test(bits) && Number(bits) <= 32);
  if (rest.length > 0 || !isIPv4(address!) || !inRange) {
    throw new FieldProblem(`has an element that is not an IPv4 address or range: ${range}`);
  }
  return range;
};

const domain: Reader<string> = (value) => {
  const name = text(value);
  if (isIP(name) !== 0 || !/^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/i.test(name)) {
    throw new FieldProblem('is not a domain name');
  }
  return name;
};

const port = integer(1, 65535);
const emptyAsNull =
  <T>(reader: Reader<T>): Reader<T | null> =>
  (value) =>
    value === '' || value === 0 ? null : reader(value);

const changeable = {
  user_domain: nullable(emptyAsNull(domain)),
  acme: bool,
  certificate: nullable(reference),
  certificate_id: nullable(reference),
  platform: oneOf(['alb', 'elb', 'nlb'] as const),
  // A client that cannot send null sends 0 to take a port away.
  container_port: nullable(emptyAsNull(port)),
  container_ports: list(port, 10),
  ip_whitelist: list(ipv4Range, 50),
  shared: bool,
  load_balancing_algorithm_type: nullable(
    oneOf(['round_robin', 'least_outstanding_requests', 'weighted_random'] as const),
  ),
};

function create(call: Call): ReturnType<typeof created> {
  const service = call.find('service', 'service_id');
  const fields = read(
    call.body,
    {
      ...changeable,
      type: oneOf(['http', 'http_proxy_protocol', 'tcp', 'tls', 'grpc'] as const),
      default: bool,
      internal: bool,
    },
    ['type'],
  );
  const isDatabase = service.database_id !== null;
  const balancer = isDatabase ? 'nlb' : isHttp(fields) ? 'alb' : 'elb';
  const vhost = {
    type: fields.type,
    platform: fields.platform ?? balancer,
    status: 'pending',
    default: fields.default ?? false,
    internal: fields.internal ?? false,
    acme: fields.acme ?? false,
    acme_status: null,
    user_domain: fields.user_domain ?? null,
    container_port: fields.container_port ?? null,
    container_ports: fields.container_ports ?? [],
    ip_whitelist: fields.ip_whitelist ?? [],
    shared: fields.shared ?? false,
    load_balancing_algorithm_type: fields.load_balancing_algorithm_type ?? null,
    external_host: null,
    account_id: service.account_id,
    service_id: service.id,
    certificate_id: fields.certificate_id ?? fields.certificate ?? null,
    current_setting_id: null,
  };
  refuseIf(problems(call.platform, vhost));
  return created('vhost', call.platform.store.insert('vhost', vhost));
}

function update(call: Call): ReturnType<typeof show> {
  const vhost = call.find('vhost');
  const { certificate, certificate_id, ...fields } = read(call.body, changeable);
  const named = certificate_id ?? certificate;
  const changes = { ...fields, ...(named === undefined ? {} : { certificate_id: named }) };
  refuseIf(problems(call.platform, { ...vhost, ...changes }, vhost.id));
  return show('vhost', call.platform.store.update('vhost', vhost.id, changes));
}

type Checked = Omit<Vhost, keyof Stored>;

function problems({ store }: Platform, vhost: Checked, own?: number): (string | false | undefined)[] {
  const service = store.get('service', vhost.service_id);
  const isDatabase = service.database_id !== null;
  const manyPorts = vhost.type === 'tcp' || vhost.type === 'tls';
  const others = (service.app_id === null ? [service] : store.list('service', { app_id: service.app_id })).flatMap(
    (each) => store.list('vhost', { service_id: each.id }),
  );
  const certificate = vhost.certificate_id === null ? undefined : store.find('certificate', vhost.certificate_id);
  return [
    isDatabase && vhost.type !== 'tcp' && 'type of a database endpoint is always tcp',
    isDatabase && vhost.default && 'default is not for database endpoints',
    isDatabase && vhost.user_domain !== null && 'user_domain is not for database endpoints',
    !isDatabase && vhost.platform === 'nlb' && 'platform nlb is for database endpoints only',
    vhost.platform === 'alb' && !isHttp(vhost) && `platform alb does not carry ${vhost.type}`,
    manyPorts && vhost.container_port !== null && `container_port is not for ${vhost.type}, container_ports is`,
    !manyPorts && vhost.container_ports.length > 0 && `container_ports is not for ${vhost.type}, container_port is`,
    vhost.load_balancing_algorithm_type !== null &&
      vhost.platform !== 'alb' &&
      'load_balancing_algorithm_type is for platform alb only',
    vhost.acme && vhost.user_domain === null && 'acme needs a user_domain',
    vhost.acme && vhost.default && 'acme and default exclude each other',
    vhost.default && vhost.user_domain !== null && 'default and user_domain exclude each other',
    vhost.shared && !vhost.default && vhost.user_domain === null && 'shared needs default or a user_domain',
    vhost.shared && /[*?]/.test(vhost.user_domain ?? '') && 'shared does not take a wildcard domain',
    vhost.default && others.some((each) => each.default && each.id !== own) && 'the app has a default endpoint already',
    vhost.certificate_id !== null &&
      certificate?.account_id !== vhost.account_id &&
      `certificate ${vhost.certificate_id} is not in this environment`,
  ];
}

const isHttp = ({ type }: Pick<Vhost, 'type'>): boolean => type === 'http' || type === 'http_proxy_protocol';

/** Applies changes. The first time it also gives the endpoint its host. */
function provision(vhost: Vhost, operation: Operation, platform: Platform): void | Promise<void> {
  const { store } = platform;
  const service = store.get('service', vhost.service_id);
  if (service.container_count < 1) throw new OperationFailure('The service has no container to send traffic to.');
  const { database_id: databaseId } = service;
  if (databaseId === null || platform.databases === 'none') return apply(undefined);
  return openEndpoint(platform, store.get('database', databaseId), vhost).then(apply);

  function apply(host: string | undefined): void {
    const setting = newSetting(platform, vhost, operation, 'vhost');
    const { name } = store.get('stack', store.get('account', vhost.account_id).stack_id);
    store.update('vhost', vhost.id, {
      external_host: host ?? vhost.external_host ?? `elb-${name}-${vhost.id}.${internalDomain}`,
      acme_status: vhost.acme ? (vhost.acme_status ?? 'pending') : null,
      ...(setting === undefined ? {} : { current_setting_id: setting.id }),
    });
  }
}

function deprovision(vhost: Vhost, _operation: Operation, { store, databases }: Platform): void | Promise<void> {
  const { database_id: databaseId } = store.get('service', vhost.service_id);
  if (databaseId !== null && databases !== 'none') return databases.closeEndpoint(databaseId, vhost.id);
}

export function endpointsOnPage(
  platform: Platform,
  owner: { readonly app_id: number } | { readonly database_id: number },
): PageRow['endpoints'] {
  const { store } = platform;
  const services = store.list('service', owner);
  return services
    .flatMap((service) => store.list('vhost', { service_id: service.id }))
    .map((vhost) => ({ host: virtualDomain(vhost, platform), type: vhost.type, status: vhost.status }));
}

function virtualDomain(vhost: Vhost, { store }: Platform): string {
  if (vhost.user_domain !== null) return vhost.user_domain;
  const service = store.get('service', vhost.service_id);
  return vhost.default ? `app-${service.app_id}.${defaultDomain}` : (vhost.external_host ?? '');
}

function acmeConfiguration(vhost: Vhost): object {
  const name = vhost.user_domain!;
  const apex = name.replace(/^\*\./, '');
  const target = (host: string): object[] => [{ name: host, legacy: false }];
  // A certificate authority can check over HTTP only a name that the public reaches.
  const overHttp = !vhost.internal && vhost.ip_whitelist.length === 0 && apex === name;
  return {
    names: apex === name ? [name] : [name, apex],
    challenges: [
      ...(overHttp ? [{ method: 'http01', from: { name }, to: target(vhost.external_host!) }] : []),
      { method: 'dns01', from: { name: `_acme-challenge.${apex}` }, to: target(`acme.${vhost.external_host}`) },
    ],
  };
}

/** Setting → its check, and the endpoints that have it. */
const settingRules: Readonly<Record<string, { readonly reader: Reader<unknown>; readonly on: readonly string[] }>> =
  (() => {
    const https = ['alb', 'elb'];
    const encrypted = ['elb', 'tls', 'grpc'];
    const flag = oneOf(['true', 'false']);
    const url: Reader<string> = (value) => {
      const read = text(value);
      if (!URL.canParse(read) || !/^https?:/.test(read)) throw new FieldProblem('is not an http or https URL');
      return read;
    };
    return {
      FORCE_SSL: { reader: flag, on: https },
      MAINTENANCE_PAGE_URL: { reader: url, on: https },
      IDLE_TIMEOUT: { reader: integer(30, 2400), on: ['alb', 'elb', 'tls', 'grpc', 'tcp'] },
      RELEASE_HEALTHCHECK_TIMEOUT: { reader: integer(0, 900), on: https },
      STRICT_HEALTH_CHECKS: { reader: flag, on: https },
      SHOW_ELB_HEALTHCHECKS: { reader: flag, on: https },
      SSL_PROTOCOLS_OVERRIDE: { reader: oneOf(sslProtocols), on: [...https, 'tls', 'grpc'] },
      SSL_CIPHERS_OVERRIDE: { reader: text, on: encrypted },
      DISABLE_WEAK_CIPHER_SUITES: { reader: flag, on: encrypted },
    };
  })();

function settingProblems(vhost: Vhost, { settings }: OperationFields): string[] {
  const kind = isHttp(vhost) ? vhost.platform : vhost.type;
  return Object.entries(settings).flatMap(([name, value]) => {
    const rule = Object.hasOwn(settingRules, name) ? settingRules[name] : undefined;
    if (rule === undefined) return [`${name} is not a setting of endpoints`];
    if (value === '') return [];
    if (!rule.on.includes(kind)) return [`${name} is not a setting of ${kind} endpoints`];
    if (name === 'SSL_PROTOCOLS_OVERRIDE' && value.includes('PFS') && kind !== 'alb') {
      return [`${name} with PFS is for alb endpoints only`];
    }
    return problemOf(name, rule.reader, value) ?? [];
  });
}
