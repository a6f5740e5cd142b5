/** What the platform has of an endpoint, whatever is declared. */
import { linkedId, requiredId, type Service, type Vhost } from '../api';
import { DiagnosticError } from '../plugin/diagnostics';
import type { Call } from './call';
import { throughEndpoint } from './connection-url';
import { connectionsOf, noConnections } from './database-record';

export const idsOf = (record: Vhost) => ({ id: String(record.id), endpoint_id: record.id });

/** All by which it may be called. */
export const hostNames = ({ user_domain, virtual_domain, external_host }: Vhost): string[] => [
  ...new Set([user_domain, virtual_domain, external_host].filter((host): host is string => Boolean(host))),
];

/** The service to which an endpoint belongs: of an app, or of a database. */
export async function serviceOf(
  record: Vhost,
  environmentId: number | undefined,
  { reader, signal }: Call,
): Promise<Service> {
  const id = requiredId(record, 'service');
  const service = await reader.find('services', id, { environmentId, signal });
  if (service === undefined) {
    throw new DiagnosticError(
      `There is no service ${id}`,
      `The platform names it as the one to which the endpoint ${record.id} belongs: it is gone, or this token may not see it.`,
    );
  }
  return service;
}

export function fieldsOf(record: Vhost, service: Service) {
  const databaseId = linkedId(service, 'database');
  return {
    ...idsOf(record),
    env_id: requiredId(service, 'account'),
    resource_type: databaseId === undefined ? 'app' : 'database',
    resource_id: databaseId ?? linkedId(service, 'app') ?? null,
    process_type: databaseId === undefined ? service.process_type : null,
    endpoint_type: endpointType(record),
    default_domain: record.default,
    managed: record.acme,
    domain: record.user_domain ?? '',
    // The platform's own certificates are not the configuration's concern.
    certificate_id: record.acme || record.default ? null : (linkedId(record, 'certificate') ?? null),
    internal: record.internal,
    container_port: record.container_port || null,
    container_ports: record.container_ports ?? [],
    ip_filtering: record.ip_whitelist ?? [],
    platform: record.platform ?? null,
    shared: record.shared ?? false,
    load_balancing_algorithm_type: record.load_balancing_algorithm_type || null,
    status: record.status,
    virtual_domain: record.virtual_domain || null,
    external_hostname: record.external_host || null,
    ...validationRecord(record),
    acme_status: record.acme ? (record.acme_status ?? null) : null,
  };
}

/** The platform has two names for https: the one of today, and the one that its old load balancers had. */
export const endpointType = ({ type }: Vhost): string =>
  type === 'http' || type === 'http_proxy_protocol' ? 'https' : type;

/** The DNS record that proves the domain: the first that is not from before, of the challenge over DNS. */
function validationRecord({ acme, acme_configuration }: Vhost) {
  const challenges = acme ? (acme_configuration?.challenges ?? []) : [];
  for (const { method, from, to } of challenges) {
    const target = to?.find(({ name, legacy }) => name && !legacy)?.name;
    if (method !== 'dns01' || !from?.name || !target) continue;
    return { dns_validation_record: from.name, dns_validation_value: target };
  }
  return { dns_validation_record: null, dns_validation_value: null };
}

/** The ways to connect to a database through its endpoint; none to an app. */
export async function connectionsThrough(record: Vhost, service: Service, call: Call) {
  const id = linkedId(service, 'database');
  if (id === undefined) return noConnections;
  const environmentId = linkedId(service, 'account');
  const database = await call.reader.find('databases', id, { environmentId, signal: call.signal });
  if (database === undefined) return noConnections;
  return connectionsOf(database, call, (url) =>
    throughEndpoint(url, record.external_host, database.port_mapping ?? []),
  );
}
