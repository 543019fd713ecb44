/** Every test that needs nothing but Node and npm. */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/test/browser/', '/test/end-to-end/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  // Gives the run a folder, if possible in memory, and searches what the desks under test let out.
  globalSetup: '<rootDir>/test/canary/setup.mjs',
  globalTeardown: '<rootDir>/test/canary/teardown.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  // Our imports end in .js and mean .ts; packages that wrap JSON in a file called x.json.js mean just that.
  moduleNameMapper: { '^(\\.{1,2}/(?!.*\\.json\\.js$).*)\\.js$': '$1' },
  coverageProvider: 'v8',
  // Most tests wait for something: one core less, as is the default, leaves a small machine idle.
  maxWorkers: '100%',
  // A machine that does other things besides is no fault of a test's.
  testTimeout: 30_000,
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
};
