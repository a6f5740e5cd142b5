/** Diagnostics and their paths as messages, and what a handler throws as a diagnostic. */
import { type Diagnostic, DiagnosticError, type Diagnostics, type Path } from './diagnostics';
import { Severity } from './messages';
import { impliedType } from './schema';
import type { Schema, Type } from './types';

export function diagnosticMessage({ severity, summary, detail, path }: Diagnostic, schema: Schema | undefined) {
  const attribute = path?.length && schema ? pathMessage(path, schema) : undefined;
  return { severity: Severity[severity], summary, detail, attribute };
}

/** The steps of a path, up to the set or the unknown name in it: an element of a set has no address. */
export function pathMessage(path: Path, schema: Schema) {
  const steps: { attributeName?: string; elementKeyString?: string; elementKeyInt?: number }[] = [];
  let type: Type | undefined = impliedType(schema);
  for (const step of path) {
    if (type === undefined || typeof type === 'string') break;
    if (type[0] === 'object' && Object.hasOwn(type[1], step)) {
      steps.push({ attributeName: String(step) });
      type = type[1][step];
    } else if (type[0] === 'map') {
      steps.push({ elementKeyString: String(step) });
      type = type[1];
    } else if (type[0] === 'list' && typeof step === 'number') {
      steps.push({ elementKeyInt: step });
      type = type[1];
    } else {
      break;
    }
  }
  return { steps };
}

export function addThrown(diagnostics: Diagnostics, error: unknown, signal: AbortSignal, subject: string): void {
  if (error instanceof DiagnosticError) {
    diagnostics.error(error.summary, error.detail, error.path);
  } else if (signal.aborted) {
    const { name, message } = Object(error) as Partial<Error>;
    const last = name === 'AbortError' || !message ? '' : ` What it ended with: ${message}`;
    diagnostics.error('Stopped', `Terraform was interrupted before the work on ${subject} was done.${last}`);
  } else {
    const message = error instanceof Error ? error.message : String(error);
    diagnostics.error(
      `Unexpected error in ${subject}`,
      `${message || 'No message came with the error.'}\n\nThis looks like a bug in the provider: please report it. TF_LOG_PROVIDER=ERROR shows where it happened.`,
    );
  }
}
