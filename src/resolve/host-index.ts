import type { Fact } from '../core/fact.js';
import type { HostFact, RegistrationFact, WorkloadFact } from '../core/workload.js';
import { compareText, type Evidence } from '../core/location.js';
import { selects } from './aliases.js';
import { type Identity, type Instance, type RunUnit, type ServiceModel, type Unit, serversOf } from './model.js';
import { baseOf, dirOf } from './paths.js';
import type { Environment } from './settings.js';
import { lenderOf, namesOfRun, portsOfRun, type RunName } from './run-names.js';
import { type Lookup, fill, isKnown } from './terms.js';

/** A name and whose it is. */
export interface Named extends RunName {
  readonly stack: string;
  readonly namespace: string | undefined;
  readonly unit: Unit;
}
/** A port of the machine and whose it is. */
export interface Published {
  readonly port: number;
  readonly instance: Instance;
  readonly platform: WorkloadFact['platform'];
  readonly stack: string;
  readonly unit: Unit;
  readonly evidence: Evidence;
}

/** A running container and the ports of its network that are its own. */
export interface Neighbour {
  readonly unit: Unit;
  readonly run: RunUnit;
  readonly ports: readonly number[];
}

/** Every name and port of the system, ready to be asked. */
export interface HostIndex {
  readonly identity: Identity;
  readonly named: ReadonlyMap<string, readonly Named[]>;
  readonly published: ReadonlyMap<number, readonly Published[]>;
  readonly listening: ReadonlyMap<number, readonly { readonly unit: Unit; readonly evidence: readonly Evidence[] }[]>;
  /** Containers that share one network: of a pod or group, or of who lends it to others. */
  readonly sharing: ReadonlyMap<Instance, readonly Neighbour[]>;
  /** Namespaces that workloads and Services of the tree are in. */
  readonly namespaces: ReadonlySet<string>;
  /** Kubernetes Services that stand for other hosts. */
  readonly externals: readonly HostFact[];
  /** Hosts whose calls a mesh sends elsewhere. */
  readonly detours: readonly HostFact[];
  /** Compose files, with what the projects and swarm stacks that run them are called. */
  readonly projects: ReadonlyMap<string, readonly string[]>;
  /** Registered names that other names lead to. */
  readonly redirects: readonly RegistrationFact[];
}

/** Ports that a service is seen to listen on, with the line that shows it. */
export type Listening = ReadonlyMap<string, readonly { readonly port: number; readonly evidence: Evidence }[]>;

/** Indexes names (workloads, host names, Kubernetes Services) and ports (published, set, listened on, exposed). */
export function hostIndex(
  identity: Identity,
  facts: readonly Fact[],
  listening: Listening,
  environments: ReadonlyMap<string, readonly Environment[]>,
): HostIndex {
  const units: { unit: Unit; runs: readonly RunUnit[] }[] = [
    ...identity.services.map((service) => ({ unit: { kind: 'service', service } as const, runs: service.units })),
    ...serversOf(identity).map((server) => ({ unit: { kind: 'server', server } as const, runs: server.units })),
  ];
  const hosts = facts.filter((f) => f.kind === 'host');
  const named = new Map<string, Named[]>();
  const published = new Map<number, Published[]>();
  const sharing = new Map<Instance, Neighbour[]>();
  for (const { unit, runs } of units) {
    for (const run of runs) {
      const { stack, namespace } = run.instance.workload;
      const ports = portsOfRun(run, listensOf(unit, listening), lookupOf(run, unit, environments));
      const lender = lenderOf(run.instance, identity.instances);
      for (const name of namesOfRun(run, ports, hosts, lender)) push(named, name.name.toLowerCase(), { ...name, stack, namespace, unit });
      if (run.instance.workload.network !== 'apart') push(sharing, lender ?? run.instance, { unit, run, ports });
      for (const p of publishedPorts(run, hosts, environments, unit)) push(published, p.port, p);
    }
  }
  const spaces = [...hosts, ...identity.instances.map((i) => i.workload)].flatMap((n) => n.namespace ?? []);
  return {
    identity,
    named,
    published,
    sharing,
    listening: listeningPorts(identity, listening, environments),
    namespaces: new Set(spaces),
    projects: projectsOf(identity, facts),
    externals: hosts.filter((h) => h.externalName !== undefined && h.selector === undefined && h.type !== 'VirtualService'),
    detours: hosts.filter((h) => h.type === 'VirtualService'),
    redirects: facts.filter((f) => f.kind === 'registration').filter((r) => r.redirects.length > 0),
  };
}

