/** Real database servers behind the local platform's databases. */

export interface DatabaseServerRequest {
  /** The platform's id of the database: names its files. */
  readonly id: number;
  readonly type: string;
  /** Of the database image, `16`. The nearest version that is to be had is used; `DatabaseServer.version` tells which. */
  readonly version: string;
  readonly username: string;
  readonly password: string;
  /** Of the database inside the server, `db`. */
  readonly name: string;
}

export interface DatabaseServer {
  readonly host: string;
  readonly port: number;
  readonly version: string;
}

/** Starts and stops servers; every one of them ends with this process, SIGKILL included. */
export interface DatabaseServers {
  /** Undefined for a type that has no server here: its URL is well-formed and nothing answers there. */
  start(request: DatabaseServerRequest): Promise<DatabaseServer | undefined>;
  /** Stops the server and removes its files. No error when there is none. */
  remove(id: number): Promise<void>;
  /** Stops all of them, keeping their files if they have a directory of their own to stay in. */
  close(): Promise<void>;
}
