/** Keeps secrets out of messages, whatever the platform repeats in an answer. */

/** Fields of a body whose values may be in a message. */
const notSecret = new Set([
  'type',
  'handle',
  'drain_type',
  'instance_profile',
  'organization_id',
  'grant_type',
  'scope',
]);

/** The strings of a body that the platform might repeat in a message: environment variables, passwords, keys. */
export function secretsOf(body: unknown): string[] {
  if (typeof body === 'string') return body.length >= 4 ? [body] : [];
  if (body === null || typeof body !== 'object') return [];
  return Object.entries(body).flatMap(([name, value]) => (notSecret.has(name) ? [] : secretsOf(value)));
}

const shortestLine = 8;

/** Hides each secret, in every form in which an answer or a log may repeat it. */
export const redacted = (text: string, hidden: readonly string[]): string => redactionOf(hidden)(text);

/** The same for many texts: there are many forms of a secret, and each line of a log is a text. */
export function redactionOf(hidden: readonly string[]): (text: string) => string {
  const forms = new Set(hidden.flatMap(formsOf));
  return (text) => withoutForms(text, forms);
}

function withoutForms(text: string, forms: ReadonlySet<string>): string {
  const spans: [start: number, end: number][] = [];
  for (const form of forms) {
    for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) spans.push([at, at + form.length]);
  }
  spans.sort(([a], [b]) => a - b);
  let result = '';
  let shownUpTo = 0;
  for (const [start, end] of spans) {
    // Two secrets may overlap: what they cover together is hidden once.
    if (start >= shownUpTo) result += `${text.slice(shownUpTo, start)}(redacted)`;
    shownUpTo = Math.max(shownUpTo, end);
  }
  return result + text.slice(shownUpTo);
}

function formsOf(secret: string): string[] {
  const lines = secret.split(/\r\n|\r|\n/);
  const turned = ['\n', '\r\n', '\r', ' ', ''].map((lineBreak) => lines.join(lineBreak));
  const longLines = lines.length === 1 ? [] : lines.filter((line) => line.length >= shortestLine);
  return [secret, ...turned, ...longLines].flatMap((plain) => {
    const inJson = jsonForms(plain);
    return [plain, ...inJson, ...inJson.flatMap(jsonForms), ...percentForms(plain), ...base64Forms(plain)];
  });
}

/** As the writers of JSON in Ruby, Rails, Go, PHP and Python escape a text; the last one also as Ruby shows a string. */
function jsonForms(plain: string): string[] {
  const escaped = JSON.stringify(plain).slice(1, -1);
  const forMarkup = escaped.replace(/[<>&\u2028\u2029]/g, escapedUnit);
  const ascii = (text: string) => text.replace(/[\u007f-\uffff]/g, escapedUnit);
  const slashes = (text: string) => text.replaceAll('/', '\\/');
  const inRuby = escaped.replace(/#(?=[{$@])/g, '\\#');
  return [escaped, forMarkup, ascii(escaped), ascii(forMarkup), slashes(escaped), slashes(ascii(escaped)), inRuby];
}

const escapedUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

function percentForms(plain: string): string[] {
  // Half of a surrogate pair cannot be encoded.
  const whole = Buffer.from(plain).toString();
  const encoded = encodeURIComponent(whole);
  const strict = encoded.replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  const inForm = new URLSearchParams({ '': whole }).toString().slice('='.length);
  const all = [encoded, strict, inForm, encodeURI(whole)];
  return [...all, ...all.map((text) => text.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()))];
}

function base64Forms(plain: string): string[] {
  const encoded = Buffer.from(plain).toString('base64');
  return [encoded, encoded.replace(/=+$/, ''), Buffer.from(plain).toString('base64url')];
}
