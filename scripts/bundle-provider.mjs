// Bundles the provider into one executable file that starts fast: dist/provider-package/terraform-provider-aptible_v<version>.
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { bootstrap } from './provider-bootstrap.cjs';

/** @param {string} root the project's directory; resolves to the path of the executable */
export async function bundleProvider(root) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const file = join(root, `dist/provider-package/terraform-provider-aptible_v${version}`);
  await bundleExecutable({ entry: join(root, 'lib/provider/main.ts'), file, name: 'terraform-provider-aptible' });
  return file;
}

/** @param {{ entry: string, file: string, name: string }} options `name` is that of its cache folder and in its messages */
export async function bundleExecutable({ entry, file, name }) {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    target: 'node20.18',
    format: 'cjs',
    // Names stay, so that the stack of a crash can be read.
    minifyWhitespace: true,
    minifySyntax: true,
    charset: 'ascii',
    legalComments: 'none',
    write: false,
    plugins: [withoutProtoLoader],
  });
  const bundle = result.outputFiles[0].text;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, executable(bundle, name));
  chmodSync(file, 0o755);
}

/**
 * Node parses only the short program at the head: the bundle is in a comment, and V8 takes it from its code cache. The program is
 * valid as a CommonJS and as an ES module, because a package.json in any folder above decides which one Node takes it for.
 */
function executable(bundle, name) {
  const hash = createHash('sha256').update(bundle).digest('hex').slice(0, 16);
  return [
    '#!/usr/bin/env node',
    `'use strict';(${bootstrap})(${JSON.stringify({ name, hash })});`,
    `/*BUNDLE\n${bundle.replaceAll('*/', '*\u0001/')}\n*/\n`,
  ].join('\n');
}

/** gRPC loads it only for its channelz and ORCA services, which a plugin has no use for. */
const withoutProtoLoader = {
  name: 'without-proto-loader',
  setup(builder) {
    builder.onResolve({ filter: /^@grpc\/proto-loader$/ }, () => ({ path: 'proto-loader', namespace: 'left-out' }));
    builder.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({
      contents: 'exports.loadSync = () => { throw new Error("@grpc/proto-loader is not in this bundle"); };',
    }));
  },
};
