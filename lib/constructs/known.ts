/** The values that props are known to take, as the schema lists them. A token, or what the platform takes besides, is of these types as well. */
import type { ephemeralResources, KnownOf, KnownWith, resources } from '../schema';

type Resources = typeof resources;
type Autoscaling = Resources['aptible_app']['blocks']['service']['blocks']['autoscaling_policy'];

/** The engines of databases. */
export type DatabaseType = KnownOf<Resources['aptible_database'], 'database_type'>;

/** The sizes of containers, in MB. */
export type ContainerMemoryMb = KnownOf<Resources['aptible_database'], 'container_size'>;

/** The ratios of CPU to memory: `m` general purpose, `c` compute, `r` memory. */
export type ContainerProfile = KnownOf<Resources['aptible_database'], 'container_profile'>;

/** Who releases an app, where that is not Terraform. */
export type ReleaseMode = KnownOf<Resources['aptible_app'], 'release_mode'>;

/** The sizes, in MB, between which autoscaling moves. */
export type AutoscalingMemoryMb = KnownOf<Autoscaling, 'minimum_memory'>;

/** The types of credentials, of which some engines have several. */
export type CredentialType = KnownOf<(typeof ephemeralResources)['aptible_database_credentials'], 'type'>;

/** What becomes of what the user of a database owns. */
export type OnDestroy = KnownOf<Resources['aptible_database_user'], 'on_destroy'>;

/** What the user of a database may do with tables. */
export type TablePrivilege = KnownOf<Resources['aptible_database_user']['blocks']['table_privileges'], 'privileges'>;

/** What a role may be permitted. */
export type PermissionScope = KnownOf<Resources['aptible_permission'], 'scope'>;

/** The load balancers of web apps. */
export type LoadBalancer = KnownWith<Resources['aptible_endpoint'], 'platform', 'resource_type', 'app'>;

/** The ways in which an `alb` spreads requests. */
export type LoadBalancingAlgorithm = KnownOf<Resources['aptible_endpoint'], 'load_balancing_algorithm_type'>;

/** The versions of TLS that clients may use. */
export type SslProtocols = KnownOf<Resources['aptible_endpoint'], 'ssl_protocols_override'>;

/** The versions of TLS that clients may use where there is no `alb`. */
export type ElbSslProtocols = KnownWith<
  Resources['aptible_endpoint'],
  'ssl_protocols_override',
  'endpoint_type',
  'tls'
>;

/** The URLs at which the sites of Datadog take metrics. */
export type DatadogSeriesUrl = KnownOf<Resources['aptible_metric_drain'], 'series_url'>;

/** The operations on an app. */
export type AppOperation = KnownWith<Resources['aptible_operation'], 'type', 'app_id'>;

/** The operations on a database. */
export type DatabaseOperation = KnownWith<Resources['aptible_operation'], 'type', 'database_id'>;

/** The operations on an endpoint. */
export type EndpointOperation = KnownWith<Resources['aptible_operation'], 'type', 'endpoint_id'>;
