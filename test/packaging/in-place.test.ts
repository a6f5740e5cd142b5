import * as fc from 'fast-check';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { satisfies } from '../../lib/packaging/constraints';
import { chooseVersion, replacedProvider, sourceOf } from '../../lib/packaging/in-place';
import { requirementsOf } from '../../lib/packaging/requirements';
import { runs } from '../support/runs';

const official = { address: 'registry.terraform.io/aptible/aptible' };
const required = (...constraints: string[]) => constraints.map((each) => ({ file: 'main.tf', constraints: each }));
const locked = (version: string | undefined, constraints?: string) => ({ version, constraints, hashes: [] });

describe('replacedProvider', () => {
  test.each([
    ['aptible/aptible', { address: 'registry.terraform.io/aptible/aptible', numbers: undefined }],
    ['Acme/Aptible@0.9.9900', { address: 'registry.terraform.io/acme/aptible', numbers: '0.9.9900' }],
    ['registry.opentofu.org/aptible/aptible', { address: 'registry.opentofu.org/aptible/aptible', numbers: undefined }],
  ])('%s', (text, expected) => {
    expect(replacedProvider(text)).toEqual(expected);
  });

  test.each(['aptible', 'hashicorp/null', 'aptible/aptible@0.9', 'aptible/aptible@', '../aptible/aptible'])(
    '%s is refused',
    (text) => {
      expect(() => replacedProvider(text)).toThrow(
        `"${text}" does not name a provider to stand in for. Write aptible/aptible, or aptible/aptible@0.9.9900 with the version that it gets.`,
      );
    },
  );
});

describe('chooseVersion', () => {
  test.each([
    [[], '0.10.9900'],
    [['~> 0.9'], '0.10.9900'],
    [['>= 0.9, != 0.9.7'], '0.10.9900'],
    [['~> 0.9', '~> 0.10.0'], '0.10.9900'],
    [['~> 0.9.24'], '0.9.9900'],
    [['~>0.9.24', '>= 0.8'], '0.9.9900'],
    [['< 0.9'], '0.8.9900'],
    [['>= 0.8.2, <= 0.9.24'], '0.8.9900'],
    [['~> 1.2'], '1.2.9900'],
    [['~> 1'], '1.0.9900'],
    [['> v1.2.0-rc.1'], '1.2.9900'],
  ])('%j takes %s', (constraints, numbers) => {
    expect(chooseVersion(official, '0.1.0', required(...constraints), undefined)).toBe(
      `${numbers}+cdktf-aptible.0.1.0`,
    );
  });

  test.each([
    ['of modules that are not on this disk', locked('0.9.24', '~> 0.9.24'), [], '0.9.9900'],
    ['that the configuration no longer has', locked('0.9.24', '0.9.24'), ['~> 0.9'], '0.10.9900'],
  ])('a lock entry with constraints %s', (_, entry, constraints, numbers) => {
    expect(chooseVersion(official, '0.1.0', required(...constraints), entry)).toBe(`${numbers}+cdktf-aptible.0.1.0`);
  });

  test('a lock entry of an earlier version of this package keeps its numbers', () => {
    const entry = locked('0.9.9900+cdktf-aptible.0.1.0');
    expect(chooseVersion(official, '0.2.0', required('~> 0.9'), entry)).toBe('0.9.9900+cdktf-aptible.0.2.0');
  });

  test('a version that is asked for by name', () => {
    expect(chooseVersion({ ...official, numbers: '0.9.30' }, '0.1.0', required('~> 0.9, < 0.9.31'), undefined)).toBe(
      '0.9.30+cdktf-aptible.0.1.0',
    );
  });

  test('an exact version is refused, with all that is required', () => {
    const requirements = [...required('= 0.9.24'), { file: 'modules/metrics/main.tf', constraints: '~> 0.9' }];
    expect(() => chooseVersion(official, '0.1.0', requirements, undefined)).toThrow(
      `No version in place of registry.terraform.io/aptible/aptible satisfies what is required:
  main.tf: = 0.9.24
  modules/metrics/main.tf: ~> 0.9
The version has to be one that was never released, so an exact one (= 0.9.24) takes none. Ask for a range there, such as "~> 0.9" (for a module of others: take a version of it that does, or a copy of it), or name a version that all of them take behind the address: aptible/aptible@0.9.30.`,
    );
    expect(() => chooseVersion({ ...official, numbers: '1.0.0' }, '0.1.0', required('~> 0.9'), undefined)).toThrow(
      'The version 1.0.0 in place of registry.terraform.io/aptible/aptible does not satisfy what is required:\n  main.tf: ~> 0.9\n',
    );
  });

  test('what is not a constraint is named', () => {
    expect(() => chooseVersion(official, '0.1.0', required('latest'), undefined)).toThrow(
      '"latest" is not a version constraint, such as ">= 0.9" or "~> 0.9.24"',
    );
  });
});

