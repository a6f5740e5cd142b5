import { randomUUID } from 'node:crypto';
import { filledText, nullable, read, text } from '../fields';
import type { Resource } from '../platform';
import { notFound } from '../refusals';
import { created, nested, post, show } from '../routes';
import type { Stored } from '../store';

/** A way into the SSH portal, for live logs. No portal answers here; clients then ask for the operation's status instead. */
export interface SshPortalConnection extends Stored {
  readonly uuid: string;
  readonly operation_id: number;
}

declare module '../store' {
  interface Records {
    ssh_portal_connection: SshPortalConnection;
  }
}

export const sshPortalConnection: Resource<SshPortalConnection> = {
  collection: 'ssh_portal_connections',
  hidden: ['uuid', 'operation_id'],
  computed: ({ uuid, operation_id }, { store }) => {
    const type = store.find('operation', operation_id)?.type;
    return {
      id: uuid,
      ssh_user: uuid,
      ssh_certificate_body: '',
      ssh_port_forward_socket: type === 'tunnel' ? '/tmp/tunnel.sock' : null,
      ssh_pty: type === 'execute',
    };
  },
  links: ({ operation_id }) => ({ operation: `/operations/${operation_id}` }),
  routes: [
    {
      method: 'GET',
      path: '/ssh_portal_connections/{id}',
      handle: (call) => {
        const found = call.platform.store.list('ssh_portal_connection', { uuid: call.params['id']! })[0];
        if (found === undefined) throw notFound();
        return show('ssh_portal_connection', found);
      },
    },
    nested('/operations/{operation_id}/ssh_portal_connections', 'ssh_portal_connection', 'operation'),
    post('/operations/{operation_id}/ssh_portal_connections', (call) => {
      const operation = call.find('operation', 'operation_id');
      read(call.body, { ssh_public_key: filledText, command: nullable(text) }, ['ssh_public_key']);
      const fields = { uuid: randomUUID(), operation_id: operation.id };
      return created('ssh_portal_connection', call.platform.store.insert('ssh_portal_connection', fields));
    }),
  ],
};
