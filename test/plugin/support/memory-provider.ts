/** A provider of one resource type over any schema: it keeps objects in memory and fills in what a plan leaves unknown. */
import { withoutWriteOnly } from '../../../lib/plugin/schema';
import type { Provider, Resource, Schema } from '../../../lib/plugin/types';
import type { ObjectValue } from '../../../lib/plugin/values';
import { fillObject } from './arbitraries';

export const typeName = 'memory_thing';

export function memoryProvider(schema: Schema, changes: Partial<Resource> = {}): Provider {
  let stored: ObjectValue | null = null;
  const save = ({ planned }: { planned: ObjectValue }) => {
    stored = withoutWriteOnly(fillObject(planned, schema), schema);
    return Promise.resolve(stored);
  };
  const resource: Resource = {
    schema,
    create: save,
    update: save,
    read: () => Promise.resolve(stored),
    delete: () => {
      stored = null;
      return Promise.resolve();
    },
    ...changes,
  };
  return {
    name: 'memory',
    schema: { attributes: {} },
    resources: { [typeName]: resource },
    dataSources: {},
    configure: () => Promise.resolve({}),
  };
}
