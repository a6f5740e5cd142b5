/** What the official provider made of its configurations, in each of its releases of which the tests of `migrate` have a state. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startLocalPlatform, type LocalPlatform } from '../../../lib/emulator';
import type { Snapshot } from '../../../lib/emulator/store';
import { expectToComeBack, formats } from './support/exporting';

let platform: LocalPlatform;
beforeEach(async () => {
  platform = await startLocalPlatform({ databases: 'none' });
});
afterEach(() => platform.stop());

// Each has an app that names its image in a variable, and the earlier release knew no other way.
describe.each([
  ['official-0.9.24', ['old-image', 'web']],
  ['official-newest', ['old-image']],
])('%s', (release, released) => {
  test.each(formats)('every environment comes back as %s', async (format) => {
    const file = join(__dirname, '../../fixtures/states', release, 'snapshot.json');
    platform.control.restore(JSON.parse(readFileSync(file, 'utf8')) as Snapshot);
    const leftOut: string[] = [];
    for (const { handle } of platform.control.list('account'))
      leftOut.push(...(await expectToComeBack(platform, handle, format)).leftOut);
    expect(leftOut).toEqual(
      released.map((app) => expect.stringMatching(`^The image of the app "${app}" is left out: .* release: external`)),
    );
  });
});
