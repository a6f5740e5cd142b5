import { execFileSync } from 'node:child_process';

/** Lists the processes on this machine whose command line holds that text. */
export function processesNaming(text: string): string[] {
  return execFileSync('ps', ['-eo', 'pid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(text) && !/^\s*\d+\s+Z/.test(line));
}
