/** Lays one definition over another: maps are merged by key, everything else is replaced, and null removes. */
import { nearest } from '../schema/nearest';
import { shapeAt } from './shape';
import { emptyMessage, type Branch, type Entry, type Path, type Place, type Problem, type Tree } from './tree';

export interface Merged {
  readonly tree: Tree;
  readonly problems: readonly Problem[];
  /** Where an entry was removed, by its path. */
  readonly removed: ReadonlyMap<string, Place | undefined>;
  /** The map of the base to which an entry was added, by the path of that. */
  readonly added: ReadonlyMap<string, Branch>;
}

export const nothingMerged: Omit<Merged, 'tree'> = { problems: [], removed: new Map(), added: new Map() };

/** @returns `base` as `overlay` changes it. Each value keeps its place. */
export function merge(base: Tree, overlay: Tree): Merged {
  const problems: Problem[] = [];
  const removed = new Map<string, Place | undefined>();
  const added = new Map<string, Branch>();
  const tree = merged(base, overlay, [], { problems, removed, added });
  return { tree, problems, removed, added };
}

interface Findings {
  readonly problems: Problem[];
  readonly removed: Map<string, Place | undefined>;
  readonly added: Map<string, Branch>;
}

function merged(base: Tree, overlay: Tree, path: Path, findings: Findings): Tree {
  if (base.kind === 'branch' && overlay.kind === 'branch') {
    return isOfAnotherType(base, overlay, path)
      ? withoutNulls(overlay, path, findings)
      : mergedBranches(base, overlay, path, findings);
  }
  if (base.kind === 'branch' || overlay.kind === 'branch') {
    if (overlay.kind === 'leaf' && overlay.value === null) {
      findings.problems.push({ at: overlay.at, path, message: emptyMessage });
      return base;
    }
    const [was, is] = [base, overlay].map(({ kind }) =>
      kind === 'branch' ? 'a map' : kind === 'row' ? 'a list' : 'a value',
    );
    const where = base.at && ` in ${base.at.file}:${base.at.line}`;
    findings.problems.push({
      at: overlay.at,
      path,
      message: `it is ${was}${where ?? ''}, and ${is} cannot take its place`,
    });
    return base;
  }
  return overlay;
}

function mergedBranches(base: Branch, overlay: Branch, path: Path, findings: Findings): Branch {
  const entries = new Map<string, Entry>(base.entries);
  for (const [key, entry] of overlay.entries) {
    const below = [...path, key];
    const before = base.entries.get(key);
    if (removes(entry)) {
      entries.delete(key);
      findings.removed.set(below.join('.'), entry.keyAt);
      if (before === undefined) {
        const message = 'null removes what the other file has, and it has no such entry';
        const meant = nearest(key, [...base.entries.keys()]);
        const suggestion = meant === undefined ? '' : `: did you mean ${meant}?`;
        findings.problems.push({ at: entry.keyAt, path: below, message: message + suggestion });
      }
    } else if (before === undefined) {
      findings.added.set(below.join('.'), base);
      entries.set(key, { ...entry, value: withoutNulls(entry.value, below, findings) });
    } else entries.set(key, { keyAt: entry.keyAt, value: merged(before.value, entry.value, below, findings) });
  }
  return { ...overlay, entries };
}

/** What is new has nothing to remove. */
function withoutNulls(tree: Tree, path: Path, findings: Findings): Tree {
  if (tree.kind !== 'branch') return tree;
  return mergedBranches({ kind: 'branch', at: tree.at, entries: new Map() }, tree, path, findings);
}

/** An entry of another type has other fields: those of the base would not fit. */
function isOfAnotherType(base: Branch, overlay: Branch, path: Path): boolean {
  const [before, after] = [base, overlay].map(({ entries }) => entries.get('type')?.value);
  if (before?.kind !== 'leaf' || after?.kind !== 'leaf' || before.value === after.value) return false;
  // A variable may be called `type`, too.
  const shape = shapeAt(path, undefined);
  return shape?.kind === 'choice' || (shape?.kind === 'object' && Object.hasOwn(shape.fields, 'type'));
}

/** A key without a value is a slip, which the check refuses. */
function removes({ value }: Entry): boolean {
  return value.kind === 'leaf' && value.value === null && value.source !== '';
}
