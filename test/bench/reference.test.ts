/** The schemas of the reference provider in Go are those of ours. */
import { schemasInGo } from '../../bench/reference';

test('writes attributes, blocks and types in the words of the framework', () => {
  const block = {
    description: 'An app.',
    attributes: {
      handle: { type: 'string', required: true, description: 'Its "name".' },
      password: { type: 'string', optional: true, sensitive: true, write_only: true },
      urls: { type: ['map', ['object', { port: 'number', names: ['list', 'string'] }]], computed: true },
    },
    block_types: {
      service: { nesting_mode: 'set', block: { attributes: { count: { type: 'number', optional: true } } } },
      timeouts: { nesting_mode: 'single', block: { attributes: {} } },
    },
  } as const;
  const nothing = { version: 0, block: {} };
  const go = schemasInGo({
    provider: nothing,
    resource_schemas: { aptible_app: { version: 2, block } },
    data_source_schemas: { aptible_stack: nothing },
  }).replaceAll(/\s+/g, ' ');
  expect(go).toContain(
    'var resourceSchemas = map[string]func() resources.Schema{ "aptible_app": func() resources.Schema { return ' +
      'resources.Schema{Version: 2, MarkdownDescription: "An app.", Attributes: map[string]resources.Attribute{ ' +
      '"handle": resources.StringAttribute{MarkdownDescription: "Its \\"name\\".", Required: true, }, ' +
      '"password": resources.StringAttribute{Optional: true, Sensitive: true, WriteOnly: true, }, ' +
      '"urls": resources.MapAttribute{ElementType: types.ObjectType{AttrTypes: map[string]attr.Type{ ' +
      '"port": types.NumberType, "names": types.ListType{ElemType: types.StringType}, }}, Computed: true, }, }, ' +
      'Blocks: map[string]resources.Block{ ' +
      '"service": resources.SetNestedBlock{NestedObject: resources.NestedBlockObject{Attributes: ' +
      'map[string]resources.Attribute{ "count": resources.NumberAttribute{Optional: true, }, }, }}, ' +
      '"timeouts": resources.SingleNestedBlock{Attributes: map[string]resources.Attribute{ }, }, }} }, }',
  );
  expect(() =>
    schemasInGo({
      provider: { version: 0, block: { block_types: { each: { nesting_mode: 'map', block: {} } } } },
      resource_schemas: {},
      data_source_schemas: {},
    }),
  ).toThrow('no word for blocks that nest in the mode "map"');
});
