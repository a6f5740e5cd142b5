/** A definition in a directory of its own, and the commands of the package there, against a local platform. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalPlatform, type LocalPlatform } from '../../../lib/emulator';
import { StateDatabase } from './state-database';
import { finished, pathWithNode, terraformCommand, type Run } from './terraform';

export const definition = `version: 1
environment: { handle: acme-staging, stack: shared-us-east-1 }
backend: { type: pg, config: { schema_name: acme } }
`;

/** What a deploy advises when something of its definition is there already. */
export const isThereAlready = (stack: string) =>
  `\nWith a definition, when it is yours: run "${terraformCommand} init", then "${terraformCommand} import ADDRESS ID" with the address and the id above, in ${stack}. Then run this command again.\n`;

/** What a destroy advises when backups keep the environment. */
export const backupsKeepIt =
  '\nWith a definition: write purgeBackupsOnDestroy: true for the environment, and take everything else out of the file. Deploy that, then destroy.\n';

export class DefinitionDirectory {
  readonly path = mkdtempSync(join(tmpdir(), 'definition-states-'));
  private states: StateDatabase | undefined;

  private constructor(readonly platform: LocalPlatform) {}

  static async make(): Promise<DefinitionDirectory> {
    return new DefinitionDirectory(await startLocalPlatform({ databases: 'none' }));
  }

  /** Starts what the backend `pg` keeps states in. */
  async startStateDatabase(): Promise<StateDatabase> {
    return (this.states = await StateDatabase.start());
  }

  /** A command of the package, where the definition is. */
  run(...args: string[]): Promise<Run> {
    return this.started(process.execPath, [join(__dirname, '../../../dist/cli/main.js'), ...args], this.path);
  }

  /** Another program, with what such a command knows of its surroundings. */
  started(program: string, args: readonly string[], directory: string): Promise<Run> {
    const env: NodeJS.ProcessEnv = {
      ...this.platform.environment,
      PATH: pathWithNode,
      HOME: this.path,
      PG_CONN_STR: this.states?.url,
      TERRAFORM_BINARY_NAME: terraformCommand,
      GOGC: 'off',
    };
    return finished(spawn(program, args, { cwd: directory, env, stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  handles(): string[] {
    return this.platform.control
      .list('account')
      .map(({ handle }) => handle)
      .filter((handle) => handle.startsWith('acme-'))
      .sort();
  }

  async stop(): Promise<void> {
    await Promise.all([this.platform.stop(), this.states?.stop()]);
    rmSync(this.path, { recursive: true });
  }
}
