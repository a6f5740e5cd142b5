import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { doctor } from '../../lib/cli/doctor';
import { localFindings, type Machine } from '../../lib/cli/doctor-checks';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';

let directory: string;
let environment: Record<string, string>;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'doctor-'));
  environment = { PATH: join(directory, 'bin') };
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(directory, { recursive: true });
});

function write(path: string, content: string): string {
  const file = join(directory, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content, { mode: 0o755 });
  return file;
}

const program = (name: string, version: string) =>
  write(`bin/${name}`, `#!/bin/sh\necho 'Warning: text before'\necho '{ "terraform_version": "${version}" }'\n`);

/** The lines about this machine, one a finding. */
function lines(more: Partial<Machine> = {}): string[] {
  const machine = {
    environment,
    home: join(directory, 'home'),
    nodeVersion: '20.18.1',
    directory,
    own: { engines: { node: '>=20.18.1' }, peerDependencies: { cdktf: '>=0.21.0 <0.22.0', constructs: '^10.4.2' } },
    ...more,
  };
  return localFindings(machine).map(({ state, what, message }) =>
    `${state} ${what}: ${message}`.replaceAll(directory, '<here>'),
  );
}

const line = (what: string, more?: Partial<Machine>) => lines(more).filter((each) => each.includes(` ${what}: `));

test('a machine that has all', () => {
  program('terraform', '1.11.4');
  write('bin/psql', '#!/bin/sh\n');
  write('node_modules/cdktf/package.json', '{ "version": "0.21.5" }');
  write('node_modules/constructs/package.json', '{ "version": "10.10.0" }');
  expect(lines()).toEqual([
    'ok Node.js: 20.18.1',
    'ok terraform: terraform 1.11.4',
    'ok CLI configuration: none',
    'ok npm packages: cdktf 0.21.5, constructs 10.10.0',
    'ok optional programs: psql found; mysql, redis-cli not found. Only you use them, through `tunnel`. ssh and Docker are not needed.',
  ]);
});

test('programs and packages that are missing or too old', () => {
  expect(line('Node.js', { nodeVersion: '20.9.0' })).toEqual([
    'missing Node.js: 20.9.0 is too old: install 20.18.1 or newer.',
  ]);
  expect(line('terraform')).toEqual([
    'missing terraform: Neither terraform nor tofu is on PATH. Install one of them, or name another program in TERRAFORM_BINARY_NAME.',
  ]);
  environment['TERRAFORM_BINARY_NAME'] = 'tf';
  expect(line('terraform')).toEqual([
    'missing terraform: tf, which TERRAFORM_BINARY_NAME names, is not on PATH. Install it, or unset the variable.',
  ]);
  write('bin/tf', '#!/bin/sh\necho broken >&2\n');
  expect(line('terraform')).toEqual([
    'missing terraform: "tf version -json" does not say its version (broken). Install it again.',
  ]);
  delete environment['TERRAFORM_BINARY_NAME'];
  program('tofu', '1.9.1');
  expect(line('terraform')).toEqual([
    'warning terraform: tofu 1.9.1 does not know ephemeral resources (1.11.0), passwords that are in no state ' +
      '(write-only arguments, `connections`) (1.11.0). Install a newer one to use them.',
  ]);
  program('terraform', '1.4.9');
  expect(line('terraform')).toEqual(['missing terraform: terraform 1.4.9 is too old: install 1.5.0 or newer.']);
  write('node_modules/cdktf/package.json', '{ "version": "0.20.12" }');
  expect(line('npm packages')).toEqual([
    'missing npm packages: cdktf 0.20.12 does not fit this package: npm install "cdktf@>=0.21.0 <0.22.0"',
  ]);
});

const instead =
  'provider_installation keeps terraform from the provider beside a configuration. Add to it: ' +
  'filesystem_mirror { path = "terraform.d/plugins" include = ["registry.terraform.io/cdktf-aptible/*"] }';

test.each([
  [
    'ok',
    '<here>/home/.terraformrc',
    'credentials "app.terraform.io" { token = "secret" }\n# provider_installation {}\n',
  ],
  ['warning', `<here>/home/.terraformrc: ${instead}`, 'provider_installation { direct {} }'],
  [
    'warning',
    `<here>/home/.terraformrc: ${instead}`,
    'provider_installation {\n  network_mirror {\n    url = "https://m/"\n    exclude = ["*/*"]\n  }\n  direct {}\n}',
  ],
  ['ok', '<here>/home/.terraformrc', 'provider_installation {\n  network_mirror { url = "https://m/" }\n}'],
  [
    'ok',
    '<here>/home/.terraformrc',
    'provider_installation {\n  filesystem_mirror {\n    path = "x"\n    include = ["hashicorp/*", "registry.terraform.io/cdktf-aptible/*"]\n  }\n}',
  ],
  [
    'warning',
    '<here>/home/.terraformrc: dev_overrides has another build of this provider, which terraform uses without its lock file. Remove it unless you develop the provider.',
    'provider_installation {\n  dev_overrides {\n    "cdktf-aptible/aptible" = "/build"\n  }\n  direct {}\n}',
  ],
])('a CLI configuration: %s', (state, message, content) => {
  write('home/.terraformrc', content);
  expect(line('CLI configuration')).toEqual([`${state} CLI configuration: ${message}`]);
});

