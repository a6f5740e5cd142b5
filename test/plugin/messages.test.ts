import fc from 'fast-check';
import { AttributePath, DynamicValue, HealthCheckResponse, rpcs, Schema } from '../../lib/plugin/messages';
import { runs } from '../support/runs';
import { valueOfMessage } from './support/message-values';
import { complete, ProtobufJs } from './support/protobufjs';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

test('DynamicValue has msgpack as 1 and json as 2', () => {
  expect(DynamicValue.encode({ msgpack: hex('c0'), json: Buffer.from('{}') })).toEqual(hex('0a 01 c0 12 02 7b7d'));
});

test('AttributePath has one field for each kind of step', () => {
  const path = { steps: [{ attributeName: 'a' }, { elementKeyString: '' }, { elementKeyInt: 0 }] };
  expect(AttributePath.encode(path)).toEqual(hex('0a 03 0a 01 61 0a 02 12 00 0a 02 18 00'));
});

test('ValidateProviderConfig has its diagnostics as 2, and a diagnostic its path as 4', () => {
  const diagnostics = [{ severity: 1, summary: 's', detail: 'd', attribute: { steps: [{ attributeName: 'a' }] } }];
  expect(rpcs.ValidateProviderConfig.response.encode({ diagnostics })).toEqual(
    hex('12 0f 08 01 12 01 73 1a 01 64 22 05 0a 03 0a 01 61'),
  );
});

test('Schema decodes what it has encoded, blocks within blocks too', () => {
  const attribute = { name: 'id', type: Buffer.from('"string"'), required: true, writeOnly: true };
  const block = {
    attributes: [attribute],
    blockTypes: [{ typeName: 'b', block: { attributes: [attribute] }, nesting: 3, minItems: 1, maxItems: 2 }],
  };
  expect(Schema.decode(Schema.encode({ version: 3, block }))).toMatchObject({ version: 3, block });
});

describe('another implementation of protobuf', () => {
  const theirs = new ProtobufJs();
  const messages = Object.entries(rpcs).flatMap(([name, { request, response }]) => [
    { name: `the request of ${name}`, message: request },
    { name: `the response of ${name}`, message: response },
  ]);

  test.each([...messages, { name: 'the answer of the health check', message: HealthCheckResponse }])(
    'reads $name that ours wrote, and ours reads what it wrote',
    ({ message }) => {
      fc.assert(
        fc.property(valueOfMessage(message), (value) => {
          const whole = complete(message, value);
          expect(theirs.decode(message, message.encode(value))).toEqual(whole);
          expect(message.decode(theirs.encode(message, value))).toEqual(whole);
        }),
        { numRuns: runs(100) },
      );
    },
  );
});
