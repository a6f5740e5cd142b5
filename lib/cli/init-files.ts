/** The files of a project to start from. The three formats describe the same environment. */
import { randomUUID } from 'node:crypto';
import { providerAddress } from '../packaging';
import { definitionJsonSchema } from '../definition';

export type Format = 'yaml' | 'typescript' | 'hcl';

export interface Start {
  /** The handle of the environment. */
  readonly handle: string;
  /** The name of the platform's stack. */
  readonly stack: string;
  /** The versions that the project asks for, by the names of the npm packages. */
  readonly versions: Readonly<Record<string, string>>;
}

export interface Project {
  /** Path → content. */
  readonly files: Readonly<Record<string, string>>;
  /** The commands that come next. */
  readonly next: readonly string[];
}

const image = 'quay.io/aptible/deploy-demo-app';
const schemaFile = 'aptible.schema.json';

export const projects: Readonly<Record<Format, (start: Start) => Project>> = {
  yaml: (start) => ({
    files: {
      'aptible.yaml': yaml(start),
      [schemaFile]: json(definitionJsonSchema()),
      '.vscode/settings.json': json({ 'yaml.schemas': { [`./${schemaFile}`]: ['aptible.yaml'] } }),
      '.gitignore': ignored('aptible.out/', '*.tfstate', '*.tfstate.*', '.terraform/'),
      'README.md': readme(start, 'aptible.yaml', yamlCommands, yamlNotes),
    },
    next: yamlCommands,
  }),
  typescript: (start) => ({
    files: {
      'main.ts': typescript(start),
      'cdktf.json': json({
        language: 'typescript',
        app: 'npx tsx main.ts',
        projectId: randomUUID(),
        sendCrashReports: 'false',
      }),
      'package.json': packageJson(start),
      'tsconfig.json': json({
        compilerOptions: {
          target: 'ES2022',
          module: 'CommonJS',
          moduleResolution: 'Node10',
          strict: true,
          skipLibCheck: true,
          esModuleInterop: true,
          noEmit: true,
        },
        include: ['main.ts'],
      }),
      '.gitignore': ignored('node_modules/', 'cdktf.out/', '*.tfstate', '*.tfstate.*', '.terraform/'),
      'README.md': readme(start, 'main.ts', typescriptCommands, stateNote),
    },
    next: typescriptCommands,
  }),
  hcl: (start) => ({
    files: {
      'main.tf': hcl(start),
      '.gitignore': ignored('.terraform/', 'terraform.d/', '*.tfstate', '*.tfstate.*'),
      'README.md': readme(start, 'main.tf', hclCommands, `${hclNotes}\n\n${stateNote}`),
    },
    next: hclCommands,
  }),
};

const login = 'aptible login   # or set APTIBLE_ACCESS_TOKEN';
const yamlCommands = [login, 'npx cdktf-aptible deploy aptible.yaml'];
const typescriptCommands = ['npm install', login, 'npx cdktf deploy'];
const hclCommands = ['terraform init', login, 'terraform apply'];

const stateNote =
  "Terraform's state holds secrets and belongs into no repository. Before a second person or a pipeline deploys, keep it in a backend of Terraform, such as `s3`.";

const yamlNotes = `\`npx cdktf-aptible plan aptible.yaml\` shows what a deploy would change, \`validate\` checks the file without an account.

${schemaFile} gives editors completion. After an update of cdktf-aptible, remove it and run \`npx cdktf-aptible init\` again.

The state is beside aptible.yaml and not in git, since it holds secrets. Before a second person or a pipeline deploys, keep it in a backend:

\`\`\`yaml
backend:
  type: s3
  config: { bucket: acme-states, key: aptible, region: us-east-1 }
\`\`\``;

const hclNotes =
  'The provider is in terraform.d, which is not in git: after a clone, `npx cdktf-aptible provider` puts it there.';

function yaml({ handle, stack }: Start): string {
  return `# yaml-language-server: $schema=./${schemaFile}
# $schema: ./${schemaFile}
version: 1

environment:
  handle: ${quoted(handle)}
  stack: ${quoted(stack)}
  # Each database leaves a last backup behind, and an environment that has one is not destroyed: they go with it. Remove this for production.
  purgeBackupsOnDestroy: true

databases:
  main:
    handle: ${quoted(`${handle}-db`)}
    type: postgresql
    version: "16"
    diskSizeGb: 10

apps:
  web:
    handle: ${quoted(`${handle}-web`)}
    image: ${image}
    config:
      DATABASE_URL: \${databases.main.url}
    # A password or a key is never written here: \${secret.STRIPE_KEY} asks for it in the environment variable TF_VAR_STRIPE_KEY.
    services:
      web:
        containerCount: 1
        memoryMb: 512
        endpoints:
          # Everybody on the internet can reach it, at a domain of the platform.
          site: { type: https, defaultDomain: true }

outputs:
  address: \${apps.web.services.web.endpoints.site.hostname}
`;
}

