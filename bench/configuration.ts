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

/** Each resource has a block of its own: with `count` and references by index, terraform itself is quadratic. */
export function mixtureOf(size: Size): string {
  const { apps, databases, endpoints, drains } = mixtures[size];
  return [
    environment,
    ...times(apps, (index) => app(index, 'deployed')),
    ...times(databases, (index) => inEnvironment('database', `database-${index}`, '')),
    ...times(endpoints, endpoint),
    ...times(drains, (index) =>
      inEnvironment(
        'log_drain',
        `drain-${index}`,
        'drain_type = "https_post"\n  url        = "https://logs.example.com"',
      ),
    ),
  ].join('\n');
}

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
