import type { Extraction, ManifestExtractor, ReleaseFact, ReleaseMember } from '../../../core/fact.js';
import { entriesOf, get, itemsOf, textMapOf, textOf, textsOf } from '../../../parse/tree.js';
import type { TreeNode } from '../../../parse/tree.js';
import { parseYaml } from '../../../parse/yaml.js';
import { publishedByAction } from './actions.js';
import { publishedByCommands } from './commands.js';
import type { Step } from './step.js';

/**
 * Jobs of GitHub workflows that publish or deploy several things. Jobs that only build and test, that run for pull requests alone, that deploy to a
 * cluster made for a test, or that run once for each element of a matrix show nothing; reusable workflows are not followed.
 */
export const githubActions: ManifestExtractor = {
  id: 'github-actions',
  title: 'GitHub workflows (jobs that deploy several services)',
  files: (path) => /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/.test(path),
  extract,
};

const testCluster = /\bkind create cluster|\bminikube start|\bk3d cluster create|\bk3s\b.*server/;
const testClusterAction = /(?:kind-action|setup-minikube|setup-kind|k3d-action|setup-k3s)/;

function extract(file: string, text: string): Extraction {
  // `${{ … }}` is no YAML flow mapping; as `$(( … ))` the file parses, with the same lines.
  const plain = text.replace(/\$\{\{([\s\S]*?)\}\}/g, (_, inner: string) => `$((${inner.replace(/[{}]/g, ' ')}))`);
  const { documents, diagnostics } = parseYaml(file, plain);
  const root = documents[0]?.root;
  const facts =
    root && !onlyPullRequests(get(root, 'on')) ? entriesOf(get(root, 'jobs')).flatMap((job) => jobRelease(file, root, job.key, job.line, job.value)) : [];
  return { facts, diagnostics };
}

function onlyPullRequests(on: TreeNode | undefined): boolean {
  const events = on?.kind === 'map' ? on.entries.map((e) => e.key) : textsOf(on);
  return events.length > 0 && events.every((event) => event.startsWith('pull_request') || event === 'merge_group');
}

function jobRelease(file: string, root: TreeNode, id: string, line: number, job: TreeNode): ReleaseFact[] {
  if (get(job, 'strategy', 'matrix') || /event_name\s*==\s*'pull_request/.test(textOf(get(job, 'if')) ?? '')) return [];
  const steps = itemsOf(get(job, 'steps'));
  const forTest = steps.some((s) => testClusterAction.test(textOf(get(s, 'uses')) ?? '') || testCluster.test(textOf(get(s, 'run')) ?? ''));
  if (forTest) return [];
  const folderOfJob = textOf(get(job, 'defaults', 'run', 'working-directory')) ?? textOf(get(root, 'defaults', 'run', 'working-directory')) ?? '.';
  const members = new Map<string, ReleaseMember>();
  for (const node of steps) {
    const step: Step = {
      file,
      line: (get(node, 'run') ?? get(node, 'uses'))?.line ?? node.line,
      folder: textOf(get(node, 'working-directory')) ?? folderOfJob,
      env: new Map([...textMapOf(get(root, 'env')), ...textMapOf(get(job, 'env')), ...textMapOf(get(node, 'env'))]),
      node,
    };
    for (const member of [...publishedByAction(step), ...publishedByCommands(step)]) {
      const key = `${member.kind} ${member.text}`;
      if (!members.has(key)) members.set(key, member);
    }
  }
  const found = [...members.values()];
  if (found.length < 2 && !found.some((m) => m.text.includes('*'))) return [];
  const title = `job ${id} publishes or deploys ${found.length > 1 ? `${found.length} things` : found[0]?.text}`;
  return [{ kind: 'release', at: { file, line }, foundBy: 'github-actions', evidenceKind: 'pipeline', anchor: `${file}#${id}`, title, members: found }];
}
