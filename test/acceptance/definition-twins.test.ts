/** The definition of an example, deployed by `cdktf-aptible deploy` with the real terraform. The long tests deploy all. */
import { tryTwin } from './support/twin';

test('the definition of an existing environment takes it over without a change', () => tryTwin('existing-environment'));
