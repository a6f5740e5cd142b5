/** Writes a program with constructs. It has no types of its own, so that it is JavaScript but for its imports. */
import {
  definitionShape,
  optionOf,
  partsOf,
  readable,
  targetOf,
  type ObjectShape,
  type Reference,
  type Shape,
} from '../../definition';
import type { Files } from './files';
import type { Model } from './model';
import { Names } from './names';
import type { Values } from './records';

/** @param name the name of the program */
export const typescriptFiles = (model: Model, name: string): Files => ({ [name]: new Program(model).text() });

type Entries = Readonly<Record<string, Values>>;

class Program {
  private readonly lines: string[] = [];
  private readonly classes = new Set(['AptibleProvider', 'Environment', 'Stack']);
  private readonly fromCdktf = new Set(['App', 'TerraformStack']);
  private readonly names = new Names();
  private readonly taken = new Set(reserved);
  /** What stands for each thing and each secret, by their ways in the definition. */
  private readonly variables = new Map<string, string>();

  constructor(private readonly model: Model) {
    if (model.definition['apps'] !== undefined) this.taken.add('App');
  }

  text(): string {
    const { environment } = this.model.definition as { readonly environment: Values };
    const {
      databases = {},
      certificates = {},
      apps = {},
      permissions = {},
    } = this.model.definition as Readonly<Record<string, Entries>>;
    this.environment(environment);
    for (const [key, value] of Object.entries(certificates)) this.make(['certificates', key], 'Certificate', value);
    for (const [key, value] of Object.entries(databases)) this.database(['databases', key], value);
    for (const [key, value] of Object.entries(apps)) this.app(['apps', key], value);
    for (const [section, name] of [
      ['logDrains', 'LogDrain'],
      ['metricDrains', 'MetricDrain'],
    ] as const) {
      const drains = (this.model.definition[section] ?? {}) as Entries;
      for (const [key, value] of Object.entries(drains)) this.drain([section, key], name, value);
    }
    for (const [key, value] of Object.entries(permissions)) this.make(['permissions', key], 'Permission', value);
    const secrets = this.model.secrets.map(({ name }) => {
      this.fromCdktf.add('TerraformVariable');
      const options = "{ type: 'string', sensitive: true }";
      return `const ${this.secret(name)} = new TerraformVariable(stack, ${quoted(name)}, ${options}).stringValue;`;
    });
    // The class of apps has the name of that of programs.
    const ofCdktf = [...this.fromCdktf].sort().map((name) => (name === 'App' ? 'App as Program' : name));
    return `${[
      `import { ${ofCdktf.join(', ')} } from 'cdktf';`,
      `import { ${[...this.classes].sort().join(', ')} } from 'cdktf-aptible';`,
      '',
      'const program = new Program();',
      `const stack = new TerraformStack(program, ${quoted(this.names.give('stack', String(environment['handle']), 'stack'))});`,
      "new AptibleProvider(stack, 'aptible');",
      ...(secrets.length === 0
        ? []
        : ['', '// Their values come from environment variables: TF_VAR_ and the name.', ...secrets]),
      ...this.lines,
      '',
      'program.synth();',
    ].join('\n')}\n`;
  }

  private environment({ stack, ...props }: Values): void {
    const shape = definitionShape.fields['environment'] as ObjectShape;
    const entries = [
      ...this.entries(props, shape),
      ['stack', `Stack.fromName(stack, 'stack', ${quoted(String(stack))})`] as const,
    ];
    this.lines.push('', `const environment = new Environment(stack, 'environment', ${object(entries)});`);
    this.lines.push(`environment.importFrom(${quoted(String(this.model.imports.environmentId))});`);
  }

  private database(path: readonly string[], { replicas = {}, endpoints = {}, ...value }: Values): void {
    const database = this.make(path, 'Database', value);
    for (const [key, each] of Object.entries(replicas as Entries)) {
      this.make([...path, 'replicas', key], 'Replica', each, [['primary', database]]);
    }
    for (const [key, each] of Object.entries(endpoints as Entries))
      this.endpoint([...path, 'endpoints', key], database, each);
  }

  private app(path: readonly string[], { services = {}, ...value }: Values): void {
    const scaled: Record<string, Values> = {};
    for (const [name, { endpoints: _endpoints, ...each }] of Object.entries(services as Entries)) scaled[name] = each;
    const all = Object.keys(scaled).length === 0 ? value : { ...value, services: scaled };
    const app = this.make(path, 'App', all);
    for (const [service, { endpoints = {} }] of Object.entries(services as Entries)) {
      for (const [key, each] of Object.entries(endpoints as Entries)) {
        this.endpoint([...path, 'services', service, 'endpoints', key], app, each, [['service', quoted(service)]]);
      }
    }
  }

  private drain(path: readonly string[], name: string, { type, ...value }: Values): void {
    this.make(path, name, value, [], { call: `${name}.${String(type)}`, kind: type });
  }

  private endpoint(path: readonly string[], owner: string, value: Values, more: readonly Entry[] = []): void {
    const shape = this.shapeAt(path, value);
    const { type, ...props } = value;
    const own = typeof type === 'string' ? [['type', quoted(type)] as const] : [];
    const entries = [...own, ...more, ...this.entries(props, shape)];
    const variable = this.variable(path, `${owner}-${path.at(-1)}`);
    const props_ = entries.length === 0 ? '' : `, ${object(entries)}`;
    this.put(path, variable, `${owner}.addEndpoint(${quoted(path.at(-1)!)}${props_})`);
  }

