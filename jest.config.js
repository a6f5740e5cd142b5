const shared = {
  setupFiles: ['<rootDir>/test/support/collect-garbage.js'],
  setupFilesAfterEnv: ['<rootDir>/test/support/patience.js'],
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  moduleNameMapper: {
    '^cdktf-aptible$': '<rootDir>/lib/index.ts',
    '^cdktf-aptible/(.*)$': '<rootDir>/lib/$1/index.ts',
  },
};

module.exports = {
  // A test mostly waits for other processes.
  maxWorkers: 3,
  reporters: ['default', '<rootDir>/test/support/counts-reporter.js'],
  projects: [
    {
      ...shared,
      displayName: 'unit',
      globalSetup: '<rootDir>/test/support/global-setup.js',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/acceptance/', '<rootDir>/test/long/'],
    },
    {
      ...shared,
      displayName: 'acceptance',
      testMatch: ['<rootDir>/test/acceptance/**/*.test.ts'],
      globalSetup: '<rootDir>/test/acceptance/support/global-setup.js',
    },
    // For `npm run test:long` only.
    ...(process.env.RUNS_FACTOR === undefined
      ? []
      : [
          {
            ...shared,
            displayName: 'long',
            testMatch: ['<rootDir>/test/long/**/*.test.ts'],
            globalSetup: '<rootDir>/test/acceptance/support/global-setup.js',
          },
        ]),
  ],
};
