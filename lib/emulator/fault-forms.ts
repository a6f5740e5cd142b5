/** How a fault, a timing and the settings of the SSH portal are written in JSON: in the seed, and in requests below `/_local/`. */
import * as z from 'zod/mini';
import type { Fault } from './faults';
import type { OperationTiming, Timing } from './operations';
import { resources, type Kind } from './resources';
import type { SshPortalSettings } from './ssh-portal';
import { byName, formOf, key, oneOf, type Form } from './written-json';

const kinds = (Object.keys(resources) as Kind[]).filter((kind) => resources[kind].operations !== undefined);
const operationsOf = (kind: Kind): string[] => Object.keys(resources[kind].operations ?? {});
const operations = [...new Set(kinds.flatMap(operationsOf))].sort();

const times = key(
  z.optional(
    z.union([z.int().check(z.gte(1)), z.literal('always')], {
      error: 'expected a whole number from 1, or "always"',
    }),
  ),
  'how often it strikes: a number, or `"always"`. Once by default',
);
const request = key(
  z.strictObject({
    method: key(z.optional(oneOf(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])), 'any without it'),
    path: key(
      z.optional(z.string().check(z.regex(/^\//, 'a path begins with /'))),
      'the whole path, in which `*` stands for any one part: `/apps/*`. Any without it',
    ),
  }),
  'which requests it strikes',
);

/** The forms of a fault, under the words by which the reference knows them. */
const faultForms = {
  'An operation fails': z
    .strictObject({
      operation: key(oneOf(operations), 'the type of the operation, such as `deploy`'),
      kind: key(
        z.optional(oneOf(kinds)),
        'the kind of the resource that it belongs to, as the API calls it: an endpoint is a `vhost`. Any without it',
      ),
      where: key(
        z.optional(z.record(z.string(), z.unknown())),
        'fields that the resource must have, as the API shows them: `{"container_port": 666}`. Any without it',
      ),
      log: key(z.optional(z.string()), 'the reason that the log of the operation gives'),
      times,
    })
    .check(
      z.refine(({ operation, kind }) => kind === undefined || operationsOf(kind).includes(operation), {
        path: ['operation'],
        error: ({ input }) => {
          const { operation, kind } = input as { operation: string; kind: Kind };
          return `a ${kind} has no ${operation}; it has ${operationsOf(kind).join(', ')}`;
        },
      }),
    ),
  'A request is refused, and has no effect': z.strictObject({
    request,
    status: key(z.int().check(z.gte(200), z.lte(599)), 'the status of the answer'),
    error: key(z.optional(z.string()), 'the word for programs in the answer, such as `not_found`'),
    message: key(z.optional(z.string()), 'the sentence for people in the answer'),
    headers: key(z.optional(z.record(z.string(), z.string())), 'headers of the answer, such as `{"retry-after": "1"}`'),
    times,
  }),
  'A request loses its connection': z.strictObject({
    request,
    drop: key(oneOf(['before', 'after']), '`before` or `after` it has its effect'),
    times,
  }),
  'A request is answered late': z.strictObject({
    request,
    delayMs: key(z.number().check(z.gte(0)), 'how much later, in milliseconds'),
    times,
  }),
  'A request has its effect and gets half of its answer': z.strictObject({
    request,
    truncate: key(z.literal(true, { error: 'expected true' }), '`true`'),
    times,
  }),
} satisfies Readonly<Record<string, Form<Fault>>>;

const ofOperation = faultForms['An operation fails'];
const effects = Object.values(faultForms).filter((form) => form !== ofOperation);
const effectKeys = ['status', 'drop', 'delayMs', 'truncate'];

export const faultForm = formOf<Fault>((value) => {
  if ('operation' in value) return ofOperation;
  if (!('request' in value)) return 'a fault names an operation or a request';
  const index = effectKeys.findIndex((name) => name in value);
  return effects[index] ?? `nothing happens to the request: give one of ${effectKeys.join(', ')}`;
}).check(z.meta({ forms: faultForms }));

const timing = formOf<Timing>((value) => {
  if ('durationMs' in value) return z.strictObject({ durationMs: z.number().check(z.gte(0)) });
  if ('polls' in value) return z.strictObject({ polls: z.int().check(z.gte(0)) });
  return z.literal('instant', { error: 'expected "instant", {"durationMs": 3000} or {"polls": 2}' });
});

const timed = [...operations, 'default'];

/** One timing for all operations, or one for each type of them. */
export const timingForm = formOf<OperationTiming>((value) => {
  const isOne = Object.keys(value).length === 0 || 'durationMs' in value || 'polls' in value;
  return isOne ? timing : byName(timed, timing);
});

const durationMs = z.optional(z.number().check(z.gte(0)));

/** What is not as it should be with the SSH portal. */
export const sshPortalForm: Form<SshPortalSettings> = z.strictObject({
  connections: z.optional(oneOf(['normal', 'closed', 'frozen'])),
  refusesLogins: z.optional(z.boolean()),
  hasOtherHostKey: z.optional(z.boolean()),
  certificateLifetimeMs: durationMs,
  sessionLimitMs: durationMs,
});
