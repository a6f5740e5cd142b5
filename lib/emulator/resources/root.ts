import type { Call, Route } from '../platform';
import { renderLinks } from '../hal';
import { publicKey } from './token';

/** The first document of the API and of the auth API: the local platform is both, at one address. */
export const root: Route = {
  method: 'GET',
  path: '/',
  open: true,
  handle: ({ origin }: Call) => ({
    status: 200,
    json: {
      public_key: publicKey(),
      _links: renderLinks(origin, {
        self: '/',
        ...Object.fromEntries(
          [
            'accounts',
            'apps',
            'databases',
            'database_images',
            'stacks',
            'organizations',
            'tokens',
            'current_token',
          ].map((each) => [each, `/${each}`]),
        ),
      }),
    },
  }),
};
