import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import { parseNginx } from '../../../parse/nginx.js';
import { suppressionsIn } from '../../../parse/suppressions.js';
import { factsOf } from './walk.js';

const id = 'nginx';
const byName = /\.(conf|nginx|vhost|template|tmpl|tpl|ctmpl|inc)$|(^|\/)[^/]*nginx[^/]*$|(^|\/)(sites-(available|enabled)|conf\.d)\/[^/]+$/i;
const otherName = /\.(ya?ml|json|md|[cm]?[jt]sx?|sh|py|go|java|toml|html?|png|svg|tf|hcl|lua|service|txt|xml|lock)$|(^|\/)[^/]*dockerfile[^/]*$/i;
const telling =
  /(^|[\s;{}])(?:(?:proxy|grpc|fastcgi|uwsgi|scgi)_pass\s|upstream\s+\S+\s*\{|map\s+\S+\s+\$\w+\s*\{|split_clients\s|location\s+[^;{}\n]*\{|auth_(?:request|basic|jwt)\s|limit_req\s|proxy_(?:set_header|http_version|read_timeout|redirect)\s|add_header\s)/;
/** What other template engines than envsubst's do to a text; Go's `{{ }}` is read. */
const foreignTemplate = /\{%|<%/;

/** nginx configuration: whole files, files that others include, envsubst templates; in images, mounts and ConfigMaps. */
export const nginx: ManifestExtractor = {
  id,
  title: 'nginx and OpenResty configuration',
  files: (path) => byName.test(path) && !otherName.test(path),
  embedded: true,
  extract(file, text): Extraction {
    const mark = foreignTemplate.exec(text);
    if (!telling.test(text)) return { facts: [], diagnostics: [] };
    if (mark !== null) {
      const line = text.slice(0, mark.index).split('\n').length;
      const message = 'The nginx configuration is a template that is not rendered here; analyse its rendered form to include it.';
      return { facts: [], diagnostics: [{ file, line, reason: 'template', message }] };
    }
    const { directives, diagnostics } = parseNginx(file, text);
    return { facts: [...factsOf(file, directives), ...suppressionsIn(file, text, id)], diagnostics };
  },
};
