import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageHash, readProviderPackage } from '../../lib/packaging/provider-package';

describe('packageHash', () => {
  // `sha256sum abc xyz | sha256sum`, in base64; that terraform accepts it is seen in the acceptance tests.
  test('two files: the hash that terraform computes, whatever their order', () => {
    const files = { xyz: Buffer.from('data for xyz'), abc: Buffer.from('data for abc') };
    expect(packageHash(files)).toBe('h1:EP6WfDoQTSk9klnxcjriWJOGztueJUywHNmWeq+efB8=');
  });
});

describe('readProviderPackage', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'cdktf-aptible-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  test('one executable: its version is the one in its name', () => {
    const path = join(directory, 'terraform-provider-aptible_v1.2.3-rc.1.cjs');
    writeFileSync(path, '#!/usr/bin/env node\n');
    expect(readProviderPackage(directory)).toEqual({
      version: '1.2.3-rc.1',
      path,
      fileName: 'terraform-provider-aptible_v1.2.3-rc.1.cjs',
      hash: packageHash({ 'terraform-provider-aptible_v1.2.3-rc.1.cjs': Buffer.from('#!/usr/bin/env node\n') }),
    });
  });

  test.each([
    ['an empty directory', (parent: string) => parent],
    ['no directory', (parent: string) => join(parent, 'missing')],
  ])('%s: an error that says what to do', (_case, place) => {
    expect(() => readProviderPackage(place(directory))).toThrow(
      `the provider's executable is not in ${place(directory)}: in a checkout of cdktf-aptible run "npm run build"; ` +
        'otherwise the installed package is incomplete, so install it again',
    );
  });

  test('executables of two versions: refused, since either could be the stale one', () => {
    writeFileSync(join(directory, 'terraform-provider-aptible_v1.0.0.cjs'), '');
    writeFileSync(join(directory, 'terraform-provider-aptible_v1.0.1.cjs'), '');
    expect(() => readProviderPackage(directory)).toThrow(
      `${directory} holds more than one provider (terraform-provider-aptible_v1.0.0.cjs, terraform-provider-aptible_v1.0.1.cjs): ` +
        'delete it and run "npm run build"',
    );
  });
});
