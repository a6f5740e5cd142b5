/** The answers that the build makes: they are those of the provider, and nothing else is loaded for them. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { methodsOf } from '../../lib/plugin/methods';
import { message } from '../../lib/plugin/protobuf';
import { providerPath } from '../../lib/plugin/server';
import { createService } from '../../lib/plugin/service';
import { identityOf } from '../../lib/provider/identity';
import { providerAs } from '../../lib/provider/provider';
import { PluginProcess } from '../plugin/support/plugin-process';

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
const executable = join(folder, 'terraform-provider-aptible_v0.1.0.cjs');
const inPlace = join(folder, 'aptible/aptible/0.10.9900+cdktf-aptible.0.1.0/linux_amd64/provider.cjs');
const cacheHome = join(folder, 'cache');

const noQuestions = ['GetMetadata', 'GetProviderSchema', 'GetResourceIdentitySchemas', 'GetFunctions'];
const nothing = Buffer.alloc(0);

beforeAll(() => {
  const options = {
    entry: join(root, 'lib/provider/main.ts'),
    provider: join(root, 'lib/provider/provider.ts'),
    file: executable,
    name: 'terraform-provider-aptible',
  };
  const script = `
    import { bundleExecutable } from ${JSON.stringify(join(root, 'scripts/bundle-provider.mjs'))};
    await bundleExecutable(${JSON.stringify(options)});`;
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'pipe' });
  mkdirSync(dirname(inPlace), { recursive: true });
  cpSync(executable, inPlace);
}, 30_000);

afterAll(() => rmSync(folder, { recursive: true }));

/** What a start is answered to each of these calls: bytes. The process compiles and keeps the rest of itself when it loads that. */
async function answersOf(file: string, names: readonly string[]): Promise<Record<string, Buffer>> {
  const environment = { PLUGIN_UNIX_SOCKET_DIR: folder, XDG_CACHE_HOME: cacheHome };
  const plugin = PluginProcess.start(file, { environment });
  try {
    await plugin.connect();
    const asBytes = { ...message({}), decode: (bytes: Buffer) => bytes };
    const answers: Record<string, Buffer> = {};
    for (const name of names) answers[name] = await plugin.unary(providerPath(name), nothing, asBytes);
    await plugin.shutdown();
    expect(await plugin.exited).toEqual({ code: 0, signal: null });
    return answers;
  } finally {
    plugin.child.kill('SIGKILL');
  }
}

/** What the provider answers from source. */
async function expected(file: string): Promise<Record<string, Buffer>> {
  const methods = methodsOf(createService(providerAs(identityOf(file))));
  const answers = noQuestions.map(async (name) => [name, await methods.get(providerPath(name))!(nothing)] as const);
  return Object.fromEntries((await Promise.all(answers)).map(([name, bytes]) => [name, Buffer.from(bytes)]));
}

test('the provider’s answers to what has no question are the same as from source, and nothing is loaded for them', async () => {
  expect(await answersOf(executable, noQuestions)).toEqual(await expected(executable));
  expect(existsSync(cacheHome)).toBe(false);
  // An answer that is made then.
  await answersOf(executable, ['StopProvider']);
  expect(existsSync(cacheHome)).toBe(true);
});

test('in place of another provider, they are those of what shows what that one shows', async () => {
  const answers = await answersOf(inPlace, noQuestions);
  expect(answers).toEqual(await expected(inPlace));
  expect(answers.GetProviderSchema).not.toEqual((await expected(executable)).GetProviderSchema);
});

test('the executable is ASCII, which Node reads several times as fast, and its notices have all characters in escapes', () => {
  const text = readFileSync(executable, 'utf8');
  expect(text).toMatch(/^\p{ASCII}*$/u);
  expect(text).toContain('Copyright \\u{a9} 2017, Charmander');
});
