/** Recognizes texts that can be nothing but secrets. */

/** The password is no variable of a shell: that is no secret. */
const passwordInUrl = /[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:(?!\$\{?\w+\}?@)[^/\s@]+@/i;

/** Only what is a secret in every place: keys that are meant for browsers look like their own kind, and are left out. */
const tokens = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\b[sr]k_live_\w{6,}/,
  /\bgh[pousr]_\w{30,}/,
  /\bgithub_pat_\w{30,}/,
  /\bglpat-[\w-]{16,}/,
  /\bxox[abprs]-[\w-]{16,}/,
  /\bA(?:KIA|SIA)[A-Z0-9]{16}\b/,
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/,
  /\bnpm_\w{36}/,
];

export function hasPassword(text: string): boolean {
  return passwordInUrl.test(text);
}

export function hasToken(text: string): boolean {
  return tokens.some((form) => form.test(text));
}
