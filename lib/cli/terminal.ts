/** What a terminal gets, and a pipe or a log does not. */
import type { WriteStream } from 'node:tty';

/** Whether colours may be written: to a terminal that has them, unless NO_COLOR is set or TERM is dumb. */
export function hasColors(stream: WriteStream): boolean {
  return stream.isTTY && stream.hasColors(16);
}

/** Says what takes time now, to a person who waits for it. */
export function tell(line: string): void {
  if (process.stderr.isTTY) console.error(line);
}
