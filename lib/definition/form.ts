/** The form of a definition for zod, and its JSON Schema for editors. The limits of single values are those of `lib/schema`, in its words. */
import * as z from 'zod/mini';
import {
  definitionShape,
  type ChoiceShape,
  type NumberShape,
  type ObjectShape,
  type Shape,
  type TextShape,
} from './shape';

/** A value that is a reference as a whole. */
const reference = z.string().check(z.regex(/^\$\{[^}]+\}$/));

/** The form of a whole definition. References in it are texts. */
export const definitionForm = formOf(definitionShape);

type JsonSchema = Readonly<Record<string, unknown>>;

/** @returns the JSON Schema (draft 7) of a definition. A file that says only what is different needs nothing else. */
export function jsonSchemaOfForm(): object {
  const { $schema, definitions, ...whole } = z.toJSONSchema(definitionForm, {
    target: 'draft-7',
    io: 'input',
    reused: 'ref',
  }) as JsonSchema;
  const overlay = overlayOf(whole);
  return {
    title: 'An environment of the Aptible platform',
    $schema,
    // What one of several environments has may be required of the file.
    if: { anyOf: [{ required: ['extends'] }, { required: ['environments'] }] },
    then: { $ref: '#/definitions/overlay' },
    else: { $ref: '#/definitions/whole' },
    ...withShared({ ...(definitions as JsonSchema), whole, overlay }),
  };
}

/** @returns the schema of what changes a value: nothing is required in it. */
function overlayOf({ required: _required, oneOf, ...schema }: JsonSchema): JsonSchema {
  const { properties, additionalProperties } = schema;
  return {
    ...schema,
    ...(properties !== undefined && {
      properties: mapped(properties as Schemas, (field, name) =>
        name === 'environments' ? ofEnvironments(field) : orNull(overlayOf(field)),
      ),
    }),
    ...(isSchema(additionalProperties) && { additionalProperties: orNull(overlayOf(additionalProperties)) }),
    // Without its type, it may be any of them.
    ...(oneOf !== undefined && { anyOf: (oneOf as readonly JsonSchema[]).map(overlayOf) }),
  };
}

type Schemas = Readonly<Record<string, JsonSchema>>;

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;

function mapped(schemas: Schemas, change: (schema: JsonSchema, name: string) => JsonSchema): Schemas {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, change(schema, name)]));
}

const ofEnvironments = (schema: JsonSchema): JsonSchema => ({
  ...schema,
  additionalProperties: { $ref: '#/definitions/overlay' },
});

/** Null removes what the other file has. */
function orNull({ description, ...schema }: JsonSchema): JsonSchema {
  const words = description === undefined ? {} : { description };
  const { type, anyOf } = schema;
  if (typeof type === 'string' && schema['enum'] === undefined && schema['const'] === undefined)
    return { ...schema, type: [type, 'null'], ...words };
  return { anyOf: [...((anyOf as readonly JsonSchema[] | undefined) ?? [schema]), { type: 'null' }], ...words };
}

/** Nobody wants to load the same twice: what is long, and there several times, is kept once. */
function withShared(schemas: Schemas): { readonly definitions: Schemas } {
  const counts = new Map<string, number>();
  const count = (value: unknown): void => {
    if (!isSchema(value)) return;
    const text = JSON.stringify(value);
    counts.set(text, (counts.get(text) ?? 0) + 1);
    if (counts.get(text) === 1) Object.values(value).forEach(count);
  };
  count(schemas);
  const shared: Record<string, JsonSchema> = {};
  const names = new Map<string, string>();
  const inner = (value: JsonSchema) => Object.fromEntries(Object.entries(value).map(([key, each]) => [key, of(each)]));
  const of = (value: unknown): unknown => {
    if (!isSchema(value)) return value;
    if (Array.isArray(value)) return value.map(of);
    const text = JSON.stringify(value);
    // Only a whole schema can be referred to, not what is under `properties`, where one may be called `type`.
    const isWhole = typeof value['type'] === 'string' || Array.isArray(value['type']) || 'anyOf' in value;
    const isShared = (counts.get(text) ?? 0) > 1 && text.length > 80 && isWhole;
    if (!isShared) return inner(value);
    if (!names.has(text)) {
      const name = `shared${names.size}`;
      names.set(text, name);
      shared[name] = inner(value);
    }
    return { $ref: `#/definitions/${names.get(text)!}` };
  };
  return { definitions: { ...mapped(schemas, (schema) => inner(schema)), ...shared } };
}

function formOf(shape: Shape): z.ZodMiniType {
  const form = bare(shape);
  if (shape.text !== '') form.register(z.globalRegistry, { description: shape.text });
  return shape.optional ? z.optional(form) : form;
}

function bare(shape: Shape): z.ZodMiniType {
  switch (shape.kind) {
    case 'text':
      return textForm(shape);
    case 'number':
      return isFixed(shape) ? z.literal([...shape.values]) : z.union([numberForm(shape), reference]);
    case 'boolean':
      return z.union([z.boolean(), reference]);
    case 'list':
      return z.array(formOf(shape.of));
    case 'map':
    case 'entries':
      return z.record(z.string(), formOf(shape.of));
    case 'object':
      return objectForm(shape);
    case 'choice':
      return choiceForm(shape);
    case 'overlay':
      return z.looseObject({});
  }
}

function textForm({ values, isClosed = false, isCheckedBySchema = false }: TextShape): z.ZodMiniType {
  if (values === undefined) return z.string();
  if (isClosed && !isCheckedBySchema) return z.enum(values);
  // An editor offers them; another text may be a reference, or what the platform takes besides.
  const known = z.string();
  known.register(z.globalRegistry, { enum: values });
  return z.union([known, isClosed ? reference : z.string()]);
}

function isFixed(shape: NumberShape): shape is NumberShape & { readonly values: readonly number[] } {
  return shape.values !== undefined && shape.isClosed === true && shape.isCheckedBySchema !== true;
}

function numberForm({ values, isClosed = false, minimum, maximum, isInteger }: NumberShape): z.ZodMiniType {
  const form = z.number();
  form.register(z.globalRegistry, {
    ...(isInteger && { type: 'integer' }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(values !== undefined && (isClosed ? { enum: values } : { examples: values })),
  });
  return form;
}

function objectForm({ fields }: ObjectShape, more: Record<string, z.ZodMiniType> = {}): z.ZodMiniType {
  const forms = Object.entries(fields).map(([name, field]) => [name, formOf(field)] as const);
  return z.strictObject({ ...more, ...Object.fromEntries(forms) });
}

function choiceForm({ by, byDefault, options }: ChoiceShape): z.ZodMiniType {
  const forms = Object.entries(options).map(([kind, option]) =>
    objectForm(option, { [by]: kind === byDefault ? z.optional(z.literal(kind)) : z.literal(kind) }),
  );
  return z.discriminatedUnion(by, forms as never);
}
