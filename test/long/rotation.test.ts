/** Rotations while apps read, write and migrate. The test plays their containers, and starts them anew as the platform does. */
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Pool } from 'pg';
import { createDatabaseServers } from '../support/database-servers';
import { environmentWithoutFinalBackups as environment } from '../acceptance/support/hcl';
import { Stage } from '../acceptance/support/stage';

/** Longer than the test: an app's operation ends when its new containers are there and the old ones are gone. */
const operationMs = 3_600_000;

let stage: Stage;
let fleet: Fleet;
beforeEach(async () => {
  stage = await Stage.set({
    databases: await createDatabaseServers(),
    operations: { configure: { durationMs: operationMs } },
  });
  fleet = new Fleet(stage);
});
afterEach(async () => {
  await fleet.stop();
  await stage.strike();
});

/** What an app's program does until it is stopped. Each statement is told. */
type Program = (url: string, tell: (statement: Promise<unknown>) => Promise<void>) => { stop(): Promise<void> };

const again = (work: () => Promise<void>) => {
  let isOver = false;
  const running = (async () => {
    for (; !isOver; await pause(5)) await work();
  })();
  return async () => {
    isOver = true;
    await running;
  };
};

const use = [
  'SELECT count(*) FROM word',
  `INSERT INTO word (note) VALUES ('new')`,
  `UPDATE word SET note = 'seen' WHERE id % 7 = 0 AND note = 'new'`,
  'SELECT note FROM word ORDER BY id DESC LIMIT 3',
];

/** Three sessions that stay open, each for some hundred statements; then the pool opens another one. */
const pooled: Program = (url, tell) => {
  const pool = new Pool({ connectionString: url, max: 3, maxUses: 300, idleTimeoutMillis: 0 });
  pool.on('error', (error) => void tell(Promise.reject(error)));
  const stops = [0, 1, 2].map((first) => {
    let count = first;
    return again(() => tell(pool.query(use[count++ % use.length]!)));
  });
  return {
    stop: async () => {
      await Promise.all(stops.map((stop) => stop()));
      await pool.end();
    },
  };
};

async function once(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as unknown[];
  } finally {
    await client.end();
  }
}

const reconnecting: Program = (url, tell) => {
  let count = 0;
  return { stop: again(() => tell(once(url, use[count++ % use.length]!))) };
};

let made = 0;
let tables: string[] = [];
/** Makes tables, changes those that were made before, by whichever login, and drops the oldest. */
const migrating: Program = (url, tell) => {
  const step = async () => {
    const [name, before, oldest] = [`made_${++made}`, tables.at(-1)!, tables.length > 20 ? tables.shift()! : 'none'];
    const text =
      `CREATE TABLE ${name} (id serial PRIMARY KEY, note text); ` +
      `ALTER TABLE ${before} ADD changed_by_${name} text, ALTER note TYPE varchar(${made + 100}); DROP TABLE IF EXISTS ${oldest}`;
    await tell(once(url, text).then(() => tables.push(name)));
    await tell(once(url, `ALTER TABLE word ADD by_${name} int`));
  };
  return { stop: again(step) };
};

const programs: Readonly<Record<string, Program>> = {
  pooled,
  reconnecting,
  migrating,
  'pooled-worker': pooled,
  'reconnecting-worker': reconnecting,
};

/** The containers of all apps. */
class Fleet {
  private readonly running = new Map<string, ReturnType<Program>>();
  private readonly restarted = new Set<number>();
  private unfollow = () => Promise.resolve();
  readonly queries: Record<string, number> = {};
  readonly failures: Record<string, unknown[]> = {};

  constructor(private readonly stage: Stage) {}

  async start(): Promise<void> {
    for (const { handle } of this.stage.platform.control.list('app')) this.restart(handle, this.urlOf(handle));
    this.unfollow = again(() => this.follow());
    await this.work();
  }

  urlOf(handle: string): string {
    const { control } = this.stage.platform;
    const [app] = control.list('app', { handle });
    return control.list('configuration', { id: app!.current_configuration_id! })[0]!.env['DATABASE_URL']!;
  }

  async stop(): Promise<void> {
    await this.unfollow();
    await Promise.all([...this.running.values()].map((each) => each.stop()));
    this.running.clear();
  }

