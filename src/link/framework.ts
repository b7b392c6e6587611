import type { Pick } from '../core/library.js';
import type { SourceCall } from '../core/source.js';
import type { Abs, Frame, Instance, Obj } from './abstract.js';
import { matchedSightings } from './calls.js';
import { Containers } from './containers.js';
import { dispatchKey } from './effects.js';
import { allocate, constructorFrame, externalBases, frameOn, generic, lineage, markAlive, moduleFrame } from './instances.js';
import type { Machine, PickSite, Work } from './machine.js';
import { ask } from './machine.js';
import type { Matched } from './match.js';
import { changed } from './memory.js';
import type { CallRef, Cls } from './program.js';
import { callRef } from './program.js';

interface Annotated {
  readonly call: SourceCall;
  readonly callee: Abs;
  readonly matched: readonly Matched[];
}

/** What happens when objects are made: by `new`, by a container, by a framework that knows the class. */
export class Framework {
  readonly containers: Containers;
  private readonly revived = new Set<Obj>();
  private readonly opened = new Map<Cls, () => void>();
  private readonly annotated = new Map<Cls, readonly Annotated[]>();

  constructor(
    private readonly machine: Machine,
    private readonly work: Work,
  ) {
    this.containers = new Containers(machine, work);
  }

  /** Reads the open containers again: what they list may be known better now. */
  reopen(): void {
    for (const open of [...this.opened.values()]) open();
  }

  construct(obj: Obj): void {
    const { machine } = this;
    if (!markAlive(machine, obj)) return;
    for (const cls of lineage(machine, obj.cls)) {
      if (cls.decl.kind !== 'class') continue;
      const frame = cls.ctor ? constructorFrame(machine, obj, cls) : null;
      if (frame) {
        this.work.reach(frame.instance, frame.caller);
        if (obj.kind !== 'new') this.injectParameters(frame);
      }
      if (cls.init)
        this.work.reach(frameOn(machine, obj, cls, cls.init).instance, obj.alloc ? { call: obj.alloc.call, frame: obj.alloc.frame, given: () => [] } : null);
      if (obj.kind !== 'new') this.injectFields(obj, cls);
    }
    this.libraryObject(obj);
  }

  private injectParameters(frame: Frame): void {
    frame.fn.decl.params.forEach((_, i) => {
      const { answer } = ask(this.machine.state, () => this.machine.parameter(generic(frame), i));
      for (const got of answer) if (got.t === 'instance' && got.obj.kind === 'injected') this.work.revive(got.obj);
    });
  }

  private injectFields(obj: Obj, cls: Cls): void {
    const self: Abs = { t: 'instance', obj };
    for (const annotation of cls.memberAnnotations) {
      if (annotation.on?.kind !== 'field') continue;
      for (const got of this.machine.member(self, annotation.on.field)) if (got.t === 'instance' && got.obj.kind === 'injected') this.work.revive(got.obj);
    }
  }

  /** An object whose class extends a library's: what the library does when one is made. */
  private libraryObject(obj: Obj): void {
    for (const base of externalBases(this.machine, obj.cls)) {
      const matched = [...this.machine.index.external('new', base.module, [base.name]), ...this.machine.index.external('extends', base.module, [base.name])];
      if (!matched.some((m) => 'role' in m.sighting)) continue;
      const frame = constructorFrame(this.machine, obj, base.cls);
      const superId = frame?.fn.calls.find((id) => base.cls.unit.source.calls[id]?.form === 'super');
      const own = superId === undefined ? null : callRef(base.cls.unit, superId);
      const ref = own ?? obj.alloc?.call ?? bareCall(base.cls);
      const at = own && frame ? frame : (obj.alloc?.frame ?? moduleFrame(this.machine.state, base.cls.unit));
      const callee: Abs = { t: 'external', module: base.module, path: [base.name] };
      this.work.note(
        {
          instance: at.instance,
          site: { ref, frame: at, callee, decorated: { cls: obj.cls, fn: null, name: obj.cls.decl.name, unit: obj.cls.unit } },
          matched,
          handler: null,
        },
        `extends${obj.id}`,
      );
    }
  }

