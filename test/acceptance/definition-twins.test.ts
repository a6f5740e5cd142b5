/** Definitions of examples, deployed by `cdktf-aptible deploy` with the real terraform. The long tests deploy all. */
import { tryTwin } from './support/twin';

test.each(['first-environment', 'web-app-with-database'])(
  'the definition of %s is deployed, planned empty, and destroyed, by one command each',
  (example) => tryTwin(example),
);
