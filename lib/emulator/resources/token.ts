import { generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { filledText, integer, read, text } from '../fields';
import type { Call, Resource } from '../platform';
import { notFound, Refusal } from '../refusals';
import { created, nothing, post, remove, show } from '../routes';
import type { Stored } from '../store';
import { byUuid } from './organization';

export interface Token extends Stored {
  readonly uuid: string;
  readonly access_token: string;
  readonly scope: string;
  readonly expires_in: number;
  /** The time in seconds since 1970. */
  readonly expires_at: number;
  readonly user: string;
}

declare module '../store' {
  interface Records {
    token: Token;
  }
}

export const token: Resource<Token> = {
  collection: 'tokens',
  hidden: ['uuid', 'user'],
  computed: ({ uuid }) => ({ id: uuid, refresh_token: null, token_type: 'bearer' }),
  links: ({ user }) => ({ user: `/users/${user}` }),
  routes: [
    { ...post('/tokens', login), open: true },
    {
      method: 'GET',
      path: '/current_token',
      handle: (call) => {
        const { store } = call.platform;
        const current = store.list('token').find((each) => each.access_token === call.token);
        return show('token', current ?? ownRecord(call));
      },
    },
    byUuid('token', '/tokens/{id}'),
    remove('/tokens/{id}', (call) => {
      const { store } = call.platform;
      const token = store.list('token', { uuid: call.params['id']! })[0];
      if (token === undefined) throw notFound();
      store.remove('token', token.id);
      return nothing;
    }),
  ],
};

const scopes = ['manage', 'read', 'elevated'];

function login(call: Call): ReturnType<typeof created> {
  const fields = read(
    call.body,
    { grant_type: filledText, username: text, password: text, scope: text, expires_in: integer(1) },
    ['grant_type'],
  );
  if (fields.grant_type !== 'password') {
    throw new Refusal(400, 'unsupported_grant_type', `The grant type ${fields.grant_type} is not supported`);
  }
  const scope = fields.scope ?? 'manage';
  if (!scopes.includes(scope)) throw new Refusal(400, 'invalid_scope', `The scope is not one of ${scopes.join(', ')}`);
  const user = call.platform.store.list('user').find((each) => each.email === fields.username);
  if (user === undefined || user.password !== fields.password) {
    throw new Refusal(401, 'invalid_credentials', 'Invalid password or email');
  }
  return created('token', issue(call, user.uuid, scope, fields.expires_in ?? 43200));
}

/** Makes the record of the token that the platform was started with: it comes from no login, so it has none yet. */
function ownRecord({ platform: { store, clock }, token }: Call): Token {
  return store.insert('token', {
    uuid: randomUUID(),
    access_token: token,
    scope: 'manage',
    expires_in: yearSeconds,
    expires_at: Math.floor(+clock.now() / 1000) + yearSeconds,
    user: store.list('user')[0]!.uuid,
  });
}

const yearSeconds = 365 * 86400;

function issue(call: Call, user: string, scope: string, expiresIn: number): Token {
  const { store, clock } = call.platform;
  const uuid = randomUUID();
  const expiresAt = Math.floor(+clock.now() / 1000) + expiresIn;
  return store.insert('token', {
    uuid,
    access_token: jwt(call.origin, uuid, store.list('user', { uuid: user })[0]!, scope, expiresAt),
    scope,
    expires_in: expiresIn,
    expires_at: expiresAt,
    user,
  });
}

const keys = ((): (() => { publicKey: KeyObject; privateKey: KeyObject }) => {
  let pair: { publicKey: KeyObject; privateKey: KeyObject } | undefined;
  return () => (pair ??= generateKeyPairSync('ed25519'));
})();

export function publicKey(): string {
  return keys().publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

/** Makes a token in the form that clients look into: the subject is the user's address. */
export function jwt(
  origin: string,
  id: string,
  user: { readonly uuid: string; readonly email: string; readonly name: string },
  scope: string,
  expiresAt: number,
): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode({ alg: 'EdDSA', typ: 'JWT' })}.${encode({
    id,
    iss: origin,
    sub: `${origin}/users/${user.uuid}`,
    scope,
    exp: expiresAt,
    session: null,
    email: user.email,
    email_verified: true,
    name: user.name,
  })}`;
  return `${signed}.${sign(null, Buffer.from(signed), keys().privateKey).toString('base64url')}`;
}
