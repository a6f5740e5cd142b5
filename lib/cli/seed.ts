/** What a local platform has from the start: read from a file, and created as a client would. */
import { readFileSync } from 'node:fs';
import { Agent, fetch } from 'undici';
import { z } from 'zod';
import type { LocalPlatform } from '../emulator';

const Seed = z.strictObject({
  environments: z.array(
    z.strictObject({
      handle: z.string(),
      /** Its name. */
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

/** Leaves what is there with the same handle as it is. */
async function plant(seed: Seed, { url, token, certificate }: LocalPlatform): Promise<void> {
  const dispatcher = new Agent({ connect: { ca: certificate } });
  const stacks = await collection('/stacks');
  const [organization] = await collection('/organizations');
  const images = await collection('/database_images');
  for (const { handle, stack: stackName, apps, databases } of seed.environments) {
    const stack = stacks.find(({ name }) => name === stackName);
    if (stack === undefined)
      throw new Error(
        `The seed's environment ${handle} names the stack ${stackName}, which is none of ${stacks.map(({ name }) => name).join(', ')}.`,
      );
    const account = await ensured('/accounts', '/accounts', {
      handle,
      stack_id: stack.id,
      organization_id: organization!.id,
      type: 'development',
    });
    const path = `/accounts/${account.id}`;
    for (const { handle: name, image, config } of apps) {
      const app = await ensured(`${path}/apps`, `${path}/apps`, { handle: name });
      if (!app.isNew) continue;
      if (image !== undefined)
        await operation(`/apps/${app.id}`, { type: 'deploy', env: config, settings: { APTIBLE_DOCKER_IMAGE: image } });
      else if (config !== undefined) await operation(`/apps/${app.id}`, { type: 'configure', env: config });
    }
    for (const { handle: name, type, version } of databases) {
      const image =
        version === undefined ? undefined : images.find((each) => each.type === type && each.version === version);
      if (version !== undefined && image === undefined)
        throw new Error(`The seed's database ${name} is a ${type} ${version}, which the platform does not have.`);
      const database = await ensured(`${path}/databases`, `${path}/databases`, {
        handle: name,
        type,
        database_image_id: image?.id,
      });
      if (database.isNew) await operation(`/databases/${database.id}`, { type: 'provision' });
    }
  }

  async function ensured(
    list: string,
    path: string,
    fields: { handle: string; [name: string]: unknown },
  ): Promise<{ id: number; isNew: boolean }> {
    const existing = (await collection(list)).find(({ handle }) => handle === fields.handle);
    if (existing !== undefined) return { id: existing.id, isNew: false };
    return { id: (await request('POST', path, fields)).id, isNew: true };
  }

  async function operation(resource: string, fields: object): Promise<void> {
    await request('POST', `${resource}/operations`, fields);
  }

  async function collection(path: string): Promise<Item[]> {
    const { _embedded: embedded } = await request('GET', `${path}?per_page=5000`);
    return Object.values(embedded)[0] ?? [];
  }

  async function request(
    method: string,
    path: string,
    body?: object,
  ): Promise<Item & { _embedded: Record<string, Item[]> }> {
    const response = await fetch(`${url}${path}`, {
      dispatcher,
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const answer = (await response.json()) as { message?: string };
    if (!response.ok)
      throw new Error(
        `The seed was refused: ${method} ${path} was answered with ${response.status}: ${answer.message}`,
      );
    return answer as never;
  }
}

interface Item {
  readonly id: number;
  readonly handle: string;
  readonly name: string;
  readonly type: string;
  readonly version: string;
}
