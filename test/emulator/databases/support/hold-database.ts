/** A process that starts a database server and then waits to be killed. Arguments: the request, where temporary files go, where data stays. */
import { createDatabaseServers, type DatabaseServerRequest } from '../../../../lib/emulator/databases';

async function main([request, temporaryParent, dir]: string[]): Promise<void> {
  const servers = await createDatabaseServers({ temporaryParent, dir });
  const server = await servers.start(JSON.parse(request!) as DatabaseServerRequest);
  console.log(JSON.stringify(server));
}

void main(process.argv.slice(2));
