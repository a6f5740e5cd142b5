/** A kill at each step of a creation. */
import { kills, tryKills } from '../acceptance/support/kills';

test('after eight kills of the provider, terraform and the terminal, a creation has left nothing twice and nothing behind', () =>
  tryKills(kills));
