/** What a configuration and its modules ask of a provider, as far as it lies on the disk. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { orWhenMissing } from './files';

export interface Requirement {
  /** The file that says so, seen from the configuration's directory. */
  readonly file: string;
  /** The version constraint as it stands there; empty when any version will do. */
  readonly constraints: string;
}

/**
 * Finds where a provider is required: in the configuration's own files, in its modules on the disk, and in those that
 * `terraform init` has downloaded. It needs no terraform, so that it works before the first `terraform init`.
 */
export function requirementsOf(directory: string, source: RegExp): Requirement[] {
  const found: Requirement[] = [];
  const seen = new Set<string>();
  const waiting = [directory, ...installedModules(directory)];
  for (let module = waiting.pop(); module !== undefined; module = waiting.pop()) {
    if (seen.has(module)) continue;
    seen.add(module);
    for (const name of configurationFiles(module)) {
      const path = join(module, name);
      const text = withoutComments(readFileSync(path, 'utf8'));
      for (const constraints of constraintsIn(text, source))
        found.push({ file: relative(directory, path), constraints });
      waiting.push(...localModules(text).map((each) => join(module, each)));
    }
  }
  return found.sort((a, b) => (a.file < b.file ? -1 : 1));
}

function configurationFiles(directory: string): string[] {
  return orWhenMissing(() => readdirSync(directory), []).filter((name) => /\.(tf|tofu)(\.json)?$/.test(name));
}

/** Both syntaxes have a provider's requirement as the innermost braces around its source. */
function constraintsIn(text: string, source: RegExp): string[] {
  return [...text.matchAll(/\{[^{}]*\}/g)].flatMap(([body]) => {
    return source.test(valueOf(body, 'source') ?? '') ? [valueOf(body, 'version') ?? ''] : [];
  });
}

function valueOf(body: string, name: string): string | undefined {
  return new RegExp(`\\b${name}"?\\s*[=:]\\s*"([^"]*)"`).exec(body)?.[1];
}

function localModules(text: string): string[] {
  return [...text.matchAll(/\bsource"?\s*[=:]\s*"(\.\.?\/[^"]*)"/g)].map(([, path = '']) => path);
}

/** Reads the directories that `terraform init` (or `get`) has written down. */
function installedModules(directory: string): string[] {
  const text = orWhenMissing(() => readFileSync(join(directory, '.terraform/modules/modules.json'), 'utf8'), '{}');
  const { Modules: modules = [] } = JSON.parse(text) as { Modules?: { Dir: string }[] };
  return modules.map((module) => join(directory, module.Dir));
}

function withoutComments(text: string): string {
  return text.replace(/("(?:\\.|[^"\\\n])*")|#.*|\/\/.*|\/\*[\s\S]*?\*\//g, '$1');
}
