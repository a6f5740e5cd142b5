/** Users and logins of a MySQL database, which is a real MariaDB here. */
import { createConnection } from 'mysql2/promise';
import { createDatabaseServers } from '../support/database-servers';
import { hasMariadb } from '../emulator/databases/support/mariadb';
import { environmentWithoutFinalBackups as environment } from './support/hcl';
import { Stage } from './support/stage';

if (!hasMariadb) console.warn('skipped: users of MySQL databases, since there is no mariadbd');

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set({ databases: await createDatabaseServers() });
});
afterEach(() => stage.strike());

const users = { owner: 'owner = ["db"]', writer: 'read_write = ["db"]', reader: 'read_only = ["db"]' };

const configuration = (
  rotation: string,
  { owner, writer, reader } = users,
) => `${environment}resource "aptible_database" "data" {
  env_id        = aptible_environment.staging.env_id
  handle        = "acme-data"
  database_type = "mysql"
  version       = "8.0"
}
${Object.entries({ owner, writer, reader })
  .map(
    ([name, grants]) => `resource "aptible_database_user" "${name}" {
  database_id = aptible_database.data.database_id
  name        = "${name}"
  ${grants}
}
resource "aptible_database_login" "${name}" {
  database_id = aptible_database.data.database_id
  user        = aptible_database_user.${name}.name
  rotation    = "${rotation}"
  terminate   = true
  lifecycle {
    create_before_destroy = true
  }
}
`,
  )
  .join('')}`;

/** The address of a login of the configuration, or of the platform's user. */
async function urlOf(login?: keyof typeof users): Promise<URL> {
  const { default_connection_url: platform } = await stage.attributes('aptible_database.data');
  const own = login && (await stage.attributes(`aptible_database_login.${login}`)).connection_url;
  return new URL(String(own ?? platform));
}

async function query(login: keyof typeof users | 'root', text: string): Promise<unknown> {
  const url = await urlOf(login === 'root' ? undefined : login);
  if (login === 'root') url.username = 'root';
  const { ca_certificate: ca } = await stage.attributes('aptible_environment.staging');
  const connection = await createConnection({ uri: url.href, ssl: { ca: String(ca) } });
  try {
    return (await connection.query(text))[0];
  } finally {
    await connection.end();
  }
}

const accounts = async () =>
  (
    (await query('root', "SELECT User FROM mysql.user WHERE User REGEXP '^(owner|writer|reader)'")) as {
      User: string;
    }[]
  )
    .map(({ User }) => User)
    .sort();

(hasMariadb ? test : test.skip)(
  'three users with other grants are made, rotated, mended, imported, and go',
  async () => {
    await stage.apply(configuration('1'));
    expect((await urlOf('owner')).href).toMatch(/^mysql:\/\/owner_1:[\w-]{32}@[^:]+:\d+\/db/);
    await query('owner', 'CREATE TABLE word (text TEXT)');
    await query('owner', 'CREATE SQL SECURITY DEFINER VIEW words AS SELECT text FROM word');
    await query('writer', "INSERT INTO word VALUES ('first')");
    expect(await query('reader', 'SELECT text FROM words')).toEqual([{ text: 'first' }]);
    await expect(query('writer', 'DROP TABLE word')).rejects.toThrow('DROP command denied');
    await expect(query('reader', 'DELETE FROM word')).rejects.toThrow('DELETE command denied');

    await stage.apply(configuration('2'));
    expect(await accounts()).toEqual(['owner', 'owner_2', 'reader', 'reader_2', 'writer', 'writer_2']);
    expect(await query('reader', 'SELECT text FROM words')).toEqual([{ text: 'first' }]);

    await query('root', 'REVOKE SELECT ON db.* FROM reader');
    await query('root', "ALTER USER writer_2 IDENTIFIED BY 'another'");
    await query('root', 'DROP USER owner_2');
    expect((await stage.terraform.plan()).map(({ address, actions }) => [address, actions])).toEqual([
      ['aptible_database_login.owner', ['create']],
      ['aptible_database_login.reader', ['update']],
      ['aptible_database_login.writer', ['update']],
      ['aptible_database_user.reader', ['update']],
    ]);
    await stage.apply(configuration('2'));
    await query('owner', 'ALTER TABLE word ADD note TEXT');
    await query('writer', "INSERT INTO word VALUES ('second', 'by hand')");
    expect(await query('reader', 'SELECT COUNT(*) AS words FROM words')).toEqual([{ words: 2 }]);

    const { database_id: id } = await stage.attributes('aptible_database.data');
    await stage.terraform.expect('state', 'rm', 'aptible_database_user.reader');
    expect(await stage.terraform.applyRefused()).toContain(`id = "${String(id)}/reader"`);
    await stage.terraform.expect('import', 'aptible_database_user.reader', `${String(id)}/reader`);
    expect(await stage.terraform.actions()).toEqual({});

    await stage.write(configuration('2', { ...users, owner: 'owner = ["db"]\n  on_destroy = "refuse"' }));
    await stage.terraform.apply();
    const without = configuration('2').replace(/resource "aptible_database_(user|login)"[^]*/, '');
    await stage.write(without);
    expect(await stage.terraform.applyRefused()).toContain('view db.words');
    await query('root', 'DROP VIEW db.words');
    await stage.apply(without);
    expect(await accounts()).toEqual([]);
    await stage.terraform.destroy();
  },
);
