import type { GatewayPart } from '../../core/route.js';
import { compareText } from '../../core/location.js';
import { baseImage } from '../images.js';
import { type Identity, type RunUnit, serversOf, type ServiceModel, type Unit } from '../model.js';
import { deepestFolder } from '../paths.js';
import { seenFiles } from './container-files.js';

/** Something that runs a piece of configuration. */
export interface Reader {
  readonly unit: Unit;
  /** The container; null where only the folder of a service says it. */
  readonly run: RunUnit | null;
  /** Where the container sees the file. */
  readonly path: string | null;
}

/** What is known of the system before its entrance is. */
type Known = Omit<Identity, 'entrance'>;

/** Technologies whose configuration is part of a program's own, and is found in its folder. */
const inPrograms: ReadonlySet<string> = new Set(['spring-cloud-gateway', 'zuul', 'yarp', 'ocelot']);

/**
 * Who reads each piece of configuration: containers that mount it or whose image copies it, else the service of a gateway's technology in whose folder it
 * stands. Sources that nobody reads are absent.
 */
export function readersOf(parts: readonly GatewayPart[], identity: Known, aside: (file: string) => boolean): ReadonlyMap<string, readonly Reader[]> {
  const own = parts.filter((p) => p.gateway.by === 'configuration');
  const sources = [...new Set(own.map((p) => p.source))].sort(compareText);
  const readers = new Map<string, Reader[]>();
  if (sources.length === 0) return readers;
  const stackOf = new Map(own.map((p) => [p.source, p.stack]));
  const found = [...containerReaders(sources, identity)].filter(
    ({ source, reader }) => reader.run === null || inReach(source, stackOf.get(source), reader.run, identity),
  );
  const add = (source: string, reader: Reader): void => void readers.set(source, [...(readers.get(source) ?? []), reader]);
  for (const { source, reader } of found) add(source, reader);
  for (const part of own.filter((p) => !readers.has(p.source) && !aside(p.at.file)))
    for (const reader of folderReaders(part, identity)) add(part.source, reader);
  return readers;
}

/** What each running container sees; a service that nothing deploys is seen as its images alone. */
function* containerReaders(sources: readonly string[], identity: Known): Generator<{ source: string; reader: Reader }> {
  const services = identity.services.map((service) => ({ unit: { kind: 'service', service } as Unit, runs: service.units, images: service.images }));
  const servers = serversOf(identity).map((server) => ({ unit: { kind: 'server', server } as Unit, runs: server.units, images: [] }));
  for (const { unit, runs, images } of [...services, ...servers]) {
    for (const run of runs) for (const { source, path } of seenFiles(run, images, sources)) yield { source, reader: { unit, run, path } };
    if (runs.length > 0) continue;
    for (const image of images) for (const { source, path } of seenFiles(unrun(image), [], sources)) yield { source, reader: { unit, run: null, path } };
  }
}

/** A ConfigMap of another system that bears the same name is another's. */
function inReach(source: string, stack: string | undefined, run: RunUnit, identity: Known): boolean {
  if (!source.includes('#') || stack === undefined || stack === run.instance.workload.stack) return true;
  const group = identity.stackGroups.get(stack);
  return group === undefined ? !identity.instances.some((i) => i.workload.stack === stack) : group === identity.stackGroups.get(run.instance.workload.stack);
}

/** An image as if something ran it. */
function unrun(image: NonNullable<RunUnit['image']>): RunUnit {
  const at = image.at;
  const container = { name: '', env: [], envFrom: [], mounts: [], ports: [], init: false, at };
  const workload = {
    kind: 'workload' as const,
    platform: 'compose' as const,
    foundBy: image.foundBy,
    name: '',
    stack: '',
    workloadKind: '',
    containers: [container],
    hostnames: [],
    links: [],
    startsAfter: [],
    labels: {},
    profiles: [],
    at,
  };
  return { instance: { workload, environment: '', label: null }, container, image };
}

function folderReaders(part: GatewayPart, identity: Known): Reader[] {
  const paths = identity.services.flatMap((s) => s.path ?? []);
  const folder = deepestFolder(part.at.file, paths);
  const fitting = identity.services.filter((s) => s.path === folder && folder !== undefined && runsTechnology(s, part.technology));
  return fitting.map((service) => ({ unit: { kind: 'service', service }, run: null, path: null }));
}

function runsTechnology(service: ServiceModel, technology: string): boolean {
  return inPrograms.has(technology) || service.images.some((image) => baseImage(image)?.technology === technology);
}
