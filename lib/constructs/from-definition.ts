/** Makes the constructs of a definition: the same as a program by hand would make. */
import { Fn, TerraformOutput, TerraformStack, TerraformVariable, Token } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  definitionShape,
  endpointsOfApp,
  hasCredentials,
  optionOf,
  partsOf,
  readable,
  referencesIn,
  shapeAt,
  targetOf,
  type CheckedDefinition,
  type ObjectShape,
  type Reference,
  type Shape,
  type Target,
} from '../definition';
import { App } from './app';
import { Autoscaling, type HorizontalAutoscalingProps } from './autoscaling';
import { Backup } from './backup';
import { Certificate } from './certificate';
import type { ConnectToProps } from './connection';
import type { CredentialType } from './known';
import type { Credential, Credentials } from './credentials';
import { Database, type DatabaseUserWithLogin } from './database';
import { type Endpoint, type IEndpoint } from './endpoint';
import { LogDrain } from './log-drain';
import { MetricDrain } from './metric-drain';
import { moveFrom } from './moves';
import { Operation, type OperationProps } from './operation';
import { Permission, type PermissionProps } from './permission';
import { ReleaseCheck } from './release-check';
import { Replica } from './replica';
import { Resource } from './resource';
import { remoteStateOf } from './remote-state';
import type { IEnvironment } from './scope';

type Values = Readonly<Record<string, unknown>>;

/** A thing of a definition that others can refer to. */
type Thing = Construct | DatabaseUserWithLogin;

interface LatestBackup {
  readonly environment: string;
  readonly database: string;
}

const noShape: ObjectShape = { kind: 'object', text: '', fields: {} };

/** @returns the props of the environment of a definition, with the name of its stack. */
export function environmentProps(scope: Construct, id: string, definition: CheckedDefinition): Values {
  const resolver = new Resolver(scope, `${id}-stacks`, definition, () => undefined);
  return resolver.object(definition.value['environment'] as Values, fieldOf(definitionShape, 'environment'));
}

/** Finds an environment that is not made here, by its handle. */
type LookUp = (scope: Construct, id: string, handle: string) => IEnvironment;

/** Makes everything in an environment, or takes it over. */
export function fillFromDefinition(
  environment: Construct & IEnvironment,
  definition: CheckedDefinition,
  lookUp: LookUp,
): void {
  new Filling(environment, definition, lookUp, definition.imports?.imports ?? {}).fill();
}

class Filling {
  private readonly things = new Map<string, Thing>();
  /** The former names of renamed entries. */
  private readonly formerIds = new Map<Construct, string>();
  private readonly resolver: Resolver;
  private readonly stack: TerraformStack;

  constructor(
    private readonly environment: Construct & IEnvironment,
    private readonly definition: CheckedDefinition,
    private readonly lookUp: LookUp,
    private readonly imports: Readonly<Record<string, number>>,
  ) {
    this.stack = TerraformStack.of(environment);
    const { scope, id } = environment.node;
    this.resolver = new Resolver(scope!, `${id}-stacks`, definition, (target) => this.read(target));
  }

  fill(): void {
    for (const [name, each] of this.section('certificates')) this.certificate(name, each);
    for (const [name] of this.section('databases')) this.database(name);
    for (const [name, each] of this.section('databases')) this.insideOfDatabase(name, each);
    for (const [name] of this.section('apps')) this.app(name);
    for (const [name, each] of this.section('apps')) this.insideOfApp(name, each);
    for (const [name, each] of this.section('logDrains')) this.logDrain(name, each);
    for (const [name, each] of this.section('metricDrains')) this.metricDrain(name, each);
    for (const [name, each] of this.section('permissions')) {
      const props = this.props<PermissionProps>(each, fieldOf(definitionShape, 'permissions'));
      this.once(['permissions', name], () => new Permission(this.scope('permissions'), name, props));
    }
    for (const [name, text] of Object.entries(
      (this.definition.value['outputs'] ?? {}) as Readonly<Record<string, string>>,
    )) {
      new TerraformOutput(this.stack, name, { value: this.resolver.text(text), sensitive: isSensitive(text) });
    }
    moveFrom(this.environment, this.formerIds);
  }

  private section(name: string): [string, Values][] {
    return Object.entries((this.definition.value[name] ?? {}) as Readonly<Record<string, Values>>);
  }

