/** The provider in this process, for every terraform of one command: its start is paid once. */
import { providerAddress } from '../packaging';
import { serveForReattach } from '../plugin/serve';
import { tellTo } from '../provider/progress';
import { provider } from '../provider/provider';
import { OperationProgress } from './operation-progress';

export interface RunningProvider {
  /** What lets terraform find it. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startProvider({ showsLogs }: { readonly showsLogs: boolean }): Promise<RunningProvider> {
  const progress = new OperationProgress({ isTerminal: process.stderr.isTTY, showsLogs }, (line) =>
    process.stderr.write(`${line}\n`),
  );
  tellTo({
    onOperation: (operation) => progress.onOperation(operation),
    onApplied: () => undefined,
    get logs() {
      return progress.logs;
    },
  });
  const { reattach, stop } = await serveForReattach({ name: 'aptible', provider: () => Promise.resolve(provider) });
  return { environment: { TF_REATTACH_PROVIDERS: JSON.stringify({ [providerAddress]: reattach }) }, stop };
}
