import base from './jest.config.mjs';

/** The tests that run the built program as a process of its own and kill it: `npm run test:end-to-end`. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/end-to-end/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