  private entry(section: string, name: string): Values {
    return (this.definition.value[section] as Readonly<Record<string, Values>>)[name]!;
  }

  /** Names of one section may be those of another one. */
  private scope(section: string): Construct {
    return this.environment.node.tryFindChild(section) ?? new Construct(this.environment, section);
  }

  /** Makes a thing once, when it is first asked for: nothing refers to itself in a circle. */
  private once<T extends Thing>(path: readonly string[], make: () => T): T {
    const key = path.join('.');
    const known = this.things.get(key);
    if (known !== undefined) return known as T;
    const made = make();
    const former = this.formerPath(path);
    const id = this.imports[key] ?? this.imports[former.join('.')];
    if (id !== undefined && made instanceof Resource) made.importFrom(String(id));
    if (former.at(-1) !== path.at(-1)) this.formerIds.set(dependable(made), former.at(-1)!);
    this.things.set(key, made);
    return made;
  }

  private formerPath(path: readonly string[]): string[] {
    let value: unknown = this.definition.value;
    return path.map((step) => {
      value = (value as Values)[step];
      const { formerly } = value as Values;
      return typeof formerly === 'string' ? formerly : step;
    });
  }

  private props<P>(value: Values, shape: Shape, left: readonly string[] = []): P {
    const object = shape.kind === 'entries' ? shape.of : shape;
    const option = object.kind === 'choice' ? (optionOf(object, value) ?? noShape) : object;
    const own = Object.entries(value).filter(([key]) => key !== 'formerly' && !left.includes(key));
    return this.resolver.object(Object.fromEntries(own), option as ObjectShape) as P;
  }

  private certificate(name: string, value: Values): Certificate {
    const shape = fieldOf(definitionShape, 'certificates');
    return this.once(
      ['certificates', name],
      () => new Certificate(this.scope('certificates'), name, this.props(value, shape)),
    );
  }

  private database(name: string): Database {
    return this.once(['databases', name], () => {
      const { cloneOf, recoverFrom, restoreLatest, ...value } = this.entry('databases', name);
      const own = this.props<Values>(value, fieldOf(definitionShape, 'databases'), [
        'replicas',
        'endpoints',
        'users',
        'backups',
        'operations',
      ]);
      const { database, ...point } = (recoverFrom ?? {}) as { readonly database?: string };
      const origin = {
        ...(cloneOf !== undefined && { cloneOf: this.database(cloneOf as string) }),
        ...(database !== undefined && { recoverFrom: { ...point, database: this.database(database) } }),
        ...(restoreLatest !== undefined && this.latest(name, restoreLatest as LatestBackup)),
      };
      return new Database(this.scope('databases'), name, { handle: name, ...own, ...origin } as ConstructorParameters<
        typeof Database
      >[2]);
    });
  }

  /** Another backup, which there is tomorrow, leaves the database as it is. */
  private latest(name: string, { environment: handle, database }: LatestBackup): Values {
    const scope = new Construct(this.scope('databases'), `${name}-origin`);
    const environment = this.lookUp(scope, 'environment', this.resolver.text(handle));
    const found = Database.fromHandle(scope, 'database', this.resolver.text(database), { environment });
    const backup = Backup.latestOf(scope, 'latest', found, { environment });
    return { restoreFrom: backup, lifecycle: { ignoreChanges: ['restore_from_backup_id'] } };
  }

  private insideOfDatabase(database: string, { replicas, endpoints, users, backups, operations }: Values): void {
    for (const [name, replica] of Object.entries((replicas ?? {}) as Readonly<Record<string, Values>>)) {
      this.inside(database, 'replicas', name);
      this.operations(['databases', database, 'replicas', name], replica['operations']);
    }
    for (const name of Object.keys(endpoints ?? {})) this.inside(database, 'endpoints', name);
    for (const name of Object.keys(users ?? {})) this.inside(database, 'users', name);
    for (const name of Object.keys(backups ?? {})) this.inside(database, 'backups', name);
    this.operations(['databases', database], operations);
  }

