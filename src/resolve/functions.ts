import type { Container, EnvEntry, WorkloadFact } from '../core/workload.js';
import type { FileIndex } from '../core/files.js';
import { describeTerm, type Term } from '../core/term.js';
import type { Instance } from './model.js';
import { isGenericName } from './names.js';
import { baseOf, depthOf, dirOf, isUnder, joinPath } from './paths.js';

type Files = Pick<FileIndex, 'has' | 'under'>;

/** Files that make a folder a project of its own; a list of packages beside a function (`requirements.txt`) does not. */
const projects = [
  'package.json',
  'go.mod',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'Cargo.toml',
  'pyproject.toml',
  'composer.json',
  'Gemfile',
  'mix.exs',
];
/** Folders whose members are functions, not services. */
const functionFolders = /^(functions?|lambdas?|handlers?|src|layers?|triggers?|resolvers?|authorizers?|jobs?|tasks?|endpoints?|routes?)$/i;

/**
 * What a stack of functions runs: one program for all of them, as they are deployed together; one for each project where every function's code stands in one of
 * several projects of its own. Containers with images stay as they are.
 */
export function functionInstances(workloads: readonly WorkloadFact[], files: Files): Instance[] {
  const stacks = workloads.filter((w) => w.containers.some((c) => c.code !== undefined)).map((w) => dirOf(w.stack));
  const isAlone = (workload: WorkloadFact): boolean => stacks.filter((folder) => folder === dirOf(workload.stack)).length === 1;
  return workloads.flatMap((workload) => {
    const functions = workload.containers.filter((c) => c.code !== undefined);
    const others = workload.containers.filter((c) => c.code === undefined);
    if (functions.length === 0) return [whole(workload)];
    const apart = others.map((container) => instanceOf(workload, container.name, container));
    const roots = projectsOf(functions, workload, files);
    if (roots === undefined) {
      const folder = serviceFolder(functions, workload, isAlone(workload), files);
      const name = stackName(workload, folder);
      return [instanceOf(workload, name, joined(name, functions, folder)), ...apart];
    }
    const groups = [...new Set(roots.values())].map((root) => {
      const own = functions.filter((c) => roots.get(c) === root);
      return instanceOf(workload, baseOf(root), joined(baseOf(root), own, root));
    });
    return [...groups, ...apart];
  });
}

/** A stack that nothing names bears the name of its sources' folder, where that says something, or of its only function. */
function stackName(workload: WorkloadFact, folder: string | null): string {
  const own = folder === null || folder === '.' ? '' : baseOf(folder);
  if (!isGenericName(workload.name)) return workload.name;
  const [only, more] = workload.containers.flatMap((c) => c.code?.handlers ?? []);
  return own !== '' && !functionFolders.test(own) ? own : only !== undefined && more === undefined ? only.name : workload.name;
}

function instanceOf(workload: WorkloadFact, name: string, container: Container): Instance {
  const names = container.code?.handlers.map((h) => h.name) ?? workload.hostnames;
  return whole({ ...workload, name, containers: [container], hostnames: names, at: container.at });
}

function whole(workload: WorkloadFact): Instance {
  const when = workload.profiles.at(-1);
  return { workload, environment: workload.stack, label: workload.environment ?? null, ...(when === undefined ? {} : { when }) };
}

/** The project of each function, where all have one, there are several, and none holds another. */
function projectsOf(functions: readonly Container[], workload: WorkloadFact, files: Files): Map<Container, string> | undefined {
  const roots = new Map<Container, string>();
  for (const container of functions) {
    const folder = container.code?.folder ?? null;
    const root = folder === null ? undefined : projectAround(folder, dirOf(workload.stack), files);
    if (root === undefined || functionFolders.test(baseOf(dirOf(root)))) return undefined;
    roots.set(container, root);
  }
  const distinct = [...new Set(roots.values())];
  const nested = distinct.some((a) => distinct.some((b) => a !== b && isUnder(a, b)));
  return distinct.length > 1 && !nested ? roots : undefined;
}

/** The nearest folder at or above this one that is a project; the stack's own folder is none. */
function projectAround(folder: string, stackFolder: string, files: Files): string | undefined {
  for (let at = folder; at !== '.' && at !== stackFolder; at = dirOf(at)) if (isProject(at, files)) return at;
  return undefined;
}

function isProject(folder: string, files: Files): boolean {
  return projects.some((name) => files.has(joinPath(folder, name))) || files.under(folder).some((f) => dirOf(f) === folder && f.endsWith('.csproj'));
}

/** The folder of the stack's sources: its own where it holds the code of no other stack, else what the functions have in common, with the project around that. */
function serviceFolder(functions: readonly Container[], workload: WorkloadFact, alone: boolean, files: Files): string | null {
  const own = dirOf(workload.stack);
  // What a build makes is not in the tree: its sources are around it.
  const folders = functions.flatMap((c) => c.code?.folder ?? []).map((f) => present(f, own, files));
  const [first] = folders;
  if (first === undefined) return null;
  let common = first;
  while (!folders.every((f) => isUnder(f, common))) common = dirOf(common);
  if (alone && own !== '.' && isUnder(common, own)) return own;
  return projectAround(common, own, files) ?? common;
}

function present(folder: string, otherwise: string, files: Files): string {
  let at = folder;
  while (at !== '.' && files.under(at).length === 0) at = dirOf(at);
  return at === '.' && folder !== '.' ? otherwise : at;
}

/** Several functions as one program: a variable that they set differently can be any of it. */
function joined(name: string, functions: readonly Container[], folder: string | null): Container {
  const [first, second] = functions;
  const image = second === undefined && folder === null ? first?.image : undefined;
  const env = new Map<string, EnvEntry[]>();
  for (const entry of functions.flatMap((c) => c.env)) env.set(entry.name, [...(env.get(entry.name) ?? []), entry]);
  const at = [...functions].sort((a, b) => depthOf(a.at.file) - depthOf(b.at.file) || a.at.line - b.at.line)[0]?.at;
  return {
    name,
    // The image of a lone function tells its sources where no folder does.
    ...(image === undefined ? {} : { image }),
    code: { folder, handlers: functions.flatMap((c) => c.code?.handlers ?? []) },
    env: [...env.values()].flatMap((entries) => merged(entries)),
    envFrom: [],
    mounts: [],
    ports: [],
    init: false,
    at: at ?? first?.at ?? { file: '.', line: 1 },
  };
}

function merged(entries: readonly EnvEntry[]): EnvEntry[] {
  const [first] = entries;
  if (first === undefined) return [];
  const terms = new Map<string, Term>(entries.flatMap((e) => (e.value === undefined ? [] : [[describeTerm(e.value), e.value] as const])));
  const [value, more] = [...terms.values()];
  if (value === undefined) return [first];
  return [{ ...first, value: more === undefined ? value : { k: 'choice', of: [...terms.values()], because: 'branch' } }];
}
