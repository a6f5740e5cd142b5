/** Other stacks whose outputs a definition refers to: those of other definitions, and those of any state of Terraform. */
import { resolve } from 'node:path';
import { nearest } from '../schema/nearest';
import { environmentNames, adapted } from './adapt';
import { loadDefinition, pathInProject, shown } from './files';
import { nothingMerged } from './merge';
import { referencesIn } from './references';
import { directoryNameOf, knownText, knownTexts, stateOf, type Backend, type State } from './state';
import { structureProblems } from './structure';
import { DefinitionError, formatProblem, plain, type Path, type Problem } from './tree';

type Values = Readonly<Record<string, unknown>>;

interface Stack {
  readonly file?: string;
  readonly environment?: string;
  readonly backend?: Backend;
  readonly workspace?: string;
}

interface Surroundings {
  readonly environmentVariables: Readonly<Record<string, string | undefined>>;
  readonly file?: string;
  readonly project?: string;
}

export interface Stacks {
  /** The names of the outputs of each. Undefined: only Terraform knows them. */
  readonly outputs: ReadonlyMap<string, readonly string[] | undefined>;
  readonly problems: readonly Problem[];
}

/** Reads the definitions that a definition calls its stacks, as far as it has to know them. */
export function readStacks(value: Values, around: Surroundings): Stacks {
  const outputs = new Map<string, readonly string[] | undefined>();
  const problems: Problem[] = [];
  for (const [name, stack] of Object.entries(valuesIn(valuesIn(value)['stacks']))) {
    outputs.set(name, undefined);
    if (!isStack(stack)) continue;
    const refuse = (message: string, ...below: Path) =>
      problems.push({ at: undefined, path: ['stacks', name, ...below], message });
    const { file, environment, backend, workspace } = stack;
    if ((file === undefined) === (backend === undefined))
      refuse('expected one of file, for another definition, and backend, for any state of Terraform');
    else if (file === undefined) {
      if (environment !== undefined) refuse('it goes with file: the environments of a definition', 'environment');
    } else if (workspace !== undefined) refuse('it goes with backend: the file says where its state is', 'workspace');
    else {
      const found = readOther(file, environment, around);
      if ('problem' in found) refuse(found.problem, found.of);
      else outputs.set(name, found.outputs);
    }
  }
  return { outputs, problems };
}

/** Those that are written as they have to be: what the structure says of others is enough. */
const isStack = (value: unknown): value is Stack => {
  const { file, environment, workspace } = valuesIn(value);
  return (
    isValues(value) && [file, environment, workspace].every((text) => ['undefined', 'string'].includes(typeof text))
  );
};

const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const valuesIn = (value: unknown): Values => (isValues(value) ? value : {});

type Read = { readonly outputs: readonly string[] } | { readonly problem: string; readonly of: 'file' | 'environment' };

function readOther(path: string, environment: string | undefined, around: Surroundings): Read {
  const refuse = (problem: string, of: 'file' | 'environment' = 'file') => ({ problem, of });
  if (path.includes('${')) return refuse('expected the path itself, not a reference');
  if (around.file === undefined || around.project === undefined)
    return refuse('a definition that is not a file cannot refer to one');
  const found = pathInProject(path, around.file, around.project);
  if ('problem' in found) return refuse(found.problem);
  if (found.path === resolve(around.file)) return refuse('it is this file itself: refer to what is in it by its names');
  try {
    const { tree } = loadDefinition(found.path);
    const names = environmentNames(tree);
    if (environment === undefined && names.length > 0)
      return refuse(`it describes several environments: choose one with environment: ${names.join(', ')}`);
    if (environment !== undefined && !names.includes(environment))
      return refuse(noEnvironment(environment, names), 'environment');
    const { tree: whole } = adapted({ ...nothingMerged, tree }, { ...(environment !== undefined && { environment }) });
    const [wrong] = structureProblems(whole);
    if (wrong !== undefined) throw new DefinitionError([wrong]);
    const value = plain(whole) as Values;
    const circle = circleFrom({ file: found.path, environment }, around.project, []);
    if (circle !== undefined) return refuse(`the stacks read each other: ${circle.join(' → ')}`);
    const unset = unsetIn(value, around);
    return unset === undefined ? { outputs: Object.keys(valuesIn(value['outputs'])) } : refuse(unset);
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    return refuse(`it has a mistake: ${formatProblem(error.problems[0]!)}`);
  }
}

