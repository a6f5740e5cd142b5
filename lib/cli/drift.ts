/** `cdktf-aptible drift` */
import { ApiError, appShape, Client, linkedId, signedOperationShape, type SignedOperation } from '../api';
import { DiagnosticError } from '../plugin/diagnostics';
import { addressesOf } from '../provider/configure';
import { readPlan } from '../review';
import { driftOf, driftToText, unknownIn, type Drift, type DriftedAttribute, type Remedies } from '../review/drift';
import { deployed } from './deployed';
import { configurationDirectory, requireConfiguration } from './provider';
import { Terraform } from './terraform';

export interface DriftOptions {
  readonly ignore?: readonly string[];
  readonly json?: boolean;
  /** The definition that the configuration was made from, as commands are given it, and the names of its entries by address. */
  readonly definition?: { readonly given: string; readonly entries: ReadonlyMap<string, string> };
}

/** Says what was changed by hand since the last apply. @returns the exit status */
export async function drift(directory: string, { ignore = [], json, definition }: DriftOptions): Promise<number> {
  const absolute = configurationDirectory(directory);
  requireConfiguration(absolute);
  const terraform = new Terraform(absolute);
  deployed(terraform.run('state', 'pull'), absolute);
  const plan = readPlan(terraform.refreshed(), 'The plan of terraform');
  const found = driftOf(plan, ignore, definition?.entries);
  for (const each of unknownIn(ignore, plan, definition?.entries))
    console.error(`--ignore ${each} leaves nothing out: no resource in the state is called so.`);
  const authors = await Authors.of(found);
  const text = json
    ? `${JSON.stringify({ drift: found.map((each) => withAuthors(each, authors)), authorsUnknown: authors.problem }, undefined, 2)}\n`
    : driftToText(
        found,
        (each, attribute) => authors.words(each, attribute),
        definition && remediesIn(definition.given, directory),
      );
  process.stdout.write(text);
  if (authors.problem !== undefined) console.error(`Who changed it is not known. ${authors.problem}`);
  return found.length === 0 ? 0 : 2;
}

const remediesIn = (given: string, directory: string): Remedies => ({
  source: 'the definition',
  block: 'entry',
  apply: `"cdktf-aptible deploy ${given}"`,
  plan: `"cdktf-aptible plan ${given}"`,
  accept: `"terraform apply -refresh-only" in ${directory}`,
});

function withAuthors(each: Drift, authors: Authors) {
  return {
    ...each,
    attributes: each.attributes.map(({ setBy: _setBy, ...attribute }) => {
      const operation = authors.operation(each, { ...attribute, setBy: _setBy });
      return operation === undefined
        ? attribute
        : {
            ...attribute,
            lastSetBy: {
              operation: operation.id,
              type: operation.type,
              name: operation.user_name,
              email: operation.user_email,
              at: operation.created_at,
            },
          };
    }),
  };
}

/** The collections of things that have operations, and what of them an operation can be of. */
const collections: Readonly<Record<string, string>> = {
  aptible_app: 'apps',
  aptible_database: 'databases',
  aptible_replica: 'databases',
  aptible_endpoint: 'vhosts',
  aptible_log_drain: 'log_drains',
};

interface History {
  /** The newest first. */
  readonly operations: readonly SignedOperation[];
  /** The ids of the services of an app, by their names. */
  readonly services: ReadonlyMap<string, number>;
}

/** Who set what: the value that is there is that of the last operation that sets such a value. */
class Authors {
  private constructor(
    private readonly histories: ReadonlyMap<string, History>,
    /** Why nothing is known, where that is so. */
    readonly problem: string | undefined,
  ) {}

  static async of(found: readonly Drift[]): Promise<Authors> {
    const histories = new Map<string, History>();
    const wanted = found.filter(({ attributes }) => attributes.some(({ setBy }) => setBy !== undefined));
    if (wanted.length === 0) return new Authors(histories, undefined);
    try {
      const client = new Client({ ...addressesOf({}), credentials: {}, userAgent: 'cdktf-aptible drift' });
      try {
        for (const each of wanted) {
          const history = await historyOf(each, client);
          if (history !== undefined) histories.set(each.address, history);
        }
      } finally {
        await client.close();
      }
      return new Authors(histories, undefined);
    } catch (error) {
      // What has changed is worth more than who did it: the report says both.
      if (error instanceof DiagnosticError) return new Authors(histories, `${error.summary}. ${error.detail}`);
      if (error instanceof ApiError) return new Authors(histories, error.message);
      throw error;
    }
  }

  operation({ address }: Drift, { path, setBy = [] }: DriftedAttribute): SignedOperation | undefined {
    const history = this.histories.get(address);
    const [block, name = ''] = path.split('.');
    const service = block === 'service' ? history?.services.get(name) : undefined;
    return history?.operations.find(
      (operation) =>
        setBy.includes(operation.type) &&
        operation.status === 'succeeded' &&
        (service === undefined || linkedId(operation, 'resource') === service),
    );
  }

  words(each: Drift, attribute: DriftedAttribute): string | undefined {
    const operation = this.operation(each, attribute);
    if (operation === undefined) return undefined;
    const { id, type, user_name: name, user_email: email, created_at: at } = operation;
    const user = [name, email && `<${email}>`].filter(Boolean).join(' ') || 'somebody';
    return `last set by ${user}${at ? ` at ${at}` : ''} (${type}, operation ${id})`;
  }
}

async function historyOf({ type, id }: Drift, client: Client): Promise<History | undefined> {
  const collection = Object.hasOwn(collections, type) ? collections[type] : undefined;
  if (collection === undefined || id === undefined) return undefined;
  const path = `/${collection}/${id}`;
  const app = type === 'aptible_app' ? await client.find(path, appShape) : undefined;
  const operations = await client.page(`${path}/operations`, signedOperationShape, {
    query: { per_page: 200, no_embed: true, with_services: true },
    withoutSecrets: true,
  });
  return {
    operations: [...operations].sort((a, b) => b.id - a.id),
    services: new Map((app?._embedded.services ?? []).map((service) => [service.process_type, service.id])),
  };
}
