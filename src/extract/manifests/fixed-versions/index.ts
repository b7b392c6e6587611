import type { Diagnostic, Extraction, ManifestExtractor } from '../../../core/extraction.js';
import type { ReleaseFact, ReleaseMember } from '../../../core/fact.js';
import { cargoVersions } from './cargo.js';
import { releasePlease } from './release-please.js';
import { parseJson } from '../../../parse/json.js';
import { folderOf, joinPath } from '../../../parse/paths.js';
import { entriesOf, get, itemsOf, textOf } from '../../../parse/tree.js';
import type { TreeNode } from '../../../parse/tree.js';

/** Packages that get one version together: lerna's fixed mode, nx release, changesets' `fixed` and `linked`, release-please's extra files and linked versions, rush's lock-step policies, the version of a Cargo workspace. */
export const fixedVersions: ManifestExtractor = {
  id: 'fixed-versions',
  title: 'Fixed versioning (lerna, nx, changesets, release-please, rush, Cargo workspaces)',
  files: (path) => cargo.test(path) || readers.some((reader) => reader.name.test(path)),
  extract,
};

const cargo = /(?:^|\/)Cargo\.toml$/;

type Reader = (file: string, root: TreeNode) => ReleaseFact[];
const readers: readonly { readonly name: RegExp; readonly read: Reader }[] = [
  { name: /(?:^|\/)lerna\.json$/, read: lerna },
  { name: /(?:^|\/)nx\.json$/, read: nx },
  { name: /(?:^|\/)\.changeset\/config\.json$/, read: changesets },
  { name: /(?:^|\/)\.?release-please-config\.json$/, read: releasePlease },
  { name: /(?:^|\/)common\/config\/rush\/version-policies\.json$/, read: rushPolicies },
  { name: /(?:^|\/)rush\.json$/, read: rushProjects },
];

function extract(file: string, text: string): Extraction {
  if (cargo.test(file)) return cargoVersions(file, text);
  const { root, diagnostics } = parseJson(file, text);
  const reader = readers.find((r) => r.name.test(file));
  return { facts: root && reader ? reader.read(file, root) : [], diagnostics: diagnostics satisfies readonly Diagnostic[] };
}

function release(file: string, line: number, anchor: string, title: string, members: readonly ReleaseMember[]): ReleaseFact {
  return { kind: 'release', at: { file, line }, foundBy: 'fixed-versions', evidenceKind: 'version', anchor, title, members };
}

/** `0.0.0` is what a repository writes that leaves versions to another tool. */
function lerna(file: string, root: TreeNode): ReleaseFact[] {
  const node = get(root, 'version');
  const version = textOf(node);
  if (node === undefined || version === undefined || version === 'independent' || version === '0.0.0') return [];
  const folder = folderOf(file);
  const globs = itemsOf(get(root, 'packages')).flatMap((item) => member(file, item, (text) => joinPath(folder, text)));
  const members = globs.length > 0 ? globs : [{ kind: 'workspace' as const, text: folder, at: { file, line: node.line } }];
  return [release(file, node.line, file, `lerna gives all packages the version ${version}`, members)];
}

function member(file: string, node: TreeNode, text: (raw: string) => string): ReleaseMember[] {
  const raw = textOf(node);
  return raw === undefined || raw.startsWith('!') || (node.kind === 'scalar' && typeof node.value !== 'string')
    ? []
    : [{ kind: 'workspace', text: text(raw), at: { file, line: node.line } }];
}

/** https://nx.dev/docs/reference/nx-json#release: one group of all projects with `fixed` versions is the default. */
function nx(file: string, root: TreeNode): ReleaseFact[] {
  const config = get(root, 'release');
  if (config?.kind !== 'map') return [];
  const fixed = (node: TreeNode | undefined, inherited: string): boolean => (textOf(get(node, 'projectsRelationship')) ?? inherited) === 'fixed';
  const relationship = textOf(get(config, 'projectsRelationship')) ?? 'fixed';
  const groups = entriesOf(get(config, 'groups'));
  if (groups.length === 0) {
    return fixed(config, 'fixed') ? [release(file, config.line, `${file}#release`, 'nx releases all projects with one version', projects(file, config))] : [];
  }
  return groups
    .filter((group) => fixed(group.value, relationship))
    .map((group) => release(file, group.line, `${file}#${group.key}`, `nx releases group ${group.key} with one version`, projects(file, group.value)));
}

function projects(file: string, node: TreeNode): ReleaseMember[] {
  const folder = folderOf(file);
  const list = get(node, 'projects');
  const items = list?.kind === 'scalar' ? [list] : itemsOf(list);
  const members = items.flatMap((item) => member(file, item, (text) => (text.includes('/') && !text.startsWith('@') ? joinPath(folder, text) : text)));
  return members.length > 0 ? members : [{ kind: 'workspace', text: folder, at: { file, line: node.line } }];
}

function changesets(file: string, root: TreeNode): ReleaseFact[] {
  const facts: ReleaseFact[] = [];
  for (const mode of ['fixed', 'linked']) {
    for (const [i, group] of itemsOf(get(root, mode)).entries()) {
      const members = itemsOf(group).flatMap((item) => member(file, item, (text) => text));
      if (members.length > 1 || members.some((m) => m.text.includes('*'))) {
        facts.push(release(file, group.line, `${file}#${mode}${i}`, `changesets gives a ${mode} group one version`, members));
      }
    }
  }
  return facts;
}

/** Anchor that policies and projects of one rush repository share. */
const rushAnchor = (root: string, policy: string): string => `${joinPath(root, 'rush.json')}#${policy}`;

function rushPolicies(file: string, root: TreeNode): ReleaseFact[] {
  const repository = joinPath(folderOf(file), '../../..');
  return itemsOf(root).flatMap((policy) => {
    const name = textOf(get(policy, 'policyName'));
    if (name === undefined || textOf(get(policy, 'definitionName')) !== 'lockStepVersion') return [];
    return [
      { ...release(file, policy.line, rushAnchor(repository, name), `rush policy ${name} gives its projects one version`, []), declaration: 'given' as const },
    ];
  });
}

function rushProjects(file: string, root: TreeNode): ReleaseFact[] {
  const policies = new Map<string, ReleaseMember[]>();
  for (const project of itemsOf(get(root, 'projects'))) {
    const policy = textOf(get(project, 'versionPolicyName'));
    const folder = get(project, 'projectFolder');
    const path = textOf(folder);
    if (policy === undefined || path === undefined || folder === undefined) continue;
    policies.set(policy, [...(policies.get(policy) ?? []), { kind: 'path', text: joinPath(folderOf(file), path), at: { file, line: folder.line } }]);
  }
  return [...policies].map(([policy, members]) => ({
    ...release(file, members[0]?.at.line ?? 1, rushAnchor(folderOf(file), policy), `rush policy ${policy} gives its projects one version`, members),
    declaration: 'needed' as const,
  }));
}
