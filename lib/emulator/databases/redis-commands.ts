import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { RunningServer } from './server';

/** Sends commands whose reply is one line, one after the other. */
export async function redisCommands(
  { host, port, request }: RunningServer,
  commands: readonly (readonly string[])[],
): Promise<void> {
  const socket = connect(port, host);
  try {
    await once(socket, 'connect');
    const replies = createInterface(socket)[Symbol.asyncIterator]();
    for (const command of [['AUTH', request.password], ...commands]) {
      socket.write(
        `*${command.length}\r\n${command.map((each) => `$${Buffer.byteLength(each)}\r\n${each}\r\n`).join('')}`,
      );
      const { value: reply = 'the end of the connection' } = (await replies.next()) as { value?: string };
      if (!reply.startsWith('+')) throw new Error(`Redis answered ${reply} to ${command[0]}.`);
    }
  } finally {
    socket.destroy();
  }
}
