import type { SourceWrite } from '../core/source.js';
import type { Abs, Frame, Obj } from './abstract.js';
import { distinct } from './abstract.js';
import { enter, frameOn, lineage, moduleFrame } from './instances.js';
import type { Machine } from './machine.js';
import { apart, noAnswer, reads, recalled, ROUNDS, workedOut } from './memory.js';
import type { CallRef, Cls, Fn, Unit } from './program.js';

/** Assignments in other code that may be looked at for one field. */
const MAX_ASSIGNMENTS = 24;

/** What code outside the class assigns to a field of this very object: `client.url = x`, `func(p *publisher) { p.name = n }`. */
export function assignedField(machine: Machine, obj: Obj, name: string): Abs[] {
  const rows = machine.program.assignmentsTo(name);
  if (
    rows.length === 0 ||
    rows.length > MAX_ASSIGNMENTS ||
    !lineage(machine, obj.cls).some((c) => c.methods.has(setterOf(name)) || c.decl.fields.some((f) => f.name === name))
  )
    return [];
  const { state } = machine;
  const key = `${obj.id}.${name}`;
  const answer = state.assigned.get(key) ?? noAnswer();
  state.assigned.set(key, answer);
  return (
    recalled(state, answer) ??
    workedOut(state, answer, () => {
      reads(state, ROUNDS);
      return apart(state, () => distinct(rows.flatMap((row) => assignedBy(machine, obj, row))));
    })
  );
}

/** What a class's own functions, run on this object, assign to a field or property. */
export function writtenByClass(machine: Machine, obj: Obj, cls: Cls, name: string): Abs[] {
  return (cls.fieldWrites.get(name) ?? []).flatMap((write) => {
    const fn = cls.unit.fns[write.in];
    return fn ? machine.evaluate(write.value, cls.unit, frameOn(machine, obj, cls, fn)) : [];
  });
}

/** Name of the function that runs when a property is assigned to, as adapters write it. */
const setterOf = (property: string): string => `set ${property}`;

/** What a setter is given on this object: assignments to its property, in the class's own functions and in other code. Null where the function is no setter. */
export function givenToSetter(machine: Machine, fn: Fn, obj: Obj): Abs[] | null {
  const property = /^set (\S+)$/.exec(fn.decl.name)?.[1];
  if (property === undefined) return null;
  const own = lineage(machine, obj.cls).flatMap((cls) => writtenByClass(machine, obj, cls, property));
  return distinct([...own, ...assignedField(machine, obj, property)]);
}

function assignedBy(machine: Machine, obj: Obj, { unit, write }: { readonly unit: Unit; readonly write: SourceWrite }): Abs[] {
  const { to } = write;
  if (to.k !== 'member') return [];
  return framesOf(machine, unit, write.in).flatMap((frame) =>
    isObject(machine.evaluate(to.of, unit, frame), obj) ? machine.evaluate(write.value, unit, frame) : [],
  );
}

/** What functions write through a pointer to a field: `mapEnv(&svc.addr, "ADDR")` with `*target = os.Getenv(key)`. */
export function writtenThroughPointer(machine: Machine, obj: Obj, name: string): Abs[] {
  const refs = machine.program.pointersTo(name);
  if (refs.length === 0 || refs.length > MAX_ASSIGNMENTS) return [];
  return distinct(
    refs.flatMap(({ ref, argument, of }) =>
      framesOf(machine, ref.unit, ref.call.in).flatMap((frame) => {
        if (!isObject(machine.evaluate(of, ref.unit, frame), obj)) return [];
        return machine
          .evaluate(ref.call.callee, ref.unit, frame)
          .flatMap((callee) => (callee.t === 'function' ? pointerWrites(machine, callee, ref, frame, argument) : []));
      }),
    ),
  );
}

function pointerWrites(machine: Machine, callee: Extract<Abs, { t: 'function' }>, ref: CallRef, frame: Frame, argument: number): Abs[] {
  const { fn } = callee;
  const inner = enter(machine.state, fn, callee.self, callee.frame, { call: ref, frame });
  return fn.unit.source.writes.flatMap((write) => {
    const to = write.to.k === 'deref' ? write.to.of : null;
    if (write.in !== fn.index || to?.k !== 'param' || to.fn !== fn.index || to.index !== argument) return [];
    return machine.evaluate(write.value, fn.unit, inner);
  });
}

function isObject(values: readonly Abs[], obj: Obj): boolean {
  return values.some((v) => v.t === 'instance' && v.obj === obj);
}

/** Frames of the reached instances of a function; the module's own for the module body. */
function framesOf(machine: Machine, unit: Unit, index: number): readonly Frame[] {
  if (index === 0) return [moduleFrame(machine.state, unit)];
  const fn: Fn | undefined = unit.fns[index];
  if (!fn) return [];
  reads(machine.state, fn);
  return [...(machine.state.instances.get(fn)?.values() ?? [])].filter((i) => i.reached).map((i) => i.frame);
}

/** Fields of a class that an annotation ties to the configuration (`@ConfigurationProperties("endpoints")`). */
export function configuredField(machine: Machine, chain: readonly Cls[], name: string): Abs[] {
  for (const cls of chain) {
    const frame = moduleFrame(machine.state, cls.unit);
    for (const call of cls.annotations) {
      for (const callee of machine.evaluate(call.callee, cls.unit, frame)) {
        if (callee.t !== 'external') continue;
        for (const { sighting } of machine.index.external('annotation', callee.module, callee.path)) {
          if (!('effect' in sighting) || sighting.effect !== 'setting' || !sighting.fields || !sighting.name) continue;
          const prefixes = machine
            .pick(sighting.name, { ref: { unit: cls.unit, id: -1, call }, frame, callee })
            .flatMap((p) => (p.t === 'text' ? [p.text] : []));
          const field = fieldName(chain, name);
          return prefixes.map((prefix): Abs => ({ t: 'setting', name: `${prefix}.${field}`, from: sighting.from, fallback: [] }));
        }
      }
    }
  }
  return [];
}

/** Whether `getX`/`isX` names a field that has no accessor in the source (generated ones). */
export function accessorOf(chain: readonly Cls[], name: string): string | null {
  const property = /^(?:get|is)([A-Z]\w*)$/.exec(name)?.[1];
  if (!property) return null;
  const field = property.charAt(0).toLowerCase() + property.slice(1);
  return chain.some((cls) => cls.decl.fields.some((f) => f.name === field)) ? field : null;
}

function fieldName(chain: readonly Cls[], name: string): string {
  return accessorOf(chain, name) ?? name;
}