test('variables that name what is not there, and a large file of certificates', () => {
  Object.assign(environment, {
    TF_CLI_CONFIG_FILE: join(directory, 'no.rc'),
    TF_PLUGIN_CACHE_DIR: join(directory, 'cache'),
    NODE_EXTRA_CA_CERTS: join(directory, 'no.pem'),
  });
  expect(lines().slice(2, 5)).toEqual([
    'warning CLI configuration: <here>/no.rc, which TF_CLI_CONFIG_FILE names, is not there. Unset the variable, or make the file.',
    'warning plugin cache: <here>/cache, which TF_PLUGIN_CACHE_DIR names, is not there. Make that directory: terraform does not.',
    'warning NODE_EXTRA_CA_CERTS: <here>/no.pem is not there, and Node goes on without it. Correct the variable.',
  ]);
  write('no.rc', `plugin_cache_dir = "${directory}/other"\n`);
  write('no.pem', '-----BEGIN CERTIFICATE-----\n'.repeat(51));
  mkdirSync(join(directory, 'cache'));
  expect(lines().slice(2, 5)).toEqual([
    'ok CLI configuration: <here>/no.rc',
    'warning plugin cache: <here>/other, which plugin_cache_dir in <here>/no.rc names, is not there. Make that directory: terraform does not.',
    'warning NODE_EXTRA_CA_CERTS: <here>/no.pem has 51 certificates, which each start of the provider reads. ' +
      'Name a file with only your own authority: Node knows the public ones.',
  ]);
});

describe('the login and the platform', () => {
  let platform: LocalPlatform;
  beforeAll(async () => {
    platform = await startLocalPlatform({ databases: 'none' });
  });
  afterAll(() => platform.stop());

  /** The status, and the lines about the login and the platform. */
  async function visit(variables: Readonly<Record<string, string>>, offline = false): Promise<[number, ...string[]]> {
    const before = { ...process.env };
    let printed = '';
    jest.spyOn(console, 'log').mockImplementation((text: string) => {
      printed += text;
    });
    for (const name of ['APTIBLE_USERNAME', 'APTIBLE_PASSWORD', 'TF_CLI_CONFIG_FILE']) delete process.env[name];
    Object.assign(process.env, platform.environment, { APTIBLE_CONFIG_PATH: directory }, variables);
    try {
      const status = await doctor({ json: true, offline });
      expect(printed).not.toContain(process.env['APTIBLE_ACCESS_TOKEN'] || 'no token');
      const { ok, findings } = JSON.parse(printed) as {
        ok: boolean;
        findings: { state: string; what: string; message: string }[];
      };
      expect(ok).toBe(status === 0);
      return [status, ...findings.slice(-2).map(({ state, what, message }) => `${state} ${what}: ${message}`)];
    } finally {
      process.env = before;
    }
  }

  const jwt = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;

  test('a good login is said with its user, and the platform with the organizations', async () => {
    expect(await visit({})).toEqual([
      0,
      expect.stringMatching(/^ok credentials: APTIBLE_ACCESS_TOKEN, of user@example\.com, until 20\d\d-/),
      `ok platform: ${platform.url} answers; organizations: Local`,
    ]);
  });

  test('a token that has expired, one that the platform refuses, and none', async () => {
    const url = platform.url;
    expect(await visit({ APTIBLE_ACCESS_TOKEN: jwt({ exp: 1e9, sub: 'https://auth/users/1' }) })).toEqual([
      1,
      'missing credentials: APTIBLE_ACCESS_TOKEN, of https://auth/users/1, expired at 2001-09-09T01:46:40.000Z. Run `aptible login`, or set APTIBLE_ACCESS_TOKEN.',
      `warning platform: ${url} was not asked, since there is no login.`,
    ]);
    expect(await visit({ APTIBLE_ACCESS_TOKEN: 'plain-text' })).toEqual([
      1,
      'ok credentials: APTIBLE_ACCESS_TOKEN',
      expect.stringMatching(/^missing platform: http\S+: .*401/),
    ]);
    expect(await visit({ APTIBLE_ACCESS_TOKEN: '' }, true)).toEqual([
      1,
      expect.stringContaining('missing credentials: There is no access token for the platform. Looked at: '),
      `ok platform: ${url}, not asked (--offline)`,
    ]);
    write(
      'tokens.json',
      JSON.stringify({ [process.env['APTIBLE_AUTH_ROOT_URL'] ?? url]: jwt({ email: 'a@b\u001b[31m' }) }),
    );
    expect(await visit({ APTIBLE_ACCESS_TOKEN: '' }, true)).toEqual([
      0,
      'ok credentials: the token of `aptible login`, of a@b [31m',
      `ok platform: ${url}, not asked (--offline)`,
    ]);
    expect(await visit({ APTIBLE_USERNAME: 'ci', APTIBLE_PASSWORD: 'hunter2' }, true)).toEqual([
      0,
      'ok credentials: APTIBLE_USERNAME and APTIBLE_PASSWORD, of ci',
      `ok platform: ${url}, not asked (--offline)`,
    ]);
  });

  test('a platform that does not answer, and an address that is none', async () => {
    expect(await visit({ APTIBLE_API_ROOT_URL: 'http://127.0.0.1:9' })).toEqual([
      1,
      expect.stringMatching(/^ok credentials: /),
      expect.stringMatching(/^missing platform: http:\/\/127\.0\.0\.1:9: .*ECONNREFUSED/),
    ]);
    expect((await visit({ APTIBLE_API_ROOT_URL: 'https://a:b@c/x' })).at(-1)).toBe(
      'missing platform: APTIBLE_API_ROOT_URL is not the address of a platform. It is "https://(redacted)@c/x". ' +
        'Give an http or https URL without a user and without a path, such as https://api.aptible.com.',
    );
  });
});