interface Definition {
  readonly file: string;
  readonly environment: string | undefined;
}

/** @returns the way from a definition over its stacks back to one that it came by. What is wrong with them is said where they are checked. */
function circleFrom(here: Definition, project: string, before: readonly Definition[]): string[] | undefined {
  const way = [...before, here];
  if (before.some(({ file, environment }) => file === here.file && environment === here.environment))
    return way.map(({ file, environment }) => shown(file) + (environment === undefined ? '' : ` (${environment})`));
  for (const { file, environment } of stacksOf(here).filter(isStack)) {
    const found = file === undefined ? undefined : pathInProject(file, here.file, project);
    if (found === undefined || 'problem' in found) continue;
    const circle = circleFrom({ file: found.path, environment }, project, way);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

function stacksOf({ file, environment }: Definition): unknown[] {
  try {
    const { tree } = adapted(loadDefinition(file), { ...(environment !== undefined && { environment }) });
    return Object.values(valuesIn(valuesIn(plain(tree))['stacks']));
  } catch (error) {
    if (error instanceof DefinitionError) return [];
    throw error;
  }
}

function noEnvironment(environment: string, names: readonly string[]): string {
  if (names.length === 0) return 'the file describes one environment: there is none to choose';
  const meant = nearest(environment, names);
  return `there is no environment ${environment}: ${meant === undefined ? `there are ${names.join(', ')}` : `did you mean ${meant}?`}`;
}

/** What is missing for knowing where its state is. */
function unsetIn(value: Values, { environmentVariables }: Surroundings): string | undefined {
  const { config = {} } = (value['backend'] ?? {}) as { readonly config?: Values };
  const { handle = '' } = (value['environment'] ?? {}) as Values;
  const references = [...Object.values(config), handle].flatMap((text) =>
    typeof text === 'string' ? referencesIn(text) : [],
  );
  const unset = references.find(
    ({ kind, rest, otherwise }) => kind === 'env' && !environmentVariables[rest] && otherwise === undefined,
  );
  return unset && `its state is where ${unset.written} says, and that is not set or empty: set it`;
}

/** @returns what is wrong with `${stack.NAME.OUTPUT}`; undefined when nothing is. */
export function wrongOutput(rest: string, { outputs }: Stacks): string | undefined {
  const [name = '', output, ...more] = rest.split('.');
  if (output === undefined || more.length > 0)
    return 'expected the name of a stack and that of an output of it: ${stack.NAME.OUTPUT}';
  if (!outputs.has(name))
    return missing(`there is no stack ${name}`, name, [...outputs.keys()], 'write it under stacks');
  const known = outputs.get(name);
  if (known === undefined)
    return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(output) ? undefined : `${output} cannot be the name of an output`;
  return known.includes(output)
    ? undefined
    : missing(`the definition of ${name} has no output ${output}`, output, known, 'write it under outputs there');
}

function missing(what: string, name: string, names: readonly string[], advice: string): string {
  const meant = nearest(name, names);
  if (meant !== undefined) return `${what}: did you mean ${meant}?`;
  return `${what}: ${names.length === 0 ? advice : `there are ${names.join(', ')}`}`;
}

export interface StateOfStack extends State {
  /** The directory in which Terraform is run for the definition when it is one. */
  readonly directoryName?: string;
}

/** @returns the state of a stack of a definition, which has no mistakes. */
export function stateOfStack(name: string, value: Values, file: string | undefined): StateOfStack {
  const { [name]: stack } = value['stacks'] as Readonly<Record<string, Stack>>;
  const { file: other, environment, backend, workspace } = stack!;
  if (other === undefined) {
    const { handle } = value['environment'] as { readonly handle: string };
    const { type, config = {} } = backend!;
    return {
      type,
      config: knownTexts(config, handle),
      ...(workspace !== undefined && { workspace: knownText(workspace, handle) }),
      isBesideDefinition: false,
    };
  }
  const definition = resolve(file ?? '.', '..', other);
  const variant = { ...(environment !== undefined && { environment }) };
  const { tree } = adapted(loadDefinition(definition), variant);
  return {
    ...stateOf(definition, plain(tree) as Values, variant),
    directoryName: directoryNameOf(definition, variant),
  };
}
