/** Requests that a bench makes itself. */
import type { LocalPlatform } from '../lib/emulator';

export async function created(platform: LocalPlatform, path: string, body: object): Promise<number> {
  return (await answered<{ id: number }>(platform, path, body)).id;
}

/** Makes an environment with the handle `acme-bench`. @returns its id */
export function createdEnvironment(platform: LocalPlatform): Promise<number> {
  const { control } = platform;
  return created(platform, '/accounts', {
    handle: 'acme-bench',
    type: 'development',
    stack_id: control.list('stack')[0]!.id,
    organization_id: control.list('organization')[0]!.uuid,
  });
}

/** What the API answers: to a POST where there is a body. */
export async function answered<T>({ url, token }: LocalPlatform, path: string, body?: object): Promise<T> {
  const response = await fetch(`${url}${path}`, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
