/** The requests that need no token, in one place for the clients and for the test of the local platform's routes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const { openPaths, openPathsOfClients } = JSON.parse(
  readFileSync(join(__dirname, '../../../scripts/generate/platform-api.json'), 'utf8'),
) as { readonly openPaths: readonly string[]; readonly openPathsOfClients: readonly string[] };

/** Those that the platform's description marks so (`security: []`). Clients that are made from it send no token there. */
export const describedAsOpen = openPaths;

/** And those that clients use so: the first document, a login, and the log at an address with a signature. */
export const open = [...openPaths, ...openPathsOfClients];

/** Whether a request is one of the listed ones: `GET /database_images/{id}` lists `GET /database_images/24?page=1`. */
export function isListed(list: readonly string[], method: string, path: string): boolean {
  const parts = path.replace(/\?.*/, '').split('/');
  return list.some((each) => {
    const [listedMethod, listedPath] = each.split(' ') as [string, string];
    const wanted = listedPath.split('/');
    const isSame = wanted.every((part, index) => (part.startsWith('{') ? parts[index] !== '' : part === parts[index]));
    return listedMethod === method && wanted.length === parts.length && isSame;
  });
}
