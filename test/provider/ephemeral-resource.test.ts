/** What all ephemeral resources have around their handlers, with one that the platform does not have. */
import { createHarness } from '../support/plugin/harness';
import { ephemeralResource } from '../../lib/provider/ephemeral-resource';
import { provider } from '../../lib/provider/provider';
import type { EphemeralResourceDefinition } from '../../lib/schema';

const definition = {
  name: 'aptible_line',
  description: 'A line.',
  example: '',
  attributes: {
    number: { type: 'number', description: 'Its number.', required: true, minimum: 1 },
    address: { type: 'string', description: 'Where it is.', computed: true },
  },
} as const satisfies EphemeralResourceDefinition;

interface Line {
  readonly address: string;
}

test('handlers get what was opened, say when it is renewed, and whatever ends it, end it', async () => {
  const said: unknown[] = [];
  const line = ephemeralResource<typeof definition, Line>(definition, {
    async open({ number }, call) {
      const opened = { address: `line ${number}` };
      call.private = opened;
      call.renewAt = new Date('2030-01-01T00:00:00Z');
      call.onEnd(() => void said.push(['end', opened.address]));
      return { address: opened.address };
    },
    async renew(opened, call) {
      said.push(['renew', opened, call.private, call.signal.aborted]);
      call.renewAt = new Date('2031-01-01T00:00:00Z');
    },
    async close(opened, { platform }) {
      said.push(['close', opened, typeof platform.list]);
    },
  });
  const harness = await createHarness(
    { ...provider, ephemeralResources: { aptible_line: line } },
    { configure: { access_token: 'token', api_root_url: 'http://127.0.0.1:9', auth_root_url: 'http://127.0.0.1:9' } },
  );
  const invalid = await harness.openEphemeralResource('aptible_line', { number: 0 });
  expect(invalid.diagnostics).toMatchObject([{ severity: 'error', path: ['number'] }]);
  const held = await harness.holdEphemeralResource('aptible_line', { number: 1 });
  expect([held.result, held.renewAt]).toEqual([{ number: 1, address: 'line 1' }, new Date('2030-01-01T00:00:00Z')]);
  expect(await held.renew()).toEqual({ renewAt: new Date('2031-01-01T00:00:00Z'), diagnostics: [] });
  await harness.close();
  const opened = { address: 'line 1' };
  expect(said).toEqual([
    ['renew', opened, opened, false],
    ['close', opened, 'function'],
    ['end', 'line 1'],
  ]);
});
