import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import { chartDependencies, subChart } from './charts.js';
import { imageTags } from './images.js';

/**
 * What Helm charts show of releases, without rendering: images of one chart that share a value for their tag, and umbrella charts. The facts of
 * single templates are joined by `joinReleases`.
 */
export const helm: ManifestExtractor = {
  id: 'helm',
  title: 'Helm charts (shared image tags, umbrella charts)',
  files: (path) => /(?:^|\/)(?:Chart|requirements)\.ya?ml$/.test(path) || /(?:^|\/)templates\/.+\.(?:ya?ml|tpl)$/.test(path),
  sources: true,
  extract,
};

function extract(file: string, text: string): Extraction {
  if (/(?:^|\/)templates\//.test(file)) return { facts: imageTags(file, text), diagnostics: [] };
  const { facts, diagnostics } = chartDependencies(file, text);
  return { facts: [...facts, ...subChart(file)], diagnostics };
}
