import { execFileSync } from 'node:child_process';

/** What runs on this machine with that text in its command line. */
export function processesNaming(text: string): string[] {
  return execFileSync('ps', ['-eo', 'pid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(text) && !/^\s*\d+\s+Z/.test(line));
}