  private inside(database: string, section: string, name: string): Thing {
    return this.once(['databases', database, section, name], () => {
      const owner = this.database(database);
      const value = (this.entry('databases', database)[section] as Readonly<Record<string, Values>>)[name]!;
      const shape = fieldOf(fieldOf(definitionShape, 'databases'), section);
      switch (section) {
        case 'replicas':
          return new Replica(owner, name, {
            handle: name,
            ...this.props<Values>(value, shape, ['operations']),
            primary: owner,
          });
        case 'endpoints':
          return owner.addEndpoint(name, this.props(value, shape));
        case 'users':
          return owner.addUser(name, this.props(value, shape));
        default:
          return new Backup(owner, name, { ...this.props<Values>(value, shape), database: owner });
      }
    });
  }

  private operations(owner: readonly string[], entries: unknown): void {
    for (const name of Object.keys(entries ?? {})) this.operation([...owner, 'operations', name]);
  }

  private operation(path: readonly string[]): Operation {
    return this.once(path, () => {
      const owner = this.thing(path.slice(0, -2)) as Construct;
      const value = path.reduce<unknown>((around, step) => (around as Values)[step], this.definition.value) as Values;
      const on = { apps: 'app', endpoints: 'endpoint' }[path.at(-4)!] ?? 'database';
      const props = this.props<OperationProps>(value, shapeAt(path, this.definition.value)!);
      return new Operation(owner, path.at(-1)!, { ...props, [on]: owner });
    });
  }

  private app(name: string): App {
    return this.once(['apps', name], () => {
      const { services, ...value } = this.entry('apps', name);
      const shape = fieldOf(definitionShape, 'apps');
      const own = this.props<Values>(value, shape, ['connections', 'releaseChecks', 'operations']);
      const scaled = Object.entries((services ?? {}) as Readonly<Record<string, Values>>).map(
        ([process, each]) => [process, this.props<Values>(each, fieldOf(shape, 'services'), ['endpoints'])] as const,
      );
      const all = { handle: name, ...own, ...(services !== undefined && { services: Object.fromEntries(scaled) }) };
      return new App(this.scope('apps'), name, all);
    });
  }

  private insideOfApp(app: string, { services = {}, connections = {}, releaseChecks = {}, operations }: Values): void {
    for (const [service, { endpoints = {} }] of Object.entries(services as Readonly<Record<string, Values>>)) {
      for (const [name, endpoint] of Object.entries(endpoints as Readonly<Record<string, Values>>)) {
        this.appEndpoint(app, service, name);
        this.operations(['apps', app, 'services', service, 'endpoints', name], endpoint['operations']);
      }
    }
    this.operations(['apps', app], operations);
    for (const [variable, connection] of Object.entries(connections as Readonly<Record<string, Values>>)) {
      this.connect(app, variable, connection);
    }
    for (const [name, check] of Object.entries(releaseChecks as Readonly<Record<string, Values>>)) {
      this.releaseCheck(app, name, check);
    }
  }

  private appEndpoint(app: string, service: string, name: string): Endpoint {
    return this.once(['apps', app, 'services', service, 'endpoints', name], () => {
      const services = this.entry('apps', app)['services'] as Readonly<Record<string, Values>>;
      const value = (services[service]!['endpoints'] as Readonly<Record<string, Values>>)[name]!;
      const shape = fieldOf(fieldOf(fieldOf(definitionShape, 'apps'), 'services'), 'endpoints');
      const props = { ...this.props<Values>(value, shape, ['operations']), service } as Parameters<
        App['addEndpoint']
      >[1];
      return this.app(app).addEndpoint(name, props);
    });
  }

  private connect(app: string, variable: string, connection: Values): void {
    const {
      database,
      replica,
      user,
      part = 'connectionUrl',
      credential,
      endpoint,
      stored,
      version,
    } = connection as {
      readonly database: string;
      readonly replica?: string;
      readonly user?: string;
      readonly part?: keyof Credential;
      readonly credential?: CredentialType;
      readonly endpoint?: string;
      readonly stored?: boolean;
      readonly version?: number;
    };
    const props: ConnectToProps = {
      as: { [part]: variable },
      ...(credential !== undefined && { credential }),
      ...(user !== undefined && { user: this.inside(database, 'users', user) as DatabaseUserWithLogin }),
      ...(endpoint !== undefined && { through: this.inside(database, 'endpoints', endpoint) as Construct & IEndpoint }),
      ...(stored !== undefined && { stored }),
      ...(version !== undefined && { version }),
    };
    const target = replica === undefined ? this.database(database) : this.inside(database, 'replicas', replica);
    this.app(app).connectTo(target as Database | Replica, props);
  }

