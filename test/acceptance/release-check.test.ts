/** A release check, run by terraform: the stack as it is synthesized, the null provider from a mirror. */
import { App, LocalBackend, TerraformStack, TerraformVariable } from 'cdktf';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as aptible from 'cdktf-aptible';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { NullMirror } from './support/null-provider';
import { startProvider, type ProviderUnderTest } from './support/provider';
import { pathWithNode, Terraform } from './support/terraform';

const key = 's3cr3t-key';

let platform: LocalPlatform;
let provider: ProviderUnderTest;
let mirror: NullMirror;
let terraform: Terraform;
let outdir: string;
/** What runs the release: each request is answered by `answer`. */
let running: Server;
let answer: { status: number; body: string };
let asked: (string | undefined)[];

beforeAll(async () => {
  platform = await startLocalPlatform({ databases: 'none' });
  provider = await startProvider();
  mirror = await NullMirror.make();
  terraform = await Terraform.inNewDirectory({
    ...mirror.environment,
    ...provider.environment,
    // The check is run with it.
    PATH: pathWithNode,
    TF_VAR_token: platform.token,
    TF_VAR_key: key,
  });
  outdir = await mkdtemp(join(tmpdir(), 'cdktf-aptible-'));
  asked = [];
  running = createServer((request, response) => {
    asked.push(request.headers.authorization);
    response.writeHead(answer.status).end(answer.body);
  });
  await new Promise<void>((resolve) => running.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  running.close();
  await rm(outdir, { recursive: true });
  await terraform.remove();
  await mirror.remove();
  await provider.stop();
  await platform.stop();
});

const address = () => `http://127.0.0.1:${(running.address() as AddressInfo).port}/healthcheck`;

/** Synthesizes the app with that image, and puts the stack where terraform runs. */
async function write(image: string): Promise<void> {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'stack');
  new LocalBackend(stack, { path: 'terraform.tfstate' });
  const secret = (name: string) => new TerraformVariable(stack, name, { type: 'string', sensitive: true }).stringValue;
  new aptible.AptibleProvider(stack, 'aptible', {
    apiRootUrl: platform.url,
    authRootUrl: platform.url,
    accessToken: secret('token'),
  });
  const environment = new aptible.Environment(stack, 'environment', {
    handle: 'acme-staging',
    stack: aptible.Stack.fromName(stack, 'shared', 'shared-us-east-1'),
  });
  new aptible.App(environment, 'web', { handle: 'acme-web', image }).addReleaseCheck('check', {
    url: address(),
    bodyContains: '"quoted" $HOME %PATH%',
    secretHeaders: { Authorization: secret('key') },
    deadlineSeconds: 1,
    intervalSeconds: 1,
    requestTimeoutSeconds: 1,
  });
  app.synth();
  await cp(join(outdir, 'stacks/stack'), terraform.directory, { recursive: true });
  provider.place(terraform.directory);
}

const good = { status: 200, body: 'all is "quoted" $HOME %PATH%' };
const checkAddress = 'null_resource.environment_web_check_4890576A';
const check = async () => (await terraform.state())[checkAddress]!;

test('a release is checked once; a bad one fails the apply, and the next apply checks again', async () => {
  answer = good;
  await write('acme/web:1');
  await terraform.init();
  await terraform.apply();
  expect(asked).toEqual([key]);
  expect(await terraform.actions()).toEqual({});
  expect(asked).toHaveLength(1);

  await write('acme/web:2');
  await terraform.apply();
  expect(asked).toHaveLength(2);

  answer = { status: 503, body: `no ${key}` };
  await write('acme/web:3');
  const output = await terraform.applyRefused();
  expect(output).toContain(
    `The release did not answer as told within 1 s: GET ${address()} ` +
      'Expected: status 200, a body that contains "\\"quoted\\" $HOME %PATH%" Received: once: status 503, body "no (hidden)"',
  );
  expect(output).not.toContain(key);
  const { tainted, attributes } = await check();
  expect({ tainted, attributes }).toEqual({
    tainted: true,
    attributes: {
      id: expect.any(String) as string,
      triggers: {
        release: (await terraform.state())['aptible_app.environment_web_C3BC516F']!.attributes['release'],
        url: address(),
        status: '200',
        body_contains: '"quoted" $HOME %PATH%',
      },
    },
  });

  answer = good;
  await terraform.apply();
  expect(asked).toHaveLength(4);
  expect((await check()).tainted).toBe(false);
  expect(await terraform.actions()).toEqual({});
  expect(await readFile(join(terraform.directory, 'terraform.tfstate'), 'utf8')).not.toContain(key);
});
