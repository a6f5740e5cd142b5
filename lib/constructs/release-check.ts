import { TerraformAsset, TerraformStack, Token, type TerraformProvider } from 'cdktf';
import type * as nullProvider from '@cdktf/provider-null/lib/provider';
import type * as nullResource from '@cdktf/provider-null/lib/resource';
import type { Construct } from 'constructs';
import { releaseCheckScript } from '../packaging';
import { expectationVariables as names, releaseCheck } from '../schema/release-check';
import type { IApp } from './app';
import { argumentsOf } from './config';
import type { IEndpoint } from './endpoint';
import { given, noAttribute, ofResource, reference, secret, type AttributesOf } from './props';
import { inStack, Resource, type ResourceProps } from './resource';

/** Props of `app.addReleaseCheck`. */
export interface AddReleaseCheckProps extends ResourceProps {
  /**
   * The endpoint that is asked, by https at its host name. One of `endpoint` and `url` is needed.
   *
   * @default - none: `url` is asked
   */
  readonly endpoint?: IEndpoint;

  /**
   * The path that is asked of the endpoint, with its query: `/healthcheck`.
   *
   * @default '/'
   */
  readonly path?: string;

  /**
   * The URL that is asked instead of an endpoint: http or https, without user and password.
   *
   * @default - none: `endpoint` is asked
   */
  readonly url?: string;

  /**
   * The status that is expected, 200 to 599. Redirects are not followed: one is an answer.
   *
   * @default 200
   */
  readonly status?: number;

  /**
   * A text that is expected in the body, of which the first MB is read.
   *
   * @default - none: any body will do
   */
  readonly bodyContains?: string;

  /**
   * A regular expression, in JavaScript's form, that the body is expected to match.
   *
   * @default - none: any body will do
   */
  readonly bodyPattern?: string;

  /**
   * Headers of the request.
   *
   * @default - none but `user-agent` and what HTTP needs
   */
  readonly headers?: { readonly [name: string]: string };

  /**
   * Headers that no output shows. Each value comes from a Terraform variable or another reference, since `cdk.tf.json` shows a literal.
   *
   * @default - none
   */
  readonly secretHeaders?: { readonly [name: string]: string };

  /**
   * Seconds until which it has to have answered as told, 1 to 3600. Until then it is asked again and again.
   *
   * @default 180
   */
  readonly deadlineSeconds?: number;

  /**
   * Seconds to wait after an answer that is not as told, 1 to 600. The default is never more than `deadlineSeconds`.
   *
   * @default 5
   */
  readonly intervalSeconds?: number;

  /**
   * Seconds that one request may take, 1 to 600. The default is never more than `deadlineSeconds`.
   *
   * @default 10
   */
  readonly requestTimeoutSeconds?: number;

  /**
   * Any texts. A change runs the check again, as does another release, another address or another expectation.
   *
   * @default - none
   */
  readonly triggers?: { readonly [name: string]: string };
}

/** Props of a check of releases. */
export interface ReleaseCheckProps extends AddReleaseCheckProps {
  /** The app whose releases are checked. */
  readonly app: IApp;
}

export const releaseCheckAttributes = {
  ...ofResource,
  app: noAttribute,
  endpoint: reference('endpoint', 'virtualDomain'),
  path: 'path',
  url: 'url',
  status: 'status',
  bodyContains: 'body_contains',
  bodyPattern: 'body_pattern',
  headers: 'headers',
  secretHeaders: secret('secret_headers'),
  deadlineSeconds: 'deadline_seconds',
  intervalSeconds: 'interval_seconds',
  requestTimeoutSeconds: 'request_timeout_seconds',
  triggers: 'triggers',
} as const satisfies AttributesOf<ReleaseCheckProps, typeof releaseCheck>;

/**
 * Fails the deploy when a release does not answer as told, so that a pipeline stops there. It is asked after each new release of the
 * app, be it from here, `git push` or the dashboard, and again at the next apply when it has failed. It cannot take the release back.
 *
 * It is a `null_resource` of the provider `hashicorp/null`, which `terraform init` downloads. The request goes out from the machine on
 * which Terraform runs, through `HTTPS_PROXY` where that is set.
 *
 * @example
 * const endpoint = app.addEndpoint('https', { service: 'web', defaultDomain: true });
 * new ReleaseCheck(stack, 'check', { app, endpoint, path: '/healthcheck', bodyContains: 'ok' });
 */
export class ReleaseCheck extends Resource {
  protected readonly element: nullResource.Resource;

