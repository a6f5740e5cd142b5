/**
 * The provider under the address of another one, so that configurations and modules which name that one get it unedited.
 *
 * Its version there satisfies what they ask for, and is none that was ever released: its patch number is high, and its metadata, which
 * constraints ignore, says what it is (`0.10.9900+cdktf-aptible.0.1.0`). `terraform version`, `init` and the lock file show all of it.
 */
import { compare, numbersIn, satisfies, type Numbers } from './constraints';
import { fullAddress } from './address';
import type { LockedProvider } from './lock-file';
import type { Requirement } from './requirements';

export interface ReplacedProvider {
  /** Its address with host and namespace. */
  readonly address: string;
  /** The numbers of the version to be put there; left out, they are chosen. */
  readonly numbers?: string;
}

const patch = 9900;
/** What most constraints take: `~> 0.9`, `~> 0.10`, `>= 0.9`. */
export const usualNumbers = `0.10.${patch}`;

/**
 * Reads `aptible/aptible`, with a host before it and a version behind it if need be: `registry.opentofu.org/aptible/aptible@0.9.9900`.
 *
 * @throws Error for another text.
 */
export function replacedProvider(text: string): ReplacedProvider {
  const [, source, numbers] =
    /^((?:[a-z\d][a-z\d.-]*(?::\d+)?\/)?[a-z\d][a-z\d-]*\/aptible)(?:@(\d+\.\d+\.\d+))?$/i.exec(text) ?? [];
  if (source === undefined) {
    throw new Error(
      `"${text}" does not name a provider to stand in for. Write aptible/aptible, or aptible/aptible@0.9.9900 with the version that it gets.`,
    );
  }
  return { address: fullAddress(source), numbers };
}

/** Matches the source of a provider as configurations write it. */
export function sourceOf(address: string): RegExp {
  const [host, ...path] = address.split('/');
  const escaped = [`${host}/`, path.join('/')].map((part) => part.replaceAll('.', '\\.'));
  return new RegExp(`^(${escaped[0]})?${escaped[1]}$`, 'i');
}

export function versionInPlace(numbers: string, ourVersion: string): string {
  return `${numbers}+cdktf-aptible.${ourVersion}`;
}

/** Whether a version is one that `versionInPlace` made, by this version of the package or another one. */
export function isInPlace(version: string): boolean {
  return /\+cdktf-aptible\./.test(version);
}

/**
 * Chooses the version, out of: what is asked for by name; or else what is locked; the usual one; the last ones of what is named in the
 * constraints, and of what comes before it. A lock entry also says what modules ask for that are not on this disk, or did ask for once:
 * what satisfies that as well goes first.
 *
 * @throws Error when the constraints take none of these.
 */
export function chooseVersion(
  { address, numbers }: ReplacedProvider,
  ourVersion: string,
  requirements: readonly Requirement[],
  locked: LockedProvider | undefined,
): string {
  const candidates = numbers === undefined ? candidatesFor(requirements, locked) : [numbers];
  const versions = candidates.map((each) => versionInPlace(each, ourVersion));
  const fitting = versions.filter((version) =>
    requirements.every(({ constraints }) => satisfies(version, constraints)),
  );
  const chosen = fitting.find((version) => satisfies(version, locked?.constraints ?? '')) ?? fitting[0];
  if (chosen !== undefined) return chosen;
  const constrained = requirements.filter(({ constraints }) => constraints !== '');
  const required = constrained.map(({ file, constraints }) => `  ${file}: ${constraints}\n`).join('');
  const what =
    numbers === undefined
      ? `No version in place of ${address} satisfies what is required:`
      : `The version ${numbers} in place of ${address} does not satisfy what is required:`;
  throw new Error(
    `${what}\n${required}` +
      'The version has to be one that was never released, so an exact one (= 0.9.24) takes none. Ask for a range there, such as "~> 0.9" ' +
      '(for a module of others: take a version of it that does, or a copy of it), ' +
      'or name a version that all of them take behind the address: aptible/aptible@0.9.30.',
  );
}

function candidatesFor(requirements: readonly Requirement[], locked: LockedProvider | undefined): string[] {
  const kept = locked?.version !== undefined && isInPlace(locked.version) ? [locked.version.replace(/\+.*/, '')] : [];
  const named = [...requirements.map(({ constraints }) => constraints), locked?.constraints ?? '']
    .flatMap(numbersIn)
    .flatMap(([major, minor]): Numbers[] =>
      [minor, minor - 1].filter((each) => each >= 0).map((each) => [major, each, patch]),
    )
    .sort((a, b) => compare(b, a));
  return [...kept, usualNumbers, ...named.map((each) => each.join('.'))];
}
