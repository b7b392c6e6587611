import type { SourceCall } from '../core/source.js';
import type { Abs, Caller, Frame, Instance, Obj } from './abstract.js';
import { keyOf } from './abstract.js';
import { givenByBuiltin } from './builtins.js';
import { matchedSightings } from './calls.js';
import { configure } from './configuring.js';
import type { Given } from './effects.js';
import { dispatched, givenByEffects } from './effects.js';
import { createMachine } from './evaluator.js';
import { Framework } from './framework.js';
import { isDead } from './guards.js';
import { Leaving } from './leaving.js';
import { addCaller, allocate, enter, externalBases, instanceOf, moduleFrame } from './instances.js';
import type { Machine, PickSite, SightingSite, Work } from './machine.js';
import { ask } from './machine.js';
import { changed, outdate, ROUNDS } from './memory.js';
import type { LibraryIndex, Matched } from './match.js';
import { entriesOf } from './contents.js';
import type { CallRef, Cls, Fn, Program, Unit } from './program.js';
import { append, callRef } from './program.js';

/** Rounds over calls whose callee may still change; a real program settles in far fewer. */
const MAX_ROUNDS = 12;

/** A call of a function that runs. */
interface Visit {
  readonly instance: Instance;
  readonly ref: CallRef;
}

/**
 * Follows a deployable from its roots: which functions run, on which objects, called from where. Classes come alive when
 * constructed, injected or handed to a framework; functions when called, or handed to code that is not there.
 */
export class Reach implements Work {
  readonly machine: Machine;
  readonly units = new Set<Unit>();
  readonly sites = new Map<string, SightingSite>();
  readonly leaving: Leaving;
  private readonly framework: Framework;
  private readonly queue: Instance[] = [];
  /** Calls to look at again, in the order in which they came to it. */
  private readonly pending = new Set<Visit>();
  private readonly visits = new Map<Instance, Map<SourceCall, Visit>>();
  private readonly sitesOf = new Map<Instance, Map<SourceCall, string[]>>();

  constructor(program: Program, index: LibraryIndex) {
    this.machine = createMachine(program, index);
    this.framework = new Framework(this.machine, this);
    this.leaving = new Leaving(this.machine, this);
  }

