import { type TiedGroup, tiedGroups } from '../core/groups.js';
import type { History, ReleaseEvent, VersionSighting } from '../core/history.js';
import type { NodeId, ReleaseSet } from '../core/graph.js';
import { compareText, type Evidence, nonEmpty } from '../core/location.js';
import type { Identity, ServiceModel } from './model.js';
import { squash, withoutScope } from './names.js';
import { deepestFolder } from './paths.js';
import { imageServices } from './members.js';

/** Joint releases of two services below which it may be chance. */
const minShared = 3;
/** Share of joint releases among those of the service that is released more often. */
const minShare = 0.5;
const maxExamples = 3;

/** Releases, each with the services that got a new version in it. */
interface JointRelease {
  readonly event: ReleaseEvent;
  readonly services: ReadonlyMap<NodeId, VersionSighting>;
}

/** Which services each release of the history gave a version; releases of no known service are left out. */
export function servicesReleased(history: History, services: readonly ServiceModel[], identity: Identity): readonly JointRelease[] {
  const known = new Map<string, ServiceModel | undefined>();
  const serviceOf = (version: VersionSighting): ServiceModel | undefined => {
    const key = `${version.file ?? ''}\n${version.subject}`;
    if (!known.has(key)) known.set(key, releasedService(version, services, identity));
    return known.get(key);
  };
  return history.releases.flatMap((event) => {
    const found = new Map<NodeId, VersionSighting>();
    for (const version of event.versions) {
      const service = serviceOf(version);
      if (service !== undefined && !found.has(service.id)) found.set(service.id, version);
    }
    return found.size === 0 ? [] : [{ event, services: found }];
  });
}

/** A version file belongs to the service around it; a name to the service that bears it or runs an image of that name; keys to the one named among them. */
function releasedService({ subject, file }: VersionSighting, services: readonly ServiceModel[], identity: Identity): ServiceModel | undefined {
  const named = (word: string): ServiceModel | undefined => {
    const name = squash(withoutScope(word));
    const fitting = services.filter((s) => [s.name, ...s.aliases, ...s.packages.flatMap((p) => p.name ?? [])].some((n) => squash(withoutScope(n)) === name));
    return fitting.length === 1 ? fitting[0] : undefined;
  };
  if (subject === '' || subject === '.') return file === null ? undefined : serviceAround(file, services);
  const parts = subject.split(/[./]/);
  const byName = named(subject) ?? parts.map(named).find((s) => s !== undefined);
  if (byName !== undefined) return byName;
  const [byImage] = imageServices(subject, identity);
  if (byImage !== undefined) return byImage;
  const repository = services.filter((s) => s.path !== null && (s.path === subject || s.path.startsWith(`${subject}/`)));
  return file === null && repository.length === 1 ? repository[0] : undefined;
}

function serviceAround(file: string, services: readonly ServiceModel[]): ServiceModel | undefined {
  const folder = deepestFolder(
    file,
    services.flatMap((s) => (s.path === null || s.path === '.' ? [] : [s.path])),
  );
  const around = services.filter((s) => s.path === folder);
  return around.length === 1 ? around[0] : undefined;
}

/** Commits that gave several services a version: evidence of releases, and so not of changes. By repository and hash. */
export function jointCommits(joint: readonly JointRelease[]): ReadonlySet<string> {
  return new Set(joint.filter((r) => r.event.by === 'commit' && r.services.size > 1).map(({ event }) => `${event.repository} ${event.commit}`));
}

/** Services whose versions were mostly given together, in three releases or more: joined into sets, with a release to look at for each pair. */
export function releasedTogether(joint: readonly JointRelease[], services: readonly ServiceModel[]): ReleaseSet[] {
  const counts = new Map<NodeId, number>();
  const pairs = new Map<string, JointRelease[]>();
  for (const release of joint) {
    const ids = [...release.services.keys()].sort(compareText);
    for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
    for (const [i, a] of ids.entries())
      for (const b of ids.slice(i + 1)) {
        const key = `${a}\n${b}`;
        const shared = pairs.get(key);
        if (shared) shared.push(release);
        else pairs.set(key, [release]);
      }
  }
  const most = (a: NodeId, b: NodeId): number => Math.max(counts.get(a) ?? 0, counts.get(b) ?? 0);
  const tied = [...pairs].flatMap(([key, shared]) => {
    const [a = '', b = ''] = key.split('\n');
    return shared.length >= minShared && shared.length >= minShare * most(a, b) ? [{ a, b, shared }] : [];
  });
  return tiedGroups(tied, ({ a, b }) => [a, b]).flatMap((group) => setOf(group, counts, services));
}

interface Tie {
  readonly a: NodeId;
  readonly b: NodeId;
  readonly shared: readonly JointRelease[];
}

function setOf({ members: ids, ties }: TiedGroup<Tie>, counts: ReadonlyMap<NodeId, number>, services: readonly ServiceModel[]): ReleaseSet[] {
  const releases = [...new Set(ties.flatMap((t) => t.shared))].sort((x, y) => y.services.size - x.services.size || y.event.time - x.event.time);
  const [first] = releases;
  if (first === undefined) return [];
  const evidence = nonEmpty(ids.flatMap((id) => lineOf(id, releases, counts, services)));
  const file = [...first.services.values()].find((v) => v.file !== null)?.file;
  const whole = releases.filter((r) => ids.every((id) => r.services.has(id))).length;
  const title = `${releases.length} releases, ${whole === releases.length ? 'each' : `${whole} of them`} of all ${ids.length}`;
  return evidence === undefined
    ? []
    : [{ evidenceKind: 'release', anchor: file ?? `${first.event.repository}#${ids[0] ?? ''}`, title, services: ids, evidence }];
}

/** Where the newest joint release gave the service its version, and how often that happened. */
function lineOf(id: NodeId, releases: readonly JointRelease[], counts: ReadonlyMap<NodeId, number>, services: readonly ServiceModel[]): Evidence[] {
  const own = releases.filter((r) => r.services.has(id));
  const newest = own.reduce<JointRelease | undefined>((best, r) => (best === undefined || r.event.time > best.event.time ? r : best), undefined);
  const service = services.find((s) => s.id === id);
  const version = newest?.services.get(id);
  if (newest === undefined || service === undefined || version === undefined) return [];
  const place = version.file === null ? service.evidence[0] : { file: version.file, line: version.line };
  const examples = own.slice(0, maxExamples).map((r) => (r.event.by === 'tag' ? r.event.subject : `${r.event.commit} ${r.event.subject.slice(0, 60)}`));
  const text = `${service.name}: ${own.length} of its ${counts.get(id) ?? own.length} releases with others, as in ${examples[0] ?? ''}`;
  return [{ file: place.file, line: place.line, foundBy: 'git', text }];
}
