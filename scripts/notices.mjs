// The copyright notices of what is in a bundle, which its licences ask for wherever it goes.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * @param {Iterable<string>} inputs the paths of all files of a bundle
 * @returns {string} a comment with the notices of all packages that they belong to
 */
export function noticesOf(inputs) {
  const directories = new Set([...inputs].flatMap((path) => packageDirectory(resolve(path)) ?? []));
  const notices = [...directories].map(noticeOf).sort();
  if (notices.length === 0) return '';
  return `/*\nThis file contains these packages:\n\n${notices.join('\n\n').replaceAll('*/', '* /')}\n*/\n`;
}

function packageDirectory(path) {
  return /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(path)?.[0];
}

/** @throws Error when a package has none: then somebody has to look what it asks for. */
export function noticeOf(directory) {
  const { name, version, license } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  const files = readdirSync(directory).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  const inReadme = files.length === 0 ? licenceIn(directory) : [];
  if (files.length === 0 && inReadme.length === 0)
    throw new Error(`${name} ${version} (${license}) is bundled, and has no file with its licence: ${directory}`);
  const texts = files.sort().map((file) => textOf(join(directory, file)));
  return [`--- ${name} ${version} (${license}) ---`, ...texts, ...inReadme].join('\n\n');
}

const textOf = (file) => readFileSync(file, 'utf8').replaceAll('\r', '').trim();

/** Some packages have their licence, whole, as the last section of their README. */
function licenceIn(directory) {
  const readmes = readdirSync(directory).filter((file) => /^readme/i.test(file));
  const sections = readmes.flatMap(
    (file) => textOf(join(directory, file)).match(/(?<=\n#+ *licen[cs]e *\n)[^#]+$/i) ?? [],
  );
  return sections.filter((text) => /copyright[^]*permission/i.test(text)).map((text) => text.trim());
}
