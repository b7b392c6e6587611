import { ExportIndex } from './exports.js';
import type { CallId, FnId, SourceCall, SourceExport, SourceFunction, SourceType, SourceUnit, SourceWrite, Value } from '../core/source.js';

/** One function of the program, whatever file it stands in. */
export interface Fn {
  readonly id: number;
  readonly unit: Unit;
  readonly index: FnId;
  readonly decl: SourceFunction;
  /** Class of a method, of an initialiser, or of the method a closure stands in. */
  readonly owner: Cls | null;
  readonly calls: CallId[];
  /** Functions written directly in this one. */
  readonly closures: Fn[];
}

/** One class, interface or enum of the program. */
export interface Cls {
  readonly id: number;
  readonly unit: Unit;
  readonly decl: SourceType;
  readonly methods: ReadonlyMap<string, Fn>;
  readonly statics: ReadonlyMap<string, Fn>;
  readonly ctor: Fn | null;
  readonly init: Fn | null;
  /** Assignments to `this.name` in the class's own functions. */
  readonly fieldWrites: Map<string, SourceWrite[]>;
  /** Annotations on the class itself. */
  readonly annotations: SourceCall[];
  /** Annotations on methods, fields and constructor parameters. */
  readonly memberAnnotations: SourceCall[];
}

/** A source unit with the look-ups that evaluation needs. */
export interface Unit {
  readonly id: number;
  readonly source: SourceUnit;
  readonly file: string;
  readonly fns: readonly Fn[];
  readonly classes: readonly Cls[];
  readonly writesTo: ReadonlyMap<number, readonly SourceWrite[]>;
  /** Writes `name.prop = value`, by binding then property. */
  readonly memberWrites: ReadonlyMap<number, ReadonlyMap<string, readonly SourceWrite[]>>;
  /** Calls of `name.push(…)`, by binding. */
  readonly pushes: ReadonlyMap<number, readonly CallId[]>;
  readonly exportsByName: ReadonlyMap<string, readonly SourceExport[]>;
}

/** Finds the file an import leads to; `null` means a package whose code is not there. */
export interface ModuleResolver {
  resolve(specifier: string, fromFile: string): string | null;
  /** The name by which records know a package whose code is not there: the specifier, but for clients that a generator writes to a place of its own. */
  packageOf(specifier: string, fromFile: string): string;
}

/** Gives a unit for a source file, or null where it cannot be read; called once a file. */
export type UnitLoader = (file: string) => SourceUnit | null;

/** All units seen so far; files are loaded when something leads to them. */
export class Program {
  private readonly units = new Map<string, Unit | null>();
  private readonly packages = new Map<string, Unit[]>();
  private readonly memberCalls = new Map<string, CallRef[]>();
  private readonly assignments = new Map<string, { readonly unit: Unit; readonly write: SourceWrite }[]>();
  private readonly pointers = new Map<string, { readonly ref: CallRef; readonly argument: number; readonly of: Value }[]>();
  private readonly imports = new Map<Unit, Map<string, Unit | null>>();
  private readonly bodies = new Map<Unit, readonly Unit[]>();
  readonly exports = new ExportIndex(this);
  private nextUnit = 0;
  private nextFn = 0;
  private nextCls = 0;

  constructor(
    private readonly load: UnitLoader,
    private readonly modules: ModuleResolver,
  ) {}

  unit(file: string): Unit | null {
    const known = this.units.get(file);
    if (known !== undefined) return known;
    const source = this.load(file);
    const unit = source ? this.index(source) : null;
    this.units.set(file, unit);
    if (unit && source && source.module !== source.file) {
      const siblings = this.packages.get(source.module) ?? [];
      siblings.push(unit);
      this.packages.set(source.module, siblings);
    }
    return unit;
  }

  /** The unit an import of another leads to; null for a package whose code is not there. */
  imported(from: Unit, specifier: string): Unit | null {
    const known = this.imports.get(from)?.get(specifier);
    if (known !== undefined) return known;
    const file = this.modules.resolve(specifier, from.file);
    const unit = file === null ? null : this.unit(file);
    const bySpecifier = this.imports.get(from) ?? new Map<string, Unit | null>();
    bySpecifier.set(specifier, unit);
    this.imports.set(from, bySpecifier);
    return unit;
  }

  /** The package that an import means which leads to no unit. */
  packageOf(from: Unit, specifier: string): string {
    return this.modules.packageOf(specifier, from.file);
  }

  /** The units whose module bodies run when a unit's does: what it imports as more than a type, row by row. */
  runsWith(unit: Unit): readonly Unit[] {
    const known = this.bodies.get(unit);
    if (known) return known;
    const found = new Set<Unit>();
    for (const row of unit.source.imports) {
      const target = row.typeOnly ? null : this.imported(unit, row.module);
      if (target) {
        found.delete(target);
        found.add(target);
      }
    }
    this.bodies.set(unit, [...found]);
    return [...found];
  }

  /** Any loaded unit, where a question needs one and the answer does not depend on it. */
  anyUnit(): Unit {
    for (const unit of this.units.values()) if (unit) return unit;
    throw new Error('no unit has been loaded');
  }

  /** Calls of a member of this name, in all loaded units. */
  callsOf(member: string): readonly CallRef[] {
    return this.memberCalls.get(member) ?? [];
  }

