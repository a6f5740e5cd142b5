/** The JSON of stored states, in which no number loses a digit. */
import { randomUUID } from 'node:crypto';
import { distinctItems, failWrongType } from './codec';
import { parseNumber, plainDecimal } from './numbers';
import type { Type } from './types';
import { Decimal, emptyObject, isObject, type Value } from './values';

/** A value from a state file: attributes that are missing become null, and foreign ones are dropped. */
export function decodeJson(text: string, type: Type): Value {
  return valueFromJson(parseLossless(text), type);
}

/** A value from parsed JSON, as `decodeJson` makes it from text. */
export function valueFromJson(json: unknown, type: Type): Value {
  return fromJson(json, type, []);
}

/** Parses JSON; a number that a double cannot hold becomes a `Decimal`. Objects have no prototype. */
export function parseJsonLossless(text: string): unknown {
  return withoutPrototypes(parseLossless(text));
}

/** What a double may not hold has more than 15 digits, or an exponent. A text may look like that, too: then the slow way finds nothing. */
const mayLoseDigits = /\d[\d.]{15}|(?:^|[\s:,[])-?\d+(?:\.\d+)?[eE]/;

function parseLossless(text: string): unknown {
  if (!mayLoseDigits.test(text)) return JSON.parse(text);
  const tag = randomUUID();
  const tagged = text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) => {
    if (token.startsWith('"')) return token;
    const number = parseNumber(token);
    return number instanceof Decimal ? `{"${tag}":"${number.digits}"}` : token;
  });
  return untag(JSON.parse(tagged), tag);
}

function untag(value: unknown, tag: string): unknown {
  if (Array.isArray(value)) return value.map((item) => untag(item, tag));
  if (value === null || typeof value !== 'object') return value;
  if (Object.hasOwn(value, tag)) return new Decimal((value as Record<string, string>)[tag] as string);
  return mapValues(value, (item) => untag(item, tag));
}

function withoutPrototypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPrototypes);
  if (value === null || typeof value !== 'object' || value instanceof Decimal) return value;
  return mapValues(value, withoutPrototypes);
}

function mapValues(value: object, change: (item: unknown) => unknown): Record<string, unknown> {
  const changed = Object.create(null) as Record<string, unknown>;
  for (const [key, item] of Object.entries(value)) changed[key] = change(item);
  return changed;
}

/** Texts, numbers and booleans stand for one another as in Terraform's own conversions, so that a schema may change among them. */
function fromJson(json: unknown, type: Type, path: (string | number)[]): Value {
  if (json === null || json === undefined) return null;
  if (type === 'string') {
    if (typeof json === 'string') return json.normalize('NFC');
    if (typeof json === 'number' || json instanceof Decimal) return plainDecimal(json);
    if (typeof json === 'boolean') return String(json);
  } else if (type === 'number') {
    if (typeof json === 'number') return json === 0 ? 0 : json;
    if (json instanceof Decimal) return json;
    if (typeof json === 'string') return parseNumber(json);
  } else if (type === 'bool') {
    if (typeof json === 'boolean') return json;
    if (json === 'true' || json === 'false') return json === 'true';
  } else if ((type[0] === 'list' || type[0] === 'set') && Array.isArray(json)) {
    const items = json.map((item, index) => stepFromJson(item, type[1], path, index));
    return type[0] === 'set' ? distinctItems(items, type[1]) : items;
  } else if (type[0] === 'map' && isObject(json)) {
    const value = emptyObject();
    for (const [key, item] of Object.entries(json)) {
      value[key.normalize('NFC')] = stepFromJson(item, type[1], path, key);
    }
    return value;
  } else if (type[0] === 'object' && isObject(json)) {
    const value = emptyObject();
    for (const name of Object.keys(type[1])) {
      value[name] = stepFromJson(Object.hasOwn(json, name) ? json[name] : null, type[1][name]!, path, name);
    }
    return value;
  }
  return failWrongType(json, type, path);
}

function stepFromJson(json: unknown, type: Type, path: (string | number)[], step: string | number): Value {
  path.push(step);
  const value = fromJson(json, type, path);
  path.pop();
  return value;
}
