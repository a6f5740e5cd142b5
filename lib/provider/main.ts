/** The executable that Terraform starts. */
import { serve } from '../plugin/serve';
import type * as implementation from './provider';

void serve({
  name: 'aptible',
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded after the handshake, see serve.ts
  provider: () => Promise.resolve((require('./provider') as typeof implementation).provider),
});