  /** Assignments to a member of this name, in all loaded units. */
  assignmentsTo(member: string): readonly { readonly unit: Unit; readonly write: SourceWrite }[] {
    return this.assignments.get(member) ?? [];
  }

  /** Calls that are given the address of a member of this name: `f(&x.name)`. */
  pointersTo(member: string): readonly { readonly ref: CallRef; readonly argument: number; readonly of: Value }[] {
    return this.pointers.get(member) ?? [];
  }

  /** Units of the same package, for languages whose packages share a scope. */
  siblings(unit: Unit): readonly Unit[] {
    return this.packages.get(unit.source.module) ?? [];
  }

  private index(source: SourceUnit): Unit {
    const fns: Fn[] = [];
    const classes: Cls[] = [];
    const unit: Unit = { id: this.nextUnit++, source, file: source.file, fns, classes, ...lookups(source) };
    for (const decl of source.types)
      classes.push({
        id: this.nextCls++,
        unit,
        decl,
        methods: new Map(),
        statics: new Map(),
        ctor: null,
        init: null,
        fieldWrites: new Map(),
        annotations: [],
        memberAnnotations: [],
      });
    source.functions.forEach((decl, index) => {
      const parent = decl.parent === undefined ? undefined : fns[decl.parent];
      const owner = decl.owner === undefined ? (parent?.owner ?? null) : (classes[decl.owner] ?? null);
      const fn: Fn = { id: this.nextFn++, unit, index, decl, owner, calls: [], closures: [] };
      fns.push(fn);
      parent?.closures.push(fn);
    });
    source.calls.forEach((call, id) => {
      fns[call.in]?.calls.push(id);
      if (call.callee.k === 'member' && typeof call.callee.name === 'string') append(this.memberCalls, call.callee.name, { unit, id, call });
      call.args.forEach((arg, argument) => {
        if (arg.value.k === 'ref' && arg.value.of.k === 'member' && typeof arg.value.of.name === 'string')
          append(this.pointers, arg.value.of.name, { ref: { unit, id, call }, argument, of: arg.value.of.of });
      });
    });
    for (const write of source.writes)
      if (write.to.k === 'member' && typeof write.to.name === 'string' && write.to.of.k !== 'this') append(this.assignments, write.to.name, { unit, write });
    for (const cls of classes) fillClass(cls, fns);
    for (const call of source.calls) placeAnnotation(call, unit);
    for (const write of source.writes) placeFieldWrite(write, unit);
    return unit;
  }
}

function lookups(source: SourceUnit): Pick<Unit, 'writesTo' | 'memberWrites' | 'pushes' | 'exportsByName'> {
  const writesTo = new Map<number, SourceWrite[]>();
  const memberWrites = new Map<number, Map<string, SourceWrite[]>>();
  const pushes = new Map<number, CallId[]>();
  const exportsByName = new Map<string, SourceExport[]>();
  for (const write of source.writes) {
    if (write.to.k === 'name' && typeof write.to.id === 'number') append(writesTo, write.to.id, write);
    else if (write.to.k === 'member' && typeof write.to.name === 'string' && write.to.of.k === 'name' && typeof write.to.of.id === 'number') {
      const byName = memberWrites.get(write.to.of.id) ?? new Map<string, SourceWrite[]>();
      append(byName, write.to.name, write);
      memberWrites.set(write.to.of.id, byName);
    }
  }
  source.calls.forEach((call, id) => {
    const target = call.callee.k === 'member' && call.callee.name === 'push' ? call.callee.of : undefined;
    if (target?.k === 'name' && typeof target.id === 'number') append(pushes, target.id, id);
  });
  for (const item of source.exports) append(exportsByName, item.name, item);
  return { writesTo, memberWrites, pushes, exportsByName };
}

function fillClass(cls: Cls, fns: readonly Fn[]): void {
  const target = cls as { -readonly [K in keyof Cls]: Cls[K] };
  for (const id of cls.decl.methods) {
    const fn = fns[id];
    if (!fn) continue;
    if (fn.decl.name === 'constructor' && !fn.decl.static) target.ctor = fn;
    else (fn.decl.static ? (cls.statics as Map<string, Fn>) : (cls.methods as Map<string, Fn>)).set(fn.decl.name, fn);
  }
  if (cls.decl.init !== undefined) target.init = fns[cls.decl.init] ?? null;
}

function placeAnnotation(call: SourceCall, unit: Unit): void {
  if (call.form !== 'annotation' || !call.on) return;
  const on = call.on;
  if (on.kind === 'type') unit.classes[on.type]?.annotations.push(call);
  else if (on.kind === 'field') unit.classes[on.type]?.memberAnnotations.push(call);
  else unit.fns[on.fn]?.owner?.memberAnnotations.push(call);
}

function placeFieldWrite(write: SourceWrite, unit: Unit): void {
  if (write.to.k !== 'member' || write.to.of.k !== 'this' || typeof write.to.name !== 'string') return;
  const owner = unit.fns[write.in]?.owner;
  if (owner) append(owner.fieldWrites, write.to.name, write);
}

/** Adds to a list in a map of lists. */
export function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** A call with the unit it stands in. */
export interface CallRef {
  readonly unit: Unit;
  readonly id: CallId;
  readonly call: SourceCall;
}

/** The call of that number, null where the unit has none. */
export function callRef(unit: Unit, id: CallId): CallRef | null {
  const call = unit.source.calls[id];
  return call ? { unit, id, call } : null;
}
