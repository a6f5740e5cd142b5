import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { RunningServer } from './server';
import { until } from './until';

/** The time that the commands get together. The longest writes the whole data to a file. */
const deadlineMs = 60_000;

/** Sends commands whose reply is one line, one after the other. */
export async function redisCommands(
  { host, ports, request }: Pick<RunningServer, 'host' | 'ports' | 'request'>,
  commands: readonly (readonly string[])[],
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const socket = connect(ports[0]!, host);
  try {
    const sent = send(socket, [['AUTH', request.password], ...commands]);
    await until(sent, { deadlineMs, signal }, `The Redis server of database ${request.id} had not answered`);
  } finally {
    socket.destroy();
  }
}

async function send(socket: ReturnType<typeof connect>, commands: readonly (readonly string[])[]): Promise<void> {
  await once(socket, 'connect');
  const replies = createInterface(socket)[Symbol.asyncIterator]();
  for (const command of commands) {
    socket.write(
      `*${command.length}\r\n${command.map((each) => `$${Buffer.byteLength(each)}\r\n${each}\r\n`).join('')}`,
    );
    const { value: reply = 'the end of the connection' } = (await replies.next()) as { value?: string };
    if (!reply.startsWith('+')) throw new Error(`Redis answered ${reply} to ${command[0]}.`);
  }
}
