/**
 * The log: one JSON object a line on stderr, in the form that Terraform's plugin client reads (TF_LOG, TF_LOG_PROVIDER).
 * Users see it only when they ask for it, so what they must know is a diagnostic instead.
 */
import { writeSync } from 'node:fs';

export const levels = ['trace', 'debug', 'info', 'warn', 'error'] as const;
export type Level = (typeof levels)[number];

/** Structured facts of a log line. Never a secret: nothing here is redacted. */
export type LogFields = Readonly<Record<string, unknown>>;

/** The client splits longer lines and loses their structure. */
const maxLineBytes = 60 * 1024;

let providerName = 'provider';
let threshold: number | undefined;

/** Names the provider in log lines and in the variable that sets its own level, `TF_LOG_PROVIDER_<NAME>`. */
export function nameLog(name: string): void {
  providerName = name;
  threshold = undefined;
}

/** Writes one line, when the level that the environment asks for lets it. */
export function log(level: Level, message: string, fields: LogFields = {}): void {
  threshold ??= thresholdFrom(process.env, providerName);
  if (levels.indexOf(level) < threshold) return;
  try {
    writeSync(2, formatLine(level, message, fields, providerName, new Date()));
  } catch {
    // Nobody reads the log any more (EPIPE), or cannot keep up (EAGAIN). The work goes on; the connection tells when Terraform is gone.
    return;
  }
}

/** The index in `levels` of the lowest level written; beyond the last one when logging is off. */
export function thresholdFrom(environment: NodeJS.ProcessEnv, name: string): number {
  const variables = [`TF_LOG_PROVIDER_${name.toUpperCase().replaceAll('-', '_')}`, 'TF_LOG_PROVIDER', 'TF_LOG'];
  const asked = variables.map((variable) => environment[variable]).find((value) => value);
  if (asked === undefined || asked.toLowerCase() === 'off') return levels.length;
  // Terraform takes JSON, and any word that it does not know, as the lowest level.
  return Math.max(0, levels.indexOf(asked.toLowerCase() as Level));
}

/** Terraform panics on a line whose `@message`, `@level` or `@timestamp` is not a string, so no field may get such a name. */
export function formatLine(level: Level, message: string, fields: LogFields, name: string, time: Date): string {
  const head = {
    '@level': level,
    '@message': message,
    '@module': `provider.${name}`,
    // The client parses exactly six digits.
    '@timestamp': time.toISOString().replace('Z', '000Z'),
  };
  const safe = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key.replace(/^@+/, '_'), value]));
  let line: string;
  try {
    line = JSON.stringify({ ...safe, ...head }, plain);
  } catch (error) {
    line = JSON.stringify({ ...head, log_error: String(error) });
  }
  if (Buffer.byteLength(line) > maxLineBytes) {
    line = JSON.stringify({ ...head, '@message': message.slice(0, 8192), truncated: true });
  }
  return line + '\n';
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Error) return value.stack ?? value.message;
  return value;
}
