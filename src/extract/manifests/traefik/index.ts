import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import type { Fact } from '../../../core/fact.js';
import { objectsOf } from '../../../parse/kubernetes.js';
import { get, type TreeNode } from '../../../parse/tree.js';
import { parseToml } from '../../../parse/toml.js';
import { parseYaml } from '../../../parse/yaml.js';
import { fileFacts } from './dynamic.js';
import { labelFacts } from './labels.js';
import { objectFacts, objectKinds } from './objects.js';

const id = 'traefik';

/** Traefik's dynamic configuration: files in YAML and TOML, labels of compose and Swarm services, tags of Nomad services, custom resources. */
export const traefik: ManifestExtractor = {
  id,
  title: 'Traefik: files, labels, IngressRoute and Middleware',
  files: (path) => /\.(?:ya?ml|json|toml|nomad|hcl)$/i.test(path),
  embedded: true,
  extract(file, text, rendered = false): Extraction {
    if (!/traefik|^["']?(http|tcp)["']?:|^\[(http|tcp)[.\]]/m.test(text)) return { facts: [], diagnostics: [] };
    if (/\.toml$/i.test(file)) return dynamic(file, parseToml(file, text));
    if (/\.(nomad|hcl|json)$/i.test(file)) return { facts: labelFacts(file, text), diagnostics: [] };
    const objects = file.includes('#') ? [] : objectsOf(file, text, { kinds: objectKinds, rendered }).objects.flatMap(objectFacts);
    if (objects.length > 0) return { facts: objects, diagnostics: [] };
    // What is no YAML is reported by others; a file of this form is Traefik's if it has routers.
    const { documents } = parseYaml(file, text, { final: rendered, wanted: (document) => /\brouters["']?:/.test(document) || document.includes('traefik') });
    const facts: Fact[] = documents.flatMap(({ root }) => [...fileFacts(file, root), ...(get(root, 'services') ? labelFacts(file, text, root) : [])]);
    return { facts, diagnostics: [] };
  },
};

function dynamic(file: string, { root, diagnostics }: { root?: TreeNode; diagnostics: Extraction['diagnostics'] }): Extraction {
  const facts = root === undefined ? [] : fileFacts(file, root);
  return { facts, diagnostics: facts.length > 0 ? diagnostics : [] };
}
