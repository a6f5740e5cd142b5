/** One connection to the SSH portal, as the user of one operation: its session shows the operation, and its channels lead to the socket. */
import { connect, type Socket } from 'node:net';
import type { AuthContext, Connection, ServerChannel, Session } from 'ssh2';
import { Server } from '../../ssh/ssh2';
import { messageOf } from '../error-message';
import { isPending } from '../operations';
import type { Operation } from '../resources/operation';
import { socketOf } from '../resources/ssh-portal-connection';
import { internalDomain } from '../resources/stack';
import { refusalOf } from './login';
import type { SshPortal } from '.';

/** The status of a session that has lasted as long as one may. */
const timeOverStatus = 124;
/** It asks for no signs of life: they would look like answers while it is frozen. */
const keepaliveInterval = 2 ** 31 - 1;

export function serveVisitor(socket: Socket, portal: SshPortal): void {
  const hostKeys = [portal.shownHostKey.export({ type: 'pkcs1', format: 'pem' })];
  const server = new Server({ hostKeys, keepaliveInterval }, (client) => new Visit(client, portal));
  server.injectSocket(socket);
}

class Visit {
  private operationId: number | undefined;
  /** Why logins were refused. A client may offer a bare key before the certificate, so that they matter only when nobody gets in. */
  private readonly refusals: string[] = [];
  /** The sessions that are open: they hear what goes wrong, and without one there is no socket. */
  private readonly sessions = new Map<ServerChannel, (status: number, words?: string) => void>();
  private readonly forwarded = new Set<Socket>();

  constructor(
    client: Connection,
    private readonly portal: SshPortal,
  ) {
    client.on('error', () => 'the close that follows ends what hangs on it');
    client.on('authentication', (context) => this.login(context));
    client.on('session', (accept) => this.open(accept()));
    client.on('openssh.streamlocal', (accept, reject, { socketPath }) => {
      this.forward(socketPath, accept, (words) => {
        for (const { stderr } of this.sessions.keys()) stderr.write(`${words}\n`);
        reject();
      });
    });
    client.on('close', () => {
      for (const leave of this.sessions.values()) leave(1);
      if (this.operationId === undefined && this.refusals.length > 0) {
        portal.platform.report(`The SSH portal let nobody in: ${this.refusals.join('; ')}.`);
      }
    });
  }

  private login(context: AuthContext): void {
    if (context.method !== 'publickey') return context.reject(['publickey']);
    const { platform, authority, settings } = this.portal;
    const { username: user, key, blob: signed, signature } = context;
    const connection = platform.store.list('ssh_portal_connection', { uuid: user })[0];
    const refusal = settings.refusesLogins
      ? 'it was told to refuse all'
      : connection === undefined
        ? 'there is no such user'
        : refusalOf({ user, shown: key.data, signed, signature }, { authority, now: platform.clock.now() });
    if (refusal !== undefined) {
      this.refusals.push(`${user} was refused, since ${refusal}`);
      return context.reject(['publickey']);
    }
    // Without one, the client only asks whether it may come with this certificate.
    if (signature !== undefined) this.operationId = connection!.operation_id;
    context.accept();
  }

  private get operation(): Operation | undefined {
    // What an operation has removed, it has removed itself from as well.
    return this.portal.platform.store.find('operation', this.operationId!, { withDeleted: true });
  }

  private open(session: Session): void {
    let token: string | undefined;
    // OpenSSH wants no answer to these; then there is nothing to answer with.
    const answer = (reply: (() => void) | undefined) => reply?.();
    session.on('env', (accept, reject, { key, val }) => {
      if (key === 'ACCESS_TOKEN') token = val;
      answer(key === 'ACCESS_TOKEN' ? accept : reject);
    });
    session.on('pty', answer);
    session.on('window-change', answer);
    session.on('shell', (accept) => this.run(accept(), token));
  }