test('~> is the range that it stands for', () => {
  const number = fc.integer({ min: 0, max: 3 });
  const numbers = fc.tuple(number, number, number);
  fc.assert(
    fc.property(numbers, numbers, ([a, b, c], [x, y, z]) => {
      const version = `${x}.${y}.${z}+cdktf-aptible.0.1.0`;
      expect(satisfies(version, `~> ${a}.${b}.${c}`)).toBe(satisfies(version, `>= ${a}.${b}.${c}, < ${a}.${b + 1}`));
      expect(satisfies(version, `~> ${a}.${b}`)).toBe(satisfies(version, `>= ${a}.${b}, < ${a + 1}`));
    }),
    { numRuns: runs(200) },
  );
});

describe('requirementsOf', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'cdktf-aptible-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  function write(name: string, content: string): void {
    mkdirSync(join(directory, dirname(name)), { recursive: true });
    writeFileSync(join(directory, name), content);
  }

  const requiring = (source: string, version: string) => `terraform {
  required_providers {
    aptible = { source = "${source}", version = "${version}" }
    null    = { source = "hashicorp/null", version = "3.2.4" }
  }
}
`;
  const found = () => requirementsOf(directory, sourceOf(official.address));

  test('the configuration, its local modules and those that were downloaded, each once', () => {
    write('main.tf', `${requiring('aptible/aptible', '~> 0.9')}module "a" {\n  source = "./modules/a"\n}\n`);
    write('modules/a/versions.tf', requiring('registry.terraform.io/Aptible/aptible', '>= 0.8'));
    write('modules/a/main.tf', 'module "again" { source = "../../modules/a" }');
    write('.terraform/modules/metrics/main.tf', requiring('aptible/aptible', '~> 0.10.0'));
    write(
      '.terraform/modules/modules.json',
      JSON.stringify({ Modules: [{ Dir: '.' }, { Dir: 'modules/a' }, { Dir: '.terraform/modules/metrics' }] }),
    );
    expect(found()).toEqual([
      { file: '.terraform/modules/metrics/main.tf', constraints: '~> 0.10.0' },
      { file: 'main.tf', constraints: '~> 0.9' },
      { file: 'modules/a/versions.tf', constraints: '>= 0.8' },
    ]);
  });

  test('JSON, comments, other providers and none', () => {
    const aptible = { source: 'aptible/aptible', version: '~> 0.9' };
    write('cdk.tf.json', JSON.stringify({ terraform: { required_providers: { aptible } } }));
    write('other.tf', requiring('acme/aptible', '1.0.0'));
    write(
      'commented.tf',
      `terraform {
  required_providers {
    aptible = {
      # version = "1.0.0" }
      source = "aptible/aptible" // of "Aptible" {
      /* version = "2.0.0" */
    }
  }
}
`,
    );
    write('any.tf', 'terraform { required_providers { aptible = { source = "aptible/aptible" } } }');
    write('main.txt', readFileSync(join(directory, 'cdk.tf.json'), 'utf8'));
    expect(found()).toEqual([
      { file: 'any.tf', constraints: '' },
      { file: 'cdk.tf.json', constraints: '~> 0.9' },
      { file: 'commented.tf', constraints: '' },
    ]);
  });
});
