import {
  Testing,
  TerraformProvider,
  TerraformStack,
  TerraformVariable,
  type IStackSynthesizer,
  type ISynthesisSession,
} from 'cdktf';
import type { Construct } from 'constructs';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AptibleProvider } from '../../lib';
import * as packages from '../../lib/packaging/provider-package';
import { messageOf, provider, synthesize, version } from './support';

jest.mock('../../lib/packaging/provider-package', () => {
  const actual = jest.requireActual<typeof packages>('../../lib/packaging/provider-package');
  return { ...actual, readProviderPackage: jest.fn() };
});

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cdktf-aptible-'));
  const { readProviderPackage } = jest.requireActual<typeof packages>('../../lib/packaging/provider-package');
  writeFileSync(join(directory, `terraform-provider-aptible_v${version}.cjs`), 'the provider');
  jest.mocked(packages.readProviderPackage).mockImplementation(() => readProviderPackage(directory));
});
afterEach(() => rmSync(directory, { recursive: true }));

class Foreign extends TerraformProvider {
  constructor(scope: Construct, id: string, source: string, version?: string) {
    super(scope, id, {
      terraformResourceType: source.split('/').pop()!,
      terraformProviderSource: source,
      terraformGeneratorMetadata: { providerName: source, providerVersionConstraint: version },
    });
  }
}

function newStack(id = 'stack', app = Testing.app()): TerraformStack {
  const stack = new TerraformStack(app, id);
  new AptibleProvider(stack, 'aptible');
  return stack;
}

function warnings(stack: TerraformStack): string[] {
  return stack.node.metadata.filter(({ type }) => type === '@cdktf/warn').map(({ data }) => data as string);
}

describe('AptibleProvider', () => {
  test('minimal: everything is left to the environment', () => {
    expect(synthesize(() => undefined)).toEqual(provider);
  });

  test('everything set; the secrets are references', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    const secret = (name: string) =>
      new TerraformVariable(stack, name, { type: 'string', sensitive: true }).stringValue;
    new AptibleProvider(stack, 'aptible', {
      accessToken: secret('token'),
      username: 'someone@example.com',
      password: secret('password'),
      apiRootUrl: 'http://127.0.0.1:4000',
      authRootUrl: 'http://127.0.0.1:4001',
    });
    const json = JSON.parse(Testing.synth(stack, true)) as Record<string, unknown>;
    expect(json['provider']).toEqual({
      aptible: [
        {
          access_token: '${var.token}',
          username: 'someone@example.com',
          password: '${var.password}',
          api_root_url: 'http://127.0.0.1:4000',
          auth_root_url: 'http://127.0.0.1:4001',
        },
      ],
    });
  });

  test('literal secrets: refused all at once, and not in the message', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    const message = messageOf(
      () => new AptibleProvider(stack, 'aptible', { accessToken: 'literal-token', password: 'literal-password' }),
    );
    expect(message).toMatchInlineSnapshot(`
     "the props of stack/aptible (AptibleProvider) are not valid:
       username: it is needed with password: a login needs both
       accessToken: expected a reference, since a literal is readable in cdk.tf.json: new TerraformVariable(stack, 'access_token', { type: 'string', sensitive: true }).stringValue, with the value in the environment variable TF_VAR_access_token
       password: expected a reference, since a literal is readable in cdk.tf.json: new TerraformVariable(stack, 'password', { type: 'string', sensitive: true }).stringValue, with the value in the environment variable TF_VAR_password"
    `);
  });
});

