/** Checks what parts of a definition say about others: references, names, handles, and circles of them. */
import { readFileSync } from 'node:fs';
import { nearest } from '../schema/nearest';
import { pathInProject } from './files';
import { endpointsOfApp, inside, propertiesOf, targetOf, thingOfPath } from './readable';
import { partsOf, referenceKinds, referencesIn, type Reference } from './references';
import { hasPassword, hasToken } from './secret-forms';
import { shapeAt, type TextShape } from './shape';
import { readStacks, wrongOutput, type Stacks } from './stacks';
import { isKnown } from './state';
import { find, leaves, plain, type Leaf, type Path, type Place, type Problem, type Tree } from './tree';

export interface Surroundings {
  readonly environmentVariables: Readonly<Record<string, string | undefined>>;
  /** The file of the definition, to which `${file.…}` is relative, and the directory that it may not leave. Undefined: there is none. */
  readonly file?: string;
  readonly project?: string;
  /** Where an overlay removed an entry. */
  readonly removed?: ReadonlyMap<string, Place | undefined>;
}

type Values = Readonly<Record<string, unknown>>;

const identifier = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** The largest file whose text becomes a value. */
const maximumFileBytes = 100_000;

export function referenceProblems(tree: Tree, around: Surroundings): Problem[] {
  const value = plain(tree) as Values;
  const stacks = readStacks(value, around);
  const references = [...leaves(tree)].flatMap(({ leaf, path }) => {
    if (typeof leaf.value !== 'string') return [];
    const shape = shapeAt(path, value);
    if (shape?.kind === 'text' && shape.names !== undefined)
      return nameProblems(leaf.value, shape, path, value, around);
    if (shape?.kind === 'text' && shape.isPath === true) return pathProblems(leaf.value, path, value, around);
    const problem = (message: string): Problem => ({ at: undefined, path, message });
    const wrong = referencesIn(leaf.value).flatMap((reference) => {
      const message =
        isKnown(reference) || !isForBackend(path)
          ? wrongReference(reference, value, { ...around, stacks }, leaf)
          : `${reference.written} is not known before Terraform starts: only \${env.NAME} and \${environment.handle} are`;
      return message === undefined ? [] : [problem(message)];
    });
    if (wrong.length > 0) return wrong;
    const clear = inClear(leaf.value, shape?.kind === 'text' ? shape : undefined, path);
    return clear === undefined ? [] : [problem(clear)];
  });
  return [...stacks.problems, ...references];
}

/** Tells whether a value says where a state is. */
const isForBackend = (path: Path): boolean =>
  path[0] === 'backend' || (path[0] === 'stacks' && (path[2] === 'backend' || path[2] === 'workspace'));

/** @returns what is wrong with a reference; undefined when nothing is. */
function wrongReference(
  reference: Reference,
  value: Values,
  around: Surroundings & { readonly stacks: Stacks },
  leaf: Leaf,
): string | undefined {
  const { written, kind, rest, otherwise } = reference;
  switch (kind) {
    case 'env': {
      if (!identifier.test(rest)) return `${written} names no environment variable`;
      const set = around.environmentVariables[rest];
      if ((set !== undefined && set !== '') || otherwise !== undefined) return undefined;
      return `the environment variable ${rest} is ${set === undefined ? 'not set' : 'empty'}: set it, or write \${env.${rest}:-text} for a text that is used then`;
    }
    case 'var':
    case 'secret':
      return identifier.test(rest)
        ? undefined
        : `${written}: expected a name of letters, digits and underscores after ${kind}.`;
    case 'file':
      return wrongFile(rest, around, leaf);
    case 'stack': {
      const wrong = wrongOutput(rest, around.stacks);
      return wrong === undefined ? undefined : `${written}: ${wrong}`;
    }
    default:
      return wrongTarget(reference, value, around);
  }
}

function wrongFile(path: string, { file, project }: Surroundings, leaf: Leaf): string | undefined {
  const from = leaf.at?.file ?? file;
  if (from === undefined || project === undefined) return 'a definition that is not a file cannot refer to one';
  const found = pathInProject(path, file ?? from, project);
  if ('problem' in found) return found.problem;
  const { length } = readFileSync(found.path);
  return length > maximumFileBytes
    ? `${found.path} has ${length} bytes: a value has at most ${maximumFileBytes}`
    : undefined;
}

