/** The parts of a connection URL, which have the same names wherever they are, and the functions that take URLs apart and make them. */
import type { FunctionDefinition } from './types';

/** By name: the type. */
export const connectionParts = {
  protocol: 'string',
  username: 'string',
  password: 'string',
  host: 'string',
  port: 'number',
  name: 'string',
  query: 'string',
} as const;

const descriptions: Readonly<Record<keyof typeof connectionParts, string>> = {
  protocol: '`postgresql`, `rediss`, `https` and so on.',
  username: 'The user, decoded. It may be empty.',
  password: 'The password of the user, decoded.',
  host: 'The host. An IPv6 address has no brackets.',
  port: 'The port.',
  name: 'What follows the first slash, decoded: a database, a path, or nothing.',
  query: 'What follows the question mark, or nothing.',
};

/** An attribute that has this part. */
export function connectionPart<const P extends keyof typeof connectionParts>(part: P) {
  return { type: connectionParts[part], description: descriptions[part], computed: true } as const;
}

const list = Object.entries(descriptions)
  .map(([part, text]) => `- \`${part}\`: ${text}`)
  .join('\n');

const notShown =
  'The result is as sensitive as the argument, and no error quotes it. Needs Terraform 1.8 or OpenTofu 1.7.';

export const parseConnectionUrl = {
  name: 'parse_connection_url',
  summary: 'Takes a connection URL apart',
  description: `Takes the connection URL of a database apart, into the decoded parts that client libraries and other providers want. ${notShown} Its parts are those of the attribute \`credentials\` of \`aptible_database\`:

${list}

The port is null where neither the URL nor its protocol says one. \`provider::aptible::connection_url\` makes a URL of them again. In TypeScript: \`ConnectionUrl.parse\`.`,
  example: `variable "connection_url" {
  type      = string
  sensitive = true
}

locals {
  url = provider::aptible::parse_connection_url(var.connection_url)
}

output "psql" {
  value     = "psql --host=\${local.url.host} --port=\${local.url.port} --username=\${local.url.username} \${local.url.name}"
  sensitive = true
}`,
  parameters: [
    {
      name: 'url',
      type: 'string',
      description:
        'The connection URL of one host, such as `postgresql://user:password@host:5432/db`. In its user, password and name, signs such as `@`, `#` and `%` are written in their codes (`%40`); a plus sign is a plus sign.',
    },
  ],
  returns: ['object', connectionParts],
} as const satisfies FunctionDefinition;

export const connectionUrl = {
  name: 'connection_url',
  summary: 'Makes a connection URL of its parts',
  description: `Makes the connection URL of a database of its parts, and writes whatever is in them in the codes of URLs. ${notShown} It is the inverse of \`provider::aptible::parse_connection_url\`. In TypeScript: \`ConnectionUrl.format\`.`,
  example: `locals {
  credential = aptible_database.data.credentials["postgresql"]
}

output "orders_url" {
  value     = provider::aptible::connection_url(merge(local.credential, { name = "orders", query = "sslmode=require" }))
  sensitive = true
}

output "cache_url" {
  value = provider::aptible::connection_url({ protocol = "redis", host = "cache.example.com", port = 6379 })
}`,
  parameters: [
    {
      name: 'parts',
      type: ['map', 'string'],
      description: `An object with the parts, as they are and not encoded, except \`query\`. \`protocol\` and \`host\` are needed; each other one may be left out, null or empty. A value of the attribute \`credentials\` of \`aptible_database\` is one, too: its \`connection_url\` and \`default\` mean nothing here. In \`http\` and \`https\`, \`name\` is a path and keeps its slashes.`,
    },
  ],
  returns: 'string',
} as const satisfies FunctionDefinition;
