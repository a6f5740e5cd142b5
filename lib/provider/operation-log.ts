/** The log of an operation while that runs: the platform shows it in a session of its SSH portal. */
import type { KeyObject } from 'node:crypto';
import { StringDecoder } from 'node:string_decoder';
import { stripVTControlCharacters } from 'node:util';
import type { Client, Operation } from '../api';
import { redactionOf } from '../api/redaction';
import { connectToPortal, loadSsh2, makePrivateKey } from '../ssh';
import { wayToPortal } from './portal';
import type { LogListener } from './progress';

/** What ends sooner is not worth a connection. Its log is in the error when it fails. */
const patienceMs = 1_000;
/** How long the rest of a log may be on its way when its operation has ended. */
const graceMs = 2_000;
/** How many characters of a line are shown. */
const longestLine = 16_384;

/** It proves nothing but that the certificates of this process are its own. */
let key: Promise<KeyObject> | undefined;

/**
 * Tells the lines of a log, from the first one on, once its operation has taken a while. What goes wrong is told and is no error: the
 * operation goes on.
 *
 * @param secrets what no line may show
 * @returns what ends it, when the operation has ended or nobody waits for that any more
 */
export function followLog(
  platform: Client,
  operation: Operation,
  { secrets, signal }: { readonly secrets: readonly string[]; readonly signal: AbortSignal },
  { onLine, onProblem }: LogListener,
): () => Promise<void> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  signal.addEventListener('abort', end);
  let isOpen = false;
  let following: Promise<void> | undefined;

  async function follow(): Promise<void> {
    setImmediate(loadSsh2);
    key ??= makePrivateKey();
    const options = await wayToPortal(platform, operation, await key, ending.signal);
    const lines = new Lines([...secrets, ...Object.values(options.env)], (line) => onLine(operation, line));
    const portal = await connectToPortal({ ...options, onOutput: (data) => lines.add(data) });
    isOpen = true;
    const problem = await portal.ended;
    if (problem !== undefined) throw problem;
    // The beginning of a line that was cut may be that of a secret.
    if (!ending.signal.aborted) lines.end();
  }

  const timer = setTimeout(() => {
    following = follow().catch((error: unknown) => {
      if (!ending.signal.aborted) onProblem(error instanceof Error ? error.message : String(error));
    });
  }, patienceMs);

  return async () => {
    clearTimeout(timer);
    if (!isOpen) end();
    const late = setTimeout(end, graceMs);
    await following;
    clearTimeout(late);
    signal.removeEventListener('abort', end);
  };
}

/** Makes lines of what comes in parts: as a terminal shows them in the end, without colours and without secrets. */
export class Lines {
  private readonly decoder = new StringDecoder();
  private readonly redact: (text: string) => string;
  private rest = '';
  /** Whether the rest of a line that is too long is passed over. */
  private isSkipping = false;

  constructor(
    secrets: readonly string[],
    private readonly print: (line: string) => void,
  ) {
    // A secret of several lines never stands in one line.
    const parts = secrets.flatMap((secret) => [secret, ...secret.split(/[\r\n]+/)]);
    this.redact = redactionOf(parts.filter(({ length }) => length >= shortestSecret));
  }

  add(data: Buffer): void {
    const lines = (this.rest + this.decoder.write(data)).split('\n');
    this.rest = lines.pop()!;
    for (const line of lines) this.show(line);
    // What is cut off later has all of a secret that begins before.
    if (this.rest.length <= 2 * longestLine) return;
    this.show(this.rest);
    this.rest = '';
    this.isSkipping = true;
  }

  /** Shows a last line without an end. */
  end(): void {
    const last = this.rest + this.decoder.end();
    if (last !== '') this.show(last);
  }

  private show(line: string): void {
    const isShown = !this.isSkipping;
    this.isSkipping = false;
    if (!isShown) return;
    // A carriage return begins the line anew: progress that is drawn over what was there.
    const drawn = line.replace(/\r+$/, '').split('\r').at(-1)!;
    const text = this.redact(stripVTControlCharacters(drawn)).trimEnd();
    this.print(text.length > longestLine ? `${text.slice(0, longestLine)}…` : text);
  }
}

/** As for the secrets in the bodies of requests. */
const shortestSecret = 4;