function wrongTarget({ written, kind, rest }: Reference, value: Values, around: Surroundings): string | undefined {
  const known: readonly string[] = referenceKinds;
  if (kind === '' && rest === '' && !written.endsWith('}'))
    return `the reference ${written} is not closed: write $\${ where the two signs are meant`;
  if (!known.includes(kind)) {
    const meant = nearest(kind, known);
    const say =
      meant === undefined ? `references begin with ${known.join(', ')}. Write` : `did you mean ${meant}? Or write`;
    return `${written} refers to nothing: ${say} $\${ where the two signs are meant`;
  }
  const target = targetOf(kind, rest);
  const path = 'end' in target ? target.end : target.path;
  const missing = missingStep(path, value, around);
  if (missing !== undefined) return `${written}: ${missing}`;
  if ('end' in target)
    return `${written} says too little or too much: after ${path.join('.')} follows one of ${target.wanted}`;
  const words = propertiesOf(target);
  if (words.includes(target.property)) return undefined;
  const meant = nearest(target.property, words);
  return `${written}: there is no ${target.property}${meant === undefined ? `: there are ${words.join(', ')}` : `: did you mean ${meant}?`}`;
}

const singular: Readonly<Record<string, string>> = {
  databases: 'database',
  replicas: 'replica',
  users: 'user',
  backups: 'backup',
  operations: 'operation',
  apps: 'app',
  services: 'service',
  endpoints: 'endpoint',
  certificates: 'certificate',
};

/** @returns what is not there of a way of names; undefined when all is. */
function missingStep(path: readonly string[], value: Values, { removed }: Surroundings): string | undefined {
  let current: unknown = value;
  for (const [index, step] of path.entries()) {
    const entries = current as Values | undefined;
    if (typeof entries === 'object' && entries !== null && Object.hasOwn(entries, step)) {
      current = entries[step];
      continue;
    }
    if (index % 2 === 0)
      return index === 0 && path.length > 1
        ? noSuch(path[1]!, step, [], removed, path.slice(0, 2))
        : `there are no ${step}`;
    return noSuch(step, path[index - 1]!, Object.keys(entries ?? {}), removed, path.slice(0, index + 1));
  }
  return undefined;
}

function noSuch(
  name: string,
  section: string,
  names: readonly string[],
  removed: ReadonlyMap<string, Place | undefined> | undefined,
  path: readonly string[],
): string {
  const what = `there is no ${singular[section] ?? section} ${name}`;
  if (removed?.has(path.join('.'))) {
    const at = removed.get(path.join('.'));
    return `${what}: it is removed${at === undefined ? '' : ` in ${at.file}:${at.line}`}`;
  }
  const meant = nearest(name, names);
  if (meant !== undefined) return `${what}: did you mean ${meant}?`;
  if (names.length === 0) return what;
  const more = names.length > 10 ? ` and ${names.length - 10} more` : '';
  return `${what}: there are ${names.slice(0, 10).join(', ')}${more}`;
}

/** What is wrong with the name of another entry. */
function nameProblems(text: string, { names }: TextShape, path: Path, value: Values, around: Surroundings): Problem[] {
  const refuse = (message: string): Problem[] => [{ at: undefined, path, message }];
  if (text.includes('${')) return refuse('expected the name itself, not a reference');
  if (names === 'appEndpoints') {
    const app = (value['apps'] as Values)[String(path[1])];
    const all = endpointsOfApp(app).map(({ endpoint }) => endpoint);
    return all.includes(text) ? [] : refuse(noSuch(text, 'endpoints', all, undefined, []));
  }
  const connection = objectAround(path, value);
  const owner = typeof connection['database'] === 'string' ? connection['database'] : undefined;
  if (names === 'endpoints' && connection['replica'] !== undefined)
    return refuse('it is an endpoint of the database, not of its replica: take one of replica and endpoint out');
  const isInside = (inside['databases'] ?? []).includes(names!);
  const way = isInside ? ['databases', owner ?? '', names!, text] : [names!, text];
  if (owner === undefined && way.length > 2) return [];
  const missing = missingStep(way, value, around);
  return missing === undefined ? [] : refuse(missing);
}

