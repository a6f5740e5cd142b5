/** Applies that are killed in the middle of creations, with the packaged provider in a process of its own. */
import { spawnSync } from 'node:child_process';
import { startLocalPlatform, type LocalPlatform } from '../../../lib/emulator';
import { issue } from '../../support/certificates';
import { eventually } from '../../support/eventually';
import { Gate } from '../../support/gate';
import { environment } from './hcl';
import { placePackage } from './provider';
import { finished, type Run, Terraform } from './terraform';

/** Ends what runs below a terraform, or that itself. */
type Kill = (terraformId: number) => void;

const killProvider: Kill = (id) => childrenOf(id).forEach((provider) => process.kill(provider, 'SIGKILL'));
const killTerraform: Kill = (id) => process.kill(id, 'SIGKILL');
/** All that runs in a terminal gets this signal when it is closed. */
const closeTerminal: Kill = (id) => process.kill(-id, 'SIGHUP');

/** The steps, in their order, and who is killed when the platform has done it and the answer is on its way. */
export const kills: readonly [step: RegExp, kill: Kill][] = [
  [/^POST \/accounts\/\d+\/apps$/, killProvider],
  [/^POST \/apps\/\d+\/operations$/, killTerraform],
  [/^POST \/accounts\/\d+\/databases$/, closeTerminal],
  [/^POST \/databases\/\d+\/operations$/, killProvider],
  [/^POST \/accounts\/\d+\/certificates$/, killTerraform],
  [/^POST \/services\/\d+\/vhosts$/, closeTerminal],
  [/^POST \/vhosts\/\d+\/operations$/, killTerraform],
  [/^GET \/vhosts\/\d+$/, killProvider],
];

const { certificate, key } = issue({ name: 'www.example.com' });

/** One after the other, so that each step has its turn. */
const configuration = `${environment}
resource "aptible_app" "web" {
  env_id       = aptible_environment.staging.env_id
  handle       = "acme-web"
  docker_image = "quay.io/aptible/deploy-demo-app"
}
resource "aptible_database" "data" {
  env_id     = aptible_environment.staging.env_id
  handle     = "acme-db"
  depends_on = [aptible_app.web]
}
resource "aptible_certificate" "www" {
  env_id           = aptible_environment.staging.env_id
  certificate_body = <<-PEM
${certificate}  PEM
  private_key      = <<-PEM
${key}  PEM
  depends_on       = [aptible_database.data]
}
resource "aptible_endpoint" "www" {
  env_id         = aptible_environment.staging.env_id
  resource_type  = "app"
  resource_id    = aptible_app.web.app_id
  process_type   = "cmd"
  domain         = "www.example.com"
  certificate_id = aptible_certificate.www.certificate_id
}
`;

const names = { aptible_app: 'web', aptible_database: 'data', aptible_certificate: 'www', aptible_endpoint: 'www' };

class Creation {
  private readonly pasted: string[] = [];

  private constructor(
    readonly platform: LocalPlatform,
    readonly gate: Gate,
    readonly terraform: Terraform,
  ) {}

  static async prepare(): Promise<Creation> {
    const platform = await startLocalPlatform();
    const gate = await Gate.open(platform.url);
    const { APTIBLE_ACCESS_TOKEN } = platform.environment;
    const terraform = await Terraform.inNewDirectory({
      APTIBLE_ACCESS_TOKEN,
      APTIBLE_API_ROOT_URL: gate.url,
      APTIBLE_AUTH_ROOT_URL: gate.url,
    });
    placePackage(terraform.directory);
    await terraform.writeAptible(configuration);
    await terraform.init();
    return new Creation(platform, gate, terraform);
  }

  async remove(): Promise<void> {
    await this.terraform.remove();
    await this.gate.close();
    await this.platform.stop();
  }

  /** Applies until `struck`, or until the end. An import block that an apply asks for is pasted; only its resource's own name is not in it. */
  async apply(struck?: Promise<undefined>): Promise<{ id: number; ended: Promise<Run> } | undefined> {
    const process = this.terraform.start('apply', '-auto-approve', '-input=false', '-no-color');
    const ended = finished(process);
    const end = await Promise.race([ended, ...(struck ? [struck] : [])]);
    if (end === undefined) return { id: process.pid!, ended };
    if (end.status === 0) return undefined;
    const [block] = /import \{[^}]*\}/.exec(end.output.replace(/^[╷│╵] ?/gm, '')) ?? [];
    const named = block?.replace(/(aptible_\w+)\.NAME/, (_, type: keyof typeof names) => `${type}.${names[type]}`);
    if (named === undefined || this.pasted.includes(named)) throw new Error(`The apply failed:\n${end.output}`);
    this.pasted.push(named);
    await this.terraform.write(this.pasted.join('\n'), 'imports.tf');
    return this.apply(struck);
  }
}

/** Kills one apply after the other; each goes on where the one before it was ended. Nothing may be made twice or left behind. */
export async function tryKills(kills: readonly [step: RegExp, kill: Kill][]): Promise<void> {
  const creation = await Creation.prepare();
  const { platform, gate, terraform } = creation;
  try {
    const providers: number[] = [];
    for (const [request, kill] of kills) {
      const running = await creation.apply(gate.strike({ request, fault: { hasEffect: true, answer: 'never' } }));
      if (running === undefined) throw new Error(`The apply ended without ${request.source}`);
      const children = childrenOf(running.id);
      expect(children).toHaveLength(1);
      providers.push(...children);
      kill(running.id);
      await running.ended;
      // A provider without its terraform ends by itself, after some seconds. Nobody waits for that before the next apply.
    }
    await creation.apply();
    await eventually(() => !providers.some(isAlive), 20_000);
    expect(await terraform.actions()).toEqual({});
    const made = (['app', 'database', 'certificate', 'vhost'] as const).map((kind) => [
      kind,
      platform.control.list(kind).length,
    ]);
    expect(Object.fromEntries(made)).toEqual({ app: 1, database: 1, certificate: 1, vhost: 1 });
  } finally {
    await creation.remove();
  }
}

function childrenOf(parent: number): number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(parent)], { encoding: 'utf8' });
  return stdout.trim().split(/\s+/).filter(Boolean).map(Number);
}

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    // No such process.
    return false;
  }
}
