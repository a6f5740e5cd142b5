/**
 * What a person reads when something is wrong. A summary is one short line without a full stop; a detail says what was tried,
 * what came back and what to do. Never a secret: Terraform does not redact these texts.
 */

/** Steps to an attribute: names of attributes and blocks, list indexes, map keys. Ends at the set for what is inside one. */
export type Path = readonly (string | number)[];

export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail: string;
  readonly path?: Path;
}

/** Collects the problems of one call, so that all are reported at once. */
export class Diagnostics {
  readonly all: Diagnostic[] = [];

  error(summary: string, detail: string, path?: Path): void {
    this.all.push({ severity: 'error', summary, detail, path });
  }

  warning(summary: string, detail: string, path?: Path): void {
    this.all.push({ severity: 'warning', summary, detail, path });
  }

  get hasErrors(): boolean {
    return this.all.some((diagnostic) => diagnostic.severity === 'error');
  }
}

/** Thrown by a handler: fails the call with this diagnostic. Any other error that a handler throws becomes one with its message. */
export class DiagnosticError extends Error {
  override readonly name = 'DiagnosticError';

  constructor(
    readonly summary: string,
    readonly detail: string,
    readonly path?: Path,
    options?: ErrorOptions,
  ) {
    super(`${summary}: ${detail}`, options);
  }
}
