/** Numbers without loss: Terraform's have hundreds of digits, a double has sixteen. */
import { Decimal } from './values';

const numberText = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
const maxDigits = 10_000;

/** A `number` where it says the same in its shortest text, otherwise a `Decimal`. */
export function parseNumber(text: string): number | Decimal {
  const digits = plainDigits(text);
  const double = Number(digits);
  return Number.isFinite(double) && plainDecimal(double) === digits ? double : new Decimal(digits);
}

/** The decimal digits of a finite number, without an exponent, and the same for equal numbers. */
export function plainDecimal(value: number | Decimal): string {
  if (value instanceof Decimal) return plainDigits(value.digits);
  return Number.isInteger(value) ? BigInt(value).toString() : plainDigits(String(value));
}

function plainDigits(text: string): string {
  const match = numberText.exec(text);
  if (!match) throw new Error(`"${text}" is not a number`);
  const [, sign, whole = '', fraction = '', exponentText = '0'] = match;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) + whole.length + fraction.length > maxDigits) {
    throw new Error(`a number of more than ${maxDigits} digits is not supported`);
  }
  let digits = whole + fraction;
  let point = whole.length + exponent;
  if (point < 0) {
    digits = '0'.repeat(-point) + digits;
    point = 0;
  }
  digits = digits.padEnd(point, '0');
  const integer = digits.slice(0, point).replace(/^0+/, '') || '0';
  const rest = digits.slice(point).replace(/0+$/, '');
  const plain = rest ? `${integer}.${rest}` : integer;
  return sign === '-' && plain !== '0' ? `-${plain}` : plain;
}
