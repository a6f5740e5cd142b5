/** The script that Terraform runs for a `ReleaseCheck`: one file beside the stack, which needs only Node. */
import { checkRelease } from './check';
import { expectationOf } from './expectation';

checkRelease(expectationOf(process.env), (line) => console.log(line)).catch((error: unknown) => {
  console.error((error as Error).message);
  process.exitCode = 1;
});
