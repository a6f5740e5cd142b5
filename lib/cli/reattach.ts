/** The provider in this process, for every terraform of one command: its start is paid once. */
import { providerAddress } from '../packaging';
import { serveForReattach } from '../plugin/serve';
import { tellTo, type Applied } from '../provider/progress';
import { provider } from '../provider/provider';
import { OperationProgress, type EndedOperation } from './operation-progress';

export interface RunningProvider {
  /** What lets terraform find it. */
  readonly environment: Readonly<Record<string, string>>;
  /** What it has done so far. */
  readonly applied: readonly Applied[];
  readonly operations: readonly EndedOperation[];
  stop(): Promise<void>;
}

export async function startProvider({ showsLogs }: { readonly showsLogs: boolean }): Promise<RunningProvider> {
  const progress = new OperationProgress({ isTerminal: process.stderr.isTTY, showsLogs }, (line) =>
    process.stderr.write(`${line}\n`),
  );
  const applied: Applied[] = [];
  tellTo({
    onOperation: (operation) => progress.onOperation(operation),
    onApplied: (each) => applied.push(each),
    get logs() {
      return progress.logs;
    },
  });
  const { reattach, stop } = await serveForReattach({ name: 'aptible', provider: () => Promise.resolve(provider) });
  const environment = { TF_REATTACH_PROVIDERS: JSON.stringify({ [providerAddress]: reattach }) };
  return { environment, applied, operations: progress.ended, stop };
}
