/** What a machine needs, each as one line. Nothing here asks another machine. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { providerAddress } from '../packaging';
import { isOnPath, terraformPrograms } from './terraform';

export interface Finding {
  readonly state: 'ok' | 'warning' | 'missing';
  /** What was looked at. */
  readonly what: string;
  /** What was found, and what to do unless it is ok. */
  readonly message: string;
}

export interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly nodeVersion: string;
  /** Where the command was called. */
  readonly directory: string;
  /** The package.json of this package. */
  readonly own: {
    readonly engines: { readonly node: string };
    readonly peerDependencies: Readonly<Record<string, string>>;
  };
}

export function localFindings(machine: Machine): Finding[] {
  return [
    node(machine),
    terraform(machine),
    ...commandLineConfiguration(machine),
    pluginCache(machine),
    ...certificates(machine),
    ...packages(machine),
    optionalPrograms(machine),
  ].filter((finding) => finding !== undefined);
}

function node({ nodeVersion, own }: Machine): Finding {
  const what = 'Node.js';
  return satisfies(nodeVersion, own.engines.node)
    ? { state: 'ok', what, message: `${nodeVersion}` }
    : {
        state: 'missing',
        what,
        message: `${nodeVersion} is too old: install ${own.engines.node.replace('>=', '')} or newer.`,
      };
}

/** What each version of Terraform, and of OpenTofu, is the first to have. */
const features: readonly { readonly terraform: string; readonly tofu: string; readonly what: string }[] = [
  { terraform: '1.8.0', tofu: '1.7.0', what: 'the functions of the provider' },
  { terraform: '1.10.0', tofu: '1.11.0', what: 'ephemeral resources' },
  { terraform: '1.11.0', tofu: '1.11.0', what: 'passwords that are in no state (write-only arguments, `connections`)' },
];
const oldest = { terraform: '1.5.0', tofu: '1.6.0' };

function terraform(machine: Machine): Finding {
  const what = 'terraform';
  const named = machine.environment['TERRAFORM_BINARY_NAME'];
  const found = (named === undefined ? terraformPrograms : [named]).find((name) => isOnPath(name, machine));
  if (found === undefined) {
    const message =
      named === undefined
        ? 'Neither terraform nor tofu is on PATH. Install one of them, or name another program in TERRAFORM_BINARY_NAME.'
        : `${named}, which TERRAFORM_BINARY_NAME names, is not on PATH. Install it, or unset the variable.`;
    return { state: 'missing', what, message };
  }
  const run = spawnSync(found, ['version', '-json'], {
    cwd: machine.directory,
    env: { ...machine.environment, CHECKPOINT_DISABLE: '1' },
    encoding: 'utf8',
    timeout: 20_000,
  });
  const version = /"terraform_version":\s*"([^"]+)"/.exec(run.stdout)?.[1];
  if (version === undefined) {
    const why = run.error?.message ?? (run.stderr || run.stdout).trim().split('\n').at(-1) ?? '';
    return {
      state: 'missing',
      what,
      message: `"${found} version -json" does not say its version (${why}). Install it again.`,
    };
  }
  const product = /tofu/.test(found) ? 'tofu' : 'terraform';
  if (!isAtLeast(version, oldest[product]))
    return { state: 'missing', what, message: `${found} ${version} is too old: install ${oldest[product]} or newer.` };
  const lacking = features.filter((feature) => !isAtLeast(version, feature[product]));
  if (lacking.length === 0) return { state: 'ok', what, message: `${found} ${version}` };
  const list = lacking.map((feature) => `${feature.what} (${feature[product]})`).join(', ');
  return {
    state: 'warning',
    what,
    message: `${found} ${version} does not know ${list}. Install a newer one to use them.`,
  };
}

function commandLineConfiguration({ environment, home, directory }: Machine): Finding[] {
  const what = 'CLI configuration';
  const variable = ['TF_CLI_CONFIG_FILE', 'TERRAFORM_CONFIG'].find((name) => environment[name]);
  const named = variable === undefined ? undefined : resolve(directory, environment[variable]!);
  const file = named ?? ['.terraformrc', '.tofurc'].map((name) => join(home, name)).find((path) => existsSync(path));
  if (file === undefined) return [{ state: 'ok', what, message: 'none' }];
  if (!existsSync(file)) {
    return [
      {
        state: 'warning',
        what,
        message: `${file}, which ${variable} names, is not there. Unset the variable, or make the file.`,
      },
    ];
  }
  const text = withoutComments(readFileSync(file, 'utf8'));
  const installation = blockIn(text, 'provider_installation');
  const problem = installation === undefined ? undefined : installationProblem(installation);
  const cache = /^\s*plugin_cache_dir\s*=\s*"([^"]*)"/m.exec(text)?.[1]?.replace(/^\$HOME|^~/, home);
  return [
    problem === undefined
      ? { state: 'ok', what, message: file }
      : { state: 'warning', what, message: `${file}: ${problem}` },
    ...(cache === undefined || isDirectory(cache) ? [] : [noCache(`plugin_cache_dir in ${file}`, cache)]),
  ];
}

/** What keeps terraform from the provider that lies beside a configuration. `deploy` of a definition brings it by itself. */
function installationProblem(installation: string): string | undefined {
  const [overridden] = [blockIn(installation, 'dev_overrides') ?? ''].filter((block) =>
    block.includes(`cdktf-aptible/aptible`),
  );
  if (overridden !== undefined) {
    return 'dev_overrides has another build of this provider, which terraform uses without its lock file. Remove it unless you develop the provider.';
  }
  const methods = ['filesystem_mirror', 'network_mirror'].flatMap((name) => blocksIn(installation, name));
  if (methods.some((method) => reaches(method))) return undefined;
  return (
    'provider_installation keeps terraform from the provider beside a configuration. Add to it: ' +
    'filesystem_mirror { path = "terraform.d/plugins" include = ["registry.terraform.io/cdktf-aptible/*"] }'
  );
}