  private run(channel: ServerChannel, token: string | undefined): void {
    const { platform, settings, accepts } = this.portal;
    const endings: (() => void)[] = [];
    const leave = (status: number, words?: string): void => {
      if (!this.sessions.delete(channel)) return;
      for (const end of endings) end();
      if (this.sessions.size === 0) for (const socket of this.forwarded) socket.destroy();
      if (words !== undefined) channel.stderr.write(`${words}\n`);
      channel.exit(status);
      channel.end();
    };
    this.sessions.set(channel, leave);
    channel.on('close', () => leave(1));
    // What the visitor types is for nobody.
    channel.resume();

    const operation = this.operation;
    if (operation === undefined) return leave(1, 'The operation is gone.');
    if (token === undefined) return leave(1, 'The session has no ACCESS_TOKEN. Send it: ssh -o SendEnv=ACCESS_TOKEN');
    if (!accepts(token)) return leave(1, 'The ACCESS_TOKEN of the session is not valid. Log in again.');
    const { sessionLimitMs } = settings;
    endings.push(
      platform.clock.after(sessionLimitMs, () => leave(timeOverStatus, 'The session has lasted as long as one may.')),
    );
    switch (operation.type) {
      case 'tunnel':
        return this.tunnel(operation, channel, endings, leave);
      case 'execute':
        return leave(1, 'Nothing was run: the local platform runs no containers.');
      case 'logs':
        return leave(0, 'There are no logs: the local platform runs no containers.');
      default:
        endings.push(this.follow(operation, channel, leave));
    }
  }

  private tunnel(
    operation: Operation,
    channel: ServerChannel,
    endings: (() => void)[],
    leave: (status: number, words?: string) => void,
  ): void {
    const { closedTunnels } = this.portal;
    if (closedTunnels.has(operation.id)) return leave(1, 'This tunnel was closed. Begin another operation.');
    endings.push(() => {
      // After a reset, another operation may have its id.
      if (this.operation === operation) closedTunnels.add(operation.id);
    });
    channel.write('The tunnel is open.\n');
  }

  /** Writes the operation's log as it grows, and leaves with the operation. */
  private follow(
    { id }: Operation,
    channel: ServerChannel,
    leave: (status: number, words?: string) => void,
  ): () => void {
    const { store, operations } = this.portal.platform;
    let written = 0;
    const look = (): void => {
      const operation = this.operation;
      if (operation === undefined) return leave(1, 'The operation is gone.');
      for (const line of operation.log.slice(written)) channel.write(`${line}\n`);
      written = operation.log.length;
      if (isPending(operation)) operations.watched(operation);
      else leave(operation.status === 'succeeded' ? 0 : 1);
    };
    let looking = setImmediate(look);
    const unwatch = store.watch(id, () => {
      clearImmediate(looking);
      looking = setImmediate(look);
    });
    return () => {
      clearImmediate(looking);
      unwatch();
    };
  }

  private forward(path: string, accept: () => ServerChannel, refuse: (words: string) => void): void {
    const { store } = this.portal.platform;
    const operation = this.operation;
    if (operation?.type !== 'tunnel' || path !== socketOf(operation)) {
      return refuse(`The socket ${path} is not that of this operation.`);
    }
    if (this.sessions.size === 0) return refuse('The socket is there while a session is open.');
    const credential = store.find('database_credential', operation.resource_id);
    if (credential === undefined) return refuse('The database is gone.');
    const { hostname, port } = new URL(credential.connection_url);
    if (hostname.endsWith(`.${internalDomain}`)) {
      const { handle } = store.get('database', credential.database_id);
      return refuse(`The database ${handle} has no real server on the local platform, so the tunnel leads nowhere.`);
    }
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    const refuseFailed = (error: Error) => refuse(`The database does not answer: ${messageOf(error)}.`);
    this.forwarded.add(socket);
    socket.once('close', () => this.forwarded.delete(socket));
    socket.once('error', refuseFailed);
    socket.once('connect', () => {
      socket.off('error', refuseFailed);
      join(socket, accept());
    });
  }
}

/** Lets data through in both directions. When one side is gone, the other one goes, too. */
function join(socket: Socket, channel: ServerChannel): void {
  socket.on('error', () => 'the close that follows ends the channel too');
  socket.once('close', () => channel.end());
  channel.once('close', () => socket.destroy());
  socket.pipe(channel).pipe(socket);
}
