/** Addresses of this machine's own, 127.0.0.0/8: each database has some for itself, so that it can have its engine's port. */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

export const sharedAddress = '127.0.0.1';

/** The number of addresses that a database has for its endpoints, beside its own. */
const endpointAddresses = 15;

/**
 * Chooses the address of a database: the former one, or else one that nobody is likely to have. Where the system has 127.0.0.1 only, as
 * macOS, that is the address of all databases.
 */
export async function chooseAddress(former: string | undefined): Promise<string> {
  const block = endpointAddresses + 1;
  const address = former ?? `127.${randomInt(1, 255)}.${randomInt(256)}.${block * randomInt(256 / block)}`;
  return (await isOurs(address)) ? address : sharedAddress;
}

/** Gives the addresses that the endpoints of a database may have: those after its own. */
export function endpointAddressesOf(address: string): string[] {
  if (address === sharedAddress) return [sharedAddress];
  const [first, second, third, fourth] = address.split('.').map(Number);
  return Array.from({ length: endpointAddresses }, (_, index) => `${first}.${second}.${third}.${fourth! + 1 + index}`);
}

async function isOurs(address: string): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(0, address), 'listening');
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRNOTAVAIL') return false;
    throw error;
  } finally {
    server.close();
  }
}
