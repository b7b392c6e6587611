import type { Fact } from '../core/fact.js';
import type { FunctionHandler, WiringFact } from '../core/workload.js';
import type { Entry, Interaction, LinkedService } from '../core/interaction.js';
import { compareLocations } from '../core/location.js';
import type { RouteFact } from '../core/route.js';
import { literal } from '../core/term.js';
import { functionEntry } from './entries.js';
import type { ServiceModel } from './model.js';

/**
 * What links know of the services, with what a platform does for them: messages that it brings are consumed whatever the code says, and what a policy allows is
 * taken for done, as a guess, where nobody read the code.
 */
export function withWiring(services: readonly ServiceModel[], linked: ReadonlyMap<string, LinkedService>, facts: readonly Fact[]): Map<string, LinkedService> {
  const all = new Map(linked);
  const wirings = facts.filter((f) => f.kind === 'wiring').sort((a, b) => compareLocations(a.at, b.at));
  const routes = facts.filter((f) => f.kind === 'route');
  for (const service of services) {
    const before = linked.get(service.id);
    const read = before !== undefined && before.files.length > 0;
    const own = wirings.filter((w) => (w.force === 'done' || !read) && isOf(w, service));
    const entries = functionEntries(service, routes);
    if (own.length === 0 && entries.length === 0) continue;
    const invoked = service.units.flatMap((u) => (u.container.code?.handlers ?? []).map((h) => invocationOf(h, u.instance.workload.foundBy)));
    const { id } = service;
    all.set(id, {
      ...(before ?? { id, settingUses: [], unresolved: [], libraries: [], files: [] }),
      entries: [...(before?.entries ?? []), ...entries],
      interactions: [...(before?.interactions ?? []), ...own.map(interactionOf), ...invoked],
    });
  }
  return all;
}

/** Functions are entries under their names, and under the paths that gateways lead to them. */
function functionEntries(service: ServiceModel, routes: readonly RouteFact[]): Entry[] {
  const handlers = service.units.flatMap((u) => u.container.code?.handlers ?? []);
  if (handlers.length === 0) return [];
  return handlers.flatMap((handler): Entry[] => {
    const base = { id: functionEntry(handler.function), file: handler.at.file, line: handler.at.line };
    const own = routes.filter((r) => r.targets.some((t) => t.address?.k === 'literal' && t.address.text === handler.name));
    return [
      { ...base, protocol: 'aws_lambda', operation: literal(handler.name) },
      ...own.map((r) => ({
        ...base,
        protocol: r.protocol,
        ...(r.methods.length === 1 && r.methods[0] !== undefined ? { method: literal(r.methods[0]) } : {}),
        path: literal((r.path ?? '/**').replace(/\{[\w-]+\+\}/g, '**')),
      })),
    ];
  });
}

function isOf(wiring: WiringFact, service: ServiceModel): boolean {
  return service.units.some(
    ({ instance, container }) =>
      instance.workload.stack === wiring.stack &&
      (container.code === undefined ? container.name === wiring.container : container.code.handlers.some((h) => h.function === wiring.container)),
  );
}

/** A function gets what is sent to it by its name; whether anybody sends, `messages.ts` knows. */
function invocationOf(handler: FunctionHandler, foundBy: string): Interaction {
  const evidence = [{ ...handler.at, foundBy, text: `function ${handler.function}` }] as const;
  return { role: 'consumer', protocol: 'aws_lambda', parts: { topic: literal(handler.name) }, evidence, entries: [], inLoop: false, inferred: false };
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
