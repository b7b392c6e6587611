/** A version that a file gives to something. */
export interface FoundVersion {
  /** An image's name, the keys that lead to a tag, or empty where the file as a whole has the version. */
  readonly subject: string;
  readonly version: string;
  readonly line: number;
}

const versionFiles: readonly (readonly [RegExp, RegExp])[] = [
  [/(?:^|\/)package\.json$/, /^ {0,4}\t?"version"\s*:\s*"([^"]+)"/m],
  [/(?:^|\/)chart\.ya?ml$/i, /^(?:appVersion|version):\s*["']?([\w.+-]+)/gm],
  [/(?:^|\/)(?:version|version\.txt)$/i, /^v?(\d[\w.+-]*)\s*$/m],
  // The package's own table comes first; `version` in a dependency's table is another's.
  [/(?:^|\/)(?:pyproject|cargo)\.toml$/i, /^\[(?:package|project|tool\.poetry)\][^[]{0,2000}?^version\s*=\s*["']([^"']+)["']/m],
  [/(?:^|\/)(?:gradle\.properties|build\.gradle(?:\.kts)?)$/i, /^(?:project\.)?version\s*[=\s]\s*["']?([\w.+-]+)/m],
  [/\.(?:csproj|fsproj)$|(?:^|\/)directory\.build\.props$/i, /<(?:Version|VersionPrefix)>([^<]+)</],
];
const yamlFile = /\.ya?ml$/i;
const noDeployment = /(?:^|\/)(?:\.github|\.gitlab|\.circleci|docs?|tests?|examples?)\/|(?:^|\/)(?:pnpm-lock|mkdocs|\.[\w.-]+)\.ya?ml$|lock\.ya?ml$/i;

/** Whether a change of the file may be a release: a package's or chart's version, or YAML that may name images. */
export function mayHoldVersions(path: string): boolean {
  return versionFiles.some(([name]) => name.test(path)) || /(?:^|\/)pom\.xml$/.test(path) || (yamlFile.test(path) && !noDeployment.test(path));
}

/** The versions that a file gives: its own, and those of images in YAML (`image:`, Kustomize's `newTag`, tags in Helm values). Templates are passed over. */
export function versionsIn(path: string, text: string): readonly FoundVersion[] {
  const found: FoundVersion[] = [];
  for (const [name, pattern] of versionFiles) {
    if (!name.test(path)) continue;
    for (const match of text.matchAll(pattern.global ? pattern : new RegExp(pattern, `${pattern.flags}g`))) {
      found.push({ subject: '', version: match[1] ?? '', line: lineOf(text, match.index + match[0].length - 1) });
      if (!pattern.global) break;
    }
  }
  if (/(?:^|\/)pom\.xml$/.test(path)) found.push(...projectVersion(text));
  if (yamlFile.test(path) && found.length === 0) found.push(...imageVersions(text));
  return found;
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** A Maven project's own version: the first one outside `<parent>`, before its dependencies. */
function projectVersion(text: string): FoundVersion[] {
  const parent = /<parent>[\s\S]{0,2000}?<\/parent>/.exec(text);
  const from = parent === null ? 0 : parent.index + parent[0].length;
  const end = text.search(/<(?:dependencies|dependencyManagement|build|modules|properties)>/);
  const match = /<version>([^<$]+)<\/version>/.exec(text.slice(from, end < from ? undefined : end));
  return match === null ? [] : [{ subject: '', version: match[1] ?? '', line: lineOf(text, from + match.index) }];
}

interface Entry {
  readonly key: string;
  readonly value: string;
  readonly line: number;
  /** Keys around it, outermost first. */
  readonly parents: readonly string[];
  /** Map it stands in. */
  readonly block: number;
}

const tagKeys: ReadonlySet<string> = new Set(['tag', 'imageTag', 'image_tag', 'newTag', 'digest']);
const nameKeys: readonly string[] = ['newName', 'repository', 'name', 'image'];

function imageVersions(text: string): FoundVersion[] {
  const entries = entriesOf(text);
  const blocks = new Map<number, Entry[]>();
  for (const entry of entries) {
    const block = blocks.get(entry.block);
    if (block) block.push(entry);
    else blocks.set(entry.block, [entry]);
  }
  return entries.flatMap(({ key, value, line, parents, block }): FoundVersion[] => {
    const image = /^(?:[\w.-]+(?::\d+)?\/)?(?:[\w.-]+\/)*([\w.-]+)[:@]([\w.:-]+)$/.exec(value);
    if (key === 'image' && image) return [{ subject: image[1] ?? '', version: image[2] ?? '', line }];
    if (!tagKeys.has(key) || value === '') return [];
    const name = nameKeys.flatMap((k) => blocks.get(block)?.find((e) => e.key === k)?.value ?? []).find((v) => v !== '');
    const subject = name === undefined ? [...parents, key].join('.') : (name.split('/').at(-1) ?? name);
    return [{ subject, version: value, line }];
  });
}

const maxLines = 20_000;

/** `key: value` lines of block-style YAML with the keys around them; what no line shows by itself (flow style, block texts, templates) is passed over. */
function entriesOf(text: string): Entry[] {
  const entries: Entry[] = [];
  const stack: { indent: number; key: string; block: number }[] = [{ indent: -1, key: '', block: 0 }];
  let blocks = 0;
  for (const [index, raw] of text.split('\n', maxLines).entries()) {
    const match = /^( *)((?:- +)*)["']?([A-Za-z_][\w./-]*)["']?:(?:\s+(\S.*?))?\s*(?:#.*)?\r?$/.exec(raw);
    if (match === null || raw.includes('{{')) continue;
    const [, spaces = '', dashes = '', key = '', given = ''] = match;
    const indent = spaces.length + dashes.length;
    while ((stack.at(-1)?.indent ?? -1) >= (dashes === '' ? indent : spaces.length + 1)) stack.pop();
    if (dashes !== '') stack.push({ indent: spaces.length + 1, key: '', block: ++blocks });
    const around = stack.at(-1);
    const value = /^["'][^"']*["']$/.test(given) ? given.slice(1, -1) : given;
    entries.push({ key, value, line: index + 1, parents: stack.flatMap((s) => (s.key === '' ? [] : [s.key])), block: around?.block ?? 0 });
    stack.push({ indent, key, block: ++blocks });
  }
  return entries;
}
