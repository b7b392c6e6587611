import type { ManifestExtractor } from '../../../core/extraction.js';
import type { PropertiesFact } from '../../../core/fact.js';
import type { EnvEntry } from '../../../core/workload.js';
import { literal } from '../../../core/term.js';
import { parseJson } from '../../../parse/json.js';
import { flattenTree, type Property } from '../../../parse/properties.js';
import { redact } from '../../../parse/redact.js';
import { entriesOf, get, textOf, type TreeNode } from '../../../parse/tree.js';

const id = 'dotnet-config';
const settings = /(^|\/)appsettings(\.[^/]+)?\.json$/i;
const launches = /(^|\/)properties\/launchSettings\.json$/i;
const tests = /(^|\/)(bin|obj|node_modules)\//i;
const maxText = 2_000;

/** appsettings.json and its forms for environments, and the addresses of launchSettings.json, as .NET reads them. */
export const dotnetConfig: ManifestExtractor = {
  id,
  title: '.NET appsettings and launch settings',
  files: (path) => (settings.test(path) || launches.test(path)) && !tests.test(path),
  extract(file, text) {
    const { root, diagnostics } = parseJson(file, text.replace(/^\uFEFF/, ' '));
    const properties = launches.test(file) ? launchProperties(root) : flattenTree(root);
    const entries = properties.filter((p) => p.text.length <= maxText).map((p) => entryOf(file, p));
    const [first] = entries;
    if (first === undefined) return { facts: [], diagnostics };
    const stem = file.slice(file.lastIndexOf('/') + 1).replace(/\.json$/i, '');
    const fact: PropertiesFact = { kind: 'properties', style: 'dotnet', path: file, stem, profiles: [], entries, at: first.at, foundBy: id };
    return { facts: [fact], diagnostics };
  },
};

/** `applicationUrl` of the first profile that starts the project itself, as the setting `urls`. */
function launchProperties(root: TreeNode | undefined): Property[] {
  const project = entriesOf(get(root, 'profiles')).find(({ value }) => textOf(get(value, 'commandName')) === 'Project');
  const url = get(project?.value, 'applicationUrl');
  const text = textOf(url);
  return url === undefined || text === undefined || text === '' ? [] : [{ key: 'urls', text, line: url.line }];
}

/** Keys are written with colons, as code asks for them: `ConnectionStrings:orders`. */
function entryOf(file: string, { key, text, line }: Property): EnvEntry {
  const name = key.replace(/\.(?![^[]*\])/g, ':');
  const value = redact(name.replace(/([a-z])([A-Z])/g, '$1-$2'), literal(text));
  return { name, ...(value && { value }), at: { file, line } };
}
