/// <reference types="jest" />
/**
 * The matchers that stand for a value of any kind, typed as `unknown`. Jest's own types say `any`, which would switch off all checks of
 * the value that holds them.
 */
declare namespace jest {
  interface Expect {
    any(classType: unknown): unknown;
    anything(): unknown;
    arrayContaining(array: readonly unknown[]): unknown;
    objectContaining(object: object): unknown;
    stringContaining(text: string): unknown;
    stringMatching(text: string | RegExp): unknown;
  }
}
