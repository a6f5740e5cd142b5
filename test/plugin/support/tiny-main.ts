/** The executable of the tiny provider. */
import { serve } from '../../../lib/plugin/serve';

void serve({
  name: 'tiny',
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded after the handshake
  provider: async () => (require('./tiny-provider') as typeof import('./tiny-provider')).provider,
});
