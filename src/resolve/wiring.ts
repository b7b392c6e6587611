import type { Fact, WiringFact } from '../core/fact.js';
import type { Interaction, LinkedService } from '../core/interaction.js';
import { compareLocations } from '../core/location.js';
import type { ServiceModel } from './model.js';

/**
 * What links know of the services, with what a platform does for them: messages that it brings are consumed whatever the code says, and what a policy allows is
 * taken for done, as a guess, where nobody read the code.
 */
export function withWiring(services: readonly ServiceModel[], linked: ReadonlyMap<string, LinkedService>, facts: readonly Fact[]): Map<string, LinkedService> {
  const all = new Map(linked);
  const wirings = facts.filter((f) => f.kind === 'wiring').sort((a, b) => compareLocations(a.at, b.at));
  for (const service of services) {
    const before = linked.get(service.id);
    const read = before !== undefined && before.files.length > 0;
    const own = wirings.filter((w) => (w.force === 'done' || !read) && isOf(w, service));
    if (own.length === 0) continue;
    const { id } = service;
    all.set(id, {
      ...(before ?? { id, entries: [], settingUses: [], unresolved: [], libraries: [], files: [] }),
      interactions: [...(before?.interactions ?? []), ...own.map(interactionOf)],
    });
  }
  return all;
}

function isOf(wiring: WiringFact, service: ServiceModel): boolean {
  return service.units.some(
    ({ instance, container }) =>
      instance.workload.stack === wiring.stack &&
      (container.code === undefined ? container.name === wiring.container : container.code.handlers.some((h) => h.function === wiring.container)),
  );
}

function interactionOf(wiring: WiringFact): Interaction {
  const { role, protocol, parts, access, at, foundBy, text } = wiring;
  return {
    role,
    protocol,
    parts,
    ...(access === undefined ? {} : { access }),
    evidence: [{ ...at, foundBy, text }],
    entries: [],
    inLoop: false,
    inferred: wiring.force === 'allowed',
  };
}
