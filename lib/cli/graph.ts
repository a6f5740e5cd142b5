/** `cdktf-aptible graph` */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, linkedId, type Configuration } from '../api';
import { readDefinition, type ReadOptions } from '../definition';
import { fromDefinition, fromRecords, fromSynthesized, graphOf, isSynthesized, toMermaid } from '../graph';
import { DiagnosticError } from '../plugin/diagnostics';
import { addressesOf } from '../provider/configure';
import { EnvironmentReader } from '../provider/environment-reader';
import { environmentByHandle } from '../provider/import-id';
import { lyingAt } from './places';
import { tell } from './terminal';

export interface GraphOptions extends ReadOptions {
  readonly format: 'mermaid' | 'json';
}

/** Prints the picture of an environment. */
export async function graph(source: string | undefined, options: GraphOptions): Promise<void> {
  const picture = graphOf(await sketchOf(source, options));
  process.stdout.write(options.format === 'json' ? `${JSON.stringify(picture, undefined, 2)}\n` : toMermaid(picture));
}

/** Without a source, the environment is one of the platform. */
async function sketchOf(source: string | undefined, { format: _format, ...options }: GraphOptions) {
  if (source === undefined) {
    if (options.environment !== undefined) return fromPlatform(options.environment);
    throw new Error(
      'Name a definition or a synthesized stack, or with --environment the handle of an environment of the platform.',
    );
  }
  const isDirectory = lyingAt(source) === 'directory';
  const file = isDirectory ? join(source, 'cdk.tf.json') : source;
  if (isDirectory && lyingAt(file) === undefined)
    throw new Error(
      `There is no cdk.tf.json in ${source}. Name a definition, such as aptible.yaml, or the directory of a synthesized stack.`,
    );
  const stack = synthesizedIn(file);
  return stack === undefined ? fromDefinition(readDefinition(file, options)) : fromSynthesized(stack);
}

/** A definition may be JSON, too. What is wrong with a file is said by the reader of definitions. */
function synthesizedIn(file: string): unknown {
  if (!file.endsWith('.json')) return undefined;
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isSynthesized(value) ? value : undefined;
  } catch {
    return undefined; // see above
  }
}

async function fromPlatform(handle: string) {
  const addresses = addressesOf({});
  const client = new Client({ ...addresses, credentials: {}, userAgent: 'cdktf-aptible graph' });
  try {
    return fromRecords(await recordsOf(handle, client, new EnvironmentReader(client, addresses.authUrl)));
  } catch (error) {
    throw error instanceof DiagnosticError ? new Error(`${error.summary}.\n${error.detail}`, { cause: error }) : error;
  } finally {
    await client.close();
  }
}

async function recordsOf(handle: string, client: Client, reader: EnvironmentReader) {
  tell(`Reading the environment ${handle} …`);
  const { signal } = new AbortController();
  const { id: environmentId } = await environmentByHandle(handle, reader, signal);
  const options = { environmentId, signal };
  const [apps, services, databases, vhosts, logDrains, metricDrains, images] = await Promise.all([
    reader.list('apps', options),
    reader.list('services', options),
    reader.list('databases', options),
    reader.list('vhosts', options),
    reader.list('log_drains', options),
    reader.list('metric_drains', options),
    reader.list('database_images', { signal }),
  ]);
  const configurations = new Map<number, Configuration>();
  for (const app of apps) {
    const id = linkedId(app, 'current_configuration');
    if (id !== undefined) configurations.set(app.id, await reader.configuration(id, signal));
  }
  return { title: handle, apps, services, databases, vhosts, logDrains, metricDrains, images, configurations };
}
