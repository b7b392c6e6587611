import type { NodeId } from '../../core/graph.js';
import type { Evidence, NonEmpty } from '../../core/location.js';
import type { GatewayFact, GatewayPart } from '../../core/route.js';
import { isEnvironmentName, squash } from '../names.js';
import { type RunUnit, type ServerModel, type ServiceModel, serverId, type Unit } from '../model.js';
import { baseImage } from '../images.js';
import type { Scene } from '../scene.js';
import { type Environment, type SettingsCatalog, settingsOf } from '../settings.js';
import type { GatewayParts } from './parts.js';
import type { Reader } from './readers.js';

/** A gateway that a part of configuration is for, where it is asked from, and what its settings say there. */
export interface Owner {
  readonly id: NodeId;
  readonly name: string;
  readonly technology: string;
  readonly class?: string;
  /** Addresses that the platform gives it. */
  readonly hosts?: readonly string[];
  /** Null for a resource of the platform. */
  readonly unit: Unit | null;
  /** Asks for addresses as a service does. */
  readonly caller: ServiceModel;
  readonly environments: readonly Environment[];
  /** Stacks of those environments. */
  readonly stacks: readonly string[];
  /** Where its container sees the file that the part stands in. */
  readonly path: string | null;
}

/** A service in one of its environments, as the gateway that its own settings make it. */
export function programOwner(service: ServiceModel, environment: Environment, technology: string): Owner {
  const stacks = environment.stack === null ? [] : [environment.stack];
  return {
    id: service.id,
    name: service.name,
    technology,
    unit: { kind: 'service', service },
    caller: service,
    environments: [environment],
    stacks,
    path: null,
  };
}

/** Finds whose configuration a part is. */
export class Owners {
  private readonly resources: ReadonlyMap<string, GatewayFact>;
  private readonly spaces: ReadonlyMap<string, ReadonlySet<string>>;
  private readonly taken: ReadonlySet<string>;

  constructor(
    private readonly scene: Pick<Scene, 'identity' | 'environments'>,
    parts: GatewayParts,
    private readonly readers: ReadonlyMap<string, readonly Reader[]>,
    private readonly catalog: SettingsCatalog,
  ) {
    this.resources = new Map(parts.gateways.map((g) => [g.key ?? g.name, g]));
    const spaces = new Map<string, Set<string>>();
    for (const part of [...parts.gateways, ...parts.routes]) {
      if (part.gateway.by !== 'resource') continue;
      const space = spaceOf(part.gateway.namespace ?? part.namespace);
      spaces.set(part.gateway.name, (spaces.get(part.gateway.name) ?? new Set()).add(space));
    }
    this.spaces = spaces;
    this.taken = new Set(scene.identity.gateways.map((g) => g.key));
  }

  /** The gateways that a part is for; none where nothing runs it. */
  of(part: GatewayPart): Owner[] {
    if (part.gateway.by === 'resource') return [this.resource(part, part.gateway.name, part.gateway.namespace)];
    if (part.gateway.by === 'controller') return this.controllers(part, part.gateway.name);
    const byUnit = new Map<NodeId, { unit: Unit; readers: Reader[] }>();
    for (const reader of this.readers.get(part.source) ?? []) {
      const id = unitId(reader.unit);
      byUnit.set(id, { unit: reader.unit, readers: [...(byUnit.get(id)?.readers ?? []), reader] });
    }
    return [...byUnit.values()].map(({ unit, readers }) => this.running(unit, part.technology, readers));
  }

  private running(unit: Unit, technology: string, readers: readonly Reader[]): Owner {
    const runs = readers.flatMap((r) => r.run ?? []).filter((r) => r.instance.environment !== '');
    const caller =
      unit.kind === 'service'
        ? unit.service
        : callerOf(serverId(unit.server), unit.server.name, unit.server.units, unit.server.evidence, unit.server.namespace);
    const all = unit.kind === 'service' ? (this.scene.environments.get(unit.service.id) ?? []) : settingsOf(caller, this.catalog);
    const own = runs.length === 0 ? all : all.filter((e) => e.unit !== null && runs.includes(e.unit));
    const stacks = [...new Set(own.flatMap((e) => e.stack ?? []))];
    const path = readers.find((r) => r.path !== null)?.path ?? null;
    return { id: unitId(unit), name: caller.name, technology, unit, caller, environments: own.length > 0 ? own : all, stacks, path };
  }

