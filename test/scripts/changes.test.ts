import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const script = join(__dirname, '../../scripts/changes.mjs');

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'changes-'));
  write({
    'package.json': '{ "version": "1.3.0" }',
    'CHANGELOG.md': '# Changelog\n\nWhat is new.\n\n## 1.2.0 (2026-01-31)\n\n### Fixed\n\n- An old fault.\n',
    'changes/README.md': '# How to write one\n',
  });
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  }
}

function changes(command: string, tag?: string) {
  const { status, stderr } = spawnSync(process.execPath, [script, command], {
    cwd: directory,
    encoding: 'utf8',
    env: { ...process.env, GITHUB_REF_NAME: tag },
  });
  return { status, problems: stderr.trimEnd().split('\n') };
}

const fine = { status: 0, problems: [''] };
const goodFragments = {
  'changes/short.fix.md': 'A fault is gone.\n',
  'changes/long.feature.md': 'A thing that\nis new.\n',
  'changes/code.fix.md': '`cdktf-aptible local` is faster.\n',
  'changes/other.breaking.md': 'A thing has another name.\n',
};

test('collect: the fragments become the section of the version, above the earlier ones, and are gone', () => {
  write(goodFragments);
  expect(changes('check')).toEqual(fine);
  expect(changes('collect')).toEqual(fine);
  expect(readdirSync(join(directory, 'changes'))).toEqual(['README.md']);
  expect(readFileSync(join(directory, 'CHANGELOG.md'), 'utf8').replace(/\d{4}-\d\d-\d\d/, 'today')).toBe(`# Changelog

What is new.

## 1.3.0 (today)

### Breaking changes

- A thing has another name.

### New

- A thing that
  is new.

### Fixed

- \`cdktf-aptible local\` is faster.
- A fault is gone.

## 1.2.0 (2026-01-31)

### Fixed

- An old fault.
`);
  expect(changes('released', 'v1.3.0')).toEqual(fine);
});

test('check and collect: every fragment that cannot be collected is named, and nothing is changed', () => {
  const bad = {
    'changes/a.bug.md': 'An unknown kind.\n',
    'changes/b.fix.md': 'no capital letter.\n',
    'changes/c.fix.md': 'No period\n',
    'changes/d.fix.md': 'Two.\n\nParagraphs.\n',
    'changes/e.fix.md': '\n',
  };
  write({ ...goodFragments, ...bad });
  const paragraph = 'write one paragraph, from a capital letter or a backtick to a period';
  const problems = [
    'changes/a.bug.md: name it <name>.<kind>.md, with the kind breaking, feature, fix',
    ...['b', 'c', 'd', 'e'].map((name) => `changes/${name}.fix.md: ${paragraph}`),
  ];
  expect(changes('check')).toEqual({ status: 1, problems });
  expect(changes('collect')).toEqual({ status: 1, problems });
  expect(readdirSync(join(directory, 'changes'))).toHaveLength(10);
});

test('collect: without a fragment there is nothing to release', () => {
  expect(changes('collect')).toEqual({ status: 1, problems: ['changes is empty: there is nothing to release'] });
});

test('released: a fragment that is left, a version without its section and the tag of another version are refused', () => {
  write({ 'changes/late.fix.md': 'A late change.\n' });
  expect(changes('released', 'v1.2.9')).toEqual({
    status: 1,
    problems: [
      'changes/late.fix.md is not in CHANGELOG.md: make the release with npm version',
      'CHANGELOG.md has no section 1.3.0',
      'the tag is v1.2.9, and package.json wants v1.3.0',
    ],
  });
});

test('a command that is not there: the usage', () => {
  expect(changes('colect')).toEqual({
    status: 1,
    problems: ['usage: node scripts/changes.mjs check | collect | released'],
  });
});
