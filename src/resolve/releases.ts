import type { Fact, ReleaseFact } from '../core/fact.js';
import type { ReleaseSet } from '../core/graph.js';
import { type Evidence, compareLocations, compareText, nonEmpty } from '../core/location.js';
import { joinReleases } from '../core/release.js';
import { readImage } from './images.js';
import type { Identity, ServiceModel } from './model.js';
import { serviceStem, squash } from './names.js';
import { isUnder } from './paths.js';

/** Services that go out together: what release facts tie, two images of the owners in one pod, and `more` that others found. Sorted. */
export function releaseSets(identity: Identity, services: readonly ServiceModel[], facts: readonly Fact[], more: readonly ReleaseSet[] = []): ReleaseSet[] {
  const tied = joinReleases(facts.filter((f) => f.kind === 'release')).flatMap((f) => tiedBy(f, services, identity));
  return [...tied, ...podSets(services), ...more].sort(
    (a, b) => compareText(a.evidenceKind, b.evidenceKind) || compareText(a.anchor, b.anchor) || compareText(a.services.join(), b.services.join()),
  );
}

function tiedBy(fact: ReleaseFact, services: readonly ServiceModel[], identity: Identity): ReleaseSet[] {
  const members = new Map<string, Evidence>();
  const fixed = fact.members.some((m) => m.kind === 'workspace') ? fixedVersion(fact, services) : null;
  for (const service of services) {
    const member = fact.members.find((m) => belongs(m, service, identity) && (m.kind !== 'workspace' || atVersion(service, fixed)));
    if (member === undefined) continue;
    const pack = member.kind === 'workspace' ? service.packages.find((p) => p.path === service.path) : undefined;
    const text = pack === undefined ? member.text : `${pack.name ?? pack.path} ${pack.version ?? ''}`.trim();
    members.set(service.id, { ...(pack?.at ?? member.at), foundBy: fact.foundBy, text });
  }
  const evidence = nonEmpty([{ ...fact.at, foundBy: fact.foundBy, text: fact.title }, ...[...members.values()].sort(compareLocations)]);
  return members.size < 2 || evidence === undefined
    ? []
    : [{ evidenceKind: fact.evidenceKind, anchor: fact.anchor, title: fact.title, services: [...members.keys()].sort(compareText), evidence }];
}

/** Workspace-wide fixed versioning covers the packages that bear the common version; the most frequent one is it. */
function fixedVersion(fact: ReleaseFact, services: readonly ServiceModel[]): string | null {
  const said = /\b(\d+\.\d+\.\d+[\w.-]*)\b/.exec(`${fact.title} ${fact.anchor}`)?.[1];
  if (said !== undefined) return said;
  const counts = new Map<string, number>();
  for (const s of services) for (const p of s.packages) if (p.path === s.path && p.version !== null) counts.set(p.version, (counts.get(p.version) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || compareText(a, b))[0]?.[0] ?? null;
}

function atVersion(service: ServiceModel, version: string | null): boolean {
  const pack = service.packages.find((p) => p.path === service.path);
  return pack !== undefined && (version === null || pack.version === version);
}

function belongs(member: ReleaseFact['members'][number], service: ServiceModel, identity: Identity): boolean {
  switch (member.kind) {
    case 'path':
      return (
        (service.path !== null && (globCovers(member.text, service.path) || (service.path !== '.' && isUnder(member.text, service.path)))) ||
        service.units.some((u) => globCovers(member.text, u.instance.workload.at.file))
      );
    case 'workspace':
      return (
        (service.path !== null && globCovers(member.text, service.path)) || service.packages.some((p) => p.path === service.path && p.name === member.text)
      );
    case 'workload': {
      const at = member.text.lastIndexOf('#');
      const [stack, name] = at < 0 ? ['', member.text] : [member.text.slice(0, at), member.text.slice(at + 1)];
      return service.units.some(
        (u) =>
          (name === '*' || u.instance.workload.name === name) && (stack === '' || u.instance.workload.stack === stack || u.instance.workload.at.file === stack),
      );
    }
    case 'image':
      return imageFits(member.text, service, identity);
  }
}

/** Whether an image of that name is the service's: it bears its name, an alias or the name of an image it runs, or is the only one that ends so. */
export function imageFits(text: string, service: ServiceModel, identity: Identity): boolean {
  const image = readImage({ k: 'literal', text: text.replace(/\$\{?\{?[^}/:]*\}?\}?/g, '').replace(/^\/+/, '') });
  if (image === undefined) return false;
  const images = service.units.flatMap((u) => (u.container.image === undefined ? [] : [readImage(u.container.image)?.last ?? '']));
  const names = [service.name, ...service.aliases, ...images].map(squash);
  if (names.includes(squash(image.last))) return true;
  const fitting = identity.services.filter((s) =>
    [s.name, ...s.aliases].some((n) => image.last.split(/[-_.]/).length > 1 && serviceStem(n).length > 2 && squash(image.last).endsWith(serviceStem(n))),
  );
  return fitting.length === 1 && fitting[0]?.id === service.id;
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

/** Two images that the owners build in one pod. */
function podSets(services: readonly ServiceModel[]): ReleaseSet[] {
  const pods = new Map<string, Map<string, Evidence>>();
  for (const service of services) {
    for (const unit of service.units) {
      const { workload } = unit.instance;
      if (workload.platform !== 'kubernetes') continue;
      const key = `${workload.at.file}#${workload.name}`;
      const at = pods.get(key) ?? new Map<string, Evidence>();
      at.set(service.id, {
        ...unit.container.at,
        foundBy: workload.foundBy,
        text: `container ${unit.container.name} of ${workload.workloadKind} ${workload.name}`,
      });
      pods.set(key, at);
    }
  }
  return [...pods].flatMap(([anchor, members]): ReleaseSet[] => {
    const evidence = nonEmpty([...members.values()].sort(compareLocations));
    const name = anchor.slice(anchor.indexOf('#') + 1);
    return members.size < 2 || evidence === undefined
      ? []
      : [{ evidenceKind: 'pod', anchor, title: `one pod (${name})`, services: [...members.keys()].sort(compareText), evidence }];
  });
}