function typescript({ handle, stack }: Start): string {
  return `import { App, TerraformOutput, TerraformStack } from 'cdktf';
import * as aptible from 'cdktf-aptible';

const app = new App();
const stack = new TerraformStack(app, ${literal(handle)});
new aptible.AptibleProvider(stack, 'aptible');

const environment = new aptible.Environment(stack, 'environment', {
  handle: ${literal(handle)},
  stack: aptible.Stack.fromName(stack, 'stack', ${literal(stack)}),
  // Each database leaves a last backup behind, and an environment that has one is not destroyed: they go with it. Remove this for production.
  purgeBackupsOnDestroy: true,
});

const database = new aptible.Database(environment, 'database', {
  handle: ${literal(`${handle}-db`)},
  type: 'postgresql',
  version: '16',
  diskSizeGb: 10,
});

const web = new aptible.App(environment, 'web', {
  handle: ${literal(`${handle}-web`)},
  image: '${image}',
  config: { DATABASE_URL: database.connectionUrl },
  services: { web: { containerCount: 1, memoryMb: 512 } },
});

// Everybody on the internet can reach it, at a domain of the platform.
const site = web.addEndpoint('site', { service: 'web', defaultDomain: true });
new TerraformOutput(stack, 'address', { value: site.virtualDomain });

app.synth();
`;
}

function hcl({ handle, stack }: Start): string {
  return `terraform {
  required_providers {
    aptible = {
      source = "${providerAddress}"
    }
  }
}

provider "aptible" {}

data "aptible_stack" "stack" {
  name = ${literal(stack, '"')}
}

resource "aptible_environment" "environment" {
  handle   = ${literal(handle, '"')}
  stack_id = data.aptible_stack.stack.stack_id

  # Each database leaves a last backup behind, and an environment that has one is not destroyed: they go with it. Remove this for production.
  purge_backups_on_destroy = true
}

resource "aptible_database" "main" {
  env_id        = aptible_environment.environment.env_id
  handle        = ${literal(`${handle}-db`, '"')}
  database_type = "postgresql"
  version       = "16"
  disk_size     = 10
}

resource "aptible_app" "web" {
  env_id       = aptible_environment.environment.env_id
  handle       = ${literal(`${handle}-web`, '"')}
  docker_image = "${image}"

  config = {
    DATABASE_URL = aptible_database.main.default_connection_url
  }

  service {
    process_type           = "web"
    container_count        = 1
    container_memory_limit = 512
  }
}

# Everybody on the internet can reach it, at a domain of the platform.
resource "aptible_endpoint" "site" {
  env_id         = aptible_environment.environment.env_id
  resource_id    = aptible_app.web.app_id
  resource_type  = "app"
  process_type   = "web"
  endpoint_type  = "https"
  default_domain = true
}

output "address" {
  value = aptible_endpoint.site.virtual_domain
}
`;
}

function packageJson({ handle, versions }: Start): string {
  const pick = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, versions[name]]));
  return json({
    name: handle,
    private: true,
    dependencies: pick('cdktf', 'cdktf-aptible', 'constructs'),
    devDependencies: pick('@types/node', 'cdktf-cli', 'tsx', 'typescript'),
  });
}

function readme({ handle }: Start, file: string, commands: readonly string[], notes: string): string {
  return `# ${handle}

An environment of the Aptible platform. [${file}](${file}) says what is in it. Terraform (1.5 or newer) or OpenTofu makes it so:

\`\`\`sh
${commands.join('\n')}
\`\`\`

\`npx cdktf-aptible doctor\` says what is missing on this machine.

${notes}
`;
}

function ignored(...lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** A handle may look like a number, or like another word of YAML. */
function quoted(text: string): string {
  return /^[a-z][a-z0-9-]+$/.test(text) && !/^(true|false|null|yes|no|on|off)$/.test(text) ? text : literal(text, '"');
}

function literal(text: string, mark = "'"): string {
  return `${mark}${text}${mark}`;
}