  /** Waits until each program has done something since. */
  async work(): Promise<void> {
    const before = { ...this.queries };
    while (Object.keys(programs).some((name) => (this.queries[name] ?? 0) < (before[name] ?? 0) + 20)) await pause(20);
  }

  /** Starts apps anew that are to have another configuration, and then ends the operations that ask for it. */
  private async follow(): Promise<void> {
    const { control, clock } = this.stage.platform;
    const underWay = control.list('operation', { resource_kind: 'app', status: 'running' });
    const next = underWay.find(({ id }) => !this.restarted.has(id));
    if (next !== undefined) {
      this.restarted.add(next.id);
      const [app] = control.list('app', { id: next.resource_id });
      const old = this.running.get(app!.handle);
      this.restart(app!.handle, next.env!['DATABASE_URL']!);
      // New containers are there for a while before the old ones go.
      await pause(200);
      await old?.stop();
    } else if (underWay.length > 0) await clock.advance(operationMs);
  }

  private restart(handle: string, url: string): void {
    const name = handle.replace(/^acme-/, '');
    const tell = async (statement: Promise<unknown>) => {
      try {
        await statement;
        this.queries[name] = (this.queries[name] ?? 0) + 1;
      } catch (error) {
        (this.failures[name] ??= []).push(error);
      }
    };
    this.running.set(handle, programs[name]!(url, tell));
  }
}

const configuration = (rotation: string, lifecycle: string) => `${environment}
resource "aptible_database" "data" {
  env_id        = aptible_environment.staging.env_id
  handle        = "acme-data"
  database_type = "postgresql"
  version       = "15"
}
resource "aptible_database_user" "owner" {
  database_id = aptible_database.data.database_id
  name        = "web"
  owner       = ["public"]
}
resource "aptible_database_user" "worker" {
  database_id = aptible_database.data.database_id
  name        = "worker"
  read_write  = ["public"]
  depends_on  = [aptible_database_user.owner]
}
resource "aptible_database_login" "app" {
  for_each    = { web = aptible_database_user.owner.name, worker = aptible_database_user.worker.name }
  database_id = aptible_database.data.database_id
  user        = each.value
  rotation    = "${rotation}"
  ${lifecycle}
}
resource "aptible_app" "app" {
  for_each     = { pooled = "web", reconnecting = "web", migrating = "web", pooled-worker = "worker", reconnecting-worker = "worker" }
  env_id       = aptible_environment.staging.env_id
  handle       = "acme-\${each.key}"
  docker_image = "quay.io/aptible/deploy-demo-app"
  config       = { DATABASE_URL = aptible_database_login.app[each.value].connection_url }
}
`;

async function begin(lifecycle: string): Promise<void> {
  made = 0;
  tables = ['made_0'];
  await stage.apply(configuration('0', lifecycle));
  await once(
    fleet.urlOf('acme-migrating'),
    'CREATE TABLE word (id serial PRIMARY KEY, note text); CREATE TABLE made_0 (note text)',
  );
  await fleet.start();
}

const roles = async () => {
  const { default_connection_url: admin } = await stage.attributes('aptible_database.data');
  return once(String(admin), "SELECT rolname AS name FROM pg_roles WHERE rolname ~ '^(web|worker)' ORDER BY 1");
};

test('three rotations under reads, writes and migrations fail no query', async () => {
  const lifecycle = 'lifecycle {\n    create_before_destroy = true\n  }';
  await begin(lifecycle);
  for (const rotation of ['1', '2', '3']) {
    await stage.apply(configuration(rotation, lifecycle));
    await fleet.work();
    const slot = rotation === '2' ? 1 : 2;
    expect(await roles()).toEqual(['web', `web_${slot}`, 'worker', `worker_${slot}`].map((name) => ({ name })));
  }
  await fleet.stop();
  const rows = Object.entries(fleet.queries).map(([name, count]) => `| ${name} | ${count} queries |`);
  process.stdout.write(`${rows.join('\n')}\n`);
  expect(fleet.failures).toEqual({});
  expect(Object.keys(fleet.queries).sort()).toEqual(Object.keys(programs).sort());
});

test('the same clients tell of a rotation that removes the old login first', async () => {
  await begin('');
  await stage.apply(configuration('1', ''));
  await fleet.stop();
  expect(Object.keys(fleet.failures)).toEqual(expect.arrayContaining(['reconnecting', 'reconnecting-worker']));
});
