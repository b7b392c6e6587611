/** Folders of tests, wherever they are. */
const tests = new Set([
  'test',
  'tests',
  '__tests__',
  '__test__',
  '__mocks__',
  '__fixtures__',
  '__snapshots__',
  'e2e',
  'e2e-tests',
  'cypress',
  'playwright',
  'storybook',
  '.storybook',
  'integration-test',
  'integration-tests',
  'acceptance-tests',
  'unit-tests',
]);
/** Folders for reading, trying out or testing, unless they are part of a code folder: `src/templates` may hold a controller. */
const shows = new Set([
  'example',
  'examples',
  'playground',
  'playgrounds',
  'sample',
  'samples',
  'doc',
  'docs',
  'documentation',
  'template',
  'templates',
  'tutorial',
  'tutorials',
  'spec',
  'specs',
  'fixtures',
  'testdata',
  'test-data',
  'test-utils',
  'testing',
  'stories',
  'benchmark',
  'benchmarks',
  '.devcontainer',
  '.vscode',
  '.idea',
]);
const code = new Set(['src', 'app', 'lib', 'internal', 'pkg', 'cmd', 'server', 'client', 'main', 'java', 'kotlin']);
const testProject = /[-.](e2e|tests?|specs?|unittests|integrationtests|functionaltests)$/;
const testFile =
  /(\.(spec|test|tests|e2e|e2e-spec|e2e-test|int-spec|cy|stories|story|mock|fixture|bench)\.[a-z]+$)|(_test\.(go|py|rb|dart)$)|(_spec\.rb$)|((^|\/)(test_[^/]*\.py|conftest\.py)$)|([a-z0-9](Test|Tests|IT|Spec)\.(java|kt|cs|scala|php)$)/;

/**
 * Tests, examples, playgrounds, documentation and templates, by the path (relative to the scan root). Whole folder names count:
 * `testing-service` is none. `isChart` says whether a folder is a Helm chart: its `templates` are deployment.
 */
export function isAsidePath(path: string, isChart: (folder: string) => boolean): boolean {
  if (testFile.test(path)) return true;
  // Workflows are no service either, but they show how services are released.
  if (path.startsWith('.github/')) return !path.startsWith('.github/workflows/');
  const folders = path.split('/').slice(0, -1);
  let insideCode = false;
  for (const [index, written] of folders.entries()) {
    const folder = written.toLowerCase();
    if (tests.has(folder) || testProject.test(folder)) return true;
    const chart = folder === 'templates' && isChart(folders.slice(0, index).join('/'));
    if (shows.has(folder) && !insideCode && !chart) return true;
    if (code.has(folder)) insideCode = true;
  }
  return false;
}
