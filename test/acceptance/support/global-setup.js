const { join } = require('node:path');

/** Builds the provider's executable from today's sources, once a run. */
module.exports = async function globalSetup() {
  const root = join(__dirname, '../../..');
  const { bundleProvider } = await import(join(root, 'scripts/bundle-provider.mjs'));
  await bundleProvider(root);
};
