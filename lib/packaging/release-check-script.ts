/** The script that Terraform runs for a `ReleaseCheck`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where the build puts it. The ending keeps Node from taking it for an ES module where a folder above says so. */
const builtScript = join(__dirname, '../../dist/release-check/release-check.cjs');

/** @throws when it is not there. */
export function releaseCheckScript(path: string = builtScript): string {
  if (existsSync(path)) return path;
  throw new Error(
    `the script of release checks is not at ${path}: in a checkout of cdktf-aptible run "npm run build"; ` +
      'otherwise the installed package is incomplete, so install it again',
  );
}
