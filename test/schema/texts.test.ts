/** The texts of messages are for readers of HCL and for those of TypeScript: the names in them have to be found. */
import { dataSources, ephemeralResources, provider, resources, type Attribute, type Block } from '../../lib/schema';
import { releaseCheck } from '../../lib/schema/release-check';

/** The texts of a block that messages give, each with the block whose fields it may name. */
function textsOf(block: Block): [string, Block][] {
  const ofAttributes = Object.values(block.attributes).flatMap(({ notEmpty, pattern, keyPattern }: Attribute) => [
    notEmpty,
    pattern?.words,
    keyPattern?.words,
  ]);
  const texts = [...ofAttributes, ...(block.rules ?? []).map(({ why }) => why)].filter((text) => text !== undefined);
  return [
    ...texts.map((text): [string, Block] => [text, block]),
    ...Object.values(block.blocks ?? {}).flatMap((nested) => textsOf(nested)),
  ];
}

/** Words such as `docker_image`, which are names of HCL or values of the platform. */
const named = /`?\b[a-z]+(?:_[a-z]+)+\b`?/g;
const valuesOf = (block: Block) => Object.values(block.attributes).flatMap(({ oneOf }) => oneOf ?? []);

const texts = [
  provider,
  releaseCheck,
  ...Object.values(resources),
  ...Object.values(dataSources),
  ...Object.values(ephemeralResources),
].flatMap((definition) => textsOf(definition));

test('a field that a text names is in backticks, which messages replace by the word of the reader', () => {
  const wrong = texts.flatMap(([text, block]) =>
    (text.match(named) ?? [])
      .filter((name) => !valuesOf(block).includes(name))
      .filter((name) => !/^`\w+`$/.test(name) || !(name.slice(1, -1) in { ...block.attributes, ...block.blocks }))
      .map((name) => `${name} in: ${text}`),
  );
  expect(wrong).toEqual([]);
});