/** What is wrong with the path of another thing. */
function pathProblems(text: string, path: Path, value: Values, around: Surroundings): Problem[] {
  const refuse = (message: string): Problem[] => [{ at: undefined, path, message }];
  if (text.includes('${')) return refuse('expected the path itself, not a reference');
  const way = thingOfPath(text);
  if (way === undefined)
    return refuse(
      'expected the path of a database, an app or a certificate, or of a thing in one, such as databases.main',
    );
  const missing = missingStep(way, value, around);
  return missing === undefined ? [] : refuse(missing);
}

function objectAround(path: Path, value: Values): Values {
  return path.slice(0, -1).reduce<unknown>((inner, step) => (inner as Values)[step], value) as Values;
}

/** What references stand for whose values are literals for Terraform. */
const readAtSynth: Readonly<Record<string, string>> = {
  env: 'the value of an environment variable',
  file: 'the text of a file',
};

/** A secret that everybody can read who reads the file. */
function inClear(text: string, shape: TextShape | undefined, path: Path): string | undefined {
  const parts = partsOf(text);
  // A key of a map is a name of its own; that of a prop is the same in many things.
  const isKey = shape?.text === '';
  const name = (isKey ? path.slice(-1) : path.slice(-2))
    .join('_')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/\W/g, '_')
    .toUpperCase();
  const kinds = parts.flatMap((part) => (typeof part === 'string' ? [] : [part.kind]));
  if (shape?.isSecret === true) {
    if (text === '' || kinds.some((kind) => !Object.hasOwn(readAtSynth, kind))) return undefined;
    const why =
      kinds.length > 0
        ? `${readAtSynth[kinds[0]!]} is written into the synthesized files`
        : 'it is a secret, and everybody who reads this file reads it';
    return `${why}: write \${secret.${name}}, and give its value in the environment variable TF_VAR_${name}`;
  }
  const literal = parts
    .map((part) => (typeof part === 'string' ? part : part.kind === 'env' ? (part.otherwise ?? 'x') : ''))
    .join('');
  const isToken = hasToken(literal);
  if (!isToken && !hasPassword(literal)) return undefined;
  const what = isToken
    ? 'it has a secret in it, and everybody who reads this file reads it'
    : 'it has a password in it';
  if (isForBackend(path))
    return `${what}: write \${env.${name}}, or set the environment variable that the backend reads`;
  const way = path[0] === 'apps' && path[2] === 'config' ? 'keep it in secretConfig as' : 'write';
  const secret = `${way} \${secret.${name}}`;
  return isToken
    ? `${what}: ${secret}, and give its value in the environment variable TF_VAR_${name}`
    : `${what}: write \${databases.NAME.url} for a database of this definition, or ${secret}`;
}

/** Things of one kind that have the same handle. */
export function handleProblems(tree: Tree): Problem[] {
  const value = plain(tree) as Values;
  const lineOf = (path: Path) => {
    const at = find(tree, path).keyAt;
    return at === undefined ? '' : ` (${at.file}:${at.line})`;
  };
  const kinds: Readonly<Record<string, [string, Path, Values][]>> = {
    databases: [
      ...entriesAt(value, ['databases']),
      ...entriesAt(value, ['databases']).flatMap(([, path, each]) =>
        entriesAt(each, ['replicas']).map(([name, below, replica]): [string, Path, Values] => [
          name,
          [...path, ...below],
          replica,
        ]),
      ),
    ],
    apps: entriesAt(value, ['apps']),
    logDrains: entriesAt(value, ['logDrains']),
    metricDrains: entriesAt(value, ['metricDrains']),
  };
  return Object.values(kinds).flatMap((things) => {
    const first = new Map<unknown, Path>();
    return things.flatMap(([name, path, thing]): Problem[] => {
      const handle = thing?.['handle'] ?? name;
      if (typeof handle === 'string' && handle.includes('${')) return [];
      const other = first.get(handle);
      if (other === undefined) {
        first.set(handle, path);
        return [];
      }
      const at = thing?.['handle'] === undefined ? path : [...path, 'handle'];
      return [
        {
          at: undefined,
          path: at,
          message: `the handle ${JSON.stringify(handle)} is that of ${other.join('.')}${lineOf(other)} as well: give one of them another`,
        },
      ];
    });
  });
}

