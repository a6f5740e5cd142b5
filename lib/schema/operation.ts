import { resource } from './define';
import type { Attribute } from './types';

const target = (thing: string) =>
  ({
    type: 'number',
    description: `The id of the ${thing} that it works on.`,
    optional: true,
    replace: true,
    integer: true,
    minimum: 1,
  }) as const satisfies Attribute;

const why = 'what can be done depends on what it is done to';

export const operation = resource({
  name: 'aptible_operation',
  destroys: 'nothing',
  description:
    'An operation that is run once, and again whenever `triggers` changes: a restart of an app after a certificate was changed, a backup before a migration. What was done stays done: destroying it does nothing, and it has nothing that could drift.',
  example: `resource "aptible_operation" "restart" {
  type   = "restart"
  app_id = aptible_app.web.app_id

  triggers = {
    database = aptible_database.data.default_connection_url
  }
}`,
  importIds: [],
  timeoutsMinutes: { create: 90 },
  attributes: {
    type: {
      type: 'string',
      description:
        'The operation: `restart` or `rebuild` of an app; `restart`, `reload` or `backup` of a database; `renew` of an endpoint, which renews its managed certificate.',
      required: true,
      replace: true,
      oneOf: ['restart', 'rebuild', 'reload', 'backup', 'renew'],
    },
    app_id: target('app'),
    database_id: target('database'),
    endpoint_id: target('endpoint'),
    triggers: {
      type: ['map', 'string'],
      description: 'Any texts. A change runs the operation again.',
      optional: true,
      replace: true,
    },
    operation_id: { type: 'number', description: 'Its id as a number.', computed: true, stable: true },
  },
  rules: [
    { kind: 'exactlyOne', fields: ['app_id', 'database_id', 'endpoint_id'], why: 'an operation works on one thing' },
    { kind: 'when', field: 'app_id', limits: { type: { oneOf: ['restart', 'rebuild'] } }, why },
    { kind: 'when', field: 'database_id', limits: { type: { oneOf: ['restart', 'reload', 'backup'] } }, why },
    { kind: 'when', field: 'endpoint_id', limits: { type: { oneOf: ['renew'] } }, why },
  ],
});