  revive(obj: Obj): void {
    const { machine } = this;
    this.construct(obj);
    if (this.revived.has(obj)) return;
    this.revived.add(obj);
    const lifecycle = machine.index.lifecycleMethods;
    const called = this.calledThroughBases(obj);
    const seen = new Set<string>();
    for (const cls of lineage(machine, obj.cls)) {
      for (const [name, fn] of cls.methods) {
        if (seen.has(name)) continue;
        seen.add(name);
        if (called === 'all' || called.has(name) || lifecycle.has(name)) this.work.reach(frameOn(machine, obj, cls, fn).instance, null);
      }
      for (const annotated of this.annotationsOf(cls)) this.annotation(obj, cls, annotated);
    }
  }

  /** Methods that a library calls through its own interface or base class. Records name them; of unknown bases all may be. */
  private calledThroughBases(obj: Obj): 'all' | ReadonlySet<string> {
    const names = new Set<string>();
    for (const base of externalBases(this.machine, obj.cls)) {
      const matched = this.machine.index.external('extends', base.module, [base.name]);
      const entries = matched.flatMap(({ sighting }) => ('effect' in sighting && sighting.effect === 'entry' ? [sighting.methods] : []));
      if (entries.length === 0 && (this.machine.index.handleRecord(base.module, this.machine.index.handleType(base.module, base.name)) || matched.length > 0))
        continue;
      if (entries.length === 0 || entries.some((m) => m === undefined)) return 'all';
      for (const methods of entries) for (const m of methods ?? []) names.add(m);
    }
    return names;
  }

  annotationsOf(cls: Cls): readonly Annotated[] {
    const known = this.annotated.get(cls);
    if (known) return known;
    const { machine } = this;
    const found = [...cls.annotations, ...cls.memberAnnotations].flatMap((call) =>
      machine
        .evaluate(call.callee, cls.unit, moduleFrame(machine.state, cls.unit))
        .map((callee) => ({ call, callee, matched: matchedSightings(machine, callee, 'annotation') })),
    );
    this.annotated.set(cls, found);
    return found;
  }

  private annotation(obj: Obj, cls: Cls, { call, callee, matched }: Annotated): void {
    if (matched.length === 0) return;
    const { machine } = this;
    const on = call.on;
    const fn = on?.kind === 'function' ? (cls.unit.fns[on.fn] ?? null) : null;
    const param = on?.kind === 'param' ? cls.unit.fns[on.fn]?.decl.params[on.index] : undefined;
    const type = on?.kind === 'field' ? cls.decl.fields.find((f) => f.name === on.field)?.type : param?.type;
    const name = fn?.decl.name ?? param?.name ?? (on?.kind === 'field' ? on.field : cls.decl.name);
    const frame = moduleFrame(machine.state, cls.unit);
    const handler = fn ? frameOn(machine, obj, cls, fn).instance : null;
    const site: PickSite = {
      ref: { unit: cls.unit, id: cls.unit.source.calls.indexOf(call), call },
      frame,
      callee,
      decorated: { cls: obj.cls, fn, name, unit: cls.unit, ...(type ? { type } : {}) },
    };
    for (const { record, sighting } of matched) this.entry(record.id, sighting, obj, cls, handler, site);
    this.work.note({ instance: handler ?? frame.instance, site, matched, handler }, `${obj.id}`);
  }

