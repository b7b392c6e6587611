import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import type { Fact } from '../../../core/fact.js';
import { parseJson } from '../../../parse/json.js';
import { objectsOf } from '../../../parse/kubernetes.js';
import { suppressionsIn } from '../../../parse/suppressions.js';
import { get, textOf, type TreeNode } from '../../../parse/tree.js';
import { parseYaml } from '../../../parse/yaml.js';
import { declarativeFacts } from './declarative.js';
import { objectFacts, objectKinds } from './objects.js';

const id = 'kong';

/** Kong's declarative configuration (also of decK), and the plug-ins of its Kubernetes controller. */
export const kong: ManifestExtractor = {
  id,
  title: 'Kong: declarative configuration, KongPlugin, KongClusterPlugin, plug-in annotations of Services',
  files: (path) => /\.(?:ya?ml|json)$/i.test(path),
  embedded: true,
  extract(file, text, rendered = false): Extraction {
    if (/["']?_format_version["']?\s*:/.test(text)) return declarative(file, text);
    if (!text.includes('konghq.com') || file.includes('#')) return { facts: [], diagnostics: [] };
    return { facts: objectsOf(file, text, { kinds: objectKinds, rendered }).objects.flatMap(objectFacts), diagnostics: [] };
  },
};

function declarative(file: string, text: string): Extraction {
  const json = /^\s*\{/.test(text);
  const parsed = json ? parseJson(file, text) : undefined;
  const yaml = json ? undefined : parseYaml(file, markedEnvironment(text));
  const roots: TreeNode[] = parsed?.root ? [parsed.root] : (yaml?.documents ?? []).map(({ root }) => root);
  const facts: Fact[] = roots.filter((root) => textOf(get(root, '_format_version')) !== undefined).flatMap((root) => declarativeFacts(file, root));
  return { facts: [...facts, ...suppressionsIn(file, text, id)], diagnostics: parsed?.diagnostics ?? yaml?.diagnostics ?? [] };
}

/** decK's `${{ env "DECK_HOST" }}` is `${DECK_HOST}` here: YAML takes double braces for a template. */
function markedEnvironment(text: string): string {
  return text.replace(/["']?\$\{\{[ \t]{0,20}env[ \t]{1,20}\\?["'](\w{1,80})\\?["'][ \t]{0,20}\}\}["']?/g, (_, name: string) => `\${${name}}`);
}