/** A project is called as its file or whoever runs it says, else after the folder. */
function projectsOf(identity: Identity, facts: readonly Fact[]): Map<string, string[]> {
  const stacks = new Set(identity.instances.flatMap(({ workload }) => (workload.platform === 'compose' ? [workload.stack] : [])));
  const told = facts.filter((f) => f.kind === 'stack');
  return new Map(
    [...stacks].sort(compareText).map((stack) => {
      const names = told.filter((f) => f.stack === stack).flatMap((f) => f.project ?? []);
      const folder = baseOf(dirOf(stack));
      return [stack, [...new Set([...names, ...(folder === '.' ? [] : [folder])])].map((n) => n.toLowerCase())];
    }),
  );
}

const listensOf = (unit: Unit, listening: Listening): number[] =>
  unit.kind === 'service' ? (listening.get(unit.service.id) ?? []).map((l) => l.port) : unit.server.port === null ? [] : [unit.server.port];

function lookupOf(run: RunUnit, unit: Unit, environments: ReadonlyMap<string, readonly Environment[]>): Lookup {
  const environment = unit.kind === 'service' ? environments.get(unit.service.id)?.find((e) => e.unit === run) : undefined;
  return environment?.lookup ?? (() => []);
}

function publishedPorts(run: RunUnit, hosts: readonly HostFact[], environments: ReadonlyMap<string, readonly Environment[]>, unit: Unit): Published[] {
  const { workload } = run.instance;
  const lookup = lookupOf(run, unit, environments);
  const ports = run.container.ports.flatMap((p): Published[] => {
    const text = p.host === undefined ? [] : fill(p.host, lookup).filter(isKnown);
    return text.flatMap((t) =>
      /^\d+$/.test(t.text)
        ? [
            {
              port: Number(t.text),
              instance: run.instance,
              platform: workload.platform,
              stack: workload.stack,
              unit,
              evidence: { ...p.at, foundBy: workload.foundBy, text: `published on port ${t.text}`, role: 'deployment' as const },
            },
          ]
        : [],
    );
  });
  const nodePorts = hosts
    .filter((h) => selects(h, run.instance))
    .flatMap((h) =>
      h.ports.flatMap((p): Published[] =>
        p.nodePort === undefined
          ? []
          : [
              {
                port: p.nodePort,
                instance: run.instance,
                platform: workload.platform,
                stack: workload.stack,
                unit,
                evidence: { ...h.at, foundBy: h.foundBy, text: `node port ${p.nodePort}`, role: 'deployment' as const },
              },
            ],
      ),
    );
  return [...ports, ...nodePorts];
}

function listeningPorts(
  identity: Identity,
  listening: Listening,
  environments: ReadonlyMap<string, readonly Environment[]>,
): Map<number, { unit: Unit; evidence: Evidence[] }[]> {
  const out = new Map<number, { unit: Unit; evidence: Evidence[] }[]>();
  const add = (port: number, service: ServiceModel, evidence: readonly Evidence[]): void => {
    const at = out.get(port) ?? [];
    if (!at.some((x) => x.unit.kind === 'service' && x.unit.service === service))
      out.set(port, [...at, { unit: { kind: 'service', service }, evidence: [...evidence] }]);
  };
  for (const service of identity.services) {
    const seen = listening.get(service.id) ?? [];
    for (const l of seen) add(l.port, service, [{ ...l.evidence, role: 'definition' }]);
    for (const { port, evidence } of (environments.get(service.id) ?? []).flatMap(portsSet)) add(port, service, evidence);
    const exposed = seen.length > 0 ? [] : service.images.flatMap((image) => (image.stages.at(-1)?.exposes ?? []).map((port) => ({ image, port })));
    for (const { image, port } of exposed) add(port, service, [{ ...image.at, foundBy: image.foundBy, text: `EXPOSE ${port}`, role: 'definition' }]);
  }
  return out;
}

const portSettings = ['PORT', 'server.port', 'quarkus.http.port', 'micronaut.server.port', 'urls', 'ASPNETCORE_URLS', 'ASPNETCORE_HTTP_PORTS', 'HTTP_PORTS'];

/** Ports that settings tell a framework to listen on: plain numbers, and those of the addresses to bind (`http://+:8080;https://+:8443`). */
function portsSet(environment: Environment): { port: number; evidence: readonly Evidence[] }[] {
  return portSettings.flatMap((name) =>
    environment.lookup(name).flatMap((value) =>
      fill(value.term, environment.lookup).flatMap((filled) =>
        filled.text.split(';').flatMap((part) => {
          const port = Number(/^(?:https?:\/\/[^/]*:)?(\d{1,5})\/?$/.exec(part.trim())?.[1] ?? 0);
          return port > 0 && port < 65_536 ? [{ port, evidence: value.evidence }] : [];
        }),
      ),
    ),
  );
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const at = map.get(key);
  if (at === undefined) map.set(key, [value]);
  else at.push(value);
}
