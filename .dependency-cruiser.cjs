/**
 * Which part of archlint may know which: docs/architecture.md says why. Type-only imports count as well (`tsPreCompilationDeps`):
 * core may not even mention a rule. `analyze.ts`, `path-mappings.ts` and `stopwatch.ts` are the composition root: they may see every stage.
 */
const stages = {
  core: [],
  git: ['core'],
  discover: ['core', 'git'],
  parse: ['core'],
  history: ['core', 'git'],
  render: ['core', 'parse'],
  config: ['core', 'parse'],
  extract: ['core', 'parse'],
  libraries: ['core'],
  link: ['core'],
  resolve: ['core'],
  graph: ['core'],
  rules: ['core', 'graph'],
  judge: ['core'],
  compare: ['core', 'parse'],
  report: ['core'],
  post: ['core'],
};

const stageRule = ([stage, mayKnow]) => ({
  name: `${stage}-knows-only-${['itself', ...mayKnow].join('-')}`,
  severity: 'error',
  comment: 'docs/architecture.md, "Directions", says which stage may know which.',
  from: { path: `^src/${stage}/` },
  to: { path: '^src/', pathNot: `^src/(${[stage, ...mayKnow].join('|')})/` },
});

const strangers = [
  {
    name: 'rules-are-strangers',
    comment: 'What two rules share is a question to the graph and belongs in graph/.',
    severity: 'error',
    from: { path: '^src/rules/([^/]+)[.]ts$', pathNot: '^src/rules/index[.]ts$' },
    to: { path: '^src/rules/' },
  },
  {
    name: 'extractors-are-strangers',
    comment: 'What two extractors share is parsing and belongs in parse/.',
    severity: 'error',
    from: { path: '^src/extract/(languages|manifests|contracts)/([^/]+)/' },
    to: { path: '^src/extract/', pathNot: '^src/extract/$1/$2/' },
  },
  {
    name: 'records-are-strangers',
    comment:
      'What two records share stands beside the language folders, in src/libraries. A record for another way to load one library (x-global, x-module) may vary x.',
    severity: 'error',
    from: { path: '^src/libraries/([^/]+)/', pathNot: '-(global|module)[.]ts$' },
    to: { path: '^src/libraries/[^/]+/' },
  },
  {
    name: 'reporters-are-strangers',
    comment: 'What two reporters share is a shape of the report and belongs in report/shape.',
    severity: 'error',
    from: { path: '^src/report/([^/]+)[.]ts$', pathNot: '^src/report/index[.]ts$' },
    to: { path: '^src/report/[^/]+[.]ts$', pathNot: '^src/report/(options|formats)[.]ts$' },
  },
  {
    name: 'shapes-know-no-reporter',
    severity: 'error',
    from: { path: '^src/report/shape/' },
    to: { path: '^src/report/[^/]+[.]ts$', pathNot: '^src/report/options[.]ts$' },
  },
];

const outside = [
  {
    name: 'disk-only-in-git-discover-config-cli',
    comment: 'Everything else gets text and gives data, so that nothing scanned is opened past the guarded reader.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/(git|discover|config|cli)/' },
    to: { path: '^(node:)?(fs|fs/promises)$' },
  },
  {
    name: 'processes-only-in-the-git-door',
    comment: 'git is the only program archlint runs, and one file starts it, with everything switched off that a hostile repository could make it do.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/git/door[.]ts$' },
    to: { path: '^(node:)?(child_process|worker_threads|cluster|vm)$' },
  },
  {
    name: 'no-network',
    comment: 'A scan is offline; only posting a comment talks to a platform.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/post/' },
    to: { path: '^(node:)?(http|https|http2|net|tls|dgram|dns|dns/promises)$' },
  },
  {
    name: 'compiler-only-behind-its-adapter',
    comment: 'docs/decisions/0001: one file knows the TypeScript compiler, so that another parser can take its place.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/parse/typescript[.]ts$' },
    to: { path: 'node_modules/(@ts-morph|ts-morph|typescript)/' },
  },
  { name: 'bin-only-starts-the-cli', severity: 'error', from: { path: '^bin/' }, to: { path: '^(src|dist)/', pathNot: '^(src|dist)/cli/main[.](ts|js)$' } },
  { name: 'only-the-root-joins-stages', severity: 'error', from: { path: '^src/', pathNot: '^src/(cli/|analyze[.]ts$)' }, to: { path: '^src/[^/]+[.]ts$' } },
  { name: 'nothing-ships-tests', severity: 'error', from: { path: '^(src|bin)/' }, to: { path: '^(test|fixtures|scripts|bench|accuracy)/' } },
  { name: 'no-development-packages', severity: 'error', from: { path: '^(src|bin)/' }, to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] } },
  { name: 'not-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
];

module.exports = {
  forbidden: [
    ...Object.entries(stages).map(stageRule),
    ...strangers,
    ...outside,
    {
      name: 'no-circular',
      comment:
        'Files that need each other at run time are one thing, or stand the wrong way round. Types may name each other: that leaves nothing in the built code.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'dead',
      comment: 'Not reached from the command line.',
      severity: 'error',
      from: { path: '^src/cli/main[.]ts$' },
      to: { path: '^src/', pathNot: '[.]d[.]ts$', reachable: false },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: ['node_modules', '^dist/'] },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'], exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
