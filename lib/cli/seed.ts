/** A seed: what a local platform has from the start. It is read from a file; its environments are created as a client would create them. */
import { readFileSync } from 'node:fs';
import {
  anyRecordShape,
  ApiError,
  Client,
  databaseImageShape,
  operationShape,
  organizationShape,
  stackShape,
} from '../api';
import type { LocalPlatform, OperationTiming } from '../emulator';
import { newDatabaseImage } from '../emulator/resources/database-image';
import { readWritten, WrittenError } from '../emulator/written-json';
import { messageOf } from './file-problem';
import { seedForm, type Seed } from './seed-form';

type Environment = Seed['environments'][number];

export interface ReadSeed {
  readonly images: Seed['images'];
  /** Makes a platform what the file says. Its operations take as long as `timing` says, unless the file says it. */
  plant(platform: LocalPlatform, timing: OperationTiming): Promise<void>;
}

/** @throws Error with all that is wrong with the file. */
export function readSeed(file: string): ReadSeed {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`The seed ${file} cannot be read: ${reasonOf(error)}`);
  }
  try {
    const seed = readWritten(seedForm(json), json);
    return { images: seed.images, plant: (platform, timing) => plant(seed, platform, timing) };
  } catch (error) {
    if (!(error instanceof WrittenError)) throw error;
    throw new Error(`The seed ${file} is not one:\n${error.problems.map((each) => `- ${each}`).join('\n')}`);
  }
}

function reasonOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : messageOf(error);
}

async function plant(seed: Seed, platform: LocalPlatform, timing: OperationTiming): Promise<void> {
  const { control } = platform;
  for (const image of seed.databaseImages) plantDatabaseImage(image, platform);
  // What is there from the start takes no time and does not fail.
  control.setTiming('instant');
  await plantEnvironments(seed.environments, platform);
  control.setTiming(seed.timing ?? timing);
  for (const fault of seed.faults) control.failNext(fault);
}

function plantDatabaseImage(image: Seed['databaseImages'][number], { control }: LocalPlatform): void {
  const { type, version } = image;
  if (image.default === true)
    for (const { id } of control.list('database_image', { type }))
      control.change('database_image', id, { default: false });
  const [existing] = control.list('database_image', { type, version });
  if (existing === undefined) control.seed('database_image', { ...newDatabaseImage(type, version), ...image });
  else control.change('database_image', existing.id, image);
}

/** What exists with the same handle stays as it is. */
async function plantEnvironments(
  environments: readonly Environment[],
  { url, token, certificate }: LocalPlatform,
): Promise<void> {
  const client = new Client({
    apiUrl: url,
    authUrl: url,
    credentials: { accessToken: token },
    userAgent: 'cdktf-aptible local',
    certificate,
    environment: {},
  });
  try {
    for (const environment of environments) await plantEnvironment(environment, client);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status === undefined) throw error;
    const { method, path, status, platformMessage } = error;
    throw new Error(`The seed was refused: ${method} ${path} was answered with ${status}: ${platformMessage}`, {
      cause: error,
    });
  } finally {
    await client.close();
  }
}

async function plantEnvironment({ handle, stack: stackName, apps, databases }: Environment, client: Client) {
  const stacks = await client.list('/stacks', stackShape);
  const stack = stacks.find(({ name }) => name === stackName)!;
  const [organization] = await client.list('/organizations', organizationShape);
  const { id } = await ensured(client, '/accounts', {
    handle,
    stack_id: stack.id,
    organization_id: organization!.id,
    type: 'development',
  });
  for (const app of apps) await plantApp(app, `/accounts/${id}/apps`, client);
  for (const database of databases) await plantDatabase(database, `/accounts/${id}/databases`, client);
}

async function plantApp({ handle, image, config: env }: Environment['apps'][number], path: string, client: Client) {
  const app = await ensured(client, path, { handle });
  if (!app.isNew || (image === undefined && env === undefined)) return;
  const settings = image && { APTIBLE_DOCKER_IMAGE: image };
  const type = image === undefined ? 'configure' : 'deploy';
  await client.post(`/apps/${app.id}/operations`, operationShape, { type, env, settings });
}

async function plantDatabase(
  { handle, type, version }: Environment['databases'][number],
  path: string,
  client: Client,
) {
  const images = version === undefined ? [] : await client.list('/database_images', databaseImageShape);
  const image = images.find((each) => each.type === type && each.version === version);
  const database = await ensured(client, path, { handle, type, database_image_id: image?.id });
  if (database.isNew) await client.post(`/databases/${database.id}/operations`, operationShape, { type: 'provision' });
}

/** Creates a record unless the collection has one with its handle. */
async function ensured(
  client: Client,
  collection: string,
  fields: { readonly handle: string; readonly [name: string]: unknown },
): Promise<{ id: number; isNew: boolean }> {
  const existing = (await client.list(collection, anyRecordShape)).find(({ handle }) => handle === fields.handle);
  if (existing !== undefined) return { id: existing.id, isNew: false };
  return { id: (await client.post(collection, anyRecordShape, fields)).id, isNew: true };
}
