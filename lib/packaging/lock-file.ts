/**
 * Terraform's dependency lock file, `.terraform.lock.hcl`. An entry for every provider at synth is what makes the first deploy work: without
 * one, the cdktf command asks each provider's registry for it (`terraform providers lock`), and that fails for a provider that is shipped.
 */

export const lockFileName = '.terraform.lock.hcl';

export interface LockEntry {
  /** The address with its host: `registry.terraform.io/hashicorp/null`. */
  readonly address: string;
  /** The exact version, `3.2.4`. */
  readonly version: string;
  /** What the configuration asks for: this version, if it is left out. Where it is empty, terraform writes it. */
  readonly constraints?: string;
  /** All hashes that terraform may accept. Left out, those that are there for this version stay, and terraform fills in others. */
  readonly hashes?: readonly string[];
}

/** Puts these entries into the lock file in place of older ones. Everything else in it stays as it is. */
export function mergeLockFile(text: string, entries: readonly LockEntry[]): string {
  const blocks = providerBlocks(text);
  const untouched = blocks.filter(({ address }) => !entries.some((entry) => entry.address === address));
  const replacements = entries.map((entry) => {
    const existing = blocks.find(({ address }) => address === entry.address);
    const hashes = entry.hashes ?? (existing?.version === entry.version ? existing.hashes : []);
    return { address: entry.address, text: renderEntry(entry, hashes) };
  });
  return renderFile(header(text, blocks), [...untouched, ...replacements]);
}

/** Writes the blocks in the order in which terraform writes them. */
function renderFile(head: string, blocks: readonly Pick<ProviderBlock, 'address' | 'text'>[]): string {
  const sorted = [...blocks].sort((a, b) => (a.address < b.address ? -1 : 1));
  return `${[head, ...sorted.map((block) => block.text.trim())].join('\n\n')}\n`;
}

/** What the lock file says of a provider. */
export interface LockedProvider {
  readonly version: string | undefined;
  readonly constraints: string | undefined;
  readonly hashes: readonly string[];
}

export function lockedProvider(text: string, address: string): LockedProvider | undefined {
  return providerBlocks(text).find((block) => block.address === address);
}

/** Puts the entry of a provider back as it is in an earlier text, under that one's head; where it is in none, it goes. */
export function restoreEntry(text: string, address: string, earlier: string): string {
  const current = providerBlocks(text);
  const before = providerBlocks(earlier);
  const kept = current.filter((block) => block.address !== address);
  const restored = before.filter((block) => block.address === address);
  return renderFile(earlier === '' ? header(text, current) : header(earlier, before), [...kept, ...restored]);
}

interface ProviderBlock extends LockedProvider {
  readonly address: string;
  readonly text: string;
  readonly start: number;
}

/** Reads the blocks of the file. Terraform, which writes it, puts nothing else into it. */
function providerBlocks(text: string): ProviderBlock[] {
  const blocks = [...text.matchAll(/^provider\s+"([^"]+)"\s*\{[^{}]*\}/gm)].map((match) => {
    const [block, address = ''] = match;
    const value = (name: string): string | undefined =>
      new RegExp(`^\\s*${name}\\s*=\\s*"([^"]*)"`, 'm').exec(block)?.[1];
    const hashes = /^\s*hashes\s*=\s*\[([^\]]*)\]/m.exec(block)?.[1] ?? '';
    return {
      address,
      version: value('version'),
      constraints: value('constraints'),
      hashes: [...hashes.matchAll(/"([^"]*)"/g)].map(([, hash = '']) => hash),
      text: block,
      start: match.index,
    };
  });
  const rest = blocks.reduce((remaining, block) => remaining.replace(block.text, ''), text);
  const foreign = rest.split(/\r?\n/).find((line) => !/^\s*(#.*|\/\/.*)?$/.test(line));
  if (foreign !== undefined) {
    throw new Error(
      `${lockFileName} cannot be read: "${foreign.trim()}" is not part of a provider block. ` +
        'Repair the file (a merge conflict, perhaps), or delete it: the next synth writes it anew.',
    );
  }
  return blocks;
}

/** Gives what the file begins with, or else Terraform's own two comment lines. */
function header(text: string, blocks: readonly ProviderBlock[]): string {
  const found = text.slice(0, blocks[0]?.start ?? text.length).trim();
  return found === ''
    ? '# This file is maintained automatically by "terraform init".\n# Manual edits may be lost in future updates.'
    : found;
}

function renderEntry({ address, version, constraints = version }: LockEntry, hashes: readonly string[]): string {
  const lines =
    constraints === ''
      ? [`provider "${address}" {`, `  version = "${version}"`]
      : [`provider "${address}" {`, `  version     = "${version}"`, `  constraints = "${constraints}"`];
  if (hashes.length > 0) lines.push('  hashes = [', ...hashes.map((hash) => `    "${hash}",`), '  ]');
  return [...lines, '}'].join('\n');
}
