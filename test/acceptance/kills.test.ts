/** A kill of each kind in a creation. The long tests kill at each of its steps. */
import { kills, tryKills } from './support/kills';

test('after a kill of the provider, of terraform and of the terminal, a creation has left nothing twice and nothing behind', () =>
  tryKills(kills.slice(0, 3)));
