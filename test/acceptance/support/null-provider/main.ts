/** The executable of the stand-in. */
import { serve } from '../../../../lib/plugin/serve';

void serve({
  name: 'null',
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded after the handshake
  provider: async () => (require('./provider') as typeof import('./provider')).provider,
});
