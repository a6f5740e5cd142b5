import { call, Fn, propertyAccess, ref, Token, type IResolvable } from 'cdktf';
import { connectionParts, type functions } from '../schema';
import type { Credential } from './credentials';

/** The parts of which a URL is made, as they are and not encoded, except `query`. What is left out or empty is not in it. */
export interface ConnectionUrlParts {
  /** `postgresql`, `rediss`, `https` and so on. */
  readonly protocol: string;

  /** @default - none */
  readonly username?: string;

  /**
   * The whole URL is sensitive when there is one.
   *
   * @default - none
   */
  readonly password?: string;

  /** A name or an address. An IPv6 address has no brackets. */
  readonly host: string;

  /** @default - none: the usual one of the protocol */
  readonly port?: number;

  /**
   * A database, or for `http` and `https` a path.
   *
   * @default - none
   */
  readonly name?: string;

  /**
   * What follows the question mark: `sslmode=verify-full`.
   *
   * @default - none
   */
  readonly query?: string;
}

/**
 * Takes connection URLs apart and makes them, with functions that the provider has in Terraform's expressions: also URLs that are not known
 * before the deploy. Whatever they are used in is evaluated by the stack that uses it, which needs an `AptibleProvider`. Needs Terraform 1.8 or
 * OpenTofu 1.7; with earlier ones, the `credentials` of a database have the parts of its own URLs.
 *
 * @example
 * const { host, port } = ConnectionUrl.parse(url.stringValue);
 * const orders = ConnectionUrl.format({ ...database.credentials.default, name: 'orders' });
 */
export class ConnectionUrl {
  /** The parts of a URL, decoded. All of them are sensitive. A URL that is not one fails the plan, without being shown. */
  static parse(connectionUrl: string): Credential {
    const parsed = call(functionNamed('parse_connection_url'), [Fn.sensitive(expression(connectionUrl))]);
    const text = (part: keyof typeof connectionParts) => Token.asString(propertyAccess(parsed, [part]));
    return {
      connectionUrl,
      protocol: text('protocol'),
      username: text('username'),
      password: text('password'),
      host: text('host'),
      port: Token.asNumber(propertyAccess(parsed, ['port'])),
      name: text('name'),
      query: text('query'),
    };
  }

  /** The URL of these parts: those of a `Credential` as well. Parts that make no URL fail the plan, without being shown. */
  static format(parts: ConnectionUrlParts): string {
    const values = Object.keys(connectionParts).flatMap((part) => {
      const value = parts[part as keyof typeof connectionParts];
      if (value === undefined) return [];
      return [[part, part === 'password' ? Fn.sensitive(expression(value)) : expression(value)]];
    });
    return Token.asString(call(functionNamed('connection_url'), [Object.fromEntries(values)]));
  }

  private constructor() {}
}

const functionNamed = (name: keyof typeof functions) => `provider::aptible::${name}`;

/** CDK for Terraform leaves backslashes and template signs of a text in a function's argument as they are, and Terraform would read them. */
function expression(value: string | number): string | number | IResolvable {
  if (typeof value === 'number' || Token.isUnresolved(value)) return value;
  const escaped = JSON.stringify(value)
    .replace(/[$%](?=\{)/g, '$&$&')
    .replace(/\\([bf])/g, (_, letter) => (letter === 'b' ? '\\u0008' : '\\u000c'));
  return ref(escaped);
}
