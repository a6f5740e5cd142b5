import { Client } from '../../lib/api';
import { EnvironmentReader } from '../../lib/provider/environment-reader';

/** A reader and its client, of a platform that is not there: a test says what is answered. */
export function newReader(): { readonly platform: Client; readonly reader: EnvironmentReader } {
  const authUrl = 'https://auth.example.com';
  const platform = new Client({
    apiUrl: 'https://api.example.com',
    authUrl,
    credentials: { accessToken: 'the-token' },
    userAgent: 'test/1',
    environment: {},
  });
  return { platform, reader: new EnvironmentReader(platform, authUrl) };
}