function entriesAt(value: Values, [key]: readonly [string]): [string, Path, Values][] {
  const section = value?.[key];
  if (typeof section !== 'object' || section === null || Array.isArray(section)) return [];
  return Object.entries(section as Values).map(([name, each]) => [name, [key, name], each as Values]);
}

/** Databases that begin with a backup in their own environment, which the plan looks for before there is one. */
export function originProblems(tree: Tree): Problem[] {
  const value = plain(tree) as Values;
  const { handle } = (value?.['environment'] ?? {}) as Values;
  if (typeof handle !== 'string' || handle.includes('${')) return [];
  return entriesAt(value, ['databases']).flatMap(([, path, database]): Problem[] => {
    const { environment } = (database?.['restoreLatest'] ?? {}) as Values;
    if (environment !== handle) return [];
    const message =
      'it is the environment of this definition, and only another one can have a backup when this one is created: ' +
      'write cloneOf: NAME for a copy of a database of this definition';
    return [{ at: undefined, path: [...path, 'restoreLatest', 'environment'], message }];
  });
}

/** Things that refer to each other in a circle, so that none can be made first. */
export function cycleProblems(tree: Tree): Problem[] {
  const value = plain(tree) as Values;
  const edges = new Map<string, Map<string, Path>>();
  const add = (from: string, to: string, path: Path) => {
    if (from === to && path.length > 0 && !from.includes('.')) return;
    const known = edges.get(from) ?? new Map<string, Path>();
    if (!known.has(to)) known.set(to, path);
    edges.set(from, known);
  };
  for (const { leaf, path } of leaves(tree)) {
    const from = thingAt(path.map(String));
    if (from === undefined) continue;
    for (let inner = from; inner.length > 2; inner = inner.slice(0, -2))
      add(inner.join('.'), (thingAt(inner.slice(0, -2)) ?? []).join('.'), []);
    if (typeof leaf.value !== 'string') continue;
    const shape = shapeAt(path, value);
    if (shape?.kind === 'text' && shape.names === 'databases') add(from.join('.'), `databases.${leaf.value}`, path);
    if (shape?.kind === 'text' && shape.isPath === true) add(from.join('.'), leaf.value, path);
    for (const { kind, rest } of referencesIn(leaf.value)) {
      const target = targetOf(kind, rest);
      if (!('end' in target) && kind !== 'environment') add(from.join('.'), target.path.join('.'), path);
    }
  }
  return circles(edges);
}

/** The thing of the platform to which a path belongs: the resource that is made of it. */
function thingAt(path: readonly string[]): string[] | undefined {
  const [section, name] = path;
  if (name === undefined || !['databases', 'apps', 'certificates', 'logDrains', 'metricDrains'].includes(section!))
    return undefined;
  let end = 2;
  for (let index = 2; index + 1 < path.length; index += 2) {
    const [around, step] = [path[index - 2]!, path[index]!];
    if (around === 'apps' && step === 'releaseChecks') return path.slice(0, index + 2);
    if (!(inside[around] ?? []).includes(step)) break;
    // A service is a part of its app.
    if (step !== 'services') end = index + 2;
  }
  return path.slice(0, end);
}

function circles(edges: ReadonlyMap<string, ReadonlyMap<string, Path>>): Problem[] {
  const done = new Set<string>();
  const problems: Problem[] = [];
  const visit = (node: string, way: readonly string[]): void => {
    const start = way.indexOf(node);
    if (start >= 0) {
      const circle = [...way.slice(start), node];
      const path =
        circle
          .slice(1)
          .map((to, index) => edges.get(circle[index]!)!.get(to)!)
          .find((each) => each.length > 0) ?? [];
      problems.push({ at: undefined, path, message: `these refer to each other in a circle: ${circle.join(' → ')}` });
      return;
    }
    if (done.has(node)) return;
    for (const to of edges.get(node)?.keys() ?? []) visit(to, [...way, node]);
    done.add(node);
  };
  for (const node of edges.keys()) visit(node, []);
  return problems;
}
