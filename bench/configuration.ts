/** The configurations in HCL that are planned and applied. */

/** How many of each kind, beside one environment. */
interface Mixture {
  readonly apps: number;
  readonly databases: number;
  readonly endpoints: number;
  readonly drains: number;
}

export const allSizes = [21, 261, 2000] as const;
export type Size = (typeof allSizes)[number];

const mixtures: Readonly<Record<Size, Mixture>> = {
  21: { apps: 8, databases: 6, endpoints: 4, drains: 2 },
  261: { apps: 100, databases: 50, endpoints: 100, drains: 10 },
  2000: { apps: 769, databases: 384, endpoints: 769, drains: 77 },
};

export const noResources = `terraform {
  required_providers {
    aptible = { source = "registry.terraform.io/cdktf-aptible/aptible" }
  }
}`;

const environment = `${noResources}
data "aptible_stack" "shared" {
  name = "shared-us-east-1"
}
resource "aptible_environment" "this" {
  stack_id = data.aptible_stack.shared.stack_id
  handle   = "acme-bench"
}`;

/** A configuration, and the same in parts of which each can be applied without the others. */
export interface Configuration {
  readonly whole: string;
  /** What each part has, too. */
  readonly shared: string;
  readonly parts: readonly string[];
}

/**
 * One environment with so many resources. No part is larger than the mixture of 261. Each resource has a block of its own: with `count` and
 * references by index, terraform itself is quadratic.
 */
export function mixtureOf(size: Size): Configuration {
  const { apps, databases, endpoints, drains } = mixtures[size];
  const blocks = (from: number, to: number): string => {
    const each = (count: number, one: (index: number) => string): string[] => times(count, one).slice(from, to);
    return [
      environment,
      ...each(apps, (index) => app(index, 'deployed')),
      ...each(databases, database),
      ...each(endpoints, endpoint),
      ...each(drains, drain),
    ].join('\n');
  };
  const most = Math.max(apps, databases, endpoints, drains);
  const parts = times(Math.ceil(most / aPart), (part) => blocks(part * aPart, (part + 1) * aPart));
  return { whole: blocks(0, most), shared: environment, parts };
}

/** How many of each kind a part has at most. An endpoint is in the part of its app. */
const aPart = 100;

/** What an app has: nothing that is run, or an image, variables and two services. */
export const appKinds = ['bare', 'deployed'] as const;
export type AppKind = (typeof appKinds)[number];

/** Apps that wait for nothing but their environment. */
export function onlyApps(count: number, kind: AppKind): string {
  return [environment, ...times(count, (index) => app(index, kind))].join('\n');
}

/** Two apps, of which the second waits for the first. */
export function appAfterApp(kind: AppKind): string {
  return [environment, app(0, kind), app(1, kind, 'depends_on = [aptible_app.app-0]')].join('\n');
}

function app(index: number, kind: AppKind, more = ''): string {
  const deployed = `docker_image = "quay.io/aptible/deploy-demo-app"
  config       = { A = "1", INDEX = "${index}" }
  service {
    process_type = "web"
  }
  service {
    process_type = "worker"
  }`;
  return inEnvironment('app', `app-${index}`, `${kind === 'deployed' ? deployed : ''}\n  ${more}`);
}

function database(index: number): string {
  return inEnvironment('database', `database-${index}`, '');
}

function drain(index: number): string {
  return inEnvironment(
    'log_drain',
    `drain-${index}`,
    'drain_type = "https_post"\n  url        = "https://logs.example.com"',
  );
}

function inEnvironment(type: string, handle: string, rest: string): string {
  return `
resource "aptible_${type}" "${handle}" {
  env_id = aptible_environment.this.env_id
  handle = "${handle}"
  ${rest}
}`;
}

function endpoint(index: number): string {
  return `
resource "aptible_endpoint" "endpoint-${index}" {
  env_id         = aptible_environment.this.env_id
  resource_id    = aptible_app.app-${index}.app_id
  resource_type  = "app"
  process_type   = "web"
  default_domain = true
}`;
}

function times(count: number, one: (index: number) => string): string[] {
  return Array.from({ length: count }, (_, index) => one(index));
}
