import { NullProvider } from '@cdktf/provider-null/lib/provider';
import { TerraformVariable, type TerraformStack } from 'cdktf';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { App, Environment, ReleaseCheck, type AddReleaseCheckProps } from '../../lib';
import { matching, messageOf, synthesize } from './support';

const root = join(__dirname, '../..');

beforeAll(() => {
  // What the build makes; here it is only there to be put beside the stack.
  const file = join(root, 'dist/release-check/release-check.cjs');
  if (existsSync(file)) return;
  const script = `
    import { bundleScript } from ${JSON.stringify(join(root, 'scripts/bundle-provider.mjs'))};
    await bundleScript(${JSON.stringify(join(root, 'lib/release-check/main.ts'))}, ${JSON.stringify(file)});`;
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'pipe' });
});

const script = matching(/^assets\/cdktf-aptible-release-check\/\w+\/release-check\.cjs$/);

const checksOf = (json: Record<string, unknown>) =>
  (json['resource'] as Record<string, Record<string, unknown>>)['null_resource']!;

function web(stack: TerraformStack): App {
  const environment = Environment.fromId(stack, 'env', 42);
  return new App(environment, 'web', { handle: 'acme-web', image: 'acme/web' });
}

const problemsOf = (props: AddReleaseCheckProps) =>
  messageOf(() => synthesize((stack) => web(stack).addReleaseCheck('check', props)));

