/** Reads what a synthesized stack says, cdk.tf.json. */
import type { Sketch, SketchedDatabase, SketchedEndpoint, Use } from './sketch';

type Values = Readonly<Record<string, unknown>>;
type Blocks = Readonly<Record<string, Readonly<Record<string, Values>>>>;

interface Block {
  readonly address: string;
  readonly type: string;
  readonly values: Values;
}

/** @returns whether a value is a configuration of Terraform in JSON, and no definition. */
export function isSynthesized(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && ['terraform', 'resource', 'provider'].some((name) => name in value)
  );
}

/** @returns what is in the environments of a stack. */
export function fromSynthesized(value: unknown): Sketch {
  const stack = new Stack(value as Values);
  const apps = stack.ofTypes('aptible_app', 'data.aptible_app');
  return {
    title: stack.title(),
    apps: apps.map(({ address, values }) => ({
      key: address,
      name: nameOf(values, 'app_id'),
      services: blocks(values['service']).map(({ process_type: service, container_count: containerCount }) => ({
        name: String(service),
        ...(containerCount !== undefined && { containerCount: containerCount as number | string }),
      })),
    })),
    databases: stack.databases(),
    endpoints: stack.ofTypes('aptible_endpoint').flatMap(({ values }) => stack.endpoint(values)),
    drains: (['log', 'metric'] as const).flatMap((of) =>
      stack.ofTypes(`aptible_${of}_drain`).map(({ values }) => {
        const [database] = stack.databasesFrom(values['database_id']);
        return {
          name: nameOf(values),
          of: `${of}s` as const,
          type: shown(values['drain_type']),
          ...(database !== undefined && { database }),
        };
      }),
    ),
    uses: apps.flatMap((app) => stack.usesOf(app)),
  };
}

const databaseTypes: readonly string[] = ['aptible_database', 'data.aptible_database', 'aptible_replica'];

/** Where an app has environment variables. */
const variableArguments = ['config', 'secret_config', 'secret_config_wo'];

class Stack {
  private readonly byAddress: ReadonlyMap<string, Block>;

  constructor({ resource, data, ephemeral, locals }: Values) {
    const all = [
      ...blocksOf(resource as Blocks | undefined, ''),
      ...blocksOf(data as Blocks | undefined, 'data.'),
      ...blocksOf(ephemeral as Blocks | undefined, 'ephemeral.'),
      ...Object.entries((locals ?? {}) as Values).map(([name, value]) => ({
        address: `local.${name}`,
        type: 'local',
        values: { value },
      })),
    ];
    this.byAddress = new Map(all.map((block) => [block.address, block]));
  }

  ofTypes(...types: readonly string[]): Block[] {
    return [...this.byAddress.values()].filter(({ type }) => types.includes(type));
  }

  title(): string {
    const environments = this.ofTypes('aptible_environment', 'data.aptible_environment');
    return environments.map(({ values }) => nameOf(values, 'env_id')).join(', ');
  }

  databases(): SketchedDatabase[] {
    return this.ofTypes(...databaseTypes).map(({ address, type, values }) => {
      const [primary] = this.databasesFrom(values['primary_database_id']);
      const words = [values['database_type'], values['version']].filter((each) => each !== undefined).map(shown);
      return {
        key: address,
        name: nameOf(values, 'database_id'),
        ...(words.length > 0 && { type: words.join(' ') }),
        ...(type === 'data.aptible_database' && { isElsewhere: true }),
        ...(primary !== undefined && { primary }),
      };
    });
  }

  /** An endpoint of what is in no block of this stack is left out: nothing here is behind it. */
  endpoint(values: Values): SketchedEndpoint[] {
    const id = values['resource_id'];
    const apps = this.reached(id).filter(({ type }) => type.endsWith('aptible_app'));
    const of = apps[0]?.address ?? this.databasesFrom(id)[0];
    if (of === undefined) return [];
    const { domain, process_type: service } = values;
    const filter = values['ip_filtering'];
    return [
      {
        type: shown(values['endpoint_type'] ?? 'https'),
        ...(domain !== undefined && domain !== null && { domain: shown(domain) }),
        isInternal: values['internal'] === true,
        ipFiltering: Array.isArray(filter) ? filter.map(shown) : filter ? [shown(filter)] : [],
        of,
        ...(service !== undefined && { service: shown(service) }),
      },
    ];
  }

  usesOf({ address: app, values }: Block): Use[] {
    return variableArguments.flatMap((name) => {
      const variables = values[name] ?? {};
      // A whole map may come from an expression.
      const byName = typeof variables === 'string' ? { [name]: variables } : (variables as Values);
      return Object.entries(byName).flatMap(([variable, value]) =>
        this.databasesFrom(value).map((database) => ({ app, database, variable })),
      );
    });
  }

  /** The addresses of the databases that a value comes from, through whatever lies between. */
  databasesFrom(value: unknown): string[] {
    return this.reached(value)
      .filter(({ type }) => databaseTypes.includes(type))
      .map(({ address }) => address);
  }

  /** The blocks to which a value leads. The way ends at apps and databases. */
  private reached(value: unknown, seen = new Set<string>()): Block[] {
    return referredIn(value).flatMap((address) => {
      const block = this.byAddress.get(address);
      if (block === undefined || seen.has(address)) return [];
      seen.add(address);
      const isEnd = databaseTypes.includes(block.type) || /aptible_(app|environment|stack)$/.test(block.type);
      return isEnd ? [block] : this.reached(block.values, seen);
    });
  }
}

function blocksOf(byType: Blocks | undefined, prefix: string): Block[] {
  return Object.entries(byType ?? {}).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, values]) => ({
      address: `${prefix}${type}.${name}`,
      type: `${prefix}${type}`,
      values,
    })),
  );
}

/** The addresses in the expressions of a value. */
function referredIn(value: unknown): string[] {
  if (typeof value === 'string') {
    return value.includes('${')
      ? [...value.matchAll(/(?:\b(?:data|ephemeral)\.)?\b[A-Za-z_][\w-]*\.[A-Za-z_][\w-]*/g)].map(
          ([address]) => address,
        )
      : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => (key === '//' ? [] : referredIn(item)));
}

/** Blocks are a list, or one object. */
function blocks(value: unknown): Values[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]) as Values[];
}

function nameOf(values: Values, idAttribute?: string): string {
  return shown(values['handle'] ?? (idAttribute === undefined ? undefined : values[idAttribute]) ?? 'unnamed');
}

/** An expression is shown without its braces. */
function shown(value: unknown): string {
  return typeof value === 'string' ? (/^\$\{(.*)\}$/s.exec(value)?.[1] ?? value) : String(value);
}
