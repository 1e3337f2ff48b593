/** One run for the whole house: few suites, one closing line. Sources are tested, not builds. */
export default {
  roots: ['<rootDir>/apps', '<rootDir>/packages', '<rootDir>/infra'],
  testMatch: ['**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  maxWorkers: 2,
  // Modules of a suite stay in memory after it: a worker that has grown so large is followed by a new one.
  workerIdleMemoryLimit: '1500MB',
  // A bound against hanging, not a measurement: a busy machine may take its time.
  testTimeout: 120_000,
};
