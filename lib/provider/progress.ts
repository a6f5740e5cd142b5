/** Tells how operations go on to whoever runs the provider in a process of his own. Terraform itself has no way to hear of it. */
import type { Operation } from '../api';

let listener: ((operation: Operation) => void) | undefined;

export function tellOperationsTo(next: typeof listener): void {
  listener = next;
}

/** Is called each time that an operation was read, from its start to its end. */
export function tellOfOperation(operation: Operation): void {
  listener?.(operation);
}
