import type { Deployable, Entry, Interaction } from '../core/interaction.js';
import type { InteractionSighting, PartName } from '../core/library.js';
import type { Evidence, NonEmpty } from '../core/location.js';
import { compareLocations, compareText } from '../core/location.js';
import type { Term } from '../core/term.js';
import { describeTerm } from '../core/term.js';
import type { Frame, Instance } from './abstract.js';
import { calledInstances, entryFinder, entryOf, handlerInstances, Mounts } from './entries.js';
import { calleeText, evidenceOf } from './evidence.js';
import type { Expansion } from './expand.js';
import { expandCallers } from './expand.js';
import type { SightingSite } from './machine.js';
import type { CallRef } from './program.js';
import type { Reach } from './reach.js';
import type { Parts, Reading } from './reading.js';
import { itemsOf, readSighting } from './reading.js';

/** A sighting in one calling context. */
interface Row {
  readonly found: SightingSite;
  readonly sighting: InteractionSighting;
  readonly foundBy: string;
  readonly expansion: Expansion<readonly Reading[]>;
  readonly reading: Reading;
}

/** Turns reached sightings into interactions and entries. `path` is the deployable's own folder, `called` the functions that the platform calls. */
export function collectInteractions(
  reach: Reach,
  path: string,
  inferred: boolean,
  called: NonNullable<Deployable['handlers']>,
): { readonly interactions: Interaction[]; readonly entries: Entry[] } {
  const rows = mounted(reach, readRows(reach));
  const entries = new Map<string, Entry>();
  const handlers = new Map<Instance, string[]>();
  for (const { id, instance } of calledInstances(reach.machine, called)) handlers.set(instance, [...(handlers.get(instance) ?? []), id]);
  for (const row of rows) {
    if (row.sighting.role !== 'server' && row.sighting.role !== 'consumer') continue;
    const instances = handlerInstances(reach.machine, row.found, row.sighting, row.expansion.frame);
    if (instances.length === 0) continue;
    const entry = entryOf(row.found.site.ref, row.sighting, row.reading.parts);
    entries.set(entry.id, entry);
    for (const instance of instances) handlers.set(instance, [...(handlers.get(instance) ?? []), entry.id]);
  }
  const reachedBy = entryFinder(handlers);
  const interactions = rows.map((row) => interactionOf(row, path, inferred, reachedBy));
  return { interactions: sortedOnce(interactions), entries: [...entries.values()].sort((a, b) => compareText(a.id, b.id)) };
}

function readRows(reach: Reach): Row[] {
  const { machine } = reach;
  const rows: Row[] = [];
  for (const found of reach.sites.values()) {
    for (const { record, sighting } of found.matched) {
      if (!('role' in sighting)) continue;
      const read = (frame: Frame): readonly Reading[] =>
        itemsOf(machine, sighting, { ...found.site, frame }).map((site) => readSighting(machine, sighting, site));
      for (const expansion of expandCallers(machine, found.site.frame, read)) {
        for (const reading of expansion.values)
          if (reading.counts) rows.push({ found, sighting, foundBy: `${record.language}/${record.id}`, expansion, reading });
      }
    }
  }
  return rows;
}

/** Puts the path under which a router is mounted in front of the paths served on it; mounts that only mount are no interactions. */
function mounted(reach: Reach, rows: readonly Row[]): Row[] {
  const mounts = new Mounts(reach.machine);
  for (const row of rows) if (row.sighting.mounts) mounts.add(row.found, row.sighting, row.expansion.frame, row.reading);
  return rows.flatMap((row) => {
    if (row.sighting.mounts && !mounts.servesFunctions(row.found, row.sighting, row.expansion.frame)) return [];
    if (row.sighting.role !== 'server' || row.reading.on === undefined) return [row];
    return mounts.prefixes(row.reading.on).map((prefix) => ({ ...row, reading: { ...row.reading, parts: prefixed(row.reading.parts, prefix) } }));
  });
}

function prefixed(parts: Parts, prefix: string): Parts {
  if (prefix === '') return parts;
  const own = parts.path ? describeTerm(parts.path) : '';
  return { ...parts, path: { k: 'literal', text: `${prefix.replace(/\/+$/, '')}/${own.replace(/^\/+/, '')}` } };
}