  private make(
    path: readonly string[],
    name: string,
    value: Values,
    more: readonly Entry[] = [],
    { call = `new ${name}`, kind }: { readonly call?: string; readonly kind?: unknown } = {},
  ): string {
    this.classes.add(name);
    const key = path.at(-1)!;
    const shape = this.shapeAt(path, { ...value, ...(kind !== undefined && { type: kind }) });
    const handle = 'handle' in shape.fields && !('handle' in value) ? [['handle', quoted(key)] as const] : [];
    const entries = [...handle, ...more, ...this.entries(value, shape)];
    const variable = this.variable(path, key);
    this.put(
      path,
      variable,
      `${call}(environment, ${quoted(this.names.give('environment', key, 'this'))}, ${object(entries)})`,
    );
    return variable;
  }

  private put(path: readonly string[], variable: string, made: string): void {
    const id = this.model.imports.imports[path.join('.')];
    this.lines.push('', `const ${variable} = ${made};`, `${variable}.importFrom(${quoted(String(id))});`);
  }

  private entries(value: Values, { fields }: ObjectShape): Entry[] {
    return Object.entries(value).map(([key, each]) => [key, this.expression(each, fields[key]!)]);
  }

  private expression(value: unknown, shape: Shape): string {
    if (typeof value === 'string') {
      return shape.kind === 'text' && shape.names !== undefined
        ? this.thing([shape.names, value])
        : this.template(value);
    }
    if (typeof value !== 'object' || value === null) return String(value);
    if (Array.isArray(value))
      return `[${value.map((each) => this.expression(each, (shape as { of: Shape }).of)).join(', ')}]`;
    if (shape.kind === 'object') return object(this.entries(value as Values, shape));
    if (shape.kind === 'choice') {
      const { [shape.by]: kind, ...props } = value as Values;
      this.classes.add('Autoscaling');
      return `Autoscaling.${String(kind)}(${object(this.entries(props, optionOf(shape, value)!))})`;
    }
    const { of } = shape as { readonly of: Shape };
    return object(Object.entries(value).map(([key, each]) => [key, this.expression(each, of)]));
  }

  private template(text: string): string {
    const parts = partsOf(text).map((part) =>
      typeof part === 'string' ? forTerraform(part) : { code: this.referred(part) },
    );
    const [first] = parts;
    if (parts.length === 1 && first !== undefined) {
      if (typeof first !== 'string') return first.code;
      if (!first.includes('\n')) return quoted(first);
    }
    return `\`${parts.map((part) => (typeof part === 'string' ? inTemplate(part) : `\${${part.code}}`)).join('')}\``;
  }

  private referred({ kind, rest }: Reference): string {
    if (kind === 'secret') return this.secret(rest);
    const target = targetOf(kind, rest);
    if ('end' in target) throw new Error(`\${${kind}.${rest}} refers to nothing`);
    const { path, credential, property } = target;
    const properties: Readonly<Record<string, string>> = readable[target.kind];
    const thing = this.thing(path);
    if (credential === undefined && Object.hasOwn(properties, property)) return `${thing}.${properties[property]}`;
    const from = credential === undefined ? 'default' : `get(${quoted(credential)})`;
    return `${thing}.credentials.${from}.${property === 'url' ? 'connectionUrl' : property}`;
  }

  private thing(path: readonly string[]): string {
    return this.variable(path, path.at(-1)!);
  }

  private secret(name: string): string {
    return this.variable(['secret', name], name.toLowerCase());
  }

  /** The name of the constant for a thing, made when it is first asked for. */
  private variable(path: readonly string[], wanted: string): string {
    const known = this.variables.get(path.join('.'));
    if (known !== undefined) return known;
    const name = wanted.replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? '');
    const base = /^[A-Za-z]/.test(name) ? name : `_${name}`;
    let variable = base;
    for (let number = 2; this.taken.has(variable); number++) variable = `${base}${number}`;
    this.taken.add(variable);
    this.variables.set(path.join('.'), variable);
    return variable;
  }

  private shapeAt(path: readonly string[], value: Values): ObjectShape {
    let shape: Shape = definitionShape;
    for (const step of path)
      shape = shape.kind === 'object' ? shape.fields[step]! : (shape as { readonly of: Shape }).of;
    return shape.kind === 'choice' ? optionOf(shape, value)! : (shape as ObjectShape);
  }
}

type Entry = readonly [name: string, code: string];

/** Words that are no names of constants in JavaScript, and what the program has anyway. */
const reserved = (
  'program stack environment modules arguments await break case catch class const continue debugger default delete do else enum eval export extends false ' +
  'finally for function if implements import in instanceof interface let new null package private protected public return static super switch ' +
  'this throw true try typeof undefined var void while with yield require'
).split(' ');

function object(entries: readonly Entry[]): string {
  if (entries.length === 0) return '{}';
  const all = entries.map(([name, code]) => {
    const key = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : name === '__proto__' ? '["__proto__"]' : quoted(name);
    return key === code ? key : `${key}: ${code}`;
  });
  const inline = `{ ${all.join(', ')} }`;
  if (inline.length <= 80 && !inline.includes('\n')) return inline;
  // The lines of a text in backticks are its own.
  const indented = (text: string) => (text.includes('`') ? text : text.replaceAll('\n', '\n  '));
  return `{\n${all.map((each) => `  ${indented(each)},`).join('\n')}\n}`;
}

/** Terraform reads `${` and `%{` in every text that it gets. */
const forTerraform = (text: string): string => text.replace(/[$%]\{/g, (sign) => sign[0] + sign);

function quoted(text: string): string {
  const inside = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return text.includes("'") && !text.includes('"') ? `"${inside}"` : `'${inside.replaceAll("'", "\\'")}'`;
}

const inTemplate = (text: string): string =>
  text.replace(/\\|`|\$\{|\r/g, (sign) => (sign === '\r' ? '\\r' : `\\${sign}`));
