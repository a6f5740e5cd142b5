import type { Resource } from '../platform';
import { item, nested } from '../routes';
import type { Stored } from '../store';

export interface DatabaseCredential extends Stored {
  readonly type: string;
  readonly connection_url: string;
  readonly default: boolean;
  readonly database_id: number;
}

declare module '../store' {
  interface Records {
    database_credential: DatabaseCredential;
  }
}

export const databaseCredential: Resource<DatabaseCredential> = {
  collection: 'database_credentials',
  hidden: ['database_id'],
  sensitive: ['connection_url'],
  links: (credential) => ({
    database: `/databases/${credential.database_id}`,
    operations: `/database_credentials/${credential.id}/operations`,
  }),
  routes: [
    item('/database_credentials/{id}', 'database_credential'),
    nested('/databases/{database_id}/database_credentials', 'database_credential', 'database'),
  ],
  operations: { tunnel: { mayBeFinished: true } },
};
