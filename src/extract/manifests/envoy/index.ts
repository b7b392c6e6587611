import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import { parseJson } from '../../../parse/json.js';
import { suppressionsIn } from '../../../parse/suppressions.js';
import { parseYaml } from '../../../parse/yaml.js';
import { bootstrapFacts } from './bootstrap.js';

const id = 'envoy';
const telling = /\bstatic_resources\b|type\.googleapis\.com\/envoy\.(config|extensions|api)/;

/** Envoy's static resources, and the files that its file-based discovery reads. */
export const envoy: ManifestExtractor = {
  id,
  title: 'Envoy: static and file-based listeners, routes and clusters',
  files: (path) => /\.(?:ya?ml|json)$/i.test(path),
  embedded: true,
  extract(file, text, rendered = false): Extraction {
    // An EnvoyFilter of Istio holds pieces of the same form.
    if (!telling.test(text) || /^kind:\s*\w/m.test(text)) return { facts: [], diagnostics: [] };
    const json = /^\s*\{/.test(text);
    const parsed = json ? parseJson(file, text) : undefined;
    const yaml = json ? undefined : parseYaml(file, text, { final: rendered });
    const roots = parsed?.root ? [parsed.root] : (yaml?.documents ?? []).map(({ root }) => root);
    const facts = roots.flatMap((root) => bootstrapFacts(file, root));
    return { facts: [...facts, ...suppressionsIn(file, text, id)], diagnostics: parsed?.diagnostics ?? yaml?.diagnostics ?? [] };
  },
};
