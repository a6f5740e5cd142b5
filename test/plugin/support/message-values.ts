/** Random values of a message, after the table of its fields. */
import fc from 'fast-check';
import type { AnyField } from '../../../lib/plugin/protobuf';
import type { AnyMessage } from './protobufjs';

/** How deep messages that hold themselves go. */
const maxDepth = 4;

export function valueOfMessage(message: AnyMessage, depth = 0): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.entries(message.fields).filter(
    ([, { kind }]) => typeof kind.type === 'string' || depth < maxDepth,
  );
  return fc.record(Object.fromEntries(fields.map(([name, field]) => [name, valueOfField(field, depth)])), {
    requiredKeys: [],
    noNullPrototype: true,
  });
}

function valueOfField({ cardinality, kind }: AnyField, depth: number): fc.Arbitrary<unknown> {
  const one = valueOfKind(kind.type, depth);
  if (cardinality === 'repeated') return fc.array(one, { maxLength: 3 });
  if (cardinality === 'map') return fc.dictionary(text, one, { maxKeys: 3, noNullPrototype: true });
  return one;
}

const text = fc.oneof(fc.constantFrom('', 'é', 'long '.repeat(60)), fc.string({ unit: 'grapheme' }));
const integer = fc.oneof(fc.constantFrom(0, 1, 127, 128, -1, 2 ** 31, 2 ** 32, -(2 ** 31)), fc.maxSafeInteger());

function valueOfKind(type: AnyField['kind']['type'], depth: number): fc.Arbitrary<unknown> {
  switch (type) {
    case 'string':
      return text;
    case 'bytes':
      return fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
    case 'bool':
      return fc.boolean();
    case 'int64':
      return integer;
    default:
      return valueOfMessage(type, depth + 1);
  }
}
