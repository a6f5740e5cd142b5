import { randomUUID } from 'node:crypto';
import { publicKeyLine, publicKeyObject } from '../../ssh';
import { messageOf } from '../error-message';
import { FieldProblem, filledText, nullable, read, text, type Reader } from '../fields';
import { pathOf, type Call, type Resource } from '../platform';
import { notFound } from '../refusals';
import { created, post, show, showAll } from '../routes';
import type { Stored } from '../store';
import type { Operation } from './operation';

/** A way into the SSH portal, for one operation: a user, and a certificate that lets the owner of a key log in as this user. */
export interface SshPortalConnection extends Stored {
  readonly uuid: string;
  readonly operation_id: number;
  readonly ssh_certificate_body: string;
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
    const operation = store.get('operation', operation_id);
    return {
      id: uuid,
      ssh_user: uuid,
      ssh_port_forward_socket: operation.type === 'tunnel' ? socketOf(operation) : null,
      ssh_pty: operation.type === 'execute',
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
    {
      method: 'GET',
      path: '/operations/{operation_id}/ssh_portal_connections',
      handle: (call) => {
        const { id } = operationOf(call);
        return showAll(
          'ssh_portal_connection',
          call.platform.store.list('ssh_portal_connection', { operation_id: id }),
          {
            operation: pathOf(call.platform, 'operation', id),
          },
        );
      },
    },
    post('/operations/{operation_id}/ssh_portal_connections', (call) => {
      const { store, sshPortal } = call.platform;
      const operation = operationOf(call);
      const { ssh_public_key: key } = read(call.body, { ssh_public_key: userKey, command: nullable(text) }, [
        'ssh_public_key',
      ]);
      const uuid = randomUUID();
      const certificate = sshPortal.certify(key, uuid, operation);
      const fields = { uuid, operation_id: operation.id, ssh_certificate_body: certificate };
      return created('ssh_portal_connection', store.insert('ssh_portal_connection', fields));
    }),
  ],
};

/** The Unix socket, on the portal's side, that leads to what the operation is about. */
export const socketOf = ({ id }: Operation): string => `/tmp/operation-${id}.sock`;

/**
 * Finds an operation that may be gone with what it has removed. On the platform a removal takes longer than its client needs to attach
 * to it; here it can be over at once.
 */
const operationOf = (call: Call): Operation => call.find('operation', 'operation_id', { withDeleted: true });

const userKey: Reader<string> = (value) => {
  const line = filledText(value);
  try {
    publicKeyObject(line);
    return publicKeyLine(line);
  } catch (error) {
    throw new FieldProblem(`is no key that can be used: ${messageOf(error)}`);
  }
};
