/** What docs/guides/credentials.md tells people to run, with real servers and their own programs, and what others on the machine see of it. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Client } from 'pg';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { createDatabaseServers } from '../support/database-servers';
import { environment } from './support/hcl';
import { startProvider, type ProviderUnderTest } from './support/provider';
import { finished, pathWithNode, Terraform } from './support/terraform';

const root = join(__dirname, '../..');
const guide = readFileSync(join(root, 'docs/guides/credentials.md'), 'utf8');
const programs = ['psql', 'pg_dump', 'pg_restore', 'redis-cli'];
const lacking = [...programs, 'redis-server'].filter((each) => spawnSync(each, ['--version']).status !== 0);
if (lacking.length > 0) console.warn(`Skipped: the guide on credentials, since there is no ${lacking.join(', ')}.`);

/** A block of the guide that has that text. */
function block(language: 'sh' | 'terraform', text: string): string {
  const blocks = [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, code]) => code!);
  return blocks.find((code) => code.includes(text))!;
}

(lacking.length === 0 ? describe : describe.skip)('the guide on credentials', () => {
  let directory: string;
  let platform: LocalPlatform;
  let provider: ProviderUnderTest;
  let terraform: Terraform;
  let path: string;
  const passwords = ["first p'@:/?#[]%+ ü", 'second-password'] as const;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'credentials-guide-'));
    for (const name of programs) replace(name, `exec ${whereIs(name)} "$@"`);
    replace('npx', `shift; exec '${process.execPath}' '${join(root, 'dist/cli/main.js')}' "$@"`);
    path = `${directory}${delimiter}${pathWithNode}`;
    platform = await startLocalPlatform({ databases: await createDatabaseServers() });
    provider = await startProvider();
    terraform = await Terraform.inNewDirectory({ ...provider.environment, PATH: path });
    await provider.install(terraform);
    await apply(passwords[0], 1);
  });
  afterAll(async () => {
    await terraform.remove();
    await provider.stop();
    await platform.stop();
    rmSync(directory, { recursive: true });
  });

  /** Applies the guide's configuration with that password of the user, and that number. */
  async function apply(worker_password: string, number: number): Promise<string> {
    const { APTIBLE_API_ROOT_URL: api, APTIBLE_AUTH_ROOT_URL: auth } = platform.environment;
    const recipe = block('terraform', 'redis-cli').replace('cache.database_id, 1]', `cache.database_id, ${number}]`);
    await terraform.writeAptible(`provider "aptible" {
  api_root_url  = "${api}"
  auth_root_url = "${auth}"
  access_token  = "${platform.token}"
}
${databases}${recipe}`);
    await terraform.write(JSON.stringify({ worker_password }), 'worker.auto.tfvars.json');
    return (await terraform.apply()).output;
  }

  /** Puts a script before a program, which writes down all command lines of this machine while it runs. */
  function replace(name: string, script: string): void {
    const file = join(directory, name);
    writeFileSync(file, `#!/bin/sh\nps -Aww -o args= >>'${join(directory, 'seen')}'\n${script}\n`);
    chmodSync(file, 0o755);
  }

  const whereIs = (name: string): string =>
    execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();

  // pg_dump takes no server that is newer than itself.
  const [version] =
    lacking.length > 0 ? [''] : /\d+/.exec(execFileSync('pg_dump', ['--version'], { encoding: 'utf8' }))!;
  const postgresql = (name: string, environmentName: string) => `resource "aptible_database" "${name}" {
  env_id        = aptible_environment.${environmentName}.env_id
  handle        = "acme-data"
  database_type = "postgresql"
  version       = "${version}"
}
`;
  const databases = `${environment}resource "aptible_environment" "production" {
  stack_id = data.aptible_stack.shared.stack_id
  handle   = "acme-production"
}
${postgresql('production', 'production')}${postgresql('staging', 'staging')}resource "aptible_database" "cache" {
  env_id        = aptible_environment.staging.env_id
  handle        = "acme-cache"
  database_type = "redis"
}
output "ca_certificate" {
  value = aptible_environment.staging.ca_certificate
}
`;

  async function run(script: string, input = ''): Promise<string> {
    const env = { HOME: terraform.directory, ...platform.environment, PATH: path };
    const child = spawn('sh', ['-e', '-c', script], { cwd: terraform.directory, env });
    child.stdin.end(input);
    const { status, stdout, output } = await finished(child);
    if (status !== 0) throw new Error(`${script} ended with ${status}:\n${output}`);
    return stdout.trim();
  }

  const credentialOf = async (name: string) => {
    const { database_id: id } = (await terraform.state())[`aptible_database.${name}`]!.attributes;
    const { connection_url: url } = platform.control
      .list('database_credential')
      .find((each) => each.database_id === id)!;
    return url;
  };

  async function query(name: string, statement: string): Promise<unknown[]> {
    const client = new Client({ connectionString: await credentialOf(name) });
    await client.connect();
    try {
      return (await client.query(statement)).rows as unknown[];
    } finally {
      await client.end();
    }
  }

  async function asWorker(password: string, ...command: string[]): Promise<string> {
    const { hostname, port } = new URL(await credentialOf('cache'));
    const args = ['-h', hostname, '-p', port, '--user', 'worker', '--no-auth-warning', ...command];
    const { stdout, stderr } = spawnSync(whereIs('redis-cli'), args, {
      encoding: 'utf8',
      env: { ...process.env, REDISCLI_AUTH: password },
    });
    return `${stdout}${stderr}`.trim();
  }

  test('psql verifies the authority through a tunnel', async () => {
    const statement = 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()';
    expect(await run(block('sh', 'PGSSLMODE'), `\\pset tuples_only on\n${statement};`)).toMatch(/\bt$/);
  });

  test('a dump of one database is restored in another', async () => {
    await query('production', "CREATE TABLE ledger AS SELECT 'first' AS entry");
    await run(block('sh', 'pg_restore'));
    expect(await query('staging', 'SELECT entry FROM ledger')).toEqual([{ entry: 'first' }]);
  });

  test('a user of Redis is made, gets another password with another number, and is removed', async () => {
    const [first, second] = passwords;
    expect(await asWorker(first, 'SET', 'jobs:1', 'do it')).toBe('OK');
    expect(await asWorker(first, 'GET', 'sessions:1')).toContain('NOPERM');
    expect(await asWorker(first, 'CONFIG', 'GET', '*')).toContain('NOPERM');
    expect(await terraform.actions()).toEqual({});
    expect(await apply(second, 2)).not.toContain(second);
    expect(await asWorker(first, 'GET', 'jobs:1')).toContain('NOAUTH');
    expect(await asWorker(second, 'GET', 'jobs:1')).toBe('do it');
    await run(block('sh', 'DELUSER'));
    expect(await asWorker(second, 'GET', 'jobs:1')).toContain('NOAUTH');
  });

  test('no password was in a command line meanwhile, and that of the user is in no state', async () => {
    const seen = readFileSync(join(directory, 'seen'), 'utf8');
    for (const program of [...programs, 'npx', 'redis-server', 'postgres -D']) expect(seen).toContain(program);
    const ofDatabases = platform.control.list('database').map(({ passphrase }) => passphrase);
    expect(ofDatabases).toHaveLength(3);
    expect([...ofDatabases, ...passwords].filter((each) => seen.includes(each))).toEqual([]);
    const states = ['terraform.tfstate', 'terraform.tfstate.backup'].map((name) =>
      readFileSync(join(terraform.directory, name), 'utf8'),
    );
    expect(passwords.filter((each) => states.join('').includes(each))).toEqual([]);
  });
});
