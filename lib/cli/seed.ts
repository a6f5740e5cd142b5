/** A seed: what a local platform has from the start. It is read from a file and created as a client would create it. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import {
  anyRecordShape,
  ApiError,
  Client,
  databaseImageShape,
  operationShape,
  organizationShape,
  stackShape,
} from '../api';
import type { LocalPlatform } from '../emulator';

const Seed = z.strictObject({
  environments: z.array(
    z.strictObject({
      handle: z.string(),
      /** The name of its stack. */
      stack: z.string().default('shared-us-east-1'),
      apps: z
        .array(
          z.strictObject({
            handle: z.string(),
            image: z.string().optional(),
            config: z.record(z.string(), z.string()).optional(),
          }),
        )
        .default([]),
      databases: z
        .array(
          z.strictObject({
            handle: z.string(),
            type: z.string().default('postgresql'),
            version: z.string().optional(),
          }),
        )
        .default([]),
    }),
  ),
});
type Seed = z.infer<typeof Seed>;
type Environment = Seed['environments'][number];

/**
 * @returns What creates the file's content in a local platform.
 * @throws Error with all that is wrong with the file.
 */
export function readSeed(file: string): (platform: LocalPlatform) => Promise<void> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`The seed ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const read = Seed.safeParse(json);
  if (!read.success) throw new Error(`The seed ${file} is not one:\n${z.prettifyError(read.error)}`);
  return (platform) => plant(read.data, platform);
}

/** Creates what the seed says. What exists with the same handle stays as it is. */
async function plant(seed: Seed, { url, token, certificate }: LocalPlatform): Promise<void> {
  const client = new Client({
    apiUrl: url,
    authUrl: url,
    credentials: { accessToken: token },
    userAgent: 'cdktf-aptible local',
    certificate,
    environment: {},
  });
  try {
    for (const environment of seed.environments) await plantEnvironment(environment, client);
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
  const stack = stacks.find(({ name }) => name === stackName);
  if (stack === undefined)
    throw new Error(
      `The seed's environment ${handle} names the stack ${stackName}, which is none of ${stacks.map(({ name }) => name).join(', ')}.`,
    );
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
  if (version !== undefined && image === undefined)
    throw new Error(`The seed's database ${handle} is a ${type} ${version}, which the platform does not have.`);
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