  /** An annotation that makes a method an entry: run by the framework, or when a dispatch names its key. */
  private entry(recordId: string, sighting: Matched['sighting'], obj: Obj, cls: Cls, handler: Instance | null, site: PickSite): void {
    const { machine } = this;
    if ('role' in sighting) {
      if (handler && (sighting.role === 'server' || sighting.role === 'consumer')) this.work.reach(handler, null);
      return;
    }
    if (sighting.effect !== 'entry') return;
    const self: Abs = { t: 'instance', obj };
    if (sighting.functions && sighting.methods) this.makeGiven(sighting.functions, sighting.methods, site);
    const methods = handler
      ? [handler.fn]
      : (sighting.methods ?? []).flatMap((m) =>
          lineage(machine, obj.cls)
            .flatMap((c) => c.methods.get(m) ?? [])
            .slice(0, 1),
        );
    for (const fn of methods) {
      if (!sighting.key) {
        this.work.reach(frameOn(machine, obj, fn.owner ?? cls, fn).instance, null);
        continue;
      }
      const bound: Abs = { t: 'function', fn, self, frame: moduleFrame(machine.state, fn.unit) };
      for (const key of machine.pick(sighting.key, site).flatMap((k) => (k.t === 'list' || k.t === 'items' ? machine.items(k, 'value') : [k]))) {
        const at = dispatchKey(recordId, key);
        machine.state.dispatch.set(at, [...(machine.state.dispatch.get(at) ?? []), bound]);
        changed(machine.state, at);
      }
    }
  }

  /** Classes (or their objects) given to an annotation: the framework makes them and calls these methods (`@UseGuards(AuthGuard)`). */
  private makeGiven(functions: Pick, methods: readonly string[], site: PickSite): void {
    for (const value of this.machine.pick(functions, site)) {
      const obj = value.t === 'class' ? this.singleton(value.cls) : value.t === 'instance' ? value.obj : null;
      if (!obj) continue;
      this.work.revive(obj);
      for (const cls of lineage(this.machine, obj.cls)) {
        for (const [name, fn] of cls.methods) if (methods.includes(name)) this.work.reach(frameOn(this.machine, obj, cls, fn).instance, null);
      }
    }
  }

  /** A class handed to a framework: a container, or one it makes itself. */
  escapeClass(cls: Cls): void {
    if (this.open(cls)) return;
    const known = externalBases(this.machine, cls).length > 0 || this.annotationsOf(cls).some((a) => a.matched.length > 0);
    if (known) this.work.revive(this.singleton(cls));
  }

  /** A class that a root file exports: whoever loads the file may call all of it. */
  everyMethod(cls: Cls): void {
    if (cls.decl.kind !== 'class' || this.opened.has(cls)) return;
    const obj = this.singleton(cls);
    this.work.revive(obj);
    for (const fn of cls.methods.values()) this.work.reach(frameOn(this.machine, obj, cls, fn).instance, null);
  }

  private singleton(cls: Cls): Obj {
    const got = this.machine.obtain([{ t: 'class', cls }], undefined, cls.unit)[0];
    return got?.t === 'instance' ? got.obj : allocate(this.machine, cls, bareCall(cls), moduleFrame(this.machine.state, cls.unit));
  }

  open(cls: Cls): boolean {
    if (this.opened.has(cls)) return true;
    const lists = this.annotationsOf(cls).filter((a) => a.matched.some((m) => 'effect' in m.sighting && m.sighting.effect === 'provide'));
    if (lists.length === 0) return false;
    const frame = moduleFrame(this.machine.state, cls.unit);
    const open = (): void => {
      for (const { call, callee, matched } of lists) {
        const site: PickSite = {
          ref: { unit: cls.unit, id: cls.unit.source.calls.indexOf(call), call },
          frame,
          callee,
          decorated: { cls, fn: null, name: cls.decl.name, unit: cls.unit },
        };
        for (const { record, sighting } of matched)
          if ('effect' in sighting && sighting.effect === 'provide') this.containers.provide(record, sighting, site, true);
      }
    };
    this.opened.set(cls, open);
    open();
    this.work.revive(this.singleton(cls));
    return true;
  }
}

/** Stands for the call by which a framework makes an object. */
function bareCall(cls: Cls): CallRef {
  return { unit: cls.unit, id: -1, call: { in: 0, form: 'new', callee: { k: 'this' }, args: [], types: [], guards: [], line: cls.decl.line } };
}
