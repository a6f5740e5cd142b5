import {
  propertyAccess,
  TerraformIterator,
  Token,
  type ComplexMap,
  type TerraformDataSource,
  type TerraformResource,
} from 'cdktf';
import type { IConstruct } from 'constructs';
import type { CredentialType } from './known';
import { sensitiveNumber, sensitiveText } from './sensitive';

/**
 * One way to connect to a database, whole and in parts, decoded as client libraries take them. Each is a reference, sensitive as the whole,
 * also in another stack: use it in any other resource, as in an app's `config`; never in a handle or an id.
 */
export interface Credential {
  /** The whole: `postgresql://aptible:...@db-....aptible.in:29128/db`. */
  readonly connectionUrl: string;

  /** `postgresql`, `rediss`, `https` and so on. It is not always the type of the database. */
  readonly protocol: string;

  /** The user. It may be empty, as with versions of Redis before 6. */
  readonly username: string;

  /** The password of the user. The platform may change it: apps that use it follow at the next deploy. */
  readonly password: string;

  /** The host, reachable on the database's own stack. An IPv6 address has no brackets. */
  readonly host: string;

  /** The port, a number. It is seldom the usual one of the engine. */
  readonly port: number;

  /** The part after the first slash: `db`, a path such as `api/vhosts/db`, or nothing. */
  readonly name: string;

  /** The part after the question mark, such as `ssl=true`, or nothing. */
  readonly query: string;
}

/**
 * The credentials of a database, for what runs on its stack, or those of an endpoint of it. Some engines have several: Redis has `redis` and `redis+ssl`, InfluxDB
 * `influxdb`, `write` and `query`, RabbitMQ `amqps`, `management` and `management-api`.
 *
 * @example
 * const { host, port, password } = database.credentials.get('redis+ssl');
 * new App(environment, 'web', { handle: 'acme-web', config: { HOST: host, PORT: Token.asString(port), PASSWORD: password } });
 */
export class Credentials {
  private readonly required = new Set<string>();

  /**
   * @param element with the attribute `credentials`
   * @param owner as an error calls it
   */
  constructor(
    private readonly element: (TerraformResource | TerraformDataSource) & { readonly credentials: ComplexMap },
    private readonly owner = 'The database "${self.handle}"',
  ) {}

  /** The credential of `connectionUrl`. */
  get default(): Credential {
    const defaults = TerraformIterator.fromMap(this.element.credentials).forExpressionForList('val if val.default');
    return credential(this.element, (part) => propertyAccess(defaults, [0, part]));
  }

  /** The credential of this type: `redis+ssl`. A type that the database does not have is an error of the plan, or of the deploy that makes the database, which lists those that it has. */
  get(type: CredentialType): Credential {
    this.require(type);
    return credential(this.element, (part) => propertyAccess(this.element.credentials, [type, part]));
  }

  private require(type: string): void {
    if (this.required.has(type)) return;
    this.required.add(type);
    const { lifecycle } = this.element;
    const name = Token.isUnresolved(type) ? type : JSON.stringify(type);
    this.element.lifecycle = {
      ...lifecycle,
      postcondition: [
        ...(lifecycle?.postcondition ?? []),
        {
          condition: `\${try(contains(keys(self.credentials), ${name}), false)}`,
          errorMessage: `${this.owner} has no credential of the type ${name}. It has: \${try(join(", ", nonsensitive(keys(self.credentials))), "none in the state, as the provider is told")}.`,
        },
      ],
    };
  }
}

function credential(source: IConstruct, part: (name: string) => ReturnType<typeof propertyAccess>): Credential {
  const text = (name: string) => sensitiveText(part(name), source);
  return {
    connectionUrl: text('connection_url'),
    protocol: text('protocol'),
    username: text('username'),
    password: text('password'),
    host: text('host'),
    port: sensitiveNumber(part('port'), source),
    name: text('name'),
    query: text('query'),
  };
}
