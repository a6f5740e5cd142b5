/** The definition of an example, deployed by the command that users have. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSeed } from '../../../lib/cli/seed';
import { importsFileOf } from '../../../lib/definition/imports';
import { startLocalPlatform } from '../../../lib/emulator';
import { createCertificate } from '../../../lib/plugin/certificate';
import { createDatabaseServers } from '../../support/database-servers';
import { root } from './example';
import { finished, pathWithNode, terraformCommand, type Run } from './terraform';

interface TwinOptions {
  /** Whether databases are real servers, for users inside them. */
  readonly servers?: boolean;
  readonly environment?: NodeJS.ProcessEnv;
}

/** Deploys the definition of an example, plans it, and destroys it. What a seed of the example made by hand is taken over instead. */
export async function tryTwin(example: string, { servers = false, environment = {} }: TwinOptions = {}): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'twin-'));
  cpSync(join(root, 'examples', example), directory, { recursive: true });
  const platform = await startLocalPlatform({
    databases: servers ? await createDatabaseServers() : 'none',
    images: { 'quay.io/aptible/deploy-demo-app': ['web', 'worker'] },
  });
  const seed = join(directory, 'seed.json');
  const takesOver = existsSync(seed);
  if (takesOver) await readSeed(seed).plant(platform, 'instant');
  const { certificatePem, privateKeyPem } = createCertificate();
  const run = (...args: string[]): Promise<Run> =>
    finished(
      spawn(process.execPath, [join(root, 'dist/cli/main.js'), ...args], {
        cwd: directory,
        env: {
          ...platform.environment,
          PATH: pathWithNode,
          HOME: directory,
          TERRAFORM_BINARY_NAME: terraformCommand,
          GOGC: 'off',
          TF_VAR_certificate: certificatePem,
          TF_VAR_private_key: privateKeyPem,
          TF_VAR_datadog_api_key: 'key-1',
          TF_VAR_developers_role_id: platform.control.list('role')[0]!.uuid,
          TF_VAR_rotation: '2026-01',
          ...environment,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  const succeeds = async (...args: string[]): Promise<void> => {
    const { status, output } = await run(...args);
    if (status !== 0) throw new Error(`${args.join(' ')} of ${example} ended with ${status}:\n${output}`);
  };
  const changes = () => platform.requests.filter(({ method }) => method !== 'GET');
  const file = existsSync(join(directory, 'local.yaml')) ? 'local.yaml' : 'aptible.yaml';
  try {
    if (takesOver) {
      const { handle } = platform.control.list('account')[0]!;
      await succeeds('export', String(handle), '--output', 'exported', '--without-plan');
      cpSync(join(directory, 'exported', importsFileOf(file)), join(directory, importsFileOf(file)));
      const before = changes();
      await succeeds('deploy', file, '--auto-approve');
      expect(changes()).toEqual(before);
      await succeeds('plan', file);
      return;
    }
    await succeeds('deploy', file, '--auto-approve');
    expect(platform.control.list('account')).toHaveLength(1);
    expect(platform.control.list('app').length).toBeGreaterThan(0);
    // 2 would be changes.
    await succeeds('plan', file);
    await succeeds('destroy', file, '--auto-approve');
    expect(platform.control.list('account')).toEqual([]);
  } finally {
    await platform.stop();
    rmSync(directory, { recursive: true });
  }
}
