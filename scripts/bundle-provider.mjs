// Bundles the provider into one executable file that starts fast: dist/provider-package/terraform-provider-aptible_v<version>.cjs.
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import { brotliCompressSync, constants } from 'node:zlib';
import { build, transform } from 'esbuild';
import { noticesOf } from './notices.mjs';
import { bootstrap } from './provider-bootstrap.cjs';

/** @param {string} root the project's directory; resolves to the path of the executable */
export async function bundleProvider(root) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  // The ending keeps Node from taking the file for an ES module where a folder above says so, and `.0` for an ending.
  const file = join(root, `dist/provider-package/terraform-provider-aptible_v${version}.cjs`);
  await bundleExecutable({
    entry: join(root, 'lib/provider/main.ts'),
    provider: join(root, 'lib/provider/provider.ts'),
    file,
    name: 'terraform-provider-aptible',
  });
  return file;
}

/**
 * Makes two bundles of one program: what its entry imports, and what that loads later by a `require` inside a function. Node parses
 * only the first one; the second is compressed, and V8 takes it from a cache when it is asked for.
 *
 * @param {{ entry: string, file: string, name: string, provider?: string }} options `name` is that of its cache folder and in its messages;
 *   `provider`: the module with the provider whose answers the entry finds in `builtAnswers`
 */
export async function bundleExecutable({ entry, file, name, provider }) {
  const late = new Map();
  const head = await inputsOf(entry, late);
  // What both parts use is loaded once, by the first.
  const shared = `exports.shared = {${head.map((path, index) => `'head:${index}': () => require(${JSON.stringify(path)})`).join(',')}};`;
  const loads = [...late].map(([path, id]) => `'${id}': () => require(${JSON.stringify(path)})`).join(',');
  const [first, second] = await Promise.all([
    bundled({
      stdin: { contents: `${shared}\nrequire(${JSON.stringify(entry)});`, resolveDir: '/' },
      plugins: [lateRequires(late)],
      target: oldestThatReads,
      define: provider && { builtAnswers: JSON.stringify(await answersOf(provider)) },
    }),
    bundled({
      stdin: { contents: `exports.load = {${loads}};`, resolveDir: '/' },
      plugins: [headImports(head), withoutNativeParts, undiciForRequests],
      // Node gives it to modules only, and there are no files beside this one. ssh2 wants to know it before it does without.
      define: { __dirname: '"/"' },
    }),
  ]);
  mkdirSync(dirname(file), { recursive: true });
  const notices = noticesOf([...first.inputs, ...second.inputs]);
  const { code } = await transform(`(${bootstrap})`, { target: oldestThatReads });
  writeFileSync(file, executable(code.trim().replace(/;$/, ''), first.text, second.text, name, notices));
  chmodSync(file, 0o755);
}

/** A program as one file that runs wherever Node is. `beside`: what stays a file of its own, beside it. */
export async function bundleScript(entry, file, beside = []) {
  const plugins = [withoutNativeParts, undiciForRequests, ...beside.map(leftBeside)];
  const { text, inputs } = await bundled({ entryPoints: [entry], plugins });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text + noticesOf(inputs));
}

async function bundled(more) {
  const { outputFiles, metafile } = await build({ ...options, ...more, metafile: true });
  return { text: outputFiles[0].text, inputs: Object.keys(metafile.inputs) };
}

/** What is asked without a question: its answer is the same at each start, and Terraform's first start asks for nothing else. */
const constant = ['GetMetadata', 'GetProviderSchema', 'GetResourceIdentitySchemas', 'GetFunctions'];

/** The bytes of those answers, in base64. */
async function answersOf(provider) {
  const inLibrary = (name) => JSON.stringify(join(dirname(fileURLToPath(import.meta.url)), '../lib/plugin', name));
  const contents = `
    const { methodsOf } = require(${inLibrary('methods')});
    const { providerPath } = require(${inLibrary('server')});
    const { createService } = require(${inLibrary('service')});
    const { provider } = require(${JSON.stringify(provider)});
    exports.answer = (name) => methodsOf(createService(provider)).get(providerPath(name))(Buffer.alloc(0));`;
  const { text } = await bundled({
    stdin: { contents, resolveDir: '/' },
    plugins: [withoutNativeParts],
    define: { __dirname: '"/"' },
  });
  const made = { exports: {} };
  compileFunction(text, ['module', 'exports', 'require'])(made, made.exports, createRequire(import.meta.url));
  const answers = constant.map(async (name) => [name, (await made.exports.answer(name)).toString('base64')]);
  return Object.fromEntries(await Promise.all(answers));
}

/** The files of the entry's own part; fills `late` with those that are loaded later. */
async function inputsOf(entry, late) {
  const { metafile } = await build({ ...options, entryPoints: [entry], metafile: true, plugins: [lateRequires(late)] });
  return Object.keys(metafile.inputs)
    .map((path) => resolve(path))
    .filter((path) => path !== entry);
}

