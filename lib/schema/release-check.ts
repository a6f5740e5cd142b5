/** The props of a `ReleaseCheck`, which is no resource of the provider, and what the script that it runs gets of them. */
import type { Attribute, Block } from './types';

function seconds<const D extends number>(description: string, value: D, maximum: number) {
  return {
    type: 'number',
    description,
    optional: true,
    computed: true,
    default: value,
    minimum: 1,
    maximum,
  } as const satisfies Attribute;
}

const headers = {
  type: ['map', 'string'],
  optional: true,
  keyPattern: { regex: "^[-A-Za-z0-9!#$%&'*+.^_`|~]+$", words: 'the name of a header' },
} as const;

export const releaseCheck = {
  description: 'A check that a release answers as it should.',
  attributes: {
    endpoint: { type: 'string', description: 'The host name that is asked.', optional: true },
    url: {
      type: 'string',
      description: 'What is asked.',
      optional: true,
      pattern: {
        regex: '^https?://[^\\s/?#@]+([/?][^\\s#]*)?$',
        words: 'an http or https URL without user, password and fragment, as https://www.example.com/healthcheck',
      },
    },
    path: {
      type: 'string',
      description: 'The path, with its query.',
      optional: true,
      computed: true,
      default: '/',
      pattern: { regex: '^/[^\\s#]*$', words: 'a path that begins with a slash, as /healthcheck' },
    },
    status: {
      type: 'number',
      description: 'The status that is expected.',
      optional: true,
      computed: true,
      default: 200,
      integer: true,
      minimum: 200,
      maximum: 599,
    },
    body_contains: {
      type: 'string',
      description: 'A text that is expected in the body.',
      optional: true,
      notEmpty: 'every body contains it',
    },
    body_pattern: {
      type: 'string',
      description: 'A regular expression that the body is expected to match.',
      optional: true,
      notEmpty: 'every body matches it',
    },
    headers: { ...headers, description: 'Headers of the request.' },
    secret_headers: { ...headers, description: 'Headers of the request that are not to be shown.', sensitive: true },
    deadline_seconds: seconds('How long it may take until it answers as told.', 180, 3600),
    interval_seconds: seconds('The wait after an answer that is not as told.', 5, 600),
    request_timeout_seconds: seconds('How long one request may take.', 10, 600),
    triggers: { type: ['map', 'string'], description: 'Any texts. A change runs the check again.', optional: true },
  },
  rules: [
    { kind: 'exactlyOne', fields: ['endpoint', 'url'], why: 'a check asks one address' },
    { kind: 'conflicting', fields: ['url', 'path'], why: 'the path is part of the URL' },
    { kind: 'distinctKeys', fields: ['headers', 'secret_headers'], why: 'a request has each header once' },
    { kind: 'ordered', low: 'interval_seconds', high: 'deadline_seconds', why: 'the wait is part of that time' },
    {
      kind: 'ordered',
      low: 'request_timeout_seconds',
      high: 'deadline_seconds',
      why: 'a request is part of that time',
    },
  ],
} as const satisfies Block;

/**
 * The environment variables by which the script gets an `Expectation`, one for each of its values; that of a header ends with its name.
 * Terraform writes references into each as a whole, so that nothing has to be quoted.
 */
export const expectationVariables = {
  url: 'APTIBLE_RELEASE_CHECK_URL',
  status: 'APTIBLE_RELEASE_CHECK_STATUS',
  bodyContains: 'APTIBLE_RELEASE_CHECK_BODY_CONTAINS',
  bodyPattern: 'APTIBLE_RELEASE_CHECK_BODY_PATTERN',
  headers: 'APTIBLE_RELEASE_CHECK_HEADER_',
  secretHeaders: 'APTIBLE_RELEASE_CHECK_SECRET_HEADER_',
  deadlineSeconds: 'APTIBLE_RELEASE_CHECK_DEADLINE_SECONDS',
  intervalSeconds: 'APTIBLE_RELEASE_CHECK_INTERVAL_SECONDS',
  requestTimeoutSeconds: 'APTIBLE_RELEASE_CHECK_REQUEST_TIMEOUT_SECONDS',
} as const satisfies Readonly<Record<keyof Expectation, string>>;

/** A request, and the answer that is expected. */
export interface Expectation {
  readonly url: string;
  readonly status: number;
  readonly bodyContains: string | undefined;
  readonly bodyPattern: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly secretHeaders: Readonly<Record<string, string>>;
  readonly deadlineSeconds: number;
  readonly intervalSeconds: number;
  readonly requestTimeoutSeconds: number;
}
