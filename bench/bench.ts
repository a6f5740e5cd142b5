/** What the groups of measurements share. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allSizes, type Size } from './configuration';
import type { Figures } from './history';
import type { Row } from './measure';
import { measuredNodes, type Node } from './nodes';
import { missingForReference } from './reference';
import { builtReference, type Reference } from './working-directory';

/** What a group has measured: lines of the table, and figures for the history by the major version of Node. */
export interface Measured {
  readonly rows: readonly Row[];
  readonly figures?: Record<number, Partial<Figures>>;
}

const { version } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as { version: string };

/** The provider, as it is built. */
export const executable = join(__dirname, `../dist/provider-package/terraform-provider-aptible_v${version}.cjs`);

/** How platforms are started here: the image of all apps has two services. */
export const platformOptions = { databases: 'none', defaultProcessTypes: ['web', 'worker'] } as const;

export class Bench {
  /** Why there is no reference; undefined where there is one. */
  readonly missing = missingForReference();
  private installed: Node[] | undefined;

  /**
   * @param scratch a directory for files that nobody needs later
   * @param sizes what is planned
   */
  constructor(
    readonly scratch: string,
    readonly sizes: readonly Size[] = allSizes,
  ) {}

  get nodes(): readonly Node[] {
    return (this.installed ??= measuredNodes(this.scratch));
  }

  /** The quickest reference; undefined without Go. */
  async reference(): Promise<Reference | undefined> {
    if (this.missing !== undefined) return undefined;
    return { executable: await builtReference(this.scratch), environment: { BENCH_ECHO: '1' } };
  }

  /** The reference as the framework answers by itself; undefined without Go. */
  async framework(): Promise<Reference | undefined> {
    const reference = await this.reference();
    return reference && { ...reference, environment: {} };
  }
}
