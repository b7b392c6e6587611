import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import type { Fact, ReleaseMember } from '../../../core/fact.js';
import { parseImage } from '../../../parse/image.js';
import { interpolate } from '../../../parse/interpolate.js';
import type { Term } from '../../../core/term.js';
import { entriesOf, entry, get, textOf } from '../../../parse/tree.js';
import { parseYaml } from '../../../parse/yaml.js';

/**
 * A variable that stands in the tags of two or more different images of one compose file (`shop:${TAG}-orders` and `shop:${TAG}-billing` are two): they
 * are released as one. Equal literal tags alone show nothing, and neither do several services of one image.
 */
export const composeTags: ManifestExtractor = {
  id: 'compose-tags',
  title: 'One image tag for several compose services',
  files: (path) => /\.ya?ml$/i.test(path),
  extract,
};

/** A part of a tag that says for which machine or of which kind an image is, and no version. */
const variant = /(?:^|_)(?:PLATFORM|ARCH|OS|DISTRO|FLAVOU?R|VARIANT)$/i;

function extract(file: string, text: string): Extraction {
  if (!text.includes('$') || !/^services[ \t]*:/m.test(text) || !/\bimage[ \t]*:/.test(text)) return { facts: [], diagnostics: [] };
  const variables = new Map<string, { members: ReleaseMember[]; images: Set<string> }>();
  // What is wrong with the file, the compose extractor says.
  for (const document of parseYaml(file, text).documents) {
    for (const { key, value } of entriesOf(get(document.root, 'services'))) {
      const written = entry(value, 'image');
      const image = textOf(written?.value);
      if (image === undefined || written === undefined) continue;
      const { repository, tag } = parseImage(image);
      for (const name of new Set(settingsIn(interpolate(tag ?? '')).filter((one) => !variant.test(one)))) {
        const tied = variables.get(name) ?? { members: [], images: new Set() };
        tied.members.push({ kind: 'workload', text: `${file}#${key}`, at: { file, line: written.line } });
        tied.images.add(`${repository}:${tag ?? ''}`);
        variables.set(name, tied);
      }
    }
  }
  const facts: Fact[] = [];
  for (const [name, { members, images }] of variables) {
    const first = members[0];
    if (!first || images.size < 2) continue;
    const title = `\${${name}} is the tag of all their images`;
    facts.push({ kind: 'release', at: first.at, foundBy: 'compose-tags', evidenceKind: 'version', anchor: name, title, members });
  }
  return { facts, diagnostics: [] };
}

function settingsIn(term: Term): string[] {
  if (term.k === 'setting') return [term.name, ...(term.fallback ? settingsIn(term.fallback) : [])];
  if (term.k === 'template') return term.parts.flatMap(settingsIn);
  return term.k === 'choice' ? term.of.flatMap(settingsIn) : [];
}
