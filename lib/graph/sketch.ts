/** What a source says of an environment, in the words that all sources have. `graphOf` makes the picture from it. */

export interface Sketch {
  /** The handle of the environment. */
  readonly title: string;
  readonly apps: readonly SketchedApp[];
  readonly databases: readonly SketchedDatabase[];
  readonly endpoints: readonly SketchedEndpoint[];
  readonly drains: readonly SketchedDrain[];
  readonly uses: readonly Use[];
}

interface SketchedApp {
  /** What other parts of the sketch call it. */
  readonly key: string;
  readonly name: string;
  readonly services: readonly { readonly name: string; readonly containerCount?: number | string }[];
}

/** A database or a replica. */
export interface SketchedDatabase {
  readonly key: string;
  readonly name: string;
  /** `postgresql 16`. A replica is what its primary database is. */
  readonly type?: string;
  /** Whether it is only looked up here. */
  readonly isElsewhere?: boolean;
  /** The key of the database that it replicates. */
  readonly primary?: string;
}

export interface SketchedEndpoint {
  /** Its domain, where it has one of its own. */
  readonly domain?: string;
  readonly type: string;
  readonly isInternal: boolean;
  /** Who may reach it; empty for everybody. */
  readonly ipFiltering: readonly string[];
  /** The key of an app or a database. */
  readonly of: string;
  /** The name of the app's service. */
  readonly service?: string;
}

export interface SketchedDrain {
  readonly name: string;
  readonly of: 'logs' | 'metrics';
  /** Where they go: `datadog`. */
  readonly type: string;
  /** The key of the database to which they go. */
  readonly database?: string;
}

/** An app has the address of a database. */
export interface Use {
  readonly app: string;
  readonly database: string;
  /** The name of the variable that has it. */
  readonly variable: string;
}
