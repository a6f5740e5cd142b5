/**
 * References to sensitive attributes. Terraform forgets that a value is sensitive when another stack reads it (`terraform_remote_state` does),
 * and would then print it: the mark is put on each use, on both sides.
 */
import { Fn, Token, type IResolvable } from 'cdktf';

export function sensitiveText(value: string | IResolvable): string {
  return Token.asString(Fn.sensitive(value));
}

export function sensitiveNumber(value: number | IResolvable): number {
  return Token.asNumber(Fn.sensitive(value));
}

export function sensitiveList(value: string[] | IResolvable): string[] {
  return Token.asList(Fn.sensitive(value));
}