  private releaseCheck(app: string, name: string, value: Values): void {
    const shape = fieldOf(fieldOf(definitionShape, 'apps'), 'releaseChecks');
    const { endpoint } = value as { readonly endpoint?: string };
    const asked = endpointsOfApp(this.entry('apps', app)).find((each) => each.endpoint === endpoint);
    const owner = this.app(app);
    // An endpoint may have the same name.
    const scope = owner.node.tryFindChild('releaseChecks') ?? new Construct(owner, 'releaseChecks');
    const props = {
      ...this.props<Values>(value, shape, ['endpoint']),
      ...(asked && { endpoint: this.appEndpoint(app, asked.service, asked.endpoint) }),
      app: owner,
    };
    this.once(['apps', app, 'releaseChecks', name], () => new ReleaseCheck(scope, name, props));
  }

  private logDrain(name: string, value: Values): void {
    const { type, ...own } = this.props<Values & { readonly type: string }>(
      value,
      fieldOf(definitionShape, 'logDrains'),
    );
    const make = LogDrain[type as 'datadog'].bind(LogDrain);
    const props = { handle: name, ...own } as Parameters<typeof LogDrain.datadog>[2];
    this.once(['logDrains', name], () => make(this.scope('logDrains'), name, props));
  }

  private metricDrain(name: string, value: Values): void {
    const { type, ...own } = this.props<Values & { readonly type: string }>(
      value,
      fieldOf(definitionShape, 'metricDrains'),
    );
    const make = MetricDrain[type as 'datadog'].bind(MetricDrain);
    const props = { handle: name, ...own } as Parameters<typeof MetricDrain.datadog>[2];
    this.once(['metricDrains', name], () => make(this.scope('metricDrains'), name, props));
  }

  /** @returns the construct that a name or a reference means. */
  private thing(path: readonly string[]): Thing {
    const [section, name, inner, innerName, , endpoint] = path;
    if (path.at(-2) === 'operations') return this.operation(path);
    switch (section) {
      case 'environment':
        return this.environment;
      case 'certificates':
        return this.certificate(name!, this.entry('certificates', name!));
      case 'apps':
        return inner === 'services' ? this.appEndpoint(name!, innerName!, endpoint!) : this.app(name!);
      default:
        return inner === undefined ? this.database(name!) : this.inside(name!, inner, innerName!);
    }
  }

  private read(target: Target | readonly string[]): unknown {
    if (!('kind' in target)) return this.thing(target);
    const { kind, path, credential, property } = target;
    const thing = this.thing(path);
    const properties: Readonly<Record<string, string>> = readable[kind];
    if (kind === 'users') return (thing as DatabaseUserWithLogin).login[properties[property] as 'password'];
    if (credential === undefined && Object.hasOwn(properties, property))
      return Reflect.get(thing, properties[property]!);
    if (!hasCredentials(kind, path)) throw new Error(`${path.join('.')} has no ${property}`);
    const { credentials } = thing as Construct & { readonly credentials: Credentials };
    const from = credential === undefined ? credentials.default : credentials.get(credential);
    return from[(property === 'url' ? 'connectionUrl' : property) as keyof Credential];
  }
}

/** Turns what a definition says into what the props of a construct take. */
class Resolver {
  constructor(
    private readonly scope: IConstruct,
    /** The id of the scope in which the states of other stacks are. */
    private readonly stacksId: string,
    private readonly definition: CheckedDefinition,
    private readonly read: (target: Target | readonly string[]) => unknown,
  ) {}

