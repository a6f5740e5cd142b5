/**
 * What is said of a thing that is not there, when it is read or removed. One that was removed by hand is a warning. Where so much is missing that it looks like
 * another platform or another account, it is an error: it stops the run, so that nothing is forgotten.
 */
import type { Account } from '../api';
import { DiagnosticError } from '../plugin/diagnostics';
import type { ObjectValue } from '../plugin/values';
import { type ResourceDefinition, resources } from '../schema';
import type { Call } from './call';
import { reading } from './work';

/** How many of a kind have to be missing in an environment that has no others of it. */
const many = 3;

type Asking = Pick<Call, 'reader' | 'platform' | 'signal'>;

const environmentName = resources.aptible_environment.name;

export class Missing {
  /** What this run has removed itself. */
  private readonly removed = new Set<string>();

  /** `isAccepted`: whether the user says that so much is missing on purpose. */
  constructor(private readonly isAccepted: boolean) {}

  /** Remembers what this run has removed: a later read finds nothing, as it should. */
  remember({ name }: ResourceDefinition, { id }: ObjectValue): void {
    this.removed.add(keyOf(name, id));
  }

  /** Reports a thing that a read did not find. Throws where it must not be forgotten. */
  async report(definition: ResourceDefinition, state: ObjectValue, call: Call): Promise<void> {
    const isEnvironment = definition.name === environmentName;
    const environmentId = isEnvironment ? Number(state.id) : state.env_id;
    if (this.hasRemoved(definition.name, state.id) || this.hasRemoved(environmentName, environmentId)) return;
    const what = nameOf(definition, state);
    if (!this.isAccepted && typeof environmentId === 'number') {
      if (isEnvironment) throw environmentMissing(`The ${what} is not found`, environmentId, call);
      await refuseMuch(what, environmentId, call);
    }
    // Without an id there was nothing yet: what began to make it has ended without it.
    if (state.id === null) return;
    call.diagnostics.warning(
      `The ${what} is gone`,
      'The platform has nothing under this id any more: it was removed outside of Terraform, or this token may not see it. Terraform forgets ' +
        'it, and plans to create it anew where the configuration still has it. If it is still there, do not apply, and use a token that may see it.',
    );
  }

  /**
   * Makes sure that the environment is there of a thing that was gone before it was removed: a plan may be applied with another token than
   * the one that made it. Throws where it is not there.
   */
  async checkEnvironment(environmentId: number, signal: AbortSignal, { reader, platform }: Call): Promise<void> {
    if (this.isAccepted || this.hasRemoved(environmentName, environmentId)) return;
    await livingEnvironment(`The environment ${environmentId} is not found`, environmentId, {
      reader,
      platform,
      signal,
    });
  }

  private hasRemoved(name: string, id: unknown): boolean {
    return this.removed.has(keyOf(name, id));
  }
}

const keyOf = (name: string, id: unknown): string => `${name} ${String(id)}`;

/** The attributes by which people know a thing, whatever it is. */
const names = ['handle', 'domain', 'virtual_domain', 'external_hostname', 'common_name', 'scope'];

/** `app "web" (id 7)` */
function nameOf({ name: type }: ResourceDefinition, state: ObjectValue): string {
  const thing = type.replace(/^aptible_/, '').replaceAll('_', ' ');
  const name = names.map((attribute) => state[attribute]).find(isText);
  return [thing, ...(name === undefined ? [] : [`"${name}"`]), ...(isText(state.id) ? [`(id ${state.id})`] : [])].join(
    ' ',
  );
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Throws when what is missing is more than one thing: its environment, or all of a kind in that. */
async function refuseMuch(what: string, environmentId: number, call: Call): Promise<void> {
  const environment = await livingEnvironment(`The environment of the ${what} is not found`, environmentId, call);
  const [kind] = call.reader.kindsWithout(environmentId, many);
  if (kind === undefined) return;
  const kindText = kind === 'vhosts' ? 'endpoints' : kind.replaceAll('_', ' ');
  throw new DiagnosticError(
    `The ${what} is gone, and its environment has no ${kindText} any more`,
    `The environment "${environment.handle}" (id ${environmentId}) at ${call.platform.apiUrl} has no ${kindText}, and Terraform knows ` +
      `${many} of them or more. ${whatToDo}`,
  );
}

/** The environment. Throws an error with that summary when there is none. */
async function livingEnvironment(summary: string, environmentId: number, call: Asking): Promise<Account> {
  const environment = await reading(`the environment ${environmentId}`, call, () =>
    call.reader.find('accounts', environmentId, { signal: call.signal }),
  );
  if (environment !== undefined) return environment;
  throw environmentMissing(summary, environmentId, call);
}

function environmentMissing(
  summary: string,
  environmentId: number,
  { platform }: Pick<Asking, 'platform'>,
): DiagnosticError {
  return new DiagnosticError(
    summary,
    `${platform.apiUrl} has no environment with the id ${environmentId}, or this token may not see it. ${whatToDo}`,
  );
}

const whatToDo =
  'Is it the right platform (APTIBLE_API_ROOT_URL, or api_root_url of the provider), and the right token? This is an error, so that ' +
  'Terraform forgets nothing.\n\nIf all of this was removed on purpose, say so for one run: set APTIBLE_ACCEPT_MISSING=1, or accept_missing = true in the ' +
  'provider block. Then each thing that is missing is a warning, and Terraform forgets it.';
