import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalPlatform, startLocalPlatform } from '../../lib/emulator';
import { Client } from './support/client';

async function authorityOf(platform: LocalPlatform, id: unknown): Promise<string> {
  const { body } = await Client.of(platform).send('GET', `/accounts/${String(id)}`);
  return String(body['ca_body']);
}

async function make(platform: LocalPlatform, handle: string): Promise<unknown> {
  const body = {
    handle,
    type: 'development',
    organization_id: platform.control.list('organization')[0]!.uuid,
  };
  return (await Client.of(platform).send('POST', '/accounts', body)).body['id'];
}

test('each environment has an authority of its own, and keeps it', async () => {
  const data = await mkdtemp(join(tmpdir(), 'cdktf-aptible-'));
  try {
    const first = await startLocalPlatform({ data, databases: 'none' });
    const ids = [await make(first, 'staging'), await make(first, 'production')];
    const before = await Promise.all(ids.map((id) => authorityOf(first, id)));
    await first.stop();

    expect(before.map((pem) => new X509Certificate(pem)).map(({ ca, subject }) => ({ ca, subject }))).toEqual([
      { ca: true, subject: 'O=Local platform\nCN=staging certificate authority' },
      { ca: true, subject: 'O=Local platform\nCN=production certificate authority' },
    ]);
    const second = await startLocalPlatform({ data, databases: 'none' });
    expect(await Promise.all(ids.map((id) => authorityOf(second, id)))).toEqual(before);
    await second.stop();
  } finally {
    await rm(data, { recursive: true });
  }
});
