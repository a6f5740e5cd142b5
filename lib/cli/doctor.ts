/** `cdktf-aptible doctor` */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ApiError, Client, organizationShape, stackShape, TokenSource } from '../api';
import { DiagnosticError } from '../plugin/diagnostics';
import { addressesOf } from '../provider/configure';
import { localFindings, type Finding, type Machine } from './doctor-checks';
import { hasColors, tell } from './terminal';

export interface DoctorOptions {
  /** Whether the platform is left alone. */
  readonly offline?: boolean;
  readonly json?: boolean;
}

/** Says what is missing on this machine. @returns the exit status */
export async function doctor({ offline = false, json = false }: DoctorOptions): Promise<number> {
  const machine = thisMachine();
  const findings = [...localFindings(machine), ...(await platformFindings(machine, offline))];
  const isFit = findings.every(({ state }) => state !== 'missing');
  if (json) console.log(JSON.stringify({ ok: isFit, findings }, undefined, 2));
  else for (const finding of findings) console.log(lineOf(finding));
  return isFit ? 0 : 1;
}

function thisMachine(): Machine {
  return {
    environment: process.env,
    home: homedir(),
    nodeVersion: process.versions.node,
    directory: process.cwd(),
    own: JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as Machine['own'],
  };
}

function lineOf({ state, what, message }: Finding): string {
  const color = { ok: 32, warning: 33, missing: 31 }[state];
  const shown = hasColors(process.stdout) ? `\u001b[${color}m${state}\u001b[39m` : state;
  return `${shown}${' '.repeat(9 - state.length)}${what}: ${message}`;
}

async function platformFindings(machine: Machine, offline: boolean): Promise<Finding[]> {
  let addresses: ReturnType<typeof addressesOf>;
  try {
    addresses = addressesOf({});
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return [{ state: 'missing', what: 'platform', message: oneLine(`${error.summary}. ${error.detail}`) }];
  }
  const login = await credentials(machine, addresses.authUrl);
  if (offline) return [login, { state: 'ok', what: 'platform', message: `${addresses.apiUrl}, not asked (--offline)` }];
  if (login.state === 'missing') {
    return [
      login,
      { state: 'warning', what: 'platform', message: `${addresses.apiUrl} was not asked, since there is no login.` },
    ];
  }
  tell(`Asking ${addresses.apiUrl} …`);
  return [login, await platform(machine, addresses)];
}

const loginWords = 'Run `aptible login`, or set APTIBLE_ACCESS_TOKEN.';

async function credentials({ environment }: Machine, authUrl: string): Promise<Finding> {
  const what = 'credentials';
  let user: string | undefined;
  const never = new Error('no login is made here');
  const source = new TokenSource(
    authUrl,
    {},
    (username) => {
      user = username;
      return Promise.reject(never);
    },
    environment,
  );
  let token: string;
  try {
    token = await source.token();
  } catch (error) {
    if (error === never) return { state: 'ok', what, message: `APTIBLE_USERNAME and APTIBLE_PASSWORD, of ${user}` };
    if (!(error instanceof ApiError)) throw error;
    return { state: 'missing', what, message: oneLine(error.message) };
  }
  const from = environment['APTIBLE_ACCESS_TOKEN']?.trim() ? 'APTIBLE_ACCESS_TOKEN' : 'the token of `aptible login`';
  const { exp, email, sub } = claimsOf(token);
  const whose = [email, sub].find((claim) => typeof claim === 'string');
  const owner = whose === undefined ? '' : `, of ${oneLine(whose)}`;
  if (typeof exp !== 'number') return { state: 'ok', what, message: `${from}${owner}` };
  const until = new Date(exp * 1000);
  if (Number.isNaN(until.getTime())) return { state: 'ok', what, message: `${from}${owner}` };
  return until.getTime() > Date.now()
    ? { state: 'ok', what, message: `${from}${owner}, until ${until.toISOString()}` }
    : { state: 'missing', what, message: `${from}${owner}, expired at ${until.toISOString()}. ${loginWords}` };
}

/** What a token says of itself. Only the platform can tell whether that is true. */
function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? (claims as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {}; // tokens need not be JWTs
  }
}

async function platform({ environment }: Machine, addresses: ReturnType<typeof addressesOf>): Promise<Finding> {
  const what = 'platform';
  const proxy = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'].find((name) => environment[name]);
  const through = proxy === undefined ? '' : `, with the proxy of ${proxy}`;
  const client = new Client({
    ...addresses,
    credentials: {},
    userAgent: 'cdktf-aptible doctor',
    retryDelaysMs: [],
    requestTimeoutMs: 15_000,
  });
  try {
    // It needs no record of the platform, and nobody's secrets.
    await client.page('/stacks', stackShape, { query: { per_page: 1 } });
    const organizations = await client.list(
      `${addresses.authUrl.replace(/\/+$/, '')}/organizations`,
      organizationShape,
    );
    const names = organizations.map(({ name }) => oneLine(name)).join(', ') || 'none';
    return { state: 'ok', what, message: `${addresses.apiUrl} answers${through}; organizations: ${names}` };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { state: 'missing', what, message: `${addresses.apiUrl}${through}: ${oneLine(error.message)}` };
  } finally {
    await client.close();
  }
}

/** What another wrote is one line, without what steers a terminal. */
function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
}
