/** The stand-in of hashicorp/null in a mirror directory, which `terraform init` is told to look into instead of a registry. */
import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NullProvider } from '@cdktf/provider-null/lib/provider';
import { App, TerraformStack } from 'cdktf';

const root = join(__dirname, '../../../..');
const platform = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;

/** The version that `@cdktf/provider-null` requires. */
function requiredVersion(): string {
  const provider = new NullProvider(new TerraformStack(new App(), 'stack'), 'null');
  return provider.terraformGeneratorMetadata!.providerVersion!;
}

export class NullMirror {
  private constructor(private readonly directory: string) {}

  static async make(): Promise<NullMirror> {
    const mirror = new NullMirror(await mkdtemp(join(tmpdir(), 'cdktf-aptible-')));
    const version = requiredVersion();
    const executable = `hashicorp/null/${version}/${platform}/terraform-provider-null_v${version}`;
    bundle(join(mirror.directory, 'registry.terraform.io', executable));
    // OpenTofu takes the provider from a registry of its own.
    await cp(join(mirror.directory, 'registry.terraform.io'), join(mirror.directory, 'registry.opentofu.org'), {
      recursive: true,
    });
    await writeFile(
      mirror.configurationFile,
      `provider_installation {
  filesystem_mirror {
    path    = "${mirror.directory}"
    include = ["registry.terraform.io/hashicorp/*", "registry.opentofu.org/hashicorp/*"]
  }
  filesystem_mirror {
    path    = "terraform.d/plugins"
    include = ["registry.terraform.io/cdktf-aptible/*"]
  }
}
`,
    );
    return mirror;
  }

  /** The variables of terraform's processes. */
  get environment(): NodeJS.ProcessEnv {
    return { TF_CLI_CONFIG_FILE: this.configurationFile };
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true });
  }

  private get configurationFile(): string {
    return join(this.directory, 'terraform.rc');
  }
}

function bundle(file: string): void {
  const options = { entry: join(__dirname, 'main.ts'), file, name: 'terraform-provider-null' };
  const script = `
    import { bundleExecutable } from ${JSON.stringify(join(root, 'scripts/bundle-provider.mjs'))};
    await bundleExecutable(${JSON.stringify(options)});`;
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'pipe' });
}
