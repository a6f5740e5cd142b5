import type { CredentialArguments } from './credentials';

type Log = (level: 'debug' | 'warn', message: string, fields: Readonly<Record<string, unknown>>) => void;

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ClientOptions {
  /** `https://api.aptible.com` */
  readonly apiUrl: string;
  /** `https://auth.aptible.com`; also the key into the tokens file. */
  readonly authUrl: string;
  readonly credentials: CredentialArguments;
  readonly userAgent: string;
  readonly log?: Log;
  /** From the start of a request to the end of its answer. Default: 90 s, as the platform's own tools have it. */
  readonly requestTimeoutMs?: number;
  /** The pauses before repeats, and so their number; each is lengthened by chance. */
  readonly retryDelaysMs?: readonly number[];
  /** The certificate that the platform has to show, in PEM: a local platform makes its own. Default: any that Node trusts. */
  readonly certificate?: string | undefined;
  /** Default: `process.env`. */
  readonly environment?: Environment;
}

export interface RequestOptions {
  /** Ends the request, and the pause before its repeat, at once. */
  readonly signal?: AbortSignal;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  /** The answer has no secrets, and nothing embedded: the platform records each reading of a secret. */
  readonly withoutSecrets?: boolean;
}
