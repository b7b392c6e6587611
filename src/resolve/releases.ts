import type { Fact, ReleaseFact, ReleaseMember } from '../core/fact.js';
import type { WorkloadFact } from '../core/workload.js';
import type { ReleaseSet } from '../core/graph.js';
import { type Evidence, compareLocations, compareText, nonEmpty } from '../core/location.js';
import { joinReleases } from '../core/release.js';
import { servicesMeant } from './members.js';
import type { Identity, ServiceModel } from './model.js';

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
  for (const member of fact.members) {
    for (const service of servicesMeant(member, identity)) {
      if (members.has(service.id) || (member.kind === 'workspace' && !atVersion(service, fixed))) continue;
      const pack = member.kind === 'workspace' ? service.packages.find((p) => p.path === service.path) : undefined;
      const what = pack === undefined ? shownMember(member) : `${pack.name ?? pack.path} ${pack.version ?? ''}`.trim();
      members.set(service.id, { ...(pack?.at ?? member.at), foundBy: fact.foundBy, text: what === '' ? service.name : `${service.name}: ${what}` });
    }
  }
  const evidence = nonEmpty([{ ...fact.at, foundBy: fact.foundBy, text: fact.title }, ...[...members.values()].sort(compareLocations)]);
  return members.size < 2 || evidence === undefined
    ? []
    : [{ evidenceKind: fact.evidenceKind, anchor: fact.anchor, title: fact.title, services: [...members.keys()].sort(compareText), evidence }];
}

/** `charts/orders`, `shop/orders`; a service of a compose file is shown by its line. */
const shownMember = ({ kind, text }: ReleaseMember): string => (kind === 'workload' && text.includes('#') ? '' : text);

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

/** What platforms call a workload whose containers are placed, restarted and updated as one; compose runs one container each. */
const units: ReadonlyMap<string, ReleaseSet['unit'] | 'pod'> = new Map([
  ['kubernetes', 'pod'],
  ['nomad', 'group'],
  ['cloudformation', 'task'],
]);

/** Two images that the owners build in one pod, Nomad group or task: where sources of others are there, such whose sources are. */
function podSets(services: readonly ServiceModel[]): ReleaseSet[] {
  const pods = new Map<string, { readonly workload: WorkloadFact; readonly members: Map<string, Evidence> }>();
  const owned = services.some((service) => service.path !== null);
  for (const service of services.filter(({ path }) => path !== null || !owned)) {
    for (const { instance, container } of service.units) {
      const { workload } = instance;
      if (!units.has(workload.platform)) continue;
      const key = `${workload.at.file}#${workload.name}`;
      const pod = pods.get(key) ?? { workload, members: new Map<string, Evidence>() };
      pod.members.set(service.id, {
        ...container.at,
        foundBy: workload.foundBy,
        text: `${service.name}: container ${container.name} of ${workload.workloadKind} ${workload.name}`,
      });
      pods.set(key, pod);
    }
  }
  return [...pods].flatMap(([anchor, { workload, members }]): ReleaseSet[] => {
    const evidence = nonEmpty([...members.values()].sort(compareLocations));
    const containers = new Set([...members.values()].map(({ file, line, text }) => `${file}:${line} ${text}`));
    const unit = units.get(workload.platform);
    if (containers.size < 2 || evidence === undefined) return [];
    const title = `one ${unit} (${workload.name})`;
    return [
      { evidenceKind: 'pod', ...(unit !== 'pod' && unit !== undefined && { unit }), anchor, title, services: [...members.keys()].sort(compareText), evidence },
    ];
  });
}