describe('ReleaseCheck', () => {
  test('minimal: the endpoint answers 200, after each release of the app', () => {
    const json = synthesize((stack) => {
      const app = web(stack);
      const endpoint = app.addEndpoint('https', { service: 'cmd', defaultDomain: true });
      app.addReleaseCheck('check', { endpoint });
    });
    const url = 'https://${aptible_endpoint.env_web_https_8FCF3E22.virtual_domain}/';
    expect(checksOf(json)).toEqual({
      env_web_check_ACE82F8F: {
        triggers: { release: '${aptible_app.env_web_B05081C2.release}', url, status: '200' },
        provisioner: [
          {
            'local-exec': {
              interpreter: ['node', script],
              command: 'release-check',
              environment: {
                APTIBLE_RELEASE_CHECK_URL: url,
                APTIBLE_RELEASE_CHECK_STATUS: '200',
                APTIBLE_RELEASE_CHECK_DEADLINE_SECONDS: '180',
                APTIBLE_RELEASE_CHECK_INTERVAL_SECONDS: '5',
                APTIBLE_RELEASE_CHECK_REQUEST_TIMEOUT_SECONDS: '10',
              },
            },
          },
        ],
      },
    });
    expect(json).toMatchObject({
      provider: { aptible: [{}], null: [{}] },
      terraform: { required_providers: { null: { source: 'null', version: '3.2.4' } } },
    });
  });

  test('a deadline shorter than the other times: they end with it', () => {
    const json = synthesize((stack) => web(stack).addReleaseCheck('check', { url: 'http://acme', deadlineSeconds: 3 }));
    expect(Object.values(checksOf(json))).toEqual([
      expect.objectContaining({
        provisioner: [
          {
            'local-exec': {
              interpreter: ['node', script],
              command: 'release-check',
              environment: {
                APTIBLE_RELEASE_CHECK_URL: 'http://acme',
                APTIBLE_RELEASE_CHECK_STATUS: '200',
                APTIBLE_RELEASE_CHECK_DEADLINE_SECONDS: '3',
                APTIBLE_RELEASE_CHECK_INTERVAL_SECONDS: '3',
                APTIBLE_RELEASE_CHECK_REQUEST_TIMEOUT_SECONDS: '3',
              },
            },
          },
        ],
      }),
    ]);
  });

  test('everything set, with tokens', () => {
    const json = synthesize((stack) => {
      const variable = (name: string) => new TerraformVariable(stack, name, { type: 'string' });
      const app = App.fromHandle(Environment.fromId(stack, 'env', 42), 'web', 'acme-web');
      const first = new ReleaseCheck(stack, 'first', { app, url: 'https://www.example.com/ready?deep=1' });
      new ReleaseCheck(stack, 'second', {
        app,
        url: variable('url').stringValue,
        status: variable('status').numberValue,
        bodyContains: `"quoted" ${variable('version').stringValue}`,
        bodyPattern: variable('pattern').stringValue,
        headers: { Accept: 'text/plain' },
        secretHeaders: { Authorization: `Bearer ${variable('token').stringValue}` },
        deadlineSeconds: variable('deadline').numberValue,
        intervalSeconds: 1.5,
        requestTimeoutSeconds: 3,
        triggers: { day: variable('day').stringValue },
        dependsOn: [first],
        lifecycle: { createBeforeDestroy: true },
      });
    });
    expect(checksOf(json)['second']).toBeUndefined();
    expect(Object.values(checksOf(json))[1]).toEqual({
      depends_on: [`null_resource.${Object.keys(checksOf(json))[0]}`],
      lifecycle: { create_before_destroy: true },
      triggers: {
        day: '${var.day}',
        release: matching(/^\$\{data\.aptible_app\.\w+\.release\}$/),
        url: '${var.url}',
        status: '${var.status}',
        body_contains: '"quoted" ${var.version}',
        body_pattern: '${var.pattern}',
      },
      provisioner: [
        {
          'local-exec': {
            interpreter: ['node', script],
            command: 'release-check',
            environment: {
              APTIBLE_RELEASE_CHECK_URL: '${var.url}',
              APTIBLE_RELEASE_CHECK_STATUS: '${var.status}',
              APTIBLE_RELEASE_CHECK_BODY_CONTAINS: '"quoted" ${var.version}',
              APTIBLE_RELEASE_CHECK_BODY_PATTERN: '${var.pattern}',
              APTIBLE_RELEASE_CHECK_HEADER_Accept: 'text/plain',
              APTIBLE_RELEASE_CHECK_SECRET_HEADER_Authorization: 'Bearer ${var.token}',
              APTIBLE_RELEASE_CHECK_DEADLINE_SECONDS: '${var.deadline}',
              APTIBLE_RELEASE_CHECK_INTERVAL_SECONDS: '1.5',
              APTIBLE_RELEASE_CHECK_REQUEST_TIMEOUT_SECONDS: '3',
            },
          },
        },
      ],
    });
  });

  test('bad props: all problems at once, and never a secret', () => {
    const message = problemsOf({
      url: 'https://user:word@www.example.com/',
      path: '/x',
      status: 1,
      bodyContains: '',
      headers: { 'X Y': '1' },
      secretHeaders: { Authorization: 'Bearer s3cr3t' },
      deadlineSeconds: 10,
      intervalSeconds: 20,
    });
    expect(message.split('\n')).toEqual([
      'the props of stack/env/web/check (ReleaseCheck) are not valid:',
      expect.stringContaining(
        '  url: got "https://user:word@www.example.com/", expected an http or https URL without user',
      ),
      '  status: got 1, expected between 200 and 599',
      expect.stringContaining('  bodyContains: '),
      expect.stringContaining('  headers.X Y: '),
      expect.stringContaining('  path: it cannot be set beside url: the path is part of the URL'),
      expect.stringContaining('  intervalSeconds: '),
      expect.stringContaining('  secretHeaders.Authorization: expected a reference'),
    ]);
    expect(message).not.toContain('s3cr3t');
    expect(problemsOf({})).toContain('endpoint: one of endpoint and url is needed: a check asks one address');
    expect(problemsOf({ url: 'https://a.example', bodyPattern: '(' })).toMatch(
      /^stack\/env\/web\/check: bodyPattern is not a regular expression: /,
    );
  });

  test('a NullProvider of the stack is used; one that comes later is refused', () => {
    const build = (position: 'before' | 'after') => () =>
      synthesize((stack) => {
        const add = () => new NullProvider(stack, 'null');
        if (position === 'before') add();
        web(stack).addReleaseCheck('check', { url: 'https://a.example' });
        if (position === 'after') add();
      });
    expect(build('before')()).toMatchObject({ provider: { null: [{}] } });
    expect(messageOf(build('after'))).toContain('new NullProvider(...) has to come before the first ReleaseCheck');
  });
});
