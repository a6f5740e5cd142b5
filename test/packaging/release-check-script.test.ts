import { releaseCheckScript } from '../../lib/packaging';

test('a script that is not there is an error that says how to get it', () => {
  expect(() => releaseCheckScript('/nowhere/release-check.cjs')).toThrow(
    'the script of release checks is not at /nowhere/release-check.cjs: in a checkout of cdktf-aptible run "npm run build"; ' +
      'otherwise the installed package is incomplete, so install it again',
  );
});
