import * as fc from 'fast-check';
import { mergeLockFile } from '../../lib/packaging/lock-file';
import { runs } from '../support/runs';

const ours = { address: 'registry.terraform.io/cdktf-aptible/aptible', version: '0.1.0', hashes: ['h1:ours='] };
const nullProvider = { address: 'registry.terraform.io/hashicorp/null', version: '3.2.4' };

const header = `# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.
`;
const oursLocked = `provider "registry.terraform.io/cdktf-aptible/aptible" {
  version     = "0.1.0"
  constraints = "0.1.0"
  hashes = [
    "h1:ours=",
  ]
}
`;
const nullVersionOnly = `provider "registry.terraform.io/hashicorp/null" {
  version     = "3.2.4"
  constraints = "3.2.4"
}
`;
const nullLocked = nullVersionOnly.replace(/\}\n$/, '  hashes = [\n    "h1:null=",\n    "zh:null",\n  ]\n}\n');

describe('mergeLockFile', () => {
  test('no lock file yet: it gets the entry with version, constraint and hash', () => {
    expect(mergeLockFile('', [ours])).toBe(`${header}\n${oursLocked}`);
  });

  test('our entry of another content: its hash is replaced', () => {
    const before = `${header}\n${oursLocked.replace('h1:ours=', 'h1:old=')}`;
    expect(mergeLockFile(before, [ours])).toBe(`${header}\n${oursLocked}`);
  });

  test('our entry of another version: version, constraint and hash are replaced', () => {
    const before = `${header}\n${oursLocked.replaceAll('0.1.0', '0.0.9').replace('h1:ours=', 'h1:old=')}`;
    expect(mergeLockFile(before, [ours])).toBe(`${header}\n${oursLocked}`);
  });

  test('an entry of a provider that is not asked for: it stays as it is, and entries are sorted as terraform sorts them', () => {
    const foreign = `provider "registry.terraform.io/hashicorp/aws" {\n  version = "6.0.0"\n  # by hand\n}\n`;
    expect(mergeLockFile(`# mine\n\n${foreign}`, [ours])).toBe(`# mine\n\n${oursLocked}\n${foreign}`);
  });

  test('another provider without entry: one without hashes, which terraform fills in', () => {
    expect(mergeLockFile('', [ours, nullProvider])).toBe(`${header}\n${oursLocked}\n${nullVersionOnly}`);
  });

  test('another provider whose entry has this version: it keeps its hashes', () => {
    const before = `${header}\n${nullLocked}`;
    expect(mergeLockFile(before, [ours, nullProvider])).toBe(`${header}\n${oursLocked}\n${nullLocked}`);
  });

  test('another provider whose entry has another version: the hashes of the old one go', () => {
    const before = `${header}\n${nullLocked.replaceAll('3.2.4', '3.2.3')}`;
    expect(mergeLockFile(before, [ours, nullProvider])).toBe(`${header}\n${oursLocked}\n${nullVersionOnly}`);
  });

  test('another provider whose entry has no constraint, as cdktf needs it: it gets one and keeps its hashes', () => {
    const before = `${header}\n${nullLocked.replace('  constraints = "3.2.4"\n', '')}`;
    expect(mergeLockFile(before, [ours, nullProvider])).toBe(`${header}\n${oursLocked}\n${nullLocked}`);
  });

  test('a file with the line ends of Windows: the same result', () => {
    const before = `${header}\n${oursLocked.replace('h1:ours=', 'h1:old=')}\n${nullLocked}`.replaceAll('\n', '\r\n');
    expect(mergeLockFile(before, [ours, nullProvider]).replaceAll('\r', '')).toBe(
      `${header}\n${oursLocked}\n${nullLocked}`,
    );
  });

  test('a file with a merge conflict: an error that says what to do', () => {
    expect(() => mergeLockFile(`${header}\n<<<<<<< HEAD\n${nullLocked}`, [ours])).toThrow(
      new Error(
        '.terraform.lock.hcl cannot be read: "<<<<<<< HEAD" is not part of a provider block. ' +
          'Repair the file (a merge conflict, perhaps), or delete it: the next synth writes it anew.',
      ),
    );
  });

  test('any set of entries: merging again changes nothing, and each address appears once', () => {
    const entry = fc.record({
      address: fc.constantFrom(
        ...['aptible', 'null', 'random', 'aws'].map((name) => `registry.terraform.io/x/${name}`),
      ),
      version: fc.constantFrom('0.1.0', '1.2.3', '2.0.0-rc.1'),
      hashes: fc.option(fc.array(fc.base64String({ minLength: 4 }).map((text) => `h1:${text}`)), { nil: undefined }),
    });
    const entries = fc.uniqueArray(entry, { selector: ({ address }) => address, minLength: 1 });
    fc.assert(
      fc.property(entries, entries, (first, second) => {
        const merged = mergeLockFile(mergeLockFile('', first), second);
        expect(mergeLockFile(merged, second)).toBe(merged);
        const addresses = [...merged.matchAll(/^provider "(.*)"/gm)].map(([, address]) => address);
        expect(addresses).toEqual([...new Set([...first, ...second].map(({ address }) => address))].sort());
      }),
      { numRuns: runs(100) },
    );
  });
});
