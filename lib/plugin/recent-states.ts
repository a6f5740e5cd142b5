import type { Schema } from './types';
import type { ObjectValue } from './values';

/** Terraform goes on with an object as soon as it has an answer, with ten objects at a time when nobody asks for more. */
const maxStates = 64;

/**
 * The states in the last answers: Terraform shows most of them again, byte for byte, in its next request about the object. A state is given
 * back once only, so what its receiver does with it spoils it for nobody.
 */
export class RecentStates {
  private readonly states: { readonly schema: Schema; readonly bytes: Uint8Array; readonly state: ObjectValue }[] = [];

  /** Remembers what an answer says. The state must share nothing with what a handler has. */
  add(schema: Schema, bytes: Uint8Array, state: ObjectValue): void {
    this.states.push({ schema, bytes, state });
    if (this.states.length > maxStates) this.states.shift();
  }

  /** The state that these bytes are, and forgets it; undefined where it must be decoded. */
  take(schema: Schema, bytes: Uint8Array): ObjectValue | undefined {
    const index = this.states.findIndex(
      (each) => each.schema === schema && each.bytes.length === bytes.length && Buffer.compare(each.bytes, bytes) === 0,
    );
    return index < 0 ? undefined : this.states.splice(index, 1)[0]!.state;
  }
}
