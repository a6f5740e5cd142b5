/**
 * The provider's own configuration. Every argument is optional: what is left out comes from the environment variable that the
 * description names, which are those of the official provider and of the command-line tool.
 */
import type { Block } from './types';

export const provider = {
  description: `Manages environments, apps and databases of the Aptible platform.

Credentials are looked for in this order: \`username\` with \`password\` (a login), \`access_token\`, and the file that
\`aptible login\` writes (\`~/.aptible/tokens.json\`, or \`$APTIBLE_CONFIG_PATH/tokens.json\`).`,
  attributes: {
    access_token: {
      type: 'string',
      description: 'A bearer token of the platform. Default: `APTIBLE_ACCESS_TOKEN`.',
      optional: true,
      sensitive: true,
      notEmpty: 'leave it out to take the token from the environment',
    },
    username: {
      type: 'string',
      description: 'The email address of a user without two-factor authentication. Default: `APTIBLE_USERNAME`.',
      optional: true,
      notEmpty: 'leave it out to take it from the environment',
    },
    password: {
      type: 'string',
      description: 'The user’s password. Default: `APTIBLE_PASSWORD`.',
      optional: true,
      sensitive: true,
      notEmpty: 'leave it out to take it from the environment',
    },
    api_root_url: {
      type: 'string',
      description: 'Where the platform’s API answers. Default: `APTIBLE_API_ROOT_URL`, else `https://api.aptible.com`.',
      optional: true,
      pattern: { regex: '^https?://[^/\\s]+/?$', words: 'an http or https URL without a path' },
    },
    auth_root_url: {
      type: 'string',
      description:
        'Where the platform’s authentication API answers; also the key into the tokens file. Default: `APTIBLE_AUTH_ROOT_URL`, else `https://auth.aptible.com`.',
      optional: true,
      pattern: { regex: '^https?://[^/\\s]+/?$', words: 'an http or https URL without a path' },
    },
    store_credentials: {
      type: 'bool',
      description:
        'Whether connection URLs of databases and their parts are in the state, where everybody who can read it finds their passwords. With `false`, the attributes `default_connection_url`, `connection_urls` and `credentials` of databases, of replicas and of what is looked up are null, and so are `connection_url` and `password` of logins; read what an apply needs with the ephemeral resource `aptible_database_credentials`. Default: `true`.',
      optional: true,
    },
    accept_missing: {
      type: 'bool',
      description:
        'Whether a whole environment may be missing, or all apps (or databases, endpoints, …) of one. Without it that is an error, since a wrong platform or token looks the same, and Terraform would forget what lives on. Set it for one run, after you removed these things on purpose: what is missing is then forgotten, with a warning each. One thing that is missing is always a warning. Default: `APTIBLE_ACCEPT_MISSING` (`1` or `true`), else `false`.',
      optional: true,
    },
  },
  rules: [{ kind: 'together', fields: ['username', 'password'], why: 'a login needs both' }],
} as const satisfies Block;
