/** A Redis client for tests: one command, one reply of a line or of a list of texts. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { DatabaseServer } from '../../../../lib/emulator/databases';

export const hasRedis = ((): boolean => {
  try {
    execFileSync('redis-server', ['--version']);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
})();

export async function redis(
  { host, ports: [port] }: Pick<DatabaseServer, 'host' | 'ports'>,
  password: string,
  command: readonly string[],
): Promise<string | string[]> {
  const socket = connect(port!, host);
  try {
    await once(socket, 'connect');
    const lines = createInterface(socket)[Symbol.asyncIterator]();
    const line = async (): Promise<string> => ((await lines.next()) as { value: string }).value;
    for (const each of [['AUTH', 'aptible', password], command]) {
      socket.write(`*${each.length}\r\n${each.map((text) => `$${Buffer.byteLength(text)}\r\n${text}\r\n`).join('')}`);
      const reply = await line();
      if (reply.startsWith('-')) throw new Error(reply);
      if (each !== command) continue;
      if (!reply.startsWith('*')) return reply;
      const texts: string[] = [];
      for (let index = 0; index < Number(reply.slice(1)); index++) {
        await line();
        texts.push(await line());
      }
      return texts;
    }
    throw new Error('unreachable');
  } finally {
    socket.destroy();
  }
}
