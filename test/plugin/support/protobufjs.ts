/** protobufjs with the messages that our tables of fields describe: a second implementation, to compare ours with. */
import { Field, MapField, Root, Type } from 'protobufjs';
import type { AnyField, Message } from '../../../lib/plugin/protobuf';

export type AnyMessage = Message<never, unknown>;
type Values = Record<string, unknown>;

export class ProtobufJs {
  private readonly root = new Root();
  private readonly types = new Map<AnyMessage, Type>();

  encode(message: AnyMessage, value: Values): Uint8Array {
    return this.typeOf(message).encode(value).finish();
  }

  /** The fields as ours are after decoding. */
  decode(message: AnyMessage, bytes: Uint8Array): Values {
    const decoded: object = this.typeOf(message).decode(bytes);
    return this.plain(message, decoded as Values);
  }

  private typeOf(message: AnyMessage): Type {
    const known = this.types.get(message);
    if (known) return known;
    const type = new Type(`M${this.types.size}`);
    this.types.set(message, type);
    this.root.add(type);
    for (const [name, { number, cardinality, kind }] of Object.entries(message.fields)) {
      const typeName = typeof kind.type === 'string' ? kind.type : this.typeOf(kind.type).name;
      if (cardinality === 'map') type.add(new MapField(name, number, 'string', typeName));
      else type.add(new Field(name, number, typeName, cardinality === 'repeated' ? 'repeated' : 'optional'));
    }
    return type;
  }

  private plain(message: AnyMessage, decoded: Values): Values {
    return mapFields(message, (name, { cardinality, kind }) => {
      // What was not on the wire is a default value of the prototype.
      if (cardinality === 'optional' && !Object.hasOwn(decoded, name)) return undefined;
      return eachOf(cardinality, decoded[name], (value) => {
        if (typeof kind.type !== 'string') return value === null ? undefined : this.plain(kind.type, value as Values);
        if (kind.type === 'bytes') return Buffer.from(value as Uint8Array);
        return kind.type === 'int64' ? Number(String(value)) : value;
      });
    });
  }
}

/** What decoding gives where `value` was encoded. */
export function complete(message: AnyMessage, value: Values): Values {
  return mapFields(message, (name, { cardinality, kind }) => {
    const given = value[name];
    if (given !== undefined) {
      return eachOf(cardinality, given, (one) =>
        typeof kind.type === 'string' ? one : complete(kind.type, one as Values),
      );
    }
    return { single: kind.zero, optional: undefined, repeated: [], map: {} }[cardinality];
  });
}

function mapFields(message: AnyMessage, change: (name: string, field: AnyField) => unknown): Values {
  return Object.fromEntries(Object.entries(message.fields).map(([name, field]) => [name, change(name, field)]));
}

function eachOf(cardinality: AnyField['cardinality'], value: unknown, change: (one: unknown) => unknown): unknown {
  if (cardinality === 'repeated') return (value as unknown[]).map(change);
  if (cardinality !== 'map') return change(value);
  return Object.fromEntries(Object.entries(value as Values).map(([key, one]) => [key, change(one)]));
}
