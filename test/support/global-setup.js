const { execFileSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const makeRunDirectory = require('./run-directory');

const root = join(__dirname, '../..');

/** Builds dist/ where there is none, since a synth copies the provider from there. Unit tests run the sources, so an older one will do. */
module.exports = async function globalSetup() {
  makeRunDirectory();
  if (['dist/provider-package', 'dist/ssh'].every((name) => existsSync(join(root, name)))) return;
  execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: 'inherit' });
};
