const { execFileSync } = require('node:child_process');
const { join } = require('node:path');

/** Builds dist/ from today's sources, once a run: the tests of what users install run it. */
module.exports = async function globalSetup() {
  execFileSync(process.execPath, [join(__dirname, '../../../scripts/build.mjs')], { stdio: 'inherit' });
};
