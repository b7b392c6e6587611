import type { Deployable, Entry } from '../core/interaction.js';
import type { InteractionSighting } from '../core/library.js';
import { compareText } from '../core/location.js';
import { describeTerm } from '../core/term.js';
import type { Abs, Frame, Instance } from './abstract.js';
import { instanceOf } from './instances.js';
import type { Machine, SightingSite } from './machine.js';
import type { CallRef } from './program.js';
import type { Parts, Reading } from './reading.js';

/** The handler that a server or consumer sighting mounts. */
export function entryOf(ref: CallRef, sighting: InteractionSighting, parts: Parts): Entry {
  const operation = parts.operation ?? parts.queue ?? parts.topic ?? parts.key;
  const what = parts.path ?? operation;
  const method = parts.method ? describeTerm(parts.method) : '';
  return {
    id: `${ref.unit.file}:${ref.call.line}:${sighting.protocol}:${method}:${what ? describeTerm(what) : ''}`,
    protocol: sighting.protocol,
    ...(parts.method ? { method: parts.method } : {}),
    ...(parts.path ? { path: parts.path } : {}),
    ...(operation ? { operation } : {}),
    file: ref.unit.file,
    line: ref.call.line,
  };
}

/** Function instances that run when a request or message arrives. */
export function handlerInstances(machine: Machine, found: SightingSite, sighting: InteractionSighting, frame: Frame): readonly Instance[] {
  if (found.handler) return [found.handler];
  if (!sighting.handlers) return [];
  return functionsIn(machine, machine.pick(sighting.handlers, { ...found.site, frame })).map((fn) => instanceOf(machine.state, fn.fn, fn.self, fn.frame));
}

/** The instances that run when the platform calls exported functions. */
export function calledInstances(machine: Machine, called: NonNullable<Deployable['handlers']>): { readonly id: string; readonly instance: Instance }[] {
  return called.flatMap(({ id, file, export: name }) => {
    const unit = machine.program.unit(file);
    const values = unit === null ? [] : functionsIn(machine, [...machine.exported(unit, name)]);
    return values.map((fn) => ({ id, instance: instanceOf(machine.state, fn.fn, fn.self, fn.frame) }));
  });
}

function functionsIn(machine: Machine, values: readonly Abs[]): Extract<Abs, { t: 'function' }>[] {
  return values.flatMap((v) => (v.t === 'function' ? [v] : v.t === 'list' || v.t === 'items' ? functionsIn(machine, machine.items(v, 'value')) : []));
}

/** Entries from which an instance is reached; `startup` where a module body or a framework runs it on its own. */
export function entryFinder(handlers: ReadonlyMap<Instance, readonly string[]>): (instance: Instance) => readonly string[] {
  const memo = new Map<Instance, readonly string[]>();
  return (start) => {
    const known = memo.get(start);
    if (known) return known;
    const ids = new Set<string>();
    const seen = new Set<Instance>([start]);
    const queue = [start];
    for (let next = queue.pop(); next; next = queue.pop()) {
      const own = handlers.get(next);
      for (const id of own ?? []) ids.add(id);
      if (own) continue;
      if (next.callers.length === 0 || next.fn.index === 0) ids.add('startup');
      for (const caller of next.callers) {
        const outer = caller.frame.instance;
        if (!seen.has(outer)) {
          seen.add(outer);
          queue.push(outer);
        }
      }
    }
    const found = [...ids].sort(compareText);
    memo.set(start, found);
    return found;
  };
}

/** Which routers are mounted where: `app.use('/orders', router)`. */
export class Mounts {
  private readonly mountedUnder = new Map<string, { readonly on: string | undefined; readonly path: string }[]>();

  constructor(private readonly machine: Machine) {}

  add(found: SightingSite, sighting: InteractionSighting, frame: Frame, reading: Reading): void {
    const path = reading.parts.path ? describeTerm(reading.parts.path) : '';
    for (const value of this.mountedThings(found, sighting, frame)) {
      if (value.t !== 'handle' || value.path.length > 0) continue;
      const rows = this.mountedUnder.get(value.handle.id) ?? [];
      if (!rows.some((r) => r.on === reading.on && r.path === path)) rows.push({ on: reading.on, path });
      this.mountedUnder.set(value.handle.id, rows);
    }
  }

  servesFunctions(found: SightingSite, sighting: InteractionSighting, frame: Frame): boolean {
    return this.mountedThings(found, sighting, frame).some((v) => v.t === 'function');
  }

  private mountedThings(found: SightingSite, sighting: InteractionSighting, frame: Frame): readonly Abs[] {
    return sighting.mounts
      ? this.machine
          .pick(sighting.mounts, { ...found.site, frame })
          .flatMap((v) => (v.t === 'module' ? [...this.machine.exported(v.unit, '='), ...this.machine.exported(v.unit, 'default')] : [v]))
      : [];
  }

  /** Paths in front of what a thing serves; `['']` where it is mounted nowhere. */
  prefixes(id: string, depth = 0): readonly string[] {
    const rows = this.mountedUnder.get(id);
    if (!rows || depth > 6) return [''];
    return rows.flatMap((row) => {
      const outer = row.on === undefined || row.on === id ? [''] : this.prefixes(row.on, depth + 1);
      return outer.map((o) => joinPaths(o, row.path));
    });
  }
}

function joinPaths(a: string, b: string): string {
  if (a === '' || a === '/') return b;
  return `${a.replace(/\/+$/, '')}/${b.replace(/^\/+/, '')}`;
}
