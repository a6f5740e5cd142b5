/** An environment in the words of a definition, from which each format is written. */
import { isDeepStrictEqual } from 'node:util';
import { definitionShape, type ChoiceShape, type Imports, type ObjectShape, type Shape } from '../../definition';
import { firstRetentionPolicy } from '../../schema';
import { Credentials, literal } from './credentials';
import { Names } from './names';
import { optionFor, propsOf, type Words } from './props';
import type { ExportedType, LiveEnvironment, Thing, Values } from './records';
import { isSecret, Secrets, type Secret } from './secrets';

export interface Model {
  /** A definition as an object, without mistakes. */
  readonly definition: Values;
  readonly imports: Imports;
  readonly secrets: readonly Secret[];
  /** What is not exported, and why, in sentences. */
  readonly leftOut: readonly string[];
}

export function modelOf(live: LiveEnvironment): Model {
  return new Modelling(live).model();
}

class Modelling {
  private readonly names = new Names();
  private readonly secrets = new Secrets();
  private readonly paths = new Map<string, readonly string[]>();
  private readonly leftOut: string[];
  private readonly definition: Record<string, unknown> = { version: 1 };
  private readonly imports: Record<string, number> = {};
  private readonly words: Words = {
    secret: (place, value) => this.secrets.refer(place, value),
    isSecret,
    reference: (property, id) => this.reference(property, id),
  };

  constructor(private readonly live: LiveEnvironment) {
    this.leftOut = [...live.leftOut];
  }

  model(): Model {
    const { environment } = this.live;
    this.definition['environment'] = this.environment();
    this.each('aptible_database', (thing) => this.database(thing));
    this.each('aptible_replica', (thing) => this.replica(thing));
    this.each('aptible_certificate', (thing) => this.certificate(thing));
    this.each('aptible_endpoint', (thing) => isOfApp(thing) || this.endpoint(thing));
    const credentials = new Credentials(
      this.live.things.flatMap(({ type, id, state }) => {
        const path = this.pathOf(type, id);
        return path !== undefined && 'credentials' in state
          ? [{ path: path.join('.'), state, isEndpoint: type === 'aptible_endpoint' }]
          : [];
      }),
    );
    this.each('aptible_app', (thing) => this.app(thing, credentials));
    this.each('aptible_endpoint', (thing) => isOfApp(thing) && this.endpoint(thing));
    this.each('aptible_log_drain', (thing) => this.drain('logDrains', 'log drain', thing));
    this.each('aptible_metric_drain', (thing) => this.drain('metricDrains', 'metric drain', thing));
    this.each('aptible_permission', (thing) => this.permission(thing));
    return {
      definition: inOrder(this.definition),
      imports: { environmentId: environment.id, imports: this.imports },
      secrets: this.secrets.all,
      leftOut: this.leftOut,
    };
  }

  private each(type: ExportedType, add: (thing: Thing) => unknown): void {
    for (const thing of this.live.things) if (thing.type === type) add(thing);
  }

  private environment(): Values {
    const shape = definitionShape.fields['environment'] as ObjectShape;
    const {
      stack: _stack,
      organizationId: _organization,
      ...props
    } = this.props(shape, this.live.environment.state, ['environment']);
    const { backupRetentionPolicy: policy, ...others } = props;
    const isFirst = isDeepStrictEqual(this.live.environment.state['backup_retention_policy'], [firstRetentionPolicy]);
    return {
      ...others,
      stack: this.live.stack,
      ...(policy !== undefined && !isFirst && { backupRetentionPolicy: policy }),
    };
  }

  private database(thing: Thing): void {
    const handle = String(thing.state['handle']);
    const path = ['databases', this.names.give('databases', handle, 'database')];
    // The construct has an output of this name.
    this.names.give(path.join('.'), 'connection_url', '');
    this.add(thing, path, withHandle(path, thing, this.props(shapeAt('databases'), thing.state, path)));
  }

  private replica(thing: Thing): void {
    const { handle, primary_database_id: primary } = thing.state;
    const owner = this.pathOf('aptible_database', primary);
    if (owner === undefined) {
      this.skip(`The replica "${String(handle)}"`, `it follows the database ${String(primary)}, which is not exported`);
      return;
    }
    const path = [...owner, 'replicas', this.names.give(owner.join('.'), String(handle), 'replica')];
    this.add(thing, path, withHandle(path, thing, this.props(shapeAt('databases', 'replicas'), thing.state, path)));
  }

  private certificate(thing: Thing): void {
    const { common_name: name } = thing.state;
    const path = ['certificates', this.names.give('certificates', typeof name === 'string' ? name : '', 'certificate')];
    const props = this.props(shapeAt('certificates'), thing.state, path);
    const privateKeyWriteOnly = this.secrets.refer([...path, 'privateKeyWriteOnly'], undefined);
    this.add(thing, path, { ...props, privateKeyWriteOnly });
  }

  private app(thing: Thing, credentials: Credentials): void {
    const handle = String(thing.state['handle']);
    const path = ['apps', this.names.give('apps', handle, 'app')];
    const { config: _config, ...props } = this.props(shapeAt('apps'), thing.state, path);
    const config: Record<string, string> = {};
    const secretConfig: Record<string, string> = {};
    const variables = Object.entries((thing.state['config'] ?? {}) as Readonly<Record<string, string>>);
    for (const [name, value] of variables.sort(([a], [b]) => (a < b ? -1 : 1))) {
      const referring = credentials.referring(value);
      // In `config`, Terraform would call it a change that the value of the reference is sensitive.
      if (referring !== undefined && !isSecret('', withoutReferences(referring))) secretConfig[name] = referring;
      else if (isSecret(name, value)) secretConfig[name] = this.secrets.refer([...path, 'secretConfig', name], value);
      else config[name] = literal(value);
    }
    if (thing.state['release_mode'] === 'external') {
      this.skip(
        `The image of the app "${handle}"`,
        'its variables name the image, or the credentials of the registry, as was usual before there were settings for that. Whoever sets them releases the app, so it is written with release: external. To release it from here, write its image in the place of that',
      );
    }
    const { services, ...others } = props;
    this.add(thing, path, {
      ...withHandle(path, thing, others),
      ...(Object.keys(config).length > 0 && { config }),
      ...(Object.keys(secretConfig).length > 0 && { secretConfig }),
      ...(services !== undefined && { services }),
    });
  }

