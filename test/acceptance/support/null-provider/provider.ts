/** A stand-in of the provider hashicorp/null with its one resource: tests ask no registry. */
import { randomUUID } from 'node:crypto';
import type { Provider, Resource } from '../../../../lib/plugin/types';

const nullResource: Resource = {
  schema: {
    attributes: {
      id: { type: 'string', computed: true, stable: true },
      triggers: { type: ['map', 'string'], optional: true, replace: true },
    },
  },
  create: ({ planned }) => Promise.resolve({ ...planned, id: randomUUID() }),
  read: (state) => Promise.resolve(state),
  update: ({ planned }) => Promise.resolve(planned),
  delete: () => Promise.resolve(),
};

export const provider: Provider = {
  name: 'null',
  schema: { attributes: {} },
  resources: { null_resource: nullResource },
  dataSources: {},
  configure: () => Promise.resolve({}),
};
