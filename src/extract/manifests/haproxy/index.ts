import type { Diagnostic, Extraction, ManifestExtractor } from '../../../core/extraction.js';
import { parseHaproxy } from '../../../parse/haproxy.js';
import { suppressionsIn } from '../../../parse/suppressions.js';
import { factsOf } from './sections.js';

const id = 'haproxy';
const telling = /^(?:frontend|backend|listen)\s+\S+/m;
const further = /^\s+(?:server|server-template|use_backend|default_backend)\s+\S/m;

/** HAProxy configuration: frontends, backends and their ACLs; in images, mounts and ConfigMaps. */
export const haproxy: ManifestExtractor = {
  id,
  title: 'HAProxy configuration',
  files: (path) => /\.cfg$|(?:^|\/)[^/]*haproxy[^/]*(?:\.(?:conf|template|tmpl|tpl))?$/i.test(path) && !/\.(?:ya?ml|md|sh|go|py|lua|json)$/i.test(path),
  embedded: true,
  extract(file, text): Extraction {
    if (!telling.test(text) || !further.test(text)) return { facts: [], diagnostics: [] };
    const template = /\{%|<%|\{\{/.exec(text);
    if (template !== null) {
      const line = text.slice(0, template.index).split('\n').length;
      const message = 'The HAProxy configuration is a template that is not rendered here; analyse its rendered form to include it.';
      return { facts: [], diagnostics: [{ file, line, reason: 'template', message }] };
    }
    const { sections, orphan } = parseHaproxy(text);
    const message = 'HAProxy syntax error: a line stands before the first section. Correct the file; the rest is used.';
    const diagnostics: Diagnostic[] = orphan === undefined ? [] : [{ file, line: orphan, reason: 'unparsable', message }];
    return { facts: [...factsOf(file, sections), ...suppressionsIn(file, text, id)], diagnostics };
  },
};
