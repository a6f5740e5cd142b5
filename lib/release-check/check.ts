/** Asks a release until it answers as expected. */
import { setTimeout as sleep } from 'node:timers/promises';
import { EnvHttpProxyAgent, request, type Dispatcher } from 'undici';
import type { Expectation } from '../schema/release-check';

/** One line that says what came back, whether that was expected, and what to do when it was not. */
interface Answer {
  readonly text: string;
  readonly isExpected: boolean;
  readonly advice: string;
}

/**
 * Resolves when an answer is as expected. It reports each answer that differs from the one before.
 *
 * @throws Error when there was none until the deadline: it says what was asked, what came back, what was expected and what to do.
 */
export async function checkRelease(expectation: Expectation, report: (line: string) => void): Promise<void> {
  const { url, deadlineSeconds, intervalSeconds } = expectation;
  const bodyPattern = compile(expectation.bodyPattern);
  const dispatcher = new EnvHttpProxyAgent();
  const deadline = performance.now() + deadlineSeconds * 1000;
  const times = new Map<string, number>();
  try {
    for (let last: Answer | undefined; ;) {
      const leftMs = deadline - performance.now();
      const answer = await ask(expectation, bodyPattern, dispatcher, leftMs);
      if (answer.text !== last?.text) report(`GET ${url}: ${answer.text}`);
      if (answer.isExpected) return;
      times.set(answer.text, (times.get(answer.text) ?? 0) + 1);
      last = answer;
      if (performance.now() + intervalSeconds * 1000 >= deadline) {
        throw new Error(refusal(expectation, times, last.advice));
      }
      await sleep(intervalSeconds * 1000);
    }
  } finally {
    await dispatcher.destroy();
  }
}

async function ask(
  expectation: Expectation,
  bodyPattern: RegExp | undefined,
  dispatcher: Dispatcher,
  leftMs: number,
): Promise<Answer> {
  const { url, headers, secretHeaders, requestTimeoutSeconds, status, bodyContains } = expectation;
  const timeoutMs = Math.ceil(Math.min(requestTimeoutSeconds * 1000, Math.max(leftMs, 1000)));
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await request(url, {
      dispatcher,
      signal,
      headers: { 'user-agent': 'cdktf-aptible', ...headers, ...secretHeaders },
    });
    const body = await beginning(response.body);
    const isExpected =
      response.statusCode === status &&
      (bodyContains === undefined || body.includes(bodyContains)) &&
      (bodyPattern === undefined || bodyPattern.test(body));
    const { location } = response.headers;
    const to = location === undefined ? '' : ` to ${withoutSecrets(String(location), secretHeaders)}`;
    const text = `status ${response.statusCode}${to}, ${describeBody(withoutSecrets(body, secretHeaders))}`;
    return { text, isExpected, advice: adviceOnAnswers };
  } catch (error) {
    const text = signal.aborted
      ? `no answer within ${Math.round(timeoutMs / 100) / 10} s`
      : withoutSecrets(reasonOf(error), secretHeaders);
    return { text, isExpected: false, advice: adviceOn(codesOf(error)) };
  }
}

const longestBody = 1024 * 1024;
const longestShown = 300;

async function beginning(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= longestBody) break;
  }
  return Buffer.concat(chunks).subarray(0, longestBody).toString('utf8');
}

function describeBody(body: string): string {
  if (body === '') return 'no body';
  const text = JSON.stringify(body.slice(0, longestShown));
  return body.length > longestShown ? `a body that begins with ${text}` : `body ${text}`;
}

function refusal(expectation: Expectation, times: ReadonlyMap<string, number>, advice: string): string {
  const { url, deadlineSeconds, status, bodyContains, bodyPattern } = expectation;
  const expected = [
    `status ${status}`,
    ...(bodyContains === undefined ? [] : [`a body that contains ${JSON.stringify(bodyContains)}`]),
    ...(bodyPattern === undefined ? [] : [`a body that matches /${bodyPattern}/`]),
  ];
  return [
    `The release did not answer as told within ${deadlineSeconds} s: GET ${url}`,
    `Expected: ${expected.join(', ')}`,
    'Received:',
    ...[...times].map(([text, count]) => `  ${count === 1 ? 'once' : `${count} times`}: ${text}`),
    `${advice} The release is running all the same; the next apply checks it again.`,
  ].join('\n');
}

const adviceOnAnswers =
  'Look at the logs of the app (aptible logs --app HANDLE), then deploy an image or a configuration that answers, or correct what the check expects. ' +
  'Redirects are not followed.';

function adviceOn(codes: readonly string[]): string {
  if (codes.some((code) => /CERT|TLS|SSL|SELF_SIGNED|ISSUER/.test(code))) {
    return (
      'Its certificate is not one that this machine trusts: give the endpoint a certificate of its domain (managedTls or certificate); for an ' +
      'authority of your own, set NODE_EXTRA_CA_CERTS to the file with its certificate.'
    );
  }
  if (codes.some((code) => code === 'ENOTFOUND' || code === 'EAI_AGAIN')) {
    return 'Check that the DNS record of the domain exists. An internal endpoint has to be checked from a machine that reaches its stack.';
  }
  return `Check that this machine reaches the endpoint (ipFiltering, internal, HTTPS_PROXY) and that the app listens on its port. ${adviceOnAnswers}`;
}

interface Failure {
  readonly message: string;
  readonly code?: string;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

/** Lists an error and those inside of it: one for each address, or the one that a library wrapped. */
function errorsOf(error: unknown): Failure[] {
  if (typeof error !== 'object' || error === null || !('message' in error)) return [];
  const failure = error as Failure;
  return [failure, ...(failure.errors ?? [failure.cause]).flatMap(errorsOf)];
}

const codesOf = (error: unknown): string[] => errorsOf(error).flatMap(({ code }) => code ?? []);

function reasonOf(error: unknown): string {
  const reasons = errorsOf(error).map(({ message, code = '' }) =>
    message.includes(code) ? message : `${message} (${code})`,
  );
  return [...new Set(reasons.filter((reason) => reason !== ''))].join('; ') || String(error);
}

/** Hides the secrets that an answer may repeat: a whole value, or its part behind a word such as Bearer. */
function withoutSecrets(text: string, secretHeaders: Expectation['secretHeaders']): string {
  const secrets = Object.values(secretHeaders).flatMap((value) => [value, ...value.split(/\s+/)]);
  return secrets
    .filter(({ length }) => length >= 4)
    .reduce((rest, secret) => rest.replaceAll(secret, '(hidden)'), text);
}

function compile(pattern: string | undefined): RegExp | undefined {
  if (pattern === undefined) return undefined;
  try {
    return new RegExp(pattern);
  } catch (error) {
    throw new Error(`The check cannot be made: bodyPattern is not a regular expression: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
