/** A token for a username and a password. */
import { setTimeout as wait } from 'node:timers/promises';
import { refusal, understood } from './answers';
import { ApiError } from './errors';
import { pauseMs } from './repetition';
import { tokenShape } from './shapes';
import type { Answer, Transport } from './transport';

const lifetimeSeconds = 43_200;

/** Other refusals have nothing to do with who logs in. */
const refusesCredentials: ReadonlySet<number | undefined> = new Set([400, 401, 403, 422]);

interface LoginOptions {
  readonly authUrl: string;
  readonly retryDelaysMs: readonly number[];
}

export async function login(
  transport: Transport,
  { authUrl, retryDelaysMs }: LoginOptions,
  username: string,
  password: string,
): Promise<string> {
  const url = new URL(`${authUrl.replace(/\/+$/, '')}/tokens`);
  const body = { grant_type: 'password', username, password, scope: 'manage', expires_in: lifetimeSeconds };
  const answer = await repeated(retryDelaysMs, () =>
    transport.attempt({ method: 'POST', url, body, hidden: [password] }),
  );
  if (answer.status < 300) return understood('POST', url.pathname, tokenShape, answer.text).access_token;
  const refused = refusal('POST', url, answer, [password]);
  const { status, platformCode, platformMessage } = refused;
  if (!refusesCredentials.has(status)) throw refused;
  throw new ApiError(
    platformCode === 'otp_token_required'
      ? `The user ${username} has two-factor authentication, so a login needs a person. Use a user without it for automation, ` +
          'or set APTIBLE_ACCESS_TOKEN.'
      : `Logging in as ${username} failed: the platform answered ${status}${platformMessage ? `: ${platformMessage}` : ''}\n` +
          'Correct APTIBLE_USERNAME and APTIBLE_PASSWORD, or the arguments username and password of the provider.',
    { code: 'credentials', method: 'POST', path: url.pathname, status, platformCode, platformMessage },
  );
}

/** A login makes a token more, and nothing else: unlike other POSTs, it is repeated as a GET is. */
async function repeated(delaysMs: readonly number[], send: () => Promise<Answer | ApiError>): Promise<Answer> {
  for (let attempt = 0; ; attempt++) {
    const outcome = await send();
    const delayMs = delaysMs[attempt];
    if (outcome instanceof ApiError) {
      if (delayMs === undefined) throw outcome;
      await wait(pauseMs(delayMs, undefined));
    } else {
      if (delayMs === undefined || (outcome.status < 500 && outcome.status !== 429)) return outcome;
      await wait(pauseMs(delayMs, outcome.retryAfterMs));
    }
  }
}
