import { environmentOfPath } from '../../parse/environment.js';
import { markUnknown } from '../../parse/marks.js';
import { folderOf, joinPath } from '../../parse/paths.js';
import { entriesOf, get, itemsOf, textMapOf, textOf, textsOf, type TreeNode } from '../../parse/tree.js';
import { parseYaml } from '../../parse/yaml.js';
import type { ChartRequest, OverlayRequest } from '../plan.js';
import { inlineMap } from './applications.js';
import { kindOfFolder, leaveRemote, type PlanContext, type PlanRow } from './context.js';

const name = /(?:^|\/)skaffold[^/]*\.ya?ml$/;

/**
 * What skaffold.yaml files, and those of other names that they require, deploy: Helm releases and kustomizations, those of profiles as alternatives. Manifests that
 * they list are read as they are.
 */
export function skaffoldRows(context: PlanContext): PlanRow[] {
  const { files } = context;
  const paths = files.files.map(({ path }) => path).filter((path) => name.test(path) && !files.isAside(path));
  const rows: PlanRow[] = [];
  const known = new Set(paths);
  for (const file of known) {
    const read = files.read(file);
    if (known.size > maxFiles || !('text' in read) || !/\b(?:helm|kustomize|requires)\s*:/.test(read.text)) continue;
    for (const { root } of parseYaml(file, read.text, { final: true }).documents) {
      if (!(textOf(get(root, 'apiVersion')) ?? '').startsWith('skaffold/')) continue;
      rows.push(...new Config(file, root, context).rows());
      for (const path of requiredBy(file, root)) if (files.has(path)) known.add(path);
    }
  }
  return rows;
}

/** More configurations are not read. */
const maxFiles = 500;

/** `requires: [{ path: ../orders }]`: a file, or the skaffold.yaml of a folder; what comes from git is elsewhere. */
function requiredBy(file: string, root: TreeNode): string[] {
  return itemsOf(get(root, 'requires')).flatMap((node) => {
    const written = textOf(get(node, 'path'));
    if (written === undefined || get(node, 'git') !== undefined) return [];
    const path = joinPath(folderOf(file), written);
    return [path, joinPath(path, 'skaffold.yaml')];
  });
}

/** One configuration of a file. */
class Config {
  private readonly artifacts: readonly string[];

  constructor(
    private readonly file: string,
    private readonly root: TreeNode,
    private readonly context: PlanContext,
  ) {
    this.artifacts = itemsOf(get(root, 'build', 'artifacts')).flatMap((one) => textOf(get(one, 'image')) ?? []);
  }

  rows(): PlanRow[] {
    const profiles = itemsOf(get(this.root, 'profiles'));
    return [...this.deployed(this.root, undefined), ...profiles.flatMap((profile) => this.deployed(profile, textOf(get(profile, 'name'))))];
  }

  private deployed(node: TreeNode, profile: string | undefined): PlanRow[] {
    const environment = profile === undefined ? undefined : environmentOfPath(profile);
    const alternative = environment === undefined ? (profile === undefined ? {} : { when: profile }) : { environment };
    const label = profile === undefined ? '' : `#${environment ?? profile}`;
    const both = (...path: readonly string[]): TreeNode[] => ['manifests', 'deploy'].flatMap((section) => itemsOf(get(node, section, ...path)));
    const overlays = both('kustomize', 'paths').flatMap((path) => this.overlay(textOf(path) ?? '.', alternative, label));
    return [...both('helm', 'releases').flatMap((release) => this.release(release, alternative, label)), ...overlays];
  }

  /** A kustomization for an environment of its own is the same whoever builds it. */
  private overlay(path: string, alternative: Pick<OverlayRequest, 'environment' | 'when'>, label: string): PlanRow[] {
    const folder = joinPath(folderOf(this.file), path);
    if (kindOfFolder(this.context, folder) !== 'kustomization') return [];
    const environment = environmentOfPath(`${folder}/kustomization.yaml`);
    const own = environment !== undefined || label === '';
    const place = environment === undefined ? alternative : { environment };
    return [{ overlay: { folder, edits: [], manifests: [], stack: own ? folder : `${folder}${label}`, ...place } }];
  }

  private release(node: TreeNode, alternative: Pick<ChartRequest, 'environment' | 'when'>, label: string): PlanRow[] {
    const at = { file: this.file, line: node.line };
    const dir = folderOf(this.file);
    const written = textOf(get(node, 'chartPath'));
    const remote = textOf(get(node, 'remoteChart'));
    const chart = written === undefined ? this.context.chartNamed((remote ?? '').slice((remote ?? '').lastIndexOf('/') + 1)) : joinPath(dir, written);
    if (chart === undefined || kindOfFolder(this.context, chart) !== 'chart') {
      if (remote !== undefined || written !== undefined)
        leaveRemote(this.context, at, `The chart ${JSON.stringify((remote ?? written ?? '').slice(0, 100))} of this release`, textOf(get(node, 'repo')) ?? '');
      return [];
    }
    const release = textOf(get(node, 'name'));
    const namespace = textOf(get(node, 'namespace'));
    const request: ChartRequest = {
      chart,
      values: [...textsOf(get(node, 'valuesFiles')).map((path) => joinPath(dir, path)), ...this.overrides(get(node, 'overrides'))],
      parameters: this.parameters(node),
      stack: `${dir}${label}`,
      at,
      ...(release !== undefined && !release.includes('{{') && { name: release }),
      ...(namespace !== undefined && !namespace.includes('{{') && { namespace }),
      ...alternative,
    };
    return [{ chart: request }];
  }

  private overrides(node: TreeNode | undefined): ChartRequest['values'] {
    return inlineMap(node, { placeOf: (line) => ({ file: this.file, line }), rendered: false });
  }

  private parameters(node: TreeNode): ChartRequest['parameters'] {
    const set = [...flattened(get(node, 'setValues'))].map(([path, value]) => ({ name: path, value }));
    const templates = [...flattened(get(node, 'setValueTemplates'))].map(([path, value]) => ({ name: path, value: this.filled(value), text: true }));
    const artifacts = [...textMapOf(get(node, 'artifactOverrides'))].map(([path, value]) => ({ name: path, value, text: true }));
    return [...set, ...artifacts, ...templates];
  }

  /** `{{.IMAGE_REPO_shop_orders}}` is the artifact `shop/orders`; its tag is what the run makes. */
  private filled(text: string): string {
    return text.replace(/\{\{-?\s*\.?([\w.]{1,200})[^{}]{0,200}\}\}/g, (_, variable: string) => {
      const [, what = '', rest = ''] = /^IMAGE_(REPO|NAME|FULLY_QUALIFIED|TAG|DIGEST)_?(\w*)$/.exec(variable) ?? [];
      const artifact = this.artifacts.find((one) => one.replace(/[^\w]/g, '_') === rest) ?? (rest === '' || /^\d*$/.test(rest) ? this.artifacts[0] : undefined);
      return /^(?:REPO|NAME|FULLY_QUALIFIED)$/.test(what) && artifact !== undefined ? artifact : markUnknown(variable, 'parameter');
    });
  }
}

const maxDepth = 20;

/** Dotted names of what stands below a map. */
function flattened(node: TreeNode | undefined, path = '', depth = 0): Map<string, string> {
  const found = new Map<string, string>();
  for (const { key, value } of depth > maxDepth ? [] : entriesOf(node)) {
    const name = path === '' ? key : `${path}.${key}`;
    const text = textOf(value);
    if (text !== undefined) found.set(name, text);
    for (const [inner, one] of flattened(value, name, depth + 1)) found.set(inner, one);
  }
  return found;
}