describe('synthesis of a stack with AptibleProvider', () => {
  test('provider and lock file are beside the configuration', () => {
    const stack = newStack();
    new Foreign(stack, 'null', 'null', '3.2.4');
    const synthesized = join(Testing.fullSynth(stack), 'stacks/stack');
    const placed = `terraform.d/plugins/registry.terraform.io/cdktf-aptible/aptible/${version}/linux_amd64`;
    expect(readdirSync(synthesized).sort()).toEqual(['.terraform.lock.hcl', 'cdk.tf.json', 'terraform.d']);
    expect(readFileSync(join(synthesized, placed, `terraform-provider-aptible_v${version}.cjs`), 'utf8')).toBe(
      'the provider',
    );
    expect(readFileSync(join(synthesized, '.terraform.lock.hcl'), 'utf8').match(/^provider ".*"/gm)).toEqual([
      'provider "registry.terraform.io/cdktf-aptible/aptible"',
      'provider "registry.terraform.io/hashicorp/null"',
    ]);
    expect(warnings(stack)).toEqual([]);
  });

  test('several stacks, and two providers in one of them: each stack has it', () => {
    const app = Testing.app();
    const stacks = [newStack('one', app), newStack('two', app)];
    new AptibleProvider(stacks[0]!, 'again');
    app.synth();
    for (const stack of stacks) {
      expect(readdirSync(join(app.outdir, 'stacks', stack.node.id)).sort()).toEqual([
        '.terraform.lock.hcl',
        'cdk.tf.json',
        'terraform.d',
      ]);
    }
  });

  test.each([
    ['aptible/aptible', 'registry.terraform.io/aptible/aptible', '0.10.9900'],
    ['registry.opentofu.org/aptible/aptible@0.9.9900', 'registry.opentofu.org/aptible/aptible', '0.9.9900'],
  ])('in place of %s: its name and a version that it never had', (inPlaceOf, source, numbers) => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    new AptibleProvider(stack, 'aptible', { inPlaceOf });
    new AptibleProvider(stack, 'other', { inPlaceOf });
    const synthesized = join(Testing.fullSynth(stack), 'stacks/stack');
    const as = `${numbers}+cdktf-aptible.${version}`;
    expect(JSON.parse(readFileSync(join(synthesized, 'cdk.tf.json'), 'utf8'))).toMatchObject({
      terraform: { required_providers: { aptible: { source, version: as } } },
    });
    expect(readdirSync(join(synthesized, 'terraform.d/plugins'), { recursive: true })).toContain(
      `${source}/${as}/linux_amd64/terraform-provider-aptible_v${version}.cjs`,
    );
    expect(readFileSync(join(synthesized, '.terraform.lock.hcl'), 'utf8')).toContain(
      `provider "${source}" {\n  version     = "${as}"\n  constraints = "${as}"\n  hashes = [\n`,
    );
    expect(warnings(stack)).toEqual([]);
  });

  test('in place of what is no provider: refused', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    expect(messageOf(() => new AptibleProvider(stack, 'aptible', { inPlaceOf: 'hashicorp/null' }))).toBe(
      'the props of stack/aptible (AptibleProvider) are not valid:\n' +
        '  inPlaceOf: "hashicorp/null" does not name a provider to stand in for. Write aptible/aptible, or aptible/aptible@0.9.9900 with the version that it gets.',
    );
  });

  test('in place of another one, but not all of them: refused', () => {
    const stack = newStack();
    new AptibleProvider(stack, 'official', { inPlaceOf: 'aptible/aptible' });
    expect(messageOf(() => Testing.fullSynth(stack))).toContain(
      `the providers of stack "stack" have several names (registry.terraform.io/cdktf-aptible/aptible ${version}, ` +
        `registry.terraform.io/aptible/aptible 0.10.9900+cdktf-aptible.${version}): give all of them the same inPlaceOf`,
    );
  });

  test('another provider of a version that is not exact: one warning each that names the way out', () => {
    const stack = newStack();
    new Foreign(stack, 'null', 'null', '~> 3.2');
    new Foreign(stack, 'random', 'hashicorp/random');
    Testing.fullSynth(stack);
    Testing.fullSynth(stack);
    expect(warnings(stack)).toMatchInlineSnapshot(`
     [
       "provider null has the version "~> 3.2", which is not exact, so it cannot be locked at synth, and the cdktf command asks registries for all providers of the stack instead, this one included, which is in none. Give it an exact version (as 1.2.3), or set the environment variable CDKTF_SKIP_PROVIDER_LOCK=true",
       "provider hashicorp/random has no version, which is not exact, so it cannot be locked at synth, and the cdktf command asks registries for all providers of the stack instead, this one included, which is in none. Give it an exact version (as 1.2.3), or set the environment variable CDKTF_SKIP_PROVIDER_LOCK=true",
     ]
    `);
  });

  test('Windows: a warning that says where terraform can run it', () => {
    const platform = Object.getOwnPropertyDescriptor(process, 'platform')!;
    const stack = newStack();
    try {
      Object.defineProperty(process, 'platform', { ...platform, value: 'win32' });
      Testing.fullSynth(stack);
    } finally {
      Object.defineProperty(process, 'platform', platform);
    }
    expect(warnings(stack)).toEqual([
      'Terraform for Windows cannot start the Aptible provider, which is a script for Node: run terraform in WSL, or apply what is ' +
        'synthesized here on Linux or macOS',
    ]);
  });

  test('self-contained: Node lies beside the provider where the folder has one, and nothing of it is in the configuration', () => {
    const runtimes = join(directory, 'runtimes');
    mkdirSync(join(runtimes, 'linux_arm64'), { recursive: true });
    writeFileSync(join(runtimes, 'linux_arm64/node'), 'Node');
    const stack = new TerraformStack(Testing.app(), 'stack');
    new AptibleProvider(stack, 'aptible', { selfContained: runtimes });
    const synthesized = join(Testing.fullSynth(stack), 'stacks/stack');
    const placed = join(synthesized, 'terraform.d/plugins/registry.terraform.io/cdktf-aptible/aptible', version);
    expect(readdirSync(join(placed, 'linux_arm64'))).toEqual([
      'node',
      'provider.cjs',
      `terraform-provider-aptible_v${version}`,
    ]);
    expect(readdirSync(join(placed, 'linux_amd64'))).toEqual([`terraform-provider-aptible_v${version}.cjs`]);
    expect(JSON.parse(readFileSync(join(synthesized, 'cdk.tf.json'), 'utf8'))).toMatchObject({
      provider: { aptible: [{}] },
    });
  });

  test('self-contained without a runtime: the error says how to get one', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    new AptibleProvider(stack, 'aptible', { selfContained: join(directory, 'runtimes') });
    expect(messageOf(() => Testing.fullSynth(stack))).toContain(
      '"npx cdktf-aptible provider --self-contained" downloads',
    );
  });

  test('a synthesizer set later that calls the one before: works', () => {
    const stack = newStack();
    const before = stack.synthesizer;
    stack.synthesizer = { synthesize: (session: ISynthesisSession) => before.synthesize(session) };
    expect(readdirSync(join(Testing.fullSynth(stack), 'stacks/stack'))).toContain('terraform.d');
  });

  test('a synthesizer set later that does not: refused, since the provider would be missing', () => {
    const stack = newStack();
    const replacement: IStackSynthesizer = { synthesize: () => stack.runAllValidations() };
    stack.synthesizer = replacement;
    const message = messageOf(() => Testing.fullSynth(stack));
    expect(message).toMatchInlineSnapshot(`
     "Validation failed with the following errors:
       [stack] the synthesizer of stack "stack" was replaced after AptibleProvider had added to it what places the provider: set stack.synthesizer before new AptibleProvider(...), or make the new one call the old one

     If you wish to ignore these validations, pass 'skipValidation: true' to your App configuration.
     "
    `);
  });

  test('no provider built: the error says what to do', () => {
    rmSync(join(directory, `terraform-provider-aptible_v${version}.cjs`));
    expect(messageOf(() => Testing.fullSynth(newStack()))).toContain('run "npm run build"');
  });
});
