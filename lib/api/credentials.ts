/** The token that a request carries. Nothing is read or sent before the first request needs one. */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ApiError } from './errors';
import type { Environment } from './options';

/** The provider's arguments. Each wins over its environment variable. The directory of `tokens.json` has only one, APTIBLE_CONFIG_PATH. */
export interface CredentialArguments {
  /** `APTIBLE_USERNAME` */
  readonly username?: string | undefined;
  /** `APTIBLE_PASSWORD` */
  readonly password?: string | undefined;
  /** `APTIBLE_ACCESS_TOKEN` */
  readonly accessToken?: string | undefined;
}

/** Exchanges username and password for a token. */
type Login = (username: string, password: string) => Promise<string>;

/** Looks at arguments before the environment, and in each at username with password before the token. The file that `aptible login` writes comes last. */
export class TokenSource {
  private current: Promise<string> | undefined;
  private readonly login: { readonly username: string; readonly password: string } | undefined;
  private readonly accessToken: string | undefined;

  constructor(
    private readonly authUrl: string,
    private readonly credentials: CredentialArguments,
    private readonly exchange: Login,
    private readonly environment: Environment,
  ) {
    const username = credentials.username || environment.APTIBLE_USERNAME;
    const password = credentials.password || environment.APTIBLE_PASSWORD;
    const isTokenArgument = Boolean(credentials.accessToken) && !credentials.username && !credentials.password;
    this.login = username && password && !isTokenArgument ? { username, password } : undefined;
    this.accessToken = (credentials.accessToken || environment.APTIBLE_ACCESS_TOKEN)?.trim() || undefined;
  }

  /** The same one for all callers, who share one login. */
  token(): Promise<string> {
    if (this.current === undefined) {
      const token = this.resolve().then(usable);
      this.current = token;
      token.catch(() => {
        if (this.current === token) this.current = undefined;
      });
    }
    return this.current;
  }

  /** After a token was refused: whether there may be another one. Callers whose token was the same share one login. */
  async renew(refused: string): Promise<boolean> {
    if (this.login === undefined) return false;
    const held = this.current;
    if (held !== undefined && (await held) === refused && this.current === held) this.current = undefined;
    return (await this.token()) !== refused;
  }

  /** What must never be seen in an error. */
  secrets(token: string | undefined): string[] {
    return [token, this.login?.password, this.accessToken].filter((secret) => secret !== undefined);
  }

  private async resolve(): Promise<string> {
    if (this.login !== undefined) return this.exchange(this.login.username, this.login.password);
    return this.accessToken ?? (await this.fromFile());
  }

  private async fromFile(): Promise<string> {
    const path = join(this.environment.APTIBLE_CONFIG_PATH || join(homedir(), '.aptible'), 'tokens.json');
    const looked = `Looked at: username and password (${this.halfLogin()}), access token (not set), ${path}`;
    let content: unknown;
    try {
      content = JSON.parse(await readFile(path, 'utf8'));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      const problem =
        code === 'ENOENT' ? 'does not exist' : code === undefined ? 'is not JSON' : `could not be read: ${code}`;
      throw missing(`${looked} (${problem}).`);
    }
    if (content === null || typeof content !== 'object' || Array.isArray(content)) {
      throw missing(`${looked} (is not a JSON object).`);
    }
    const trimmed = (url: string) => url.replace(/\/+$/, '');
    const tokens = Object.entries(content);
    const found =
      tokens.find(([key]) => key === this.authUrl) ?? tokens.find(([key]) => trimmed(key) === trimmed(this.authUrl));
    if (typeof found?.[1] === 'string' && found[1].trim() !== '') return found[1].trim();
    const keys = tokens.map(([key]) => key).join(', ') || 'nothing';
    throw missing(`${looked} (has no token for ${this.authUrl}; it has: ${keys}).`);
  }

  private halfLogin(): string {
    const hasUsername = this.credentials.username || this.environment.APTIBLE_USERNAME;
    const hasPassword = this.credentials.password || this.environment.APTIBLE_PASSWORD;
    if (hasUsername) return 'only the username is set';
    return hasPassword ? 'only the password is set' : 'not set';
  }
}

/** A line break in a token would end its header. */
function usable(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw missing('The access token holds blanks or other characters that no token has.');
}

function missing(looked: string): ApiError {
  return new ApiError(
    `There is no access token for the platform. ${looked}\nLog in with "aptible login", or set APTIBLE_ACCESS_TOKEN, ` +
      'or APTIBLE_USERNAME and APTIBLE_PASSWORD.',
    { code: 'credentials' },
  );
}