  /** The workloads of the technology in the same stack, else in an alternative of it, else the only one; else a gateway that runs elsewhere. */
  private controllers(part: GatewayPart, name: string): Owner[] {
    const { identity } = this.scene;
    const servers = identity.gateways.filter((s) => s.technology === part.technology).map((server): Unit => ({ kind: 'server', server }));
    const services = identity.services
      .filter((s) => s.images.some((i) => baseImage(i)?.technology === part.technology))
      .map((service): Unit => ({ kind: 'service', service }));
    const units = [...servers, ...services];
    const group = part.stack === undefined ? undefined : identity.stackGroups.get(part.stack);
    const tiers = [
      units.filter((u) => runsOf(u).some((r) => r.instance.workload.stack === part.stack)),
      units.filter((u) => group !== undefined && runsOf(u).some((r) => identity.stackGroups.get(r.instance.workload.stack) === group)),
      units.length === 1 ? units : [],
    ];
    const found = tiers.find((tier) => tier.length > 0) ?? [];
    if (found.length === 0) return [this.resource(part, name, part.namespace)];
    return found.map((unit) => {
      const here = runsOf(unit).filter((r) => r.instance.workload.stack === part.stack);
      return this.running(
        unit,
        part.technology,
        (here.length > 0 ? here : runsOf(unit)).map((run) => ({ unit, run, path: null })),
      );
    });
  }

  /** A resource asks for addresses as a service would that has no code and no settings. */
  private resource(part: GatewayPart, key: string, namespace = part.namespace): Owner {
    const known = this.resources.get(key);
    const name = known?.name ?? key;
    const apart = (this.spaces.get(key)?.size ?? 0) > 1 && spaceOf(namespace) !== '' ? `${namespace}/` : '';
    const technology = known?.technology ?? part.technology;
    const id = `gateway:${apart}${name}${apart === '' && this.taken.has(name) ? `@${technology}` : ''}`;
    const evidence: Evidence = { ...(known?.at ?? part.at), foundBy: (known ?? part).foundBy, text: `${technology} ${name}` };
    const caller = callerOf(id, name, [], [evidence], part.namespace);
    const stack = part.stack ?? null;
    const when = part.when === undefined ? {} : { when: part.when };
    const environment: Environment = { name: stack, stack, unit: null, lookup: () => [], deployed: [], properties: [], upstreams: [], ...when };
    const shared = {
      id,
      name,
      technology,
      ...(known?.class === undefined ? {} : { class: known.class }),
      ...(known?.hosts && { hosts: known.hosts }),
      unit: null,
      caller,
      path: null,
    };
    return { ...shared, environments: [environment], stacks: stack === null ? [] : [stack] };
  }
}

/** Namespaces that are environments hold one system. */
function spaceOf(namespace: string | undefined): string {
  return namespace === undefined || namespace.split(/[-_]/).some((word) => isEnvironmentName(word)) ? '' : squash(namespace);
}

/** Node id of a unit. */
export function unitId(unit: Unit): NodeId {
  return unit.kind === 'service' ? unit.service.id : serverId(unit.server);
}

const runsOf = (unit: Unit): readonly RunUnit[] => (unit.kind === 'service' ? unit.service.units : unit.server.units);

function callerOf(id: NodeId, name: string, units: readonly RunUnit[], evidence: NonEmpty<Evidence>, namespace: ServerModel['namespace']): ServiceModel {
  const none = { aliases: [], entries: [], owns: [], images: [], packages: [], builtWith: [] };
  const unknown = { path: null, language: null, team: null, context: null };
  const space = namespace === undefined ? {} : { namespace };
  return { ...none, ...unknown, ...space, id, name, units, role: 'gateway', certainty: 'deployed', starts: true, evidence };
}
