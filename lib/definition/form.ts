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

/** @returns the JSON Schema (draft 7) of a definition. */
export function jsonSchemaOfForm(): object {
  return {
    title: 'An environment of the Aptible platform',
    ...z.toJSONSchema(definitionForm, { target: 'draft-7', io: 'input', reused: 'ref' }),
  };
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