  /** Runs until nothing new is reached. */
  run(): void {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const before = this.machine.state.version;
      outdate(this.machine.state, ROUNDS);
      this.drain();
      for (const { instance, ref } of [...this.pending]) this.call(instance, ref);
      this.framework.reopen();
      this.drain();
      if (this.machine.state.version === before) break;
    }
    outdate(this.machine.state, ROUNDS);
  }

  private drain(): void {
    for (let next = this.queue.pop(); next; next = this.queue.pop()) this.body(next);
  }

  /** A file's module body runs, and so do those of the files it imports. */
  module(root: Unit): void {
    const queue = [root];
    for (let unit = queue.pop(); unit; unit = queue.pop()) {
      if (this.units.has(unit)) continue;
      this.units.add(unit);
      this.reach(moduleFrame(this.machine.state, unit).instance, null);
      queue.push(...this.machine.program.runsWith(unit));
    }
  }

  reach(instance: Instance, caller: Caller | null): void {
    if (caller) addCaller(this.machine.state, instance, caller);
    if (instance.reached) return;
    instance.reached = true;
    changed(this.machine.state, instance.fn);
    this.queue.push(instance);
  }

  construct(obj: Obj): void {
    this.framework.construct(obj);
  }

  revive(obj: Obj): void {
    this.framework.revive(obj);
  }

  open(cls: Cls): boolean {
    return this.framework.open(cls);
  }

  note(found: SightingSite, key: string): void {
    if (!found.matched.some((m) => 'role' in m.sighting)) return;
    const { ref } = found.site;
    const full = `${found.instance.id}:${ref.unit.id}:${ref.id}:${ref.call.line}:${key}`;
    this.sites.set(full, found);
    const ofInstance = this.sitesOf.get(found.instance) ?? new Map<SourceCall, string[]>();
    append(ofInstance, ref.call, full);
    this.sitesOf.set(found.instance, ofInstance);
  }

  /** A call is looked at again: what it matched before may have been a guess. */
  private forget(instance: Instance, ref: CallRef): void {
    const ofInstance = this.sitesOf.get(instance);
    for (const key of ofInstance?.get(ref.call) ?? []) this.sites.delete(key);
    ofInstance?.delete(ref.call);
  }

  private body(instance: Instance): void {
    const { fn, frame } = instance;
    for (const id of fn.calls) {
      const ref = callRef(fn.unit, id);
      if (ref) this.call(instance, ref);
    }
    if (fn.index === 0) return;
    for (const closure of fn.closures) {
      if (!flowsOnly(closure)) this.reach(enter(this.machine.state, closure, frame.self, frame, null).instance, { call: null, frame, given: () => [] });
    }
  }

  private call(instance: Instance, ref: CallRef): void {
    // Annotations of fields and parameters say something only when an object of the class is made: `Framework` reads them then.
    if (ref.call.on?.kind === 'field' || ref.call.on?.kind === 'param') return;
    if (ref.call.guards.length > 0) {
      const dead = ask(this.machine.state, () => isDead(this.machine, ref, instance.frame));
      if (dead.answer) {
        if (dead.volatile) this.again(instance, ref);
        return;
      }
    }
    if (ref.call.form === 'super') {
      this.superCall(instance, ref);
      return;
    }
    const { state } = this.machine;
    const { answer: callees, volatile } = ask(state, () => this.callees(ref, instance.frame));
    if (ref.call.form !== 'annotation') this.forget(instance, ref);
    if (volatile) this.again(instance, ref);
    else this.settle(instance, ref);
    if (callees.length === 0) this.escapeArguments(instance, ref, null);
    for (const callee of callees) this.callee(callee, instance, ref);
  }

  private again(instance: Instance, ref: CallRef): void {
    const known = this.visits.get(instance)?.get(ref.call);
    if (known) {
      this.pending.add(known);
      return;
    }
    const visit = { instance, ref };
    const ofInstance = this.visits.get(instance) ?? new Map<SourceCall, Visit>();
    this.visits.set(instance, ofInstance.set(ref.call, visit));
    this.pending.add(visit);
  }

  private settle(instance: Instance, ref: CallRef): void {
    const known = this.visits.get(instance)?.get(ref.call);
    if (known) this.pending.delete(known);
  }

  private callees(ref: CallRef, frame: Frame): Abs[] {
    const { machine } = this;
    const found = machine.evaluate(ref.call.callee, ref.unit, frame);
    const { callee, receiver } = ref.call;
    if (!receiver || callee.k !== 'member' || typeof callee.name !== 'string' || found.some((v) => !saysNothing(v))) return found;
    const name = callee.name;
    const typed = machine.typed(receiver, ref.unit).flatMap((of) => machine.member(of, name));
    return typed.length > 0 ? typed : found;
  }

  private callee(callee: Abs, instance: Instance, ref: CallRef): void {
    const { machine } = this;
    const { frame } = instance;
    if (callee.t === 'function') {
      this.reach(enter(machine.state, callee.fn, callee.self, callee.frame, { call: ref, frame }).instance, { call: ref, frame });
      this.shallowArguments(instance, ref);
    } else if (callee.t === 'class') {
      if (ref.call.form === 'annotation') return;
      const obj = allocate(machine, callee.cls, ref, frame);
      this.construct(obj);
      if (ref.call.form === 'element') this.revive(obj);
      this.shallowArguments(instance, ref);
    } else if (callee.t === 'module') {
      for (const value of [...machine.exported(callee.unit, '='), ...machine.exported(callee.unit, 'default')])
        if (value.t === 'function' || value.t === 'class') this.callee(value, instance, ref);
    } else this.library(callee, instance, ref);
  }

  /** A call that leaves the system's own code. */
  private library(callee: Abs, instance: Instance, ref: CallRef): void {
    const { machine } = this;
    const { frame } = instance;
    const { form } = ref.call;
    const matched = matchedSightings(machine, callee, form === 'new' || form === 'element' || form === 'annotation' ? form : 'call');
    if (form === 'annotation') {
      if (!matched.some((m) => 'effect' in m.sighting && m.sighting.effect === 'provide')) this.escapeArguments(instance, ref, null);
      return;
    }
    const site: PickSite = { ref, frame, callee };
    if (matched.length > 0) this.note({ instance, site, matched, handler: null }, keyOf(callee));
    for (const found of matched) this.effect(found, site, instance);
    const byRecord = givenByEffects(machine, matched, site);
    const byLanguage = givenByBuiltin(machine, callee);
    const given: Given | null =
      byRecord || byLanguage
        ? (argument, property, index, name) => [
            ...(byRecord?.(argument, property, index, name) ?? []),
            ...(property === undefined ? (byLanguage?.(index) ?? []) : []),
          ]
        : null;
    this.escapeArguments(instance, ref, given, callee.t === 'external' && callee.module !== '' && !machine.index.knows(callee.module));
  }

  private effect({ record, sighting }: Matched, site: PickSite, instance: Instance): void {
    if (!('effect' in sighting)) return;
    const { machine } = this;
    if (sighting.effect === 'provide') this.framework.containers.provide(record, sighting, site, false);
    else if (sighting.effect === 'obtain') {
      for (const got of machine.effects([{ record, sighting }], site) ?? []) if (got.t === 'instance') this.revive(got.obj);
    } else if (sighting.effect === 'entry' && sighting.functions) {
      for (const fn of machine.pick(sighting.functions, site)) this.escape(fn, instance, site.ref);
    } else if (sighting.effect === 'dispatch') {
      this.again(instance, site.ref);
      for (const fn of dispatched(machine, record, sighting, site)) this.callee(fn, instance, site.ref);
    } else if (sighting.effect === 'configure') configure(this.machine, sighting, site);
  }

  /** `mayUseSettings`: what is called is a package nobody describes, where a text with a setting in it says something. */
  private escapeArguments(instance: Instance, ref: CallRef, given: Given | null, mayUseSettings = false): void {
    const { machine } = this;
    ref.call.args.forEach((arg, i) => {
      if (arg.value.k === 'literal' || arg.value.k === 'unknown' || (arg.value.k === 'template' && !mayUseSettings)) return;
      for (const value of machine.evaluate(arg.value, ref.unit, instance.frame))
        this.leaving.leave(value, { instance, ref }, given ? (property, index, name) => given(i, property, index, name) : null, undefined, 0);
    });
  }

  /** Functions handed to the system's own code are called by it, also where the value flow loses them. */
  private shallowArguments(instance: Instance, ref: CallRef): void {
    const { machine } = this;
    const enterClosure = (value: Abs): void => {
      if (value.t === 'function') this.reach(instanceOf(machine.state, value.fn, value.self, value.frame), { call: null, frame: instance.frame });
    };
    for (const arg of ref.call.args) {
      if (arg.value.k !== 'function' && arg.value.k !== 'object' && arg.value.k !== 'name' && arg.value.k !== 'list') continue;
      for (const value of machine.evaluate(arg.value, ref.unit, instance.frame)) {
        enterClosure(value);
        if (value.t === 'record' || value.t === 'list') for (const [, item] of entriesOf(machine, value) ?? []) for (const inner of item()) enterClosure(inner);
      }
    }
  }

  escape(value: Abs, instance: Instance, ref: CallRef): void {
    this.leaving.leave(value, { instance, ref }, null, undefined, 0);
  }

  escapeClass(cls: Cls): void {
    this.framework.escapeClass(cls);
  }

  /** Exports of a root file are called by whoever loads it. */
  exports(unit: Unit): void {
    const { instance } = moduleFrame(this.machine.state, unit);
    const ref: CallRef = { unit, id: -1, call: { in: 0, form: 'call', callee: { k: 'unknown', text: 'exports' }, args: [], types: [], guards: [], line: 1 } };
    for (const name of unit.exportsByName.keys()) {
      if (name === '*') continue;
      for (const value of this.machine.exported(unit, name)) {
        this.escape(value, instance, ref);
        if (value.t === 'class') this.framework.everyMethod(value.cls);
      }
    }
  }

  private superCall(instance: Instance, ref: CallRef): void {
    this.shallowArguments(instance, ref);
    const { owner } = instance.fn;
    if (owner && externalBases(this.machine, owner).some((b) => b.cls === owner)) this.escapeArguments(instance, ref, null);
  }
}

function saysNothing(value: Abs): boolean {
  return value.t === 'unknown' || value.t === 'opaque' || (value.t === 'member' && (value.of.t === 'unknown' || value.of.t === 'opaque'));
}

/** Named nested functions and methods run only when something calls them; other closures with their function. */
function flowsOnly(fn: Fn): boolean {
  return fn.decl.owner !== undefined || fn.unit.source.bindings.some((b) => b.kind === 'function' && fn.unit.fns[b.ref ?? -1] === fn);
}
