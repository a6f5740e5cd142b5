/** A program that loads the library in its second part, as the provider's executable does. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- the bundler takes what is loaded like this for the second part
void (require('./second-part-main') as { run: () => Promise<void> }).run();
