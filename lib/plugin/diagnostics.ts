/**
 * What a person reads when something is wrong. A summary is one short line without a full stop; a detail says what was tried,
 * what came back and what to do. Never a secret: Terraform does not redact these texts.
 */

/** The steps to an attribute: names of attributes and blocks, list indexes, map keys. What is inside a set has the path of the set. */
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

/** Fails a call with this diagnostic when a handler throws it. Any other error becomes a diagnostic with the error's message. */
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

/**
 * Fails a call of a function with this text. Terraform shows it to everybody, also where the argument is sensitive, so no part of an argument is
 * in it, and adds the full stop.
 */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';

  constructor(
    text: string,
    /** The argument that is wrong, counted from 0. */
    readonly argument?: number,
  ) {
    super(text);
  }
}

/** A path in Terraform's notation: `services[0].name`, `labels["a b"]`. */
export function pathText(path: Path): string {
  const text = path
    .map((step) =>
      typeof step === 'number' ? `[${step}]` : /^[a-z_]\w*$/i.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`,
    )
    .join('');
  return text.replace(/^\./, '') || 'the object';
}
