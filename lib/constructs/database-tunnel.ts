import type { Construct } from 'constructs';
import { ephemeralResources } from '../schema';
import { argumentsOf } from './config';
import type { IDatabase } from './database';
import { EphemeralConnection } from './ephemeral-connection';
import { loginAttributes, withLogin, type AnyCredentialProps } from './ephemeral-credential';
import { given, reference, type AttributesOf } from './props';

/** Props of a tunnel to a database. */
export interface DatabaseTunnelProps extends AnyCredentialProps {
  /** The database or replica to which it leads. */
  readonly database: IDatabase;

  /**
   * The port at 127.0.0.1 of this machine. One that is taken is an error of the plan or the deploy.
   *
   * @default - a free one
   */
  readonly port?: number;
}

const definition = ephemeralResources.aptible_database_tunnel;

export const databaseTunnelAttributes = {
  database: reference('database_id', 'databaseId'),
  type: 'type',
  port: 'port',
  login: loginAttributes,
} as const satisfies AttributesOf<DatabaseTunnelProps, typeof definition>;

/**
 * A tunnel to a database through the platform's SSH portal, for as long as a plan or a deploy lasts: what runs on this machine, such as
 * another provider, reaches a database that has no endpoint. Its parts are those of its end on this machine, and they are in no state and
 * no plan. Needs Terraform 1.10, and a token with the permission `tunnel`. The platform ends a tunnel after 24 hours. In the first plan of a new database
 * there is no tunnel yet: make the database in a deploy of its own.
 *
 * @example
 * const tunnel = new DatabaseTunnel(environment, 'tunnel', { database });
 * new PostgresqlProvider(this, 'postgresql', {
 *   host: tunnel.host,
 *   port: tunnel.port,
 *   username: tunnel.username,
 *   password: tunnel.password,
 *   sslmode: 'require',
 * });
 */
export class DatabaseTunnel extends EphemeralConnection {
  /** @throws when props break the limits, with all problems at once. */
  constructor(scope: Construct, id: string, props: DatabaseTunnelProps) {
    super(scope, id, definition.name, (construct) =>
      argumentsOf(construct, given(definition, databaseTunnelAttributes, withLogin(props))),
    );
  }
}
