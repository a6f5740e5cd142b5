/** The script that Terraform runs for a `ReleaseCheck`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The file that the build makes. Its ending keeps Node from reading it as an ES module where a package.json above says so. */
const builtScript = join(__dirname, '../../dist/release-check/release-check.cjs');

/** @throws Error when the script is not there. */
export function releaseCheckScript(path: string = builtScript): string {
  if (existsSync(path)) return path;
  throw new Error(
    `the script of release checks is not at ${path}: in a checkout of cdktf-aptible run "npm run build"; ` +
      'otherwise the installed package is incomplete, so install it again',
  );
}
