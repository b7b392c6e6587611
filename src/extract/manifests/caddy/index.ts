import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import { parseCaddyfile } from '../../../parse/caddyfile.js';
import { suppressionsIn } from '../../../parse/suppressions.js';
import { factsOf } from './sites.js';

const id = 'caddy';

/** Caddyfiles, and the files that they import: sites, `handle` and `route` blocks, named matchers, snippets. */
export const caddy: ManifestExtractor = {
  id,
  title: 'Caddyfiles',
  files: (path) => /(?:^|\/)[^/]*Caddyfile[^/]*$|\.caddy(?:file)?$/i.test(path) && !/\.(?:md|sh|go|[cm]?[jt]s)$/i.test(path),
  embedded: true,
  extract(file, text): Extraction {
    if (!/(?:^|[/#])[^/#]*Caddyfile|\.caddy/i.test(file) || !/\b(?:reverse_proxy|php_fastcgi|basic_?auth|forward_auth|rate_limit)\b/.test(text))
      return { facts: [], diagnostics: [] };
    const { lines, diagnostics } = parseCaddyfile(file, text);
    return { facts: [...factsOf(file, lines), ...suppressionsIn(file, text, id)], diagnostics };
  },
};