function interactionOf(row: Row, path: string, inferred: boolean, reachedBy: (instance: Instance) => readonly string[]): Interaction {
  const { found, sighting, expansion, reading } = row;
  const chain: NonEmpty<CallRef> = [found.site.ref, ...expansion.wrappers];
  const outermost = outermostInstance(found, expansion);
  const timeout = timeoutOf(reading.parts, sighting);
  return {
    role: sighting.role,
    protocol: sighting.protocol,
    parts: reading.parts,
    ...(reading.access ? { access: reading.access } : {}),
    ...(sighting.reply ? { reply: true } : {}),
    ...(sighting.routes ? { routes: true } : {}),
    evidence: withDefinition(evidenceOf(chain, outermost, path, row.foundBy, `${calleeText(found.site.ref)}(${headline(reading.parts)})`), row),
    entries: sighting.role === 'client' || sighting.role === 'producer' ? reachedBy(outermost) : [],
    inLoop: chain.some((ref) => ref.call.loop !== undefined),
    ...(reading.handle ? { handle: reading.handle } : {}),
    inferred,
    ...(timeout === undefined ? {} : { timeout }),
  };
}

/** The class that names the table stands last among the evidence. */
function withDefinition(evidence: NonEmpty<Evidence>, { reading, foundBy }: Row): NonEmpty<Evidence> {
  const cls = reading.definition;
  if (!cls) return evidence;
  return [
    ...evidence,
    { file: cls.unit.file, line: cls.annotations[0]?.line ?? cls.decl.line, foundBy, text: `class ${cls.decl.name}`, role: 'definition' as const },
  ];
}

/** By place, role, parts and evidence; equal ones once. */
function sortedOnce(interactions: readonly Interaction[]): Interaction[] {
  const rows = interactions.map((i) => ({ i, parts: JSON.stringify(i.parts), evidence: JSON.stringify(i.evidence) }));
  rows.sort(
    (a, b) =>
      compareLocations(a.i.evidence[0], b.i.evidence[0]) ||
      compareText(a.i.role, b.i.role) ||
      compareText(a.parts, b.parts) ||
      compareText(a.evidence, b.evidence),
  );
  const once = new Map<string, Interaction>();
  for (const { i, parts, evidence } of rows) {
    const key = [i.role, i.protocol, parts, i.access, evidence, i.handle, i.entries.join('\n')].join('\n');
    if (!once.has(key)) once.set(key, i);
  }
  return [...once.values()];
}

/** The function instance that the outermost wrapper's call stands in. */
function outermostInstance(found: SightingSite, expansion: Expansion<readonly Reading[]>): Instance {
  if (expansion.wrappers.length === 0) return found.instance;
  let at: Frame = expansion.frame;
  for (let next: Frame | null = callerFrame(at); next; next = callerFrame(at)) at = next;
  return at.instance;
}

/** The frame that entered this one or one of its enclosing functions. */
function callerFrame(frame: Frame): Frame | null {
  for (let f: Frame | null = frame; f; f = f.parent) if (f.caller) return f.caller.frame;
  return null;
}

function timeoutOf(parts: Parts, sighting: InteractionSighting): number | undefined {
  if (parts.timeout?.k === 'literal') {
    const given = Number(parts.timeout.text.replaceAll('_', ''));
    if (Number.isFinite(given)) return given;
  }
  if (parts.timeout) return -1;
  return sighting.defaultTimeout ?? (sighting.role === 'client' ? 0 : undefined);
}

const HEADLINE: readonly PartName[] = ['method', 'url', 'host', 'path', 'operation', 'topic', 'exchange', 'key', 'queue', 'table', 'sql', 'database'];

function headline(parts: Parts): string {
  const shown = HEADLINE.flatMap((name) => (parts[name] ? [describeTerm(parts[name] as Term)] : [])).filter((t) => t !== '');
  return shown.join(' ').replace(/\s+/g, ' ').slice(0, 120);
}

/** One line that tells an interaction: role, protocol, parts by name, access. Records' examples are written so. */
export function describeInteraction(interaction: Pick<Interaction, 'role' | 'protocol' | 'parts' | 'access'>): string {
  const parts = Object.entries(interaction.parts).sort(([a], [b]) => compareText(a, b));
  const shown = parts.map(([name, term]) => ` ${name}=${describeTerm(term)}`).join('');
  return `${interaction.role} ${interaction.protocol}${shown}${interaction.access ? ` access=${interaction.access}` : ''}`;
}
