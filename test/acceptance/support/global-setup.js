const { execFileSync } = require('node:child_process');
const { join } = require('node:path');
const makeRunDirectory = require('../../support/run-directory');

/** Builds dist/, once a run, unless it is younger than today's sources: the tests of what users install run it. */
module.exports = async function globalSetup() {
  makeRunDirectory();
  execFileSync(process.execPath, [join(__dirname, '../../../scripts/build.mjs'), '--if-older'], { stdio: 'inherit' });
};