  private endpoint(thing: Thing): void {
    const { resource_id: id, process_type: service, domain, virtual_domain } = thing.state;
    const ofApp = isOfApp(thing);
    const owner = this.pathOf(ofApp ? 'aptible_app' : 'aptible_database', id);
    const name = `The endpoint ${typeof virtual_domain === 'string' ? virtual_domain : thing.id}`;
    if (owner === undefined) {
      this.skip(
        name,
        `it belongs to the ${ofApp ? 'app' : 'database'} ${String(id)}, which is not exported or is a replica`,
      );
      return;
    }
    const noun = thing.state['default_domain'] === true ? 'default' : 'endpoint';
    const key = this.names.give(owner.join('.'), typeof domain === 'string' ? domain : '', noun);
    const path = [...owner, ...(ofApp ? ['services', String(service)] : []), 'endpoints', key];
    const shape = ofApp ? shapeAt('apps', 'services', 'endpoints') : shapeAt('databases', 'endpoints');
    this.addOfKind(thing, path, shape, name);
  }

  private drain(section: string, noun: string, thing: Thing): void {
    const handle = String(thing.state['handle']);
    const path = [section, this.names.give(section, handle, noun.replace(' ', '-'))];
    this.addOfKind(thing, path, shapeAt(section), `The ${noun} "${handle}"`);
  }

  private permission(thing: Thing): void {
    const { role_id: role, scope } = thing.state;
    const wanted = `${this.live.roles.get(String(role)) ?? 'role'}-${String(scope)}`;
    const path = ['permissions', this.names.give('permissions', wanted, 'permission')];
    this.add(thing, path, this.props(shapeAt('permissions'), thing.state, path));
  }

  private addOfKind(thing: Thing, path: readonly string[], shape: ObjectShape | ChoiceShape, name: string): void {
    if (shape.kind === 'object') {
      this.add(thing, path, this.props(shape, thing.state, path));
      return;
    }
    const option = optionFor(shape, thing.state);
    if (option === undefined) {
      const { drain_type: drain, endpoint_type: endpoint } = thing.state;
      this.skip(name, `there is no definition of the type ${String(drain ?? endpoint)}`);
      return;
    }
    const { database_id: database } = thing.state;
    if ('database' in option.shape.fields && this.pathOf('aptible_database', database) === undefined) {
      this.skip(name, `its database ${String(database)} is not exported`);
      return;
    }
    const type = option.kind === shape.byDefault ? {} : { type: option.kind };
    this.add(thing, path, { ...type, ...withHandle(path, thing, this.props(option.shape, thing.state, path)) });
  }

  private props(shape: ObjectShape | ChoiceShape, state: Values, path: readonly string[]): Values {
    if (shape.kind === 'choice') throw new Error(`${path.join('.')} is one of several kinds`);
    return propsOf(shape, state, path, this.words);
  }

  private add({ type, id }: Thing, path: readonly string[], value: Values): void {
    this.paths.set(`${type} ${id}`, path);
    this.imports[path.join('.')] = id;
    let current = this.definition;
    for (const step of path.slice(0, -1)) current = (current[step] ??= {}) as Record<string, unknown>;
    current[path.at(-1)!] = value;
  }

  private skip(name: string, why: string): void {
    this.leftOut.push(`${name} is left out: ${why}.`);
  }

  private pathOf(type: ExportedType, id: unknown): readonly string[] | undefined {
    return this.paths.get(`${type} ${String(id)}`);
  }

  private reference(property: string, id: unknown): string | undefined {
    if (property === 'stackId') return this.live.stack;
    const type = property === 'certificateId' ? 'aptible_certificate' : 'aptible_database';
    return this.pathOf(type, id)?.at(-1);
  }
}

const isOfApp = ({ state }: Thing): boolean => state['resource_type'] === 'app';

/** Leaves the handle out where the entry is called so. */
function withHandle(path: readonly string[], { state }: Thing, { handle: _handle, ...props }: Values): Values {
  return 'handle' in state && state['handle'] !== path.at(-1) ? { handle: state['handle'], ...props } : props;
}

/** What of a text says no reference. */
const withoutReferences = (text: string): string => text.replace(/(?<!\$)\$\{[^}]*\}/g, '');

/** The shape of the entries at a way of sections. */
function shapeAt(...sections: readonly string[]): ObjectShape | ChoiceShape {
  let shape: ObjectShape | ChoiceShape = definitionShape;
  for (const section of sections) {
    if (shape.kind !== 'object') throw new Error(`there are no ${sections.join('.')}`);
    const entries: Shape | undefined = shape.fields[section];
    if (entries?.kind !== 'entries' || entries.of.kind === 'overlay')
      throw new Error(`there are no ${sections.join('.')}`);
    shape = entries.of;
  }
  return shape;
}

/** Sections in the order in which a definition is described. */
function inOrder(definition: Values): Values {
  const names = Object.keys(definitionShape.fields).filter((name) => name in definition);
  return Object.fromEntries(names.map((name) => [name, definition[name]]));
}
