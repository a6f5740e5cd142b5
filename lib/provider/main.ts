/** The executable that Terraform starts. */
import { serve } from '../plugin/serve';
import { identityOf } from './identity';
import type * as implementation from './provider';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded after the handshake, see serve.ts
const load = () => require('./provider') as typeof implementation;

/** What the build puts here, see scripts/bundle-provider.mjs. It is not there when this runs from source. */
declare const builtAnswers: Readonly<Record<string, string>> | undefined;

const identity = identityOf(process.argv[1] ?? '');
// In place of another provider, the schema is another one.
const hasBuiltSchema = typeof builtAnswers !== 'undefined' && identity?.inPlaceOf === undefined;

void serve({
  name: 'aptible',
  provider: () => Promise.resolve(load().providerAs(identity)),
  answers: hasBuiltSchema ? builtAnswers : undefined,
});
