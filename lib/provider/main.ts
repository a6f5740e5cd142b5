/** The executable that Terraform starts. */
import { serve } from '../plugin/serve';

void serve({
  name: 'aptible',
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded after the handshake, see serve.ts
  provider: async () => (require('./provider') as typeof import('./provider')).provider,
});
