/**
 * Terraform values as JavaScript has them.
 *
 * strings (NFC) · booleans · numbers that a double holds exactly as `number` · other numbers as `Decimal` · null ·
 * lists and sets as arrays · maps and objects as objects without a prototype · unknown as `unknown`.
 */

/** A number that a double cannot hold exactly, as its decimal digits. */
export class Decimal {
  constructor(readonly digits: string) {}

  toString(): string {
    return this.digits;
  }
}

/** The one value that is not known before apply. */
export class Unknown {
  static readonly value = new Unknown();

  private constructor() {}

  toString(): string {
    return '(known after apply)';
  }

  toJSON(): string {
    return this.toString();
  }
}

export const unknown = Unknown.value;

export type Value = null | string | boolean | number | Decimal | Unknown | Value[] | ObjectValue;

export interface ObjectValue {
  [name: string]: Value;
}

/** An object without a prototype, so that every name may be a key of it. */
export function emptyObject(): ObjectValue {
  return Object.create(null) as ObjectValue;
}

export function isUnknown(value: unknown): value is Unknown {
  return value === unknown;
}

export function isObject(value: unknown): value is ObjectValue {
  return (
    value !== null &&
    typeof value === 'object' &&
    !Array.isArray(value) &&
    !(value instanceof Decimal) &&
    !isUnknown(value)
  );
}
