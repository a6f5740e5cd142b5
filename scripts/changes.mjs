// Change fragments. Each file of changes/, `<name>.<kind>.md`, tells users one thing that is new since the last release.
//
//   check     fails when one of them cannot be collected
//   collect   moves them into CHANGELOG.md, as the section of the version that package.json has
//   released  fails when this is not what `npm version` leaves: a version with its section, and no fragment
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const kinds = { breaking: 'Breaking changes', feature: 'New', fix: 'Fixed' };
const directory = 'changes';
const changelog = 'CHANGELOG.md';

const commands = { check, collect, released };
const [name] = process.argv.slice(2);
const command = commands[name];
const problems = command?.() ?? [`usage: node scripts/changes.mjs ${Object.keys(commands).join(' | ')}`];
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;

function check() {
  return fragments().flatMap(({ file, kind, text }) => [
    ...(kind === undefined
      ? [`${file}: name it <name>.<kind>.md, with the kind ${Object.keys(kinds).join(', ')}`]
      : []),
    ...(/^[A-Z`][^]*\.$/.test(text) && !text.includes('\n\n')
      ? []
      : [`${file}: write one paragraph, from a capital letter or a backtick to a period`]),
  ]);
}

function collect() {
  const problems = check();
  if (problems.length > 0) return problems;
  const all = fragments();
  if (all.length === 0) return [`${directory} is empty: there is nothing to release`];
  const sections = Object.entries(kinds)
    .map(([kind, title]) => ({ title, items: all.filter((fragment) => fragment.kind === kind) }))
    .filter(({ items }) => items.length > 0)
    .map(({ title, items }) => [`### ${title}`, items.map(({ text }) => `- ${indented(text)}`).join('\n')]);
  const release = [`## ${version()} (${new Date().toISOString().slice(0, 10)})`, ...sections.flat()].join('\n\n');
  const [head, ...earlier] = readFileSync(changelog, 'utf8').split(/^(?=## )/m);
  writeFileSync(changelog, `${[head, release, ...earlier].map((part) => part.trim()).join('\n\n')}\n`);
  for (const { file } of all) rmSync(file);
  return [];
}

function released() {
  const tag = process.env.GITHUB_REF_NAME;
  const expected = `v${version()}`;
  return [
    ...fragments().map(({ file }) => `${file} is not in ${changelog}: make the release with npm version`),
    ...(readFileSync(changelog, 'utf8').includes(`\n## ${version()} (`)
      ? []
      : [`${changelog} has no section ${version()}`]),
    ...(tag === undefined || tag === expected ? [] : [`the tag is ${tag}, and package.json wants ${expected}`]),
  ];
}

function fragments() {
  const files = existsSync(directory) ? readdirSync(directory).filter((file) => file !== 'README.md') : [];
  return files.sort().map((file) => ({
    file: join(directory, file),
    kind: Object.keys(kinds).find((kind) => new RegExp(`^[a-z0-9-]+\\.${kind}\\.md$`).test(file)),
    text: readFileSync(join(directory, file), 'utf8').trim(),
  }));
}

function indented(text) {
  return text.replaceAll('\n', '\n  ');
}

function version() {
  return JSON.parse(readFileSync('package.json', 'utf8')).version;
}