/** Has to read all but the second part, so that it says that it is too old. Distributions still bring it. */
const oldestThatReads = 'node10.19';

const options = {
  bundle: true,
  platform: 'node',
  target: 'node20.18',
  format: 'cjs',
  // Names stay, so that the stack of a crash can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  charset: 'ascii',
  // All of them are at the end of the file, as their packages have them.
  legalComments: 'none',
  write: false,
};

function lateRequires(late) {
  return {
    name: 'late-requires',
    setup(builder) {
      builder.onResolve({ filter: /^\.\.?\// }, async ({ path, kind, resolveDir, pluginData }) => {
        if (kind !== 'require-call' || pluginData === 'resolved') return undefined;
        const found = await builder.resolve(path, { kind, resolveDir, pluginData: 'resolved' });
        if (!late.has(found.path)) late.set(found.path, `late:${late.size}`);
        return { path: late.get(found.path), external: true };
      });
    },
  };
}

function headImports(head) {
  return {
    name: 'head-imports',
    setup(builder) {
      builder.onResolve({ filter: /^\.\.?\// }, async ({ path, kind, resolveDir, pluginData }) => {
        if (pluginData === 'resolved') return undefined;
        const found = await builder.resolve(path, { kind, resolveDir, pluginData: 'resolved' });
        const index = head.indexOf(found.path);
        return index < 0 ? found : { path: `head:${index}`, external: true };
      });
    },
  };
}

/**
 * Looks for Node before the file is given to it, since "env: node: No such file or directory" helps nobody. The shell reads the text of
 * each line, behind a command that does nothing; for Node the line is a string and a comment. Terraform shows its user the first line of
 * stdout that it does not understand, but nothing of stderr. Only words of the shell itself: a process more would cost time at each start.
 */
function shellHead(name) {
  const message = `${name} needs Node.js 20.18 or later, and there is no "node" on PATH. Install it: docs/guides/troubleshooting.md of the npm package cdktf-aptible says more under "needs Node.js".`;
  return [
    'command -v node >/dev/null && exec node "$0" "$@"',
    `message='${message}'`,
    'if [ -n "$TF_PLUGIN_MAGIC_COOKIE" ]; then echo "$message"; else echo "$message" >&2; fi',
    'exit 1',
  ];
}

function executable(bootstrapText, first, second, name, notices) {
  const text = `(function(require,module,exports){${second}\n})`;
  // With the head, which says what a cache looks like.
  const hash = createHash('sha256').update(bootstrapText).update(text).digest('hex').slice(0, 16);
  // One character beyond ASCII, and Node would decode all of the file at each start, and keep it in twice the memory.
  const inAscii = notices.replace(/[^\0-\x7f]/gu, (character) => `\\u{${character.codePointAt(0).toString(16)}}`);
  return [
    '#!/bin/sh',
    ...shellHead(name).map((line) => `':' //; ${line}`),
    `'use strict';${bootstrapText}(${JSON.stringify({ name, hash })},function(require,module,exports){${first}});`,
    inAscii,
    `/*LATE\n${brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).toString('base64')}\n*/\n`,
  ].join('\n');
}

/** ssh2 works without them, as it does where no compiler is. They are there for one system and one version of Node. */
const withoutNativeParts = leftOut(
  'native-parts',
  /^cpu-features$|\.node$/,
  'throw new Error("what is compiled for one system is not in this bundle");',
);

function leftBeside(path) {
  return {
    name: `beside-${path}`,
    setup(builder) {
      builder.onResolve({ filter: /^\.\// }, (found) => (found.path === path ? { path, external: true } : undefined));
    },
  };
}

/** The part of undici that sends requests: what else its index loads, such as fetch and its cookies, takes longer at each start, and is large. */
const undiciForRequests = {
  name: 'undici-for-requests',
  setup(builder) {
    builder.onResolve({ filter: /^undici$/ }, ({ importer, resolveDir }) =>
      // Release checks need more of it.
      /[\\/]api[\\/]transport\.ts$/.test(importer)
        ? { path: 'undici', namespace: 'requests', pluginData: resolveDir }
        : undefined,
    );
    builder.onLoad({ filter: /.*/, namespace: 'requests' }, ({ pluginData: resolveDir }) => ({
      resolveDir,
      contents: `
        import Dispatcher from 'undici/lib/dispatcher/dispatcher';
        import connect from 'undici/lib/api/api-connect';
        // By it, the agent of a proxy opens its tunnels.
        Dispatcher.prototype.connect = connect;
        export { default as Agent } from 'undici/lib/dispatcher/agent';
        export { default as EnvHttpProxyAgent } from 'undici/lib/dispatcher/env-http-proxy-agent';
      `,
    }));
  },
};

function leftOut(name, filter, contents) {
  return {
    name: `without-${name}`,
    setup(builder) {
      builder.onResolve({ filter }, () => ({ path: name, namespace: name }));
      builder.onLoad({ filter: /.*/, namespace: name }, () => ({ contents }));
    },
  };
}
