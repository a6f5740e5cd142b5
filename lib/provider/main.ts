/** The executable that Terraform starts. */
import { serve } from '../plugin/serve';
import { identityOf } from './identity';
import type * as implementation from './provider';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded after the handshake, see serve.ts
const load = () => require('./provider') as typeof implementation;

void serve({
  name: 'aptible',
  provider: () => Promise.resolve(load().providerAs(identityOf(process.argv[1] ?? ''))),
});
