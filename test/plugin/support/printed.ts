/** A value of Terraform as text: a number that no double holds has its digits, a string is itself. */
export const printed = (value: unknown): string => String(value);
