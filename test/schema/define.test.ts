import type { Schema } from '../../lib/plugin/types';
import { type Attribute, dataSources, provider, resources, type State } from '../../lib/schema';
import { dataSource, resource } from '../../lib/schema/define';

const texts = { description: 'A thing.', example: '' } as const;

const thing = resource({
  ...texts,
  name: 'aptible_thing',
  importIds: [],
  timeoutsMinutes: { create: 10, delete: 5 },
  attributes: {
    handle: { type: 'string', description: 'Its name.', required: true },
    size: { type: 'number', description: 'Its size.', optional: true, computed: true, default: 1 },
    labels: { type: ['map', 'string'], description: 'Its labels.', optional: true },
    urls: { type: ['list', 'string'], description: 'Its URLs.', computed: true },
  },
  blocks: {
    part: {
      nesting: 'set',
      description: 'Its parts.',
      attributes: { on: { type: 'bool', description: 'Whether it is on.', optional: true } },
    },
  },
});

/** The definition that a file writes and the whole one are compared by the compiler, too: a wrong one does not pass `npm run check`. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

test('a resource has an id that stays and a timeout for each operation that has a default', () => {
  const timeout = (work: string) => ({
    type: 'string',
    description: `How long ${work} may take, operations on the platform included: \`30m\`, \`1h30m\`, \`90s\`.`,
    optional: true,
    pattern: { regex: '^([0-9]+(\\.[0-9]+)?(h|m|s|ms))+$', words: 'a duration such as 30m, 1h30m or 90s' },
  });
  expect(Object.keys(thing.attributes)).toEqual(['id', 'handle', 'size', 'labels', 'urls']);
  expect(thing.attributes.id).toEqual({
    type: 'string',
    description: 'The platform’s numeric id of it, as a string.',
    computed: true,
    stable: true,
  });
  expect(Object.keys(thing.blocks)).toEqual(['part', 'timeouts']);
  expect(thing.blocks.timeouts).toEqual({
    nesting: 'single',
    description:
      'How long Terraform waits for the platform before it gives up. What is still going on then is picked up by the next apply.',
    attributes: { create: timeout('creating it'), delete: timeout('deleting it') },
  });
});

test('a data source has an id, and no timeouts', () => {
  const found = dataSource({ ...texts, name: 'aptible_thing', attributes: {} });
  expect(found).toEqual({
    ...texts,
    name: 'aptible_thing',
    attributes: {
      id: { type: 'string', description: 'The platform’s numeric id of it, as a string.', computed: true },
    },
  });
});

test('the type of an object follows from its definition', () => {
  const same: Same<
    State<typeof thing>,
    {
      id: string | null;
      handle: string;
      size: number;
      labels: Record<string, string> | null;
      urls: string[] | null;
      part: { on: boolean | null }[];
      timeouts: { create: string | null; delete: string | null } | null;
    }
  > = true;
  expect(same).toBe(true);
});

test('every definition is a schema of the plugin protocol', () => {
  const schemas: readonly Schema[] = [provider, ...Object.values(resources), ...Object.values(dataSources)];
  const withoutAFlag = schemas.flatMap(({ attributes }) =>
    Object.entries(attributes).filter(([, { required, optional, computed }]) => !required && !optional && !computed),
  );
  expect(withoutAFlag).toEqual([]);
});

test('what makes a new release of an app is what its release depends on', () => {
  const { attributes } = resources.aptible_app;
  const released = Object.entries<Attribute>(attributes).flatMap(([name, { restarts, writeOnly }]) =>
    restarts === 'released' && !writeOnly ? [name] : [],
  );
  expect(released.sort()).toEqual([...attributes.release.stable.unless].sort());
});
