// Collects the garbage that earlier test files left. V8 by itself lets it grow to a gigabyte, and the start of a process copies the memory
// map of its parent: that takes 2 ms where the parent is small, and 50 ms where it has a gigabyte.
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

/** A collection takes a tenth of a second and more, so that some files share one. */
const enoughBytes = 160 * 2 ** 20;

if (process.memoryUsage().heapUsed > enoughBytes) {
  setFlagsFromString('--expose-gc');
  // Without it, what is left lies scattered, and the memory stays with this process.
  setFlagsFromString('--compact-on-every-full-gc');
  runInNewContext('gc')();
  setFlagsFromString('--no-compact-on-every-full-gc');
}
