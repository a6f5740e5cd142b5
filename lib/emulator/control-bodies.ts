/** The bodies of requests to the control path. The package has this file with the library that reads them: see scripts/build.mjs. */
import * as z from 'zod/mini';
import type { Fault } from './faults';
import { faultForm, sshPortalForm, timingForm } from './fault-forms';
import type { OperationTiming } from './operations';
import type { SshPortalSettings } from './ssh-portal';
import { readWritten, WrittenError, type Form } from './written-json';

export interface Bodies {
  readonly fault: Fault;
  readonly timing: { readonly timing: OperationTiming };
  readonly password: { readonly password?: string | undefined };
  readonly sshPortal: SshPortalSettings;
}

const forms: { readonly [K in keyof Bodies]: Form<Bodies[K]> } = {
  fault: faultForm,
  timing: z.strictObject({ timing: timingForm }),
  password: z.strictObject({ password: z.optional(z.string().check(z.minLength(1))) }),
  sshPortal: sshPortalForm,
};

/** Reads a body, or says all that is wrong with it. */
export function readControlBody<K extends keyof Bodies>(
  kind: K,
  body: object,
): { readonly value: Bodies[K] } | { readonly problems: readonly string[] } {
  try {
    return { value: readWritten<Bodies[K]>(forms[kind], body) };
  } catch (error) {
    if (error instanceof WrittenError) return { problems: error.problems };
    throw error;
  }
}
