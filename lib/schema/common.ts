/** Fields and limits that several things of the platform share. Sources: the platform's API and its dashboard's own checks. */
import type { Attribute } from './types';

export const handle = {
  regex: '^[0-9a-z._-]{1,64}$',
  words: '1 to 64 lower-case letters, digits, dots, hyphens or underscores',
} as const;

export const environmentId = {
  type: 'number',
  description: 'The id of the environment that it lives in.',
  required: true,
  replace: true,
  integer: true,
  minimum: 1,
} as const satisfies Attribute;

/** A flag that only Terraform knows. What counts for a destroy is the state, so that another value has to be applied first. */
const flagOfState = { type: 'bool', optional: true, computed: true, default: false, stateOnly: true } as const;

export const deletionProtection = (what: string) =>
  ({
    ...flagOfState,
    description: `Whether a plan that destroys or replaces ${what} is refused. To let it go, set this to false and apply that first: what the state has counts, since a destroy looks at no configuration. Only Terraform knows it: it stops nobody who uses the dashboard or the CLI. It begins once the creation has succeeded.`,
  }) as const satisfies Attribute;

export const purgeBackupsOnDestroy = (description: string) =>
  ({
    ...flagOfState,
    description: `${description} A plan that does so warns. It has to be applied before the destroy, since what the state has counts.`,
  }) as const satisfies Attribute;

/** The environment of a data source, which is read anew and not replaced. */
export const environmentOf = (description: string) =>
  ({ type: 'number', description, required: true, integer: true, minimum: 1 }) as const satisfies Attribute;

/** The sizes of containers in MB, as the platform offers them. */
export const containerSizesMb = [512, 1024, 2048, 4096, 7168, 15360, 30720, 61440, 153600, 245760] as const;

export const containerSize = {
  type: 'number',
  optional: true,
  computed: true,
  default: 1024,
  oneOf: containerSizesMb,
  costs: true,
} as const;

export const containerProfile = {
  type: 'string',
  optional: true,
  computed: true,
  default: 'm',
  oneOf: ['m', 'c', 'r'],
  equivalent: { regex: '^([mcr])[0-9]+$', replacement: '$1' },
  costs: true,
} as const;

export const uuid = {
  regex: '^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$',
  words: 'a UUID',
} as const;