function reaches(method: string): boolean {
  const list = (name: string) => new RegExp(`\\b${name}\\s*=\\s*\\[([^\\]]*)\\]`).exec(method)?.[1]?.match(/[^",\s]+/g);
  const matches = (pattern: string) => {
    const full = pattern.split('/').length < 3 ? `registry.terraform.io/${pattern}` : pattern;
    const wanted = providerAddress.split('/');
    return full.split('/').every((part, index) => part === '*' || part === wanted[index]);
  };
  return (list('include')?.some(matches) ?? true) && !(list('exclude') ?? []).some(matches);
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*(#|\/\/).*$/gm, '');
}

function blockIn(text: string, name: string): string | undefined {
  return blocksIn(text, name)[0];
}

/** @returns what stands between the braces of blocks of this name. */
function blocksIn(text: string, name: string): string[] {
  return [...text.matchAll(new RegExp(`\\b${name}\\s*\\{`, 'g'))].map(({ index, 0: { length } }) => {
    let depth = 1;
    let end = index + length;
    for (; end < text.length && depth > 0; end++) depth += text[end] === '{' ? 1 : text[end] === '}' ? -1 : 0;
    return text.slice(index + length, end - 1);
  });
}

function pluginCache({ environment, directory }: Machine): Finding | undefined {
  const path = environment['TF_PLUGIN_CACHE_DIR'];
  return !path || isDirectory(resolve(directory, path)) ? undefined : noCache('TF_PLUGIN_CACHE_DIR', path);
}

function noCache(setting: string, path: string): Finding {
  return {
    state: 'warning',
    what: 'plugin cache',
    message: `${path}, which ${setting} names, is not there. Make that directory: terraform does not.`,
  };
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Each start of Node reads all of the file, and terraform starts the provider several times a command. */
const manyCertificates = 50;

function certificates({ environment, directory }: Machine): Finding[] {
  const path = environment['NODE_EXTRA_CA_CERTS'];
  if (!path) return [];
  const what = 'NODE_EXTRA_CA_CERTS';
  const file = resolve(directory, path);
  if (!existsSync(file))
    return [
      { state: 'warning', what, message: `${path} is not there, and Node goes on without it. Correct the variable.` },
    ];
  const count = readFileSync(file, 'latin1').split('-----BEGIN CERTIFICATE-----').length - 1;
  if (count <= manyCertificates) return [{ state: 'ok', what, message: `${path}, ${count} certificates` }];
  return [
    {
      state: 'warning',
      what,
      message: `${path} has ${count} certificates, which each start of the provider reads. Name a file with only your own authority: Node knows the public ones.`,
    },
  ];
}

/** The packages of npm that have to fit, in a project that has them. */
function packages({ directory, own }: Machine): Finding[] {
  const found = Object.keys(own.peerDependencies).map((name) => ({ name, version: installed(directory, name) }));
  const there = found.filter(({ version }) => version !== undefined);
  const unfit = there.filter(({ name, version }) => !satisfies(version!, own.peerDependencies[name]!));
  const what = 'npm packages';
  if (unfit.length > 0) {
    const wanted = unfit.map(({ name }) => `"${name}@${own.peerDependencies[name]}"`).join(' ');
    const wrong = unfit.map(({ name, version }) => `${name} ${version}`).join(', ');
    return [{ state: 'missing', what, message: `${wrong} does not fit this package: npm install ${wanted}` }];
  }
  if (there.length === 0) return [{ state: 'ok', what, message: 'no project for CDK for Terraform here' }];
  return [{ state: 'ok', what, message: there.map(({ name, version }) => `${name} ${version}`).join(', ') }];
}

function installed(directory: string, name: string): string | undefined {
  const from = createRequire(join(directory, 'package.json'));
  for (const folder of from.resolve.paths(name) ?? []) {
    const file = join(folder, name, 'package.json');
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
  }
  return undefined;
}

function optionalPrograms(machine: Machine): Finding {
  const what = 'optional programs';
  const names = ['psql', 'mysql', 'redis-cli'];
  const [there, absent] = [true, false].map((wanted) => names.filter((name) => isOnPath(name, machine) === wanted));
  const words = [
    ...(there!.length > 0 ? [`${there!.join(', ')} found`] : []),
    ...(absent!.length > 0 ? [`${absent!.join(', ')} not found`] : []),
  ];
  return {
    state: 'ok',
    what,
    message: `${words.join('; ')}. Only you use them, through \`tunnel\`. ssh and Docker are not needed.`,
  };
}

/** Whether a version is in a range of `>=`, `<` and `^`, which is what this package asks for. */
function satisfies(version: string, range: string): boolean {
  return range.split(/\s+/).every((part) => {
    const [, sign, wanted] = /^(>=|<|\^)(\d+\.\d+\.\d+)$/.exec(part) ?? [];
    if (wanted === undefined) throw new Error(`the range ${range} is not understood`);
    if (sign === '<') return !isAtLeast(version, wanted);
    return isAtLeast(version, wanted) && (sign === '>=' || version.split('.')[0] === wanted.split('.')[0]);
  });
}

function isAtLeast(version: string, wanted: string): boolean {
  const numbers = (text: string) => text.replace(/^v/, '').split(/[.+-]/, 3).map(Number);
  const [a, b] = [numbers(version), numbers(wanted)];
  const index = [0, 1, 2].find((each) => a[each] !== b[each]);
  return index === undefined || a[index]! > b[index]!;
}
