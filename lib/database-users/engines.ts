/** The engines whose users are known here. It is loaded with the provider, and what makes connections only when it is used. */
import type { Duplex } from 'node:stream';
import type * as mysql from './mysql';
import type * as postgresql from './postgresql-engine';
import type { DatabaseUsers } from './users';

/** The way to a server, and how to verify it. */
export interface Way {
  readonly host: string;
  readonly port: number;
  /** The certificate that signs those of the databases of one environment. Without it, the server's has to be one for its host. */
  readonly ca?: string | undefined;
  /** Whether it may be a server without TLS. */
  readonly mayBePlain: boolean;
  /** The way there, where that is not the network. */
  readonly stream?: Duplex | undefined;
}

/** A server, as the platform's connection URL says it. */
export interface Site {
  readonly username: string;
  readonly password: string;
  /** The database in it. */
  readonly name: string;
  /** Gives `open` a way to the server. */
  connect<T>(open: (way: Way) => Promise<T>): Promise<T>;
}

export interface Engine {
  /** The port on which it answers where the URL has none. */
  readonly port: number;
  /** The privileges on tables that can be granted. */
  readonly privileges: readonly string[];
  /** What is wrong with the name of a user here, which is one of up to 60 bytes; undefined when nothing is. */
  nameProblem(name: string): string | undefined;
  users(site: Site): DatabaseUsers;
}

/** The longest name of a user of MySQL: that of a login has a number of up to three characters more. */
const longestCharacters = 29;

const everywhere = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'REFERENCES', 'TRIGGER'];

// Inside a function, a require loads its module when it is called: most runs connect to no database.
/* eslint-disable @typescript-eslint/no-require-imports -- they must load late */
export const engines = {
  postgresql: {
    port: 5432,
    privileges: [...everywhere, 'TRUNCATE', 'MAINTAIN'],
    nameProblem: () => undefined,
    users: (site) => (require('./postgresql-engine') as typeof postgresql).usersOf(site),
  },
  mysql: {
    port: 3306,
    privileges: [
      ...everywhere,
      ...['ALTER', 'ALTER ROUTINE', 'CREATE', 'CREATE ROUTINE', 'CREATE TEMPORARY TABLES', 'CREATE VIEW', 'DROP'],
      ...['EVENT', 'EXECUTE', 'INDEX', 'LOCK TABLES', 'SHOW VIEW'],
    ],
    nameProblem(name) {
      const characters = [...name].length;
      if (characters > longestCharacters)
        return `It has ${characters} characters, and MySQL takes names of up to 32. A login has a number behind the name of its user, so choose one of at most ${longestCharacters} characters.`;
      return /[\u{10000}-\u{10ffff}]| $/u.test(name)
        ? 'MySQL stores no name that ends in a space or has characters of four bytes, such as emoji.'
        : undefined;
    },
    users: (site) => (require('./mysql') as typeof mysql).usersOf(site),
  },
} as const satisfies Record<string, Engine>;
