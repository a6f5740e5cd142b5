/** Between the messages of the protocol and the plain objects of a test. */
import { decode, encode } from '../../../lib/plugin/codec';
import type { Path } from '../../../lib/plugin/diagnostics';
import type { DynamicValueMessage, Response } from '../../../lib/plugin/messages';
import { impliedType } from '../../../lib/plugin/schema';
import type { Schema } from '../../../lib/plugin/types';
import { isObject, type ObjectValue, type Value } from '../../../lib/plugin/values';
import { InconsistencyError } from './terraform-rules';

/** A configuration or state as a test writes it: what is left out is null. */
export type Plain = Readonly<Record<string, unknown>>;

export interface PlainDiagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail: string;
  readonly path?: Path;
}

export function dynamicValue(value: ObjectValue | null, schema: Schema): { msgpack: Buffer; json: Buffer } {
  return { msgpack: encode(value, impliedType(schema)), json: Buffer.alloc(0) };
}

export function objectIn(value: DynamicValueMessage, schema: Schema): ObjectValue | null {
  return value?.msgpack?.length ? (decode(value.msgpack, impliedType(schema)) as ObjectValue | null) : null;
}

type PathMessage = NonNullable<Response<'PlanResourceChange'>['requiresReplace']>[number];

export function pathIn({ steps = [] }: PathMessage): Path {
  return steps.map((step) => step.attributeName ?? step.elementKeyString ?? (step.elementKeyInt as number));
}

export function diagnosticsOf({
  diagnostics = [],
}: {
  diagnostics?: Response<'ReadDataSource'>['diagnostics'];
}): PlainDiagnostic[] {
  return diagnostics.map(({ severity, summary = '', detail = '', attribute }) => {
    if (severity !== 1 && severity !== 2) throw new InconsistencyError('Invalid diagnostic', [`severity ${severity}`]);
    return {
      severity: severity === 1 ? 'error' : 'warning',
      summary,
      detail,
      ...(attribute && { path: pathIn(attribute) }),
    };
  });
}

export function isError({ severity }: PlainDiagnostic): boolean {
  return severity === 'error';
}

/** A copy whose objects have the usual prototype. */
export function plain(object: ObjectValue): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([name, item]) => [name, plainValue(item)]));
}

function plainValue(value: Value): unknown {
  if (Array.isArray(value)) return value.map(plainValue);
  return isObject(value) ? plain(value) : value;
}
