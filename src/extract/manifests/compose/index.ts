import type { Diagnostic, ManifestExtractor } from '../../../core/extraction.js';
import type { Fact } from '../../../core/fact.js';
import type { StackFact, WorkloadFact } from '../../../core/workload.js';
import { environmentOfPath } from '../../../parse/environment.js';
import { folderOf, rootPath } from '../../../parse/paths.js';
import { sidecarRunOf } from '../../../parse/pipeline/sidecar-runs.js';
import { suppressionsIn } from '../../../parse/suppressions.js';
import { entriesOf, get, itemsOf, textOf, type TreeEntry, type TreeNode } from '../../../parse/tree.js';
import { parseYaml } from '../../../parse/yaml.js';
import { baseFileOf, isComposeName, isOverrideName, mayBeCompose } from './names.js';
import { readService } from './service.js';
import { plain } from './texts.js';

const id = 'compose';
const topLevelWords = new Set(['version', 'name', 'services', 'include', 'networks', 'volumes', 'configs', 'secrets', 'models']);

/** docker compose and stack files, version 1 to the present specification, by name or by content. */
export const compose: ManifestExtractor = {
  id,
  title: 'Docker Compose',
  files: mayBeCompose,
  extract(file, text) {
    const named = isComposeName(file);
    if (!named && !(/^services:/m.test(text) && /^\s+(image|build):/m.test(text))) return { facts: [], diagnostics: [] };
    const { documents, diagnostics } = parseYaml(file, text);
    const facts: Fact[] = [];
    const notes: Diagnostic[] = [];
    for (const { root } of documents) {
      const services = servicesOf(root, named);
      if (services.length === 0 && !(named && get(root, 'include'))) continue;
      facts.push(...stackFact(file, root));
      for (const entry of services.filter((service) => service.value.kind !== 'map')) notes.push(notAMap(file, entry));
      facts.push(...workloads(file, root, services));
    }
    if (!named && facts.length === 0) return { facts: [], diagnostics: [] };
    return { facts: [...facts, ...suppressionsIn(file, text, id)], diagnostics: [...diagnostics, ...notes] };
  },
};

function workloads(file: string, root: TreeNode, services: readonly TreeEntry[]): Fact[] {
  const environment = environmentOfPath(file);
  const base = baseFileOf(file);
  const usable = services.filter((entry) => entry.value.kind === 'map');
  const standsAlone = usable.every(({ value }) => get(value, 'image') ?? get(value, 'build') ?? get(value, 'extends'));
  const overrides = base !== undefined && (isOverrideName(file) || !standsAlone) ? base : undefined;
  const context = { file, document: root, ...(environment !== undefined && { environment }), ...(overrides !== undefined && { overrides }) };
  return withSidecars(usable.map((entry) => readService(entry, context)));
}

/** The name that a sidecar (daprd) beside a service gives it is one of the service's. */
function withSidecars(workloads: readonly WorkloadFact[]): WorkloadFact[] {
  const given = workloads.flatMap(({ networkOf, containers: [only] }) => {
    const name = sidecarRunOf([...(only?.entrypoint ?? []), ...(only?.command ?? [])])?.name ?? '';
    return networkOf === undefined || name === '' ? [] : [{ name, to: networkOf }];
  });
  if (given.length === 0) return [...workloads];
  return workloads.map((w) => {
    const names = given.filter((g) => g.to === w.name || w.hostnames.includes(g.to)).map((g) => g.name);
    return names.length === 0 ? w : { ...w, hostnames: [...new Set([...w.hostnames, ...names])].filter((n) => n !== w.name) };
  });
}

/** The entries of `services:`; of a file without it (version 1) all top-level maps that run something. A file known by content alone needs a service that does. */
function servicesOf(root: TreeNode, named: boolean): readonly TreeEntry[] {
  const services = get(root, 'services');
  if (get(root, 'apiVersion') && get(root, 'kind')) return [];
  if (services) {
    const entries = entriesOf(services).filter(({ key }) => !key.startsWith('x-'));
    return named || entries.some(({ value }) => runsSomething(value)) ? entries : [];
  }
  if (!named || get(root, 'include')) return [];
  return entriesOf(root).filter(({ key, value }) => !topLevelWords.has(key) && !key.startsWith('x-') && runsSomething(value));
}

function runsSomething(service: TreeNode): boolean {
  return textOf(get(service, 'image')) !== undefined || get(service, 'build') !== undefined || get(service, 'extends') !== undefined;
}

/** The project's name and included files, where the file says any. */
function stackFact(file: string, root: TreeNode): StackFact[] {
  const project = plain(get(root, 'name'));
  const includes = itemsOf(get(root, 'include')).flatMap((item) => {
    const path = get(item, 'path');
    const written = [plain(item), plain(path), ...itemsOf(path).map(plain)];
    return written.flatMap((one) => (one === undefined ? [] : [rootPath(folderOf(file), one)]));
  });
  if (project === undefined && includes.length === 0) return [];
  const line = get(root, 'include')?.line ?? get(root, 'name')?.line ?? root.line;
  return [{ kind: 'stack', stack: file, includes, ...(project !== undefined && { project }), at: { file, line }, foundBy: id }];
}

function notAMap(file: string, entry: TreeEntry): Diagnostic {
  const message = `The service "${entry.key.slice(0, 100)}" is no map and is not analysed. Give it an image or a build.`;
  return { file, line: entry.line, reason: 'unparsable', message };
}
