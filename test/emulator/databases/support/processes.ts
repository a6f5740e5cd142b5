import { execFileSync } from 'node:child_process';

/** What runs on this machine with that text in its command line. */
export function processesNaming(text: string): string[] {
  return execFileSync('ps', ['-eo', 'pid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(text) && !/^\s*\d+\s+Z/.test(line));
}

export async function eventually(condition: () => boolean | Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const giveUpAt = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > giveUpAt) throw new Error(`still not so after ${timeoutMs} ms: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export async function eventuallyEqual<T>(read: () => Promise<T>, wanted: T, timeoutMs = 20_000): Promise<void> {
  const giveUpAt = Date.now() + timeoutMs;
  for (;;) {
    const last = await read();
    if (JSON.stringify(last) === JSON.stringify(wanted)) return;
    if (Date.now() > giveUpAt) return expect(last).toEqual(wanted);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
