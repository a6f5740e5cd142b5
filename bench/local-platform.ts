/** Collections of a full local platform, and how long it takes to start: promised to be under 50 ms and under 1 s. */
import { join } from 'node:path';
import { startLocalPlatform } from '../lib/emulator';
import type { Measured } from './bench';
import { alternate, median, milliseconds, plainEnvironment, untilFirstLine, type Row } from './measure';
import { created, createdEnvironment } from './requests';

export async function localPlatform(): Promise<Measured> {
  return { rows: [await slowestCollection(), await startOfCommand()] };
}

async function slowestCollection(): Promise<Row> {
  const [apps, operations] = [1_000, 10_000];
  const platform = await startLocalPlatform();
  try {
    const { url, token } = platform;
    const account = await createdEnvironment(platform);
    const ids: number[] = [];
    for (let index = 0; index < apps; index++) {
      ids.push(await created(platform, `/accounts/${account}/apps`, { handle: `app-${index}` }));
    }
    for (let index = 0; index < operations; index++) {
      const fields = { type: 'configure', env: { ROUND: String(index) } };
      await created(platform, `/apps/${ids[index % apps]}/operations`, fields);
    }
    const get = async (path: string): Promise<number> => {
      const startedMs = performance.now();
      await (await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } })).text();
      return performance.now() - startedMs;
    };
    const slowest: { path: string; elapsedMs: number }[] = [];
    const paths = [
      '/apps',
      `/accounts/${account}/apps`,
      `/accounts/${account}/operations`,
      `/apps/${ids[0]}/operations`,
    ];
    for (const path of [...paths, `/apps/${ids[apps - 1]}`]) {
      const times: number[] = [];
      for (let round = 0; round < 21; round++) times.push(await get(path));
      slowest.push({ path, elapsedMs: median(times) });
    }
    slowest.sort((a, b) => b.elapsedMs - a.elapsedMs);
    const bare = median(await Promise.all([get('/accounts'), get('/accounts'), get('/accounts')]));
    return {
      what: 'slowest collection of a local platform with 1,000 apps and 10,000 operations',
      ours: milliseconds(slowest[0]!.elapsedMs),
      against: `${milliseconds(bare)} for its one environment`,
      ratio: slowest[0]!.elapsedMs / bare,
    };
  } finally {
    await platform.stop();
  }
}

async function startOfCommand(): Promise<Row> {
  const command = join(__dirname, '../dist/cli/main.js');
  const [ours, bare] = await alternate(
    9,
    () => untilFirstLine(process.execPath, [command, 'local', '--databases', 'none'], plainEnvironment()),
    () => untilFirstLine(process.execPath, ['-e', 'console.log(1)'], plainEnvironment()),
  );
  return {
    what: 'start of `cdktf-aptible local --databases none`',
    ours: milliseconds(ours!),
    against: `${milliseconds(bare!)} for a bare \`node -e\``,
    ratio: ours! / bare!,
  };
}
