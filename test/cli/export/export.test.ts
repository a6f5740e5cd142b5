import fc from 'fast-check';
import { startLocalPlatform, type LocalPlatform } from '../../../lib/emulator';
import { runs } from '../../support/runs';
import { environments, makeEnvironment } from './support/environments';
import { expectToComeBack, formats } from './support/exporting';

let platform: LocalPlatform;
beforeAll(async () => {
  platform = await startLocalPlatform({ databases: 'none', defaultProcessTypes: ['web', 'worker'] });
});
afterAll(() => platform.stop());

test.each(formats)(
  'a random environment comes back as %s: the plan imports everything, and changes nothing',
  (format) =>
    fc.assert(
      fc.asyncProperty(environments, async (wanted) => {
        const { leftOut } = await expectToComeBack(platform, await makeEnvironment(platform, wanted), format);
        const failed = wanted.dead.map(({ status }) => status).filter((status) => status.endsWith('_failed'));
        expect(leftOut.map((line) => / is (\w+): /.exec(line)?.[1] ?? line).sort()).toEqual(failed.sort());
      }),
      // What is shrunk would be made on the platform a hundred times.
      { numRuns: runs(4), endOnFailure: true },
    ),
);
