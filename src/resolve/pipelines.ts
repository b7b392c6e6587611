import type { DeliveredMember } from '../core/delivery.js';
import type { OwnPipeline, ReleaseSet } from '../core/graph.js';
import { compareLocations, compareText, type Evidence, nonEmpty } from '../core/location.js';
import type { Delivery } from './deliveries.js';
import type { Identity, ServiceModel } from './model.js';
import { servicesMeant } from './members.js';

/** What pipelines show: services that one job delivers together, and jobs that deliver one service alone. */
export interface PipelineEvidence {
  readonly sets: readonly ReleaseSet[];
  readonly own: readonly OwnPipeline[];
}

interface Delivered {
  readonly delivery: Delivery;
  readonly services: ReadonlyMap<string, Evidence>;
  readonly act: DeliveredMember['act'];
}

/**
 * Services that a job publishes or deploys together are tied, unless each of them has a job of its own that does as much for it alone: who can go alone every day
 * is not tied by a job that also takes all. What a script that no pipeline runs deploys ties nothing (it sets up a system); what it publishes does.
 */
export function pipelineEvidence(identity: Identity): PipelineEvidence {
  const known = new Map<string, readonly ServiceModel[]>();
  const meant = (member: DeliveredMember): readonly ServiceModel[] => {
    if (member.from?.some((text) => servicesMeant({ ...member, kind: 'path', text }, identity).length > 0)) return [];
    const key = `${member.kind} ${member.text} ${member.target ?? ''}`;
    const found = known.get(key) ?? servicesMeant(member, identity);
    known.set(key, found);
    return found;
  };
  const all = identity.deliveries.map((delivery) => deliveredBy(delivery, meant));
  const alone = all.filter(({ delivery, services: ids }) => delivery.piped && ids.size === 1);
  const together = all.filter(({ services: ids }) => ids.size > 1);
  const tied = together.filter((one) => ![...one.services.keys()].every((id) => alone.some((other) => other.services.has(id) && doesAsMuch(other, one))));
  const sets = new Map<string, ReleaseSet>();
  for (const set of tied.flatMap(setOf)) {
    const key = `${set.anchor}\n${set.services.join()}`;
    if (!sets.has(key)) sets.set(key, set);
  }
  return { sets: [...sets.values()], own: ownPipelines(alone) };
}

function deliveredBy(delivery: Delivery, meant: (member: DeliveredMember) => readonly ServiceModel[]): Delivered {
  const services = new Map<string, Evidence>();
  const deployed = new Set<string>();
  for (const member of [...delivery.members].sort((a, b) => compareLocations(a.at, b.at))) {
    if (!delivery.piped && member.act === 'deploy') continue;
    for (const { id, name } of meant(member)) {
      if (member.act === 'deploy') deployed.add(id);
      if (!services.has(id)) services.set(id, { ...member.at, foundBy: delivery.foundBy, text: `${name}: ${shownAct(member)}` });
    }
  }
  return { delivery, services, act: deployed.size >= Math.min(2, services.size) && deployed.size > 0 ? 'deploy' : 'publish' };
}

/** `deploys charts/orders`, `publishes shop/orders`. */
function shownAct({ act, text, target }: DeliveredMember): string {
  return `${act === 'deploy' ? 'deploys' : 'publishes'} ${text.replace(/^(.*)#\*$/, 'all of $1').replace(/\/\*\*$/, '')}${target === undefined ? '' : `, stage ${target}`}`;
}

/** To the same place, as far as both say which. */
function doesAsMuch(alone: Delivered, together: Delivered): boolean {
  const [a, b] = [alone.delivery.environment, together.delivery.environment];
  return (alone.act === 'deploy' || together.act === 'publish') && (a === undefined || b === undefined || a === b);
}

function setOf({ delivery, services, act }: Delivered): ReleaseSet[] {
  const ids = [...services.keys()].sort(compareText);
  const title = `${delivery.title} ${act === 'deploy' ? 'deploys' : 'publishes'} ${ids.length} services`;
  const lines = [...services.values()].sort(compareLocations);
  const evidence = nonEmpty([{ ...delivery.at, foundBy: delivery.foundBy, text: title }, ...lines]);
  return evidence === undefined ? [] : [{ evidenceKind: 'pipeline', anchor: delivery.anchor, title, services: ids, evidence }];
}

/** The first of each service, deployments before publications. */
function ownPipelines(alone: readonly Delivered[]): OwnPipeline[] {
  const found = new Map<string, OwnPipeline>();
  for (const { delivery, services, act } of [...alone].sort((a, b) => compareText(a.act, b.act))) {
    for (const [service, line] of services) {
      const text = `${delivery.title} ${act === 'deploy' ? 'deploys' : 'publishes'} it alone`;
      if (!found.has(service)) found.set(service, { service, act, evidence: { file: line.file, line: line.line, foundBy: delivery.foundBy, text } });
    }
  }
  return [...found.values()].sort((a, b) => compareText(a.service, b.service));
}
