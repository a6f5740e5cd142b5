/** Definitions of examples, deployed by `cdktf-aptible deploy` with the real terraform. The long tests deploy all. */
import { tryTwin } from './support/twin';

test.each(['existing-environment', 'first-environment', 'web-app-with-database'])(
  'the definition of %s is deployed, planned empty, and destroyed or left, by one command each',
  (example) => tryTwin(example),
);
