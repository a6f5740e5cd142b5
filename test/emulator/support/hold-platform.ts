/** A process that runs a local platform and then waits to be killed. Arguments: where its data stays. */
import { startLocalPlatform } from '../../../lib/emulator';

async function main(data: string): Promise<void> {
  const { url, token } = await startLocalPlatform({ data });
  console.log(JSON.stringify([url, token]));
}

void main(process.argv[2]!);
