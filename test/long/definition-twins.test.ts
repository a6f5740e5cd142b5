/** The definition of every example, deployed by `cdktf-aptible deploy` with the real terraform. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../acceptance/support/example';
import { tryTwin } from '../acceptance/support/twin';

const examples = readdirSync(join(root, 'examples'))
  .filter((name) => existsSync(join(root, 'examples', name, 'aptible.yaml')))
  // It keeps its state in a database, and gitops.test.ts deploys it.
  .filter((name) => name !== 'gitops');

test.each(examples)('the definition of %s is deployed, planned empty, and destroyed, by one command each', (example) =>
  tryTwin(example, { servers: example === 'least-privilege' }),
);
