/** The direction of imports: features -> services -> platform; the demo and the tests may use the simulator. */
const PAGE = '^src/simulator/page/';
const TEST = '\\.test\\.ts$';
/** `store.ts`, `history-store.ts`: where a feature meets Telegram and the database. */
const EDGES = '(index|actions|store|messages|bot|dialogues|jobs|feed)';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that need each other at run time are one file, or lack a third. Types may.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'feature-knows-no-feature',
      severity: 'error',
      comment:
        'What two features share travels through app.ts as a plain function, or moves down to services.',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/features/', pathNot: '^src/features/$1/' },
    },
    {
      name: 'service-knows-no-feature',
      severity: 'error',
      from: { path: '^src/services/' },
      to: { path: '^src/features/' },
    },
    {
      name: 'platform-knows-nobody',
      severity: 'error',
      comment: 'The platform knows no citizen and no city.',
      from: { path: '^src/platform/' },
      to: { path: '^src/(features|services)/' },
    },
    {
      name: 'parts-do-not-know-the-whole',
      severity: 'error',
      comment: 'app.ts, bot.ts and config.ts know the parts; a part is given what it needs.',
      from: { path: '^src/(features|services|platform|simulator)/', pathNot: TEST },
      to: { path: '^src/[^/]+\\.ts$' },
    },
    {
      name: 'nobody-imports-main',
      severity: 'error',
      from: { path: '^(src|bench|scripts)/', pathNot: TEST },
      to: { path: '^src/main\\.ts$' },
    },
    {
      name: 'only-main-imports-app',
      severity: 'error',
      from: { path: '^src/', pathNot: [TEST, '^src/main\\.ts$'] },
      to: { path: '^src/(app|demo)\\.ts$' },
    },
    {
      name: 'simulator-only-in-demo-and-tests',
      severity: 'error',
      from: { path: '^(src|scripts)/', pathNot: [TEST, '^src/simulator/', '^src/demo(/|\\.ts$)'] },
      to: { path: '^src/simulator/' },
    },
    {
      name: 'simulator-stands-alone',
      severity: 'error',
      comment: 'The simulator takes the place of Telegram; it must not share the faults of the app.',
      from: { path: '^src/simulator/' },
      to: { path: '^src/', pathNot: '^src/(simulator/|platform/(clock|log)\\.ts$)' },
    },
    {
      name: 'page-runs-in-a-browser',
      severity: 'error',
      comment: 'Of the simulator the page knows types only: what runs on Node does not run there.',
      from: { path: PAGE },
      to: {
        path: '^src/',
        pathNot: [PAGE, '^src/platform/clock\\.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      comment:
        'A rule file takes plain data: only the edges of a feature know grammY, Prisma and PostgreSQL.',
      from: { path: '^src/features/', pathNot: [TEST, `[/-]${EDGES}\\.ts$`] },
      to: {
        path: ['^node_modules/(grammy|@grammyjs|@prisma|pg|pg-boss)/', '^src/platform/(database|telegram)/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'no-test-in-the-program',
      severity: 'error',
      from: { path: '^src/', pathNot: TEST },
      to: { path: [TEST, '^(test|bench|scripts)/'] },
    },
    {
      name: 'no-development-package-in-the-program',
      severity: 'error',
      comment:
        'The image is installed without development packages. The page holds in one file what it needs.',
      from: { path: '^src/', pathNot: [TEST, PAGE] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      // This one names type files that its package lacks.
      to: { couldNotResolve: true, pathNot: '@grammyjs/storage-prisma' },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^src/platform/database/generated'] },
    exclude: { path: ['^dist/', '^src/platform/database/generated/.+/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
