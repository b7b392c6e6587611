import type { ReleaseMember } from '../core/fact.js';
import { readImage } from './images.js';
import type { Identity, ServiceModel } from './model.js';
import { serviceStem, squash } from './names.js';
import { dirOf, isUnder, joinPath } from './paths.js';

/** The services that a member of a release means; a package of a workspace is asked of `workspaceFits`. */
export function servicesMeant(member: ReleaseMember & { readonly target?: string }, identity: Identity): readonly ServiceModel[] {
  switch (member.kind) {
    case 'path':
      return stageServices(member.text, member.target, identity) ?? identity.services.filter((service) => pathFits(member.text, service));
    case 'workspace':
      return identity.services.filter((service) => workspaceFits(member.text, service));
    case 'workload':
      return workloadServices(member.text, identity);
    case 'image':
      return imageServices(member.text, identity);
  }
}

/** Services that a stage of a Dockerfile is built for; undefined where no manifest says which stage that is. */
function stageServices(dockerfile: string, target: string | undefined, identity: Identity): readonly ServiceModel[] | undefined {
  if (target === undefined) return undefined;
  const found = identity.services.filter(({ units }) =>
    units.some(
      ({ container: { build } }) => build !== undefined && build.target === target && joinPath(build.context, build.dockerfile ?? 'Dockerfile') === dockerfile,
    ),
  );
  return found.length > 0 ? found : undefined;
}

/** What is built in a folder, a file of it, and workloads whose manifests or stack lie there. */
function pathFits(text: string, service: ServiceModel): boolean {
  const { path } = service;
  if (/\*\*\/./.test(text)) return deepGlobFits(dirOf(text), service);
  if (path !== null && (globCovers(text, path) || (path !== '.' && isUnder(text, path)))) return true;
  return service.units.some(({ instance: { workload } }) => globCovers(text, workload.at.file) || globCovers(text, workload.stack));
}

/** A glob with `**` inside (`src`, any folders, `chart`): a folder of that form is the service's, or holds its manifests. */
function deepGlobFits(glob: string, service: ServiceModel): boolean {
  if (service.path !== null && matches(glob, service.path)) return true;
  return service.units.some(({ instance: { workload } }) => foldersAbove(workload.at.file).some((folder) => matches(glob, folder)));
}

function foldersAbove(file: string): string[] {
  const parts = file.split('/').slice(0, -1);
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'));
}

/** Whether a path as a whole has the form of a glob; `**` is any number of folders. */
function matches(glob: string, path: string): boolean {
  const wanted = glob.split('/');
  // Positions in the path that the glob's segments so far may end at.
  let ends = new Set([0]);
  const parts = path.split('/');
  for (const segment of wanted) {
    const next = new Set<number>();
    for (const end of ends) {
      if (segment === '**') for (let i = end; i <= parts.length; i += 1) next.add(i);
      else if (end < parts.length && segmentFits(segment, parts[end] ?? '')) next.add(end + 1);
    }
    ends = next;
  }
  return ends.has(parts.length);
}

function workspaceFits(text: string, service: ServiceModel): boolean {
  return (service.path !== null && globCovers(text, service.path)) || service.packages.some((p) => p.path === service.path && p.name === text);
}

/**
 * `<stack>#<workload>`, `<stack>#*`, or the name of a workload; a name that no manifest of the tree has is a service's own. Of several
 * workloads of a name it is the service that bears it, else none's.
 */
function workloadServices(text: string, identity: Identity): readonly ServiceModel[] {
  const at = text.lastIndexOf('#');
  const [stack, name] = at < 0 ? ['', text] : [text.slice(0, at), text.slice(at + 1)];
  const found = identity.services.filter(({ units }) =>
    units.some(
      ({ instance: { workload } }) =>
        (name === '*' || workload.name === name) &&
        (stack === '' || workload.stack === stack || workload.stack.startsWith(`${stack}#`) || workload.at.file === stack),
    ),
  );
  if (stack !== '') return found;
  const bearing = found.filter((service) => service.name === name);
  if (found.length > 0) return only(bearing.length > 0 ? bearing : found);
  const { names, aliases } = namesOf(identity);
  return only([...new Set([...(names.get(squash(name)) ?? []), ...(aliases.get(squash(name)) ?? [])])]);
}

/**
 * The service of an image: of all services it alone bears the image's name, has it as an alias, runs such an image, or has a name that the image's ends with; the
 * first of these that any service meets decides. One image for several, which tags tell apart, is none's.
 */
export function imageServices(text: string, identity: Identity): readonly ServiceModel[] {
  const image = readImage({ k: 'literal', text: text.replace(/\$\{?\{?[^}/:]*\}?\}?/g, '').replace(/^\/+/, '') });
  if (image === undefined) return [];
  const last = squash(image.last);
  const { names, aliases, images } = namesOf(identity);
  const known = names.get(last) ?? aliases.get(last) ?? images.get(last);
  if (known !== undefined) return only(known);
  if (image.last.split(/[-_.]/).length < 2) return [];
  const endsWith = (name: string): boolean => serviceStem(name).length > 2 && last.endsWith(serviceStem(name));
  return only(identity.services.filter((one) => [one.name, ...one.aliases].some(endsWith)));
}

const only = (services: readonly ServiceModel[]): readonly ServiceModel[] => (services.length === 1 ? services : []);

type ByName = ReadonlyMap<string, readonly ServiceModel[]>;
interface Names {
  readonly names: ByName;
  readonly aliases: ByName;
  readonly images: ByName;
}
const known = new WeakMap<Identity, Names>();

function namesOf(identity: Identity): Names {
  const made = known.get(identity) ?? {
    names: indexed(identity, (service) => [service.name]),
    aliases: indexed(identity, (service) => service.aliases),
    images: indexed(identity, ({ units }) => units.flatMap(({ container }) => (container.image === undefined ? [] : (readImage(container.image)?.last ?? [])))),
  };
  known.set(identity, made);
  return made;
}

function indexed({ services }: Identity, textsOf: (service: ServiceModel) => readonly string[]): ByName {
  const found = new Map<string, ServiceModel[]>();
  for (const service of services)
    for (const name of new Set(textsOf(service).map(squash))) {
      const others = found.get(name);
      if (others) others.push(service);
      else found.set(name, [service]);
    }
  return found;
}

/** Workspace globs: `apps/*` covers its direct folders, `apps/**` all below, `.` everything. */
export function globCovers(glob: string, path: string): boolean {
  const clean = glob.replace(/^\.\//, '').replace(/\/+$/, '');
  if (clean === '.' || clean === '' || clean === '**' || clean === '*') return true;
  if (!/[*?]/.test(clean)) return clean === path || isUnder(path, clean);
  const wanted = clean.split('/');
  const parts = path.split('/');
  for (const [i, segment] of wanted.entries()) {
    if (segment === '**') return true;
    const part = parts[i];
    if (part === undefined || !segmentFits(segment, part)) return false;
  }
  return parts.length === wanted.length;
}

function segmentFits(pattern: string, text: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === text;
  const tail = rest.at(-1) ?? '';
  return text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
}
