/** The executable of the tiny provider. */
import { serve } from '../../../lib/plugin/serve';
import type * as tiny from './tiny-provider';

void serve({
  name: 'tiny',
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded after the handshake
  provider: () => Promise.resolve((require('./tiny-provider') as typeof tiny).provider),
});
