import type { Access, InteractionSighting, PartName, Pick } from '../core/library.js';
import type { Term } from '../core/term.js';
import type { Abs, Handle } from './abstract.js';
import { receiverOf } from './abstract.js';
import { isAbsentText } from './dig.js';
import { siteId } from './effects.js';
import type { Machine, PickSite } from './machine.js';
import type { Cls } from './program.js';
import { entriesOf } from './contents.js';
import { termOf } from './terms.js';

export type Parts = Partial<Record<PartName, Term>>;

/** What one sighting says in one calling context. */
export interface Reading {
  readonly parts: Parts;
  /** The client object at the root of the call. */
  readonly handle: string | undefined;
  /** The very thing the call is made on, for mounts. */
  readonly on: string | undefined;
  readonly access: Access | undefined;
  /** The class whose annotations name the table. */
  readonly definition: Cls | undefined;
  /** The sighting's conditions hold. */
  readonly counts: boolean;
}

/** Items a sighting speaks of: those of its `each`, else the call as a whole. */
export function itemsOf(machine: Machine, sighting: InteractionSighting, site: PickSite): readonly PickSite[] {
  if (!sighting.each) return [site];
  const values = machine.pick(sighting.each, site);
  return values.flatMap((v) => (v.t === 'list' || v.t === 'items' ? machine.items(v, 'value') : [v])).map((item) => ({ ...site, item }));
}

/** Reads the parts of a sighting at a site. */
export function readSighting(machine: Machine, sighting: InteractionSighting, site: PickSite): Reading {
  const picks: Partial<Record<PartName, Pick>> = { ...(sighting.target ? { url: sighting.target } : {}), ...sighting.parts };
  const parts: Parts = {};
  let definition: Cls | undefined;
  for (const [name, what] of Object.entries(picks) as [PartName, Pick][]) {
    machine.state.definitions.clear();
    const values = machine.pick(what, { ...site, wantsText: true }).filter((v) => !isAbsentText(v));
    const term = termOf(values);
    if (term) parts[name] = term;
    if (name === 'table') definition = [...machine.state.definitions][0];
  }
  if (sighting.role === 'client' && sighting.target && !parts.url && !parts.serviceName && !parts.operation && !parts.host) {
    parts.url = { k: 'unknown', text: 'target', why: 'dynamic' };
  }
  const { item, ...whole } = site;
  const counts = holds(machine, sighting.requires, item ? whole : site, true) && holds(machine, sighting.unless, item ? whole : site, false);
  const on = site.callee.t === 'handle' ? site.callee.handle.id : undefined;
  return { parts, handle: handleId(machine, sighting, site), on, access: accessOf(machine, sighting, site), definition, counts };
}

function holds(machine: Machine, what: Pick | undefined, site: PickSite, wanted: boolean): boolean {
  if (!what) return true;
  const there = machine.pick(what, site).some((v) => !(v.t === 'text' && (v.text === '' || v.text === 'false')));
  return there === wanted;
}

/** Which client object the sighting belongs to: the one it is called on, the one it makes, or the one it is given. */
function handleId(machine: Machine, sighting: InteractionSighting, site: PickSite): string | undefined {
  const { callee } = site;
  if (callee.t === 'handle') return rootOf(machine, callee.handle, 0);
  const given = site.ref.call.args
    .flatMap((arg) => machine.evaluate(arg.value, site.ref.unit, site.frame))
    .map((v) => innerHandle(machine, v, 0))
    .find((h) => h !== null);
  if (sighting.role !== 'connection') return given ? rootOf(machine, given, 0) : undefined;
  const made = machine.result(callee, site.ref, site.frame).find((v) => v.t === 'handle');
  return made?.t === 'handle' ? rootOf(machine, made.handle, 0) : given ? rootOf(machine, given, 0) : siteId(site);
}

/** The client a thing stems from: a collection's database's client; a query builder's pool. */
function rootOf(machine: Machine, handle: Handle, depth: number): string | undefined {
  const made = handle.creation;
  if (handle.obj && handle.obj.id >= 0) return handle.id;
  if (!made) return undefined;
  if (depth > 5) return handle.id;
  const receiver = receiverOf(handle);
  if (receiver) return rootOf(machine, receiver, depth + 1);
  for (const arg of made.call.call.args) {
    for (const value of machine.evaluate(arg.value, made.call.unit, made.frame)) {
      const inner = innerHandle(machine, value, 0);
      if (inner && inner.id !== handle.id) return rootOf(machine, inner, depth + 1);
    }
  }
  return handle.id;
}

function innerHandle(machine: Machine, value: Abs, depth: number): Handle | null {
  if (value.t === 'handle' && value.path.length === 0) return value.handle.creation ? value.handle : null;
  if (depth > 1 || (value.t !== 'record' && value.t !== 'fields')) return null;
  for (const [, item] of entriesOf(machine, value) ?? []) {
    for (const inner of item()) {
      const found = innerHandle(machine, inner, depth + 1);
      if (found) return found;
    }
  }
  return null;
}

const WRITES = /^\s*(insert|update|delete|replace|merge|upsert|create|drop|truncate|write|save|remove|set|put)/;
const READS = /^\s*(select|with|find|get|read|count|aggregate|show|query|scan)/;

function accessOf(machine: Machine, sighting: InteractionSighting, site: PickSite): Access | undefined {
  if (sighting.access) return sighting.access;
  if (!sighting.accessFrom) return sighting.role === 'query' && !sighting.parts?.sql ? 'unknown' : undefined;
  const words = machine.pick(sighting.accessFrom, site).flatMap((v) => (v.t === 'text' ? [v.text.toLowerCase()] : []));
  const writes = words.some((w) => WRITES.test(w));
  const reads = words.some((w) => READS.test(w));
  return writes && reads ? 'readwrite' : writes ? 'write' : reads ? 'read' : 'unknown';
}
