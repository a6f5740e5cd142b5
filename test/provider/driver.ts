/** The provider, driven as Terraform drives it, against a local platform of its own. */
import { type Control, type LocalPlatform, type LocalPlatformOptions, startLocalPlatform } from '../../lib/emulator';
import { QuickClient } from '../support/quick-client';
import { createHarness, type Harness, type Instance } from '../support/plugin/harness';
import type { Plain, PlainDiagnostic } from '../support/plugin/plain-objects';
import { unknown } from '../../lib/plugin/values';
import { configureWith } from '../../lib/provider/configure';
import { provider } from '../../lib/provider/provider';

/** The provider, which hardly waits before it repeats a request or looks at an operation. */
const quick: typeof provider = {
  ...provider,
  configure: (config, call) =>
    configureWith((options) => new QuickClient({ ...options, retryDelaysMs: [1, 5, 20] }), config, call),
};

export interface Outcome {
  readonly instance: Instance | null;
  /** The state of the instance; null when nothing is in the state. */
  readonly state: Record<string, unknown> | null;
  readonly diagnostics: readonly PlainDiagnostic[];
}

export class Driver {
  readonly unknown = unknown;
  private firstRequest = 0;

  private constructor(
    readonly platform: LocalPlatform,
    readonly environmentId: number,
  ) {}

  static async start(options: LocalPlatformOptions = {}): Promise<Driver> {
    const platform = await startLocalPlatform({ databases: 'none', ...options });
    const account = (await new Driver(platform, 0).request('POST', '/accounts', {
      handle: 'test',
      type: 'development',
      stack_id: platform.control.list('stack')[0]!.id,
      organization_id: platform.control.list('organization')[0]!.uuid,
    })) as { id: number };
    const driver = new Driver(platform, account.id);
    driver.clearRequests();
    return driver;
  }

  get control(): Control {
    return this.platform.control;
  }

  async stop(): Promise<void> {
    await this.platform.stop();
  }

  /** One request past the provider. */
  async request(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(this.platform.url + path, {
      method,
      headers: { authorization: `Bearer ${this.platform.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? undefined : response.json();
  }

  /** Method, path and body of all requests but GETs, since the last `clearRequests`. */
  writes(): [string, string, unknown][] {
    return this.platform.requests
      .slice(this.firstRequest)
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path, body }) => [method, path, body]);
  }

  /** Paths of all GETs since the last `clearRequests`. */
  reads(): string[] {
    return this.platform.requests
      .slice(this.firstRequest)
      .filter(({ method }) => method === 'GET')
      .map(({ path }) => path);
  }

  clearRequests(): void {
    this.firstRequest = this.platform.requests.length;
  }

  /** Refresh and plan. */
  plan(type: string, config: Plain, prior: Outcome | null = null) {
    return this.walk(async (terraform) => {
      const problems = await terraform.validate(type, config);
      if (problems.some(({ severity }) => severity === 'error')) {
        return { action: 'no-op' as const, planned: null, replace: [], diagnostics: problems };
      }
      const refreshed = prior?.instance ? (await terraform.refresh(type, prior.instance)).instance : null;
      const plan = await terraform.plan(type, config, refreshed);
      return { ...plan, diagnostics: [...problems, ...plan.diagnostics] };
    });
  }

  /** `terraform apply`, and a plan after it that must be empty. `known`: the configuration as it is once all of it is known. */
  apply(type: string, config: Plain, prior: Outcome | null = null, known: Plain = config): Promise<Outcome> {
    return this.walk(async (terraform) =>
      outcome(await terraform.deploy(type, config, { prior: prior?.instance ?? null, known })),
    );
  }

  /** An apply of a saved plan of something new, before which something happens. */
  applyAfter(type: string, config: Plain, meanwhile: () => Promise<unknown>): Promise<Outcome> {
    return this.walk(async (terraform) => {
      const planned = await terraform.plan(type, config);
      await meanwhile();
      return outcome(await terraform.apply(type, planned, config));
    });
  }

  /** As `apply`, interrupted by the user as soon as the platform has had a request that `after` names. */
  applyAndStop(type: string, config: Plain, prior: Outcome | null, after: RegExp): Promise<Outcome> {
    this.clearRequests();
    return this.walk(async (terraform) => {
      const watch = setInterval(() => {
        if (!this.writes().some(([method, path]) => after.test(`${method} ${path}`))) return;
        clearInterval(watch);
        void terraform.stop();
      }, 5);
      try {
        return outcome(await terraform.deploy(type, config, { prior: prior?.instance ?? null }));
      } finally {
        clearInterval(watch);
      }
    });
  }

  refresh(type: string, prior: Outcome): Promise<Outcome> {
    return this.walk(async (terraform) => outcome(await terraform.refresh(type, prior.instance!)));
  }

  /** One plan of a whole configuration: everything is refreshed at the same time. */
  refreshAll(all: readonly { readonly type: string; readonly prior: Outcome }[]): Promise<Outcome[]> {
    return this.walk((terraform) =>
      Promise.all(all.map(async ({ type, prior }) => outcome(await terraform.refresh(type, prior.instance!)))),
    );
  }

  destroy(type: string, prior: Outcome, options?: { refreshes: boolean }): Promise<Outcome> {
    return this.walk(async (terraform) => outcome(await terraform.destroy(type, prior.instance!, options)));
  }

  import(type: string, id: string): Promise<Outcome> {
    return this.walk(async (terraform) => outcome(await terraform.import(type, id)));
  }

  upgrade(type: string, state: Plain): Promise<Outcome> {
    return this.walk(async (terraform) => outcome(await terraform.upgrade(type, state, 0)));
  }

  /** A block `moved` from one type to another one, of the provider at this address. */
  move(
    from: string,
    to: string,
    prior: Outcome,
    provider = 'registry.terraform.io/cdktf-aptible/aptible',
  ): Promise<Outcome> {
    return this.walk(async (terraform) => outcome(await terraform.move({ provider, type: from }, to, prior.instance!)));
  }

  data(type: string, config: Plain) {
    return this.walk((terraform) => terraform.readDataSource(type, config));
  }

  /** An ephemeral resource, opened and closed. */
  open(type: string, config: Plain) {
    return this.walk((terraform) => terraform.openEphemeralResource(type, config));
  }

  /** One process of the provider, configured anew, as each walk of Terraform has it. */
  async walk<T>(work: (terraform: Harness) => Promise<T>, configure: Plain = {}): Promise<T> {
    const { url, token } = this.platform;
    const terraform = await createHarness(quick, {
      configure: { api_root_url: url, auth_root_url: url, access_token: token, ...configure },
    });
    try {
      return await work(terraform);
    } finally {
      await terraform.close();
    }
  }
}

export const startDriver = (options?: LocalPlatformOptions): Promise<Driver> => Driver.start(options);

export function outcome({ instance, diagnostics }: Pick<Outcome, 'instance' | 'diagnostics'>): Outcome {
  return { instance, diagnostics, state: instance?.state ?? null };
}
