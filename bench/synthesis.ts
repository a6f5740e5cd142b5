/** What the constructs cost at synth, against the generated classes. */
import { join } from 'node:path';
import { App as CdktfApp, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { AptibleProvider, Database, Environment, Stack } from '../lib';
import * as bindings from '../lib/bindings';
import type { Bench, Measured } from './bench';
import { median, milliseconds } from './measure';

export function synth({ scratch }: Bench): Promise<Measured> {
  const count = 1_000;
  const times = { l2: [] as number[], l1: [] as number[] };
  for (let round = 0; round < 5; round++) {
    times.l2.push(
      synthesized(scratch, (stack) => {
        new AptibleProvider(stack, 'aptible');
        const environment = new Environment(stack, 'environment', {
          handle: 'acme-bench',
          stack: Stack.fromId(stack, 'shared', 1),
        });
        for (let index = 0; index < count; index++) {
          new Database(environment, `database-${index}`, { handle: `database-${index}`, connectionUrlOutput: false });
        }
      }),
    );
    times.l1.push(
      synthesized(scratch, (stack) => {
        new bindings.AptibleProvider(stack, 'aptible');
        const environment = new bindings.Environment(stack, 'environment', { handle: 'acme-bench', stackId: 1 });
        for (let index = 0; index < count; index++) {
          new bindings.Database(stack, `database-${index}`, { handle: `database-${index}`, envId: environment.envId });
        }
      }),
    );
  }
  const [ours, bare] = [median(times.l2), median(times.l1)];
  const row = {
    what: 'synth of 1,000 databases',
    ours: milliseconds(ours),
    against: `${milliseconds(bare)} with the generated L1 classes`,
    ratio: ours / bare,
    target: '≤ 1.3',
  };
  return Promise.resolve({ rows: [row] });
}

function synthesized(scratch: string, build: (stack: TerraformStack & Construct) => void): number {
  const startedMs = performance.now();
  const app = new CdktfApp({ outdir: join(scratch, 'cdktf.out') });
  build(new TerraformStack(app, 'bench'));
  app.synth();
  return performance.now() - startedMs;
}
