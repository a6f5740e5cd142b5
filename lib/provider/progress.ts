/** Tells how the work goes on to whoever runs the provider in a process of his own. Terraform itself has no way to hear of it. */
import type { Operation } from '../api';

export interface NamedOperation extends Operation {
  /** What the user calls the thing that it is done for; undefined where that has no name. */
  readonly subject?: string | undefined;
}

/** One object of Terraform's that was created, changed or destroyed, or was not. */
export interface Applied {
  readonly type: string;
  readonly kind: 'create' | 'update' | 'delete';
  /** Undefined where it was not created. */
  readonly id: string | undefined;
  readonly hasFailed: boolean;
}

export interface Listener {
  /** Is called each time that an operation was read, from its start to its end. */
  onOperation(operation: NamedOperation): void;
  onApplied(applied: Applied): void;
  /** Takes the logs of operations while they run. Without it, none is asked for. */
  readonly logs?: LogListener | undefined;
}

export interface LogListener {
  /** A line without secrets. */
  readonly onLine: (operation: NamedOperation, line: string) => void;
  /** Why no log can be followed, or one not any more. */
  readonly onProblem: (problem: string) => void;
}

let listener: Listener | undefined;

export function tellTo(next: Listener | undefined): void {
  listener = next;
}

export const currentListener = (): Listener | undefined => listener;