  /** @throws when props are not valid, with all problems at once; when `bodyPattern` is not a regular expression. */
  constructor(scope: Construct, id: string, props: ReleaseCheckProps) {
    super(scope, id, props);
    const defaults = releaseCheck.attributes;
    const times = timesOf(props);
    argumentsOf(this, given(releaseCheck, releaseCheckAttributes, { ...props, ...times }));
    requireRegularExpression(this, props.bodyPattern);

    const { app, endpoint, lifecycle } = props;
    const url = props.url ?? `https://${endpoint!.virtualDomain}${props.path ?? defaults.path.default}`;
    const { bodyContains, bodyPattern, headers = {}, secretHeaders = {} } = props;
    const status = text(props.status ?? defaults.status.default);
    const { NullResource } = loadNullProvider();
    requireNullProvider(TerraformStack.of(this));
    const check = new NullResource(this, 'Resource', {
      triggers: {
        ...props.triggers,
        release: app.release,
        ...defined({ url, status, body_contains: bodyContains, body_pattern: bodyPattern }),
      },
      provisioners: [
        {
          type: 'local-exec',
          // No shell: Node gets the words as they are, and what is expected by the environment.
          interpreter: ['node', scriptOf(TerraformStack.of(this)).path],
          command: 'release-check',
          environment: defined({
            [names.url]: url,
            [names.status]: status,
            [names.bodyContains]: bodyContains,
            [names.bodyPattern]: bodyPattern,
            ...prefixed(names.headers, headers),
            ...prefixed(names.secretHeaders, secretHeaders),
            [names.deadlineSeconds]: text(times.deadlineSeconds),
            [names.intervalSeconds]: text(times.intervalSeconds),
            [names.requestTimeoutSeconds]: text(times.requestTimeoutSeconds),
          }),
        },
      ],
      lifecycle,
    });
    this.element = inStack(check);
  }
}

/** Gives the times of a check. Those that are left out end with the deadline. */
function timesOf(props: AddReleaseCheckProps) {
  const defaults = releaseCheck.attributes;
  const deadlineSeconds = props.deadlineSeconds ?? defaults.deadline_seconds.default;
  const within = (seconds: number) =>
    Token.isUnresolved(deadlineSeconds) || deadlineSeconds < 1 ? seconds : Math.min(seconds, deadlineSeconds);
  return {
    deadlineSeconds,
    intervalSeconds: props.intervalSeconds ?? within(defaults.interval_seconds.default),
    requestTimeoutSeconds: props.requestTimeoutSeconds ?? within(defaults.request_timeout_seconds.default),
  };
}

function requireRegularExpression(construct: Construct, pattern: string | undefined): void {
  if (pattern === undefined || Token.isUnresolved(pattern)) return;
  try {
    new RegExp(pattern);
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`${construct.node.path}: bodyPattern is not a regular expression: ${message}`, { cause: error });
  }
}

const text = (number: number): string => (Token.isUnresolved(number) ? Token.asString(number) : String(number));

function defined(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const entries = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

function prefixed(prefix: string, values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));
}

/** Loads the provider for those who use it: not all do. */
function loadNullProvider() {
  /* eslint-disable @typescript-eslint/no-require-imports -- an import would load it for all */
  const { Resource: NullResource } = require('@cdktf/provider-null/lib/resource') as typeof nullResource;
  const { NullProvider } = require('@cdktf/provider-null/lib/provider') as typeof nullProvider;
  /* eslint-enable */
  return { NullResource, NullProvider };
}

const isNullProvider = ({ terraformResourceType }: TerraformProvider): boolean => terraformResourceType === 'null';

/** Adds the provider, unless the stack has one of its own. */
function requireNullProvider(stack: TerraformStack): void {
  if (stack.allProviders().some(isNullProvider)) return;
  const { NullProvider } = loadNullProvider();
  const added = new NullProvider(stack, 'cdktf-aptible-null');
  stack.node.addValidation({
    validate: () =>
      stack.allProviders().some((provider) => isNullProvider(provider) && provider !== added && !provider.alias)
        ? [
            'new NullProvider(...) has to come before the first ReleaseCheck of a stack, which otherwise adds one itself',
          ]
        : [],
  });
}

function scriptOf(stack: TerraformStack): TerraformAsset {
  const id = 'cdktf-aptible-release-check';
  const existing = stack.node.tryFindChild(id) as TerraformAsset | undefined;
  return existing ?? new TerraformAsset(stack, id, { path: releaseCheckScript() });
}
