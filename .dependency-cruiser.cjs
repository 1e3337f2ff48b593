/**
 * ARCHITECTURE.md as failing checks: who may import whom. Arrows between packages only point down their four steps.
 * `npm run check` runs it over apps and packages; types count as imports, since they tie just as well.
 */
const stepOfPackages = {
  1: ['events'],
  2: ['event-sourcing', 'hierarchy'],
  3: ['authority', 'blob-store-folder', 'event-feed-kafka', 'event-store-kurrentdb', 'event-store-sqlite', 'rollup'],
  4: ['reporting', 'scenario', 'service'],
};

const folders = (names) => `^packages/(${names.join('|')})/`;
const packagesFromStep = (step) =>
  Object.entries(stepOfPackages)
    .filter(([other]) => Number(other) >= step)
    .flatMap(([, names]) => names);

const tests = '\\.spec\\.ts$|^(apps|packages)/[^/]+/test/';

const stepRules = Object.entries(stepOfPackages).map(([step, names]) => ({
  name: `step-${step}-imports-only-lower-steps`,
  comment: `A package of step ${step} (${names.join(', ')}) imports packages of lower steps: none of its own step, none above.`,
  severity: 'error',
  from: { path: folders(names) },
  to: { path: folders(packagesFromStep(Number(step))), pathNot: '^packages/$1/' },
}));

module.exports = {
  forbidden: [
    ...stepRules,
    {
      name: 'every-package-has-a-step',
      comment: 'A new package is given its step at the top of this file before anything imports it.',
      severity: 'error',
      from: {},
      to: { path: '^packages/', pathNot: folders(packagesFromStep(1)) },
    },
    {
      name: 'packages-import-no-app',
      comment: 'What is imported by apps knows none of them.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^apps/' },
    },
    {
      name: 'apps-import-no-other-app',
      comment: "Services read each other's events, never each other's code. Standalone alone composes them.",
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/standalone/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'gateway-knows-no-domain',
      comment: 'The gateway only composes: no rule, no database, no code of one domain. It may use `service`.',
      severity: 'error',
      from: { path: '^apps/gateway/', pathNot: tests },
      to: { path: '^packages/', pathNot: '^packages/service/' },
    },
    {
      name: 'deciders-import-no-node-module',
      comment: 'A rule is a pure function: no clock, file, network or id maker inside.',
      severity: 'error',
      from: { path: '\\.decider\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'deciders-reach-no-nest',
      comment: 'Neither a rule nor anything it imports, however far away, knows the framework.',
      severity: 'error',
      from: { path: '\\.decider\\.ts$' },
      to: { path: 'node_modules/@nestjs/', reachable: true },
    },
    {
      name: 'no-circular-imports',
      comment: 'Two modules that need each other are one, or need a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-imports-a-test',
      comment: 'Specs import code; code imports no spec and nothing of a test folder.',
      severity: 'error',
      from: { pathNot: tests },
      to: { path: tests },
    },
    {
      name: 'imports-resolve',
      comment: 'What cannot be resolved is missing from a package.json, or misspelt.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/(dist|coverage)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