  object(value: Values, shape: ObjectShape): Values {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, shape.fields[key] ? this.value(item, shape.fields[key]) : item]),
    );
  }

  text(text: string): string {
    const parts = partsOf(text).map((part) => (typeof part === 'string' ? part : (this.literal(part) ?? part)));
    // Two literals side by side are one text for Terraform.
    return parts
      .reduce<(string | Reference)[]>((before, part) => {
        const last = before.at(-1);
        return typeof part === 'string' && typeof last === 'string'
          ? [...before.slice(0, -1), last + part]
          : [...before, part];
      }, [])
      .map((part, index, all) =>
        typeof part === 'string' ? escaped(part, index < all.length - 1) : Token.asString(this.referred(part)),
      )
      .join('');
  }

  /** @returns what is known at synth; undefined for what only Terraform knows. */
  private literal({ kind, rest, otherwise }: Reference): string | undefined {
    if (kind === 'env') return process.env[rest] || otherwise || '';
    if (kind === 'file') return readFileSync(resolve(dirname(this.definition.files[0] ?? '.'), rest), 'utf8');
    return undefined;
  }

  private value(value: unknown, shape: Shape): unknown {
    switch (shape.kind) {
      case 'text':
        // Of a user, what comes after it needs the rights, not the login.
        if (shape.isPath === true) return dependable(this.read((value as string).split('.')) as Thing);
        return shape.names === undefined ? this.text(value as string) : this.read([shape.names, value as string]);
      case 'number':
        return typeof value === 'string' ? Token.asNumber(this.whole(value)) : value;
      case 'boolean':
        return typeof value === 'string' ? this.whole(value) : value;
      case 'list':
        return (value as readonly unknown[]).map((item) => this.value(item, shape.of));
      case 'map':
      case 'entries':
        return Object.fromEntries(
          Object.entries(value as Values).map(([key, item]) => [escaped(key), this.value(item, shape.of)]),
        );
      case 'object':
        return this.object(value as Values, shape);
      case 'overlay':
        return value;
      case 'choice': {
        const { [shape.by]: kind, ...props } = this.object(value as Values, optionOf(shape, value) ?? noShape);
        // Of the choices inside of others there is one.
        return kind === 'horizontal'
          ? Autoscaling.horizontal(props as Values & HorizontalAutoscalingProps)
          : Autoscaling.vertical(props);
      }
    }
  }

  /** @returns what a text that is one reference refers to. */
  private whole(text: string): unknown {
    const [reference] = referencesIn(text);
    return this.literal(reference!) ?? this.referred(reference!);
  }

  private referred({ kind, rest }: Reference): unknown {
    switch (kind) {
      case 'var':
      case 'secret':
        return this.variable(rest, kind === 'secret').value;
      case 'stack': {
        const [name = '', output = ''] = rest.split('.');
        // Nobody knows here whether it is a secret there.
        return Fn.sensitive(remoteStateOf(this.stacks(), this.definition, name).getString(output));
      }
      default: {
        const target = targetOf(kind, rest);
        if ('end' in target) throw new Error(`\${${kind}.${rest}} refers to nothing`);
        return this.read(target);
      }
    }
  }

  private stacks(): Construct {
    const known = this.scope.node.tryFindChild(this.stacksId);
    return known === undefined ? new Construct(this.scope, this.stacksId) : known;
  }

  private variable(name: string, sensitive: boolean): TerraformVariable {
    const stack = TerraformStack.of(this.scope);
    const known = stack.node.tryFindChild(name);
    if (known instanceof TerraformVariable) return known;
    return new TerraformVariable(stack, name, { type: 'string', sensitive });
  }
}

const dependable = (thing: Thing): Construct => (Construct.isConstruct(thing) ? thing : thing.user);

function fieldOf(shape: Shape, name: string): ObjectShape {
  const object = shape.kind === 'entries' ? shape.of : shape;
  return (object as ObjectShape).fields[name] as ObjectShape;
}

/**
 * Terraform reads `${` and `%{` in a literal, and cdktf what looks like its tokens. Where there is a token, cdktf counts the braces of `${`, too, so
 * that `$${` would not do. A `$` before a reference would escape that.
 */
function escaped(text: string, isBeforeReference = false): string {
  const quoted = (signs: string) => `\${"${signs}"}`;
  const literal = text.replace(/\$+(?=\{)|\$*[#&](?=\{TfToken\[)/g, quoted).replace(/%\{/g, '%%{');
  return isBeforeReference ? literal.replace(/\$+$/, quoted) : literal;
}

/** Terraform refuses an output that shows what is sensitive and does not say so. */
function isSensitive(text: string): boolean {
  return referencesIn(text).some(({ kind, rest }) => {
    if (kind === 'secret' || kind === 'stack') return true;
    const target = targetOf(kind, rest);
    if ('end' in target) return false;
    const { property } = target;
    return (
      target.kind === 'users' ||
      target.credential !== undefined ||
      property === 'url' ||
      !Object.hasOwn(readable[target.kind], property)
    );
  });
}
