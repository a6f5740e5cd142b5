/** An environment of some size that is applied and then planned unchanged, with our provider and with the reference. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startLocalPlatform, type LocalPlatform } from '../lib/emulator';
import { platformOptions, type Bench } from './bench';
import { mixtureOf, type Size } from './configuration';
import { environmentOf, Latency } from './latency';
import { WorkingDirectory, type Reference } from './working-directory';

export class PlannedEnvironment {
  private constructor(
    private readonly platform: LocalPlatform,
    private readonly latency: Latency,
    private readonly path: string,
    readonly ours: WorkingDirectory,
  ) {}

  static async apply({ scratch }: Bench, size: Size): Promise<PlannedEnvironment> {
    const platform = await startLocalPlatform(platformOptions);
    const latency = await Latency.before(platform.url);
    try {
      const path = join(scratch, `plan-${size}`);
      const configuration = mixtureOf(size);
      const environment = environmentOf(platform, latency);
      const ours = await WorkingDirectory.withOurs(join(path, 'ours'), configuration.whole, environment);
      await ours.applyInParts(configuration);
      return new PlannedEnvironment(platform, latency, path, ours);
    } catch (error) {
      latency.stop();
      await platform.stop();
      throw error;
    }
  }

  /** The same configuration and state, planned by the reference. */
  copyFor(reference: Reference, name: string): Promise<WorkingDirectory> {
    return this.ours.copyFor(reference, join(this.path, name));
  }

  /** Has each answer of the platform arrive later. */
  answerAfter(delayMs: number): void {
    this.latency.delayMs = delayMs;
  }

  /** The number of requests that an unchanged plan makes. The platform keeps only the newest ones, so they are counted from the last one on. */
  async requestsOfPlan(): Promise<number> {
    const { requests } = this.platform;
    const last = requests.at(-1)!;
    await this.ours.plan();
    return requests.length - 1 - requests.lastIndexOf(last);
  }

  async stop(): Promise<void> {
    this.latency.stop();
    await this.platform.stop();
    rmSync(this.path, { recursive: true });
  }
}
