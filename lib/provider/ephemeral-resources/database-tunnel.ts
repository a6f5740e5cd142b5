import { databaseShape } from '../../api';
import { DiagnosticError } from '../../plugin/diagnostics';
import { log } from '../../plugin/log';
import { ephemeralResources } from '../../schema';
import { makePrivateKey, type Tunnel } from '../../ssh';
import { partsOf } from '../database-record';
import { openDatabaseTunnel } from '../database-tunnel';
import { ephemeralResource } from '../ephemeral-resource';
import { asLogin } from '../login-password';
import { attempting, reading } from '../work';

const definition = ephemeralResources.aptible_database_tunnel;

/** A connection that was lost is made again at the next use, too. This finds it for those who have to know before. */
const renewalMs = 60_000;

interface Opened {
  readonly handle: string;
  readonly tunnel: Tunnel;
}

export const databaseTunnel = ephemeralResource<typeof definition, Opened>(definition, {
  async open({ database_id: id, type: wantedType, port, ...login }, call) {
    const { platform, signal } = call;
    const key = makePrivateKey();
    const database = await reading(`the database ${id}`, call, () =>
      platform.find(`/databases/${id}`, databaseShape, { signal, withoutSecrets: true }),
    );
    if (database === undefined) {
      throw new DiagnosticError(
        `There is no database with the id ${id}`,
        'Check the id, which the dashboard shows in its addresses, and that the token may see its environment.',
        ['database_id'],
      );
    }
    // What ends the opening ends the call, too, and what ends the tunnel later is not the signal of this call.
    const ending = new AbortController();
    call.onEnd(() => ending.abort());
    const report = (error: Error) => log('warn', 'A connection through a tunnel failed', { database: id, error });
    const opened = await openDatabaseTunnel(
      database,
      { type: wantedType, port, key, report },
      { platform, signal: ending.signal },
    );
    call.onEnd(() => opened.tunnel.close());
    call.private = { handle: database.handle, tunnel: opened.tunnel };
    call.renewAt = new Date(Date.now() + renewalMs);
    const url = asLogin(opened.url, login);
    return { type: opened.type, connection_url: url, ...partsOf(url) };
  },

  async renew({ handle, tunnel }, call) {
    await attempting(`keep the tunnel to the database "${handle}" open`, call, () => tunnel.repair());
    call.renewAt = new Date(Date.now() + renewalMs);
  },
});
