/** The executable of the stand-in. */
import { serve } from '../../../../lib/plugin/serve';
import type * as loaded from './provider';

void serve({
  name: 'null',
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded after the handshake
  provider: () => Promise.resolve((require('./provider') as typeof loaded).provider),
});
