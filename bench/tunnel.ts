/** A tunnel from the start of the command until it is open, and the same by the programs of this machine. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startLocalPlatform, type LocalPlatform } from '../lib/emulator';
import type { Bench, Measured } from './bench';
import { alternate, median, milliseconds, plainEnvironment, untilFirstLine } from './measure';
import { answered, created, createdEnvironment } from './requests';

export async function tunnel({ scratch }: Bench): Promise<Measured> {
  if (spawnSync('ssh', ['-V']).status !== 0) {
    console.error('left out: tunnels, since there is no ssh of OpenSSH here');
    return { rows: [] };
  }
  const platform = await startLocalPlatform({ databases: 'none' });
  try {
    const account = await createdEnvironment(platform);
    const database = await created(platform, `/accounts/${account}/databases`, { handle: 'db', type: 'postgresql' });
    await created(platform, `/databases/${database}/operations`, { type: 'provision' });
    const env = { ...plainEnvironment(), ...platform.environment };
    const args = [join(__dirname, '../dist/cli/main.js'), 'tunnel', 'acme-bench/db'];
    const sshTimes: number[] = [];
    const [ours, machine] = await alternate(
      15,
      () => untilFirstLine(process.execPath, args, env),
      async () => {
        const { elapsedMs, sshMs } = await tunnelBySsh(platform, scratch);
        sshTimes.push(sshMs);
        return elapsedMs;
      },
    );
    const row = {
      what: '`cdktf-aptible tunnel` until it is open',
      ours: milliseconds(ours!),
      against: `${milliseconds(machine!)} by \`ssh-keygen\`, two requests and \`ssh\` (${milliseconds(median(sshTimes))} of it)`,
      ratio: ours! / machine!,
    };
    return { rows: [row] };
  } finally {
    await platform.stop();
  }
}

/** What is not for one tunnel alone is not timed: where the portal is, and which host key it has. */
async function tunnelBySsh(platform: LocalPlatform, scratch: string): Promise<{ elapsedMs: number; sshMs: number }> {
  const stack = await answered<Stacks>(platform, '/stacks');
  const { ssh_portal_host: host, ssh_portal_port: port, ssh_host_rsa_public_key: hostKey } = stack._embedded.stacks[0]!;
  const [credential] = platform.control.list('database_credential');
  const directory = mkdtempSync(join(scratch, 'ssh-'));
  const file = (name: string): string => join(directory, name);
  const startedMs = performance.now();
  execFileSync('ssh-keygen', ['-q', '-t', 'rsa', '-b', '2048', '-N', '', '-f', file('key')]);
  const operation = { type: 'tunnel', status: 'succeeded' };
  const id = await created(platform, `/database_credentials/${credential!.id}/operations`, operation);
  const key = { ssh_public_key: readFileSync(file('key.pub'), 'utf8') };
  const way = await answered<Way>(platform, `/operations/${id}/ssh_portal_connections`, key);
  writeFileSync(file('key-cert.pub'), way.ssh_certificate_body);
  writeFileSync(file('known-hosts'), `[${host}]:${port} ${hostKey}\n`);
  const options = [`UserKnownHostsFile=${file('known-hosts')}`, 'StrictHostKeyChecking=yes', 'SendEnv=ACCESS_TOKEN'];
  const preparedMs = performance.now() - startedMs;
  const sshMs = await untilFirstLine(
    'ssh',
    [
      ...['-F', 'none', '-T', '-i', file('key'), '-p', String(port), ...options.flatMap((each) => ['-o', each])],
      ...['-L', `${file('socket')}:${way.ssh_port_forward_socket}`, `${way.ssh_user}@${host}`],
    ],
    { ...plainEnvironment(), ACCESS_TOKEN: platform.token },
  );
  return { elapsedMs: preparedMs + sshMs, sshMs };
}

interface Stacks {
  readonly _embedded: {
    readonly stacks: readonly { ssh_portal_host: string; ssh_portal_port: number; ssh_host_rsa_public_key: string }[];
  };
}

/** What the API says of a way into the SSH portal. */
interface Way {
  readonly ssh_user: string;
  readonly ssh_certificate_body: string;
  readonly ssh_port_forward_socket: string;
}
