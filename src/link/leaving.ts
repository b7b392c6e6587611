import type { Abs, Instance } from './abstract.js';
import { keyOf } from './abstract.js';
import { entriesOf } from './contents.js';
import { enter, externalBases } from './instances.js';
import type { Machine, Work } from './machine.js';
import { ask } from './machine.js';
import type { CallRef } from './program.js';

/** A setting (or a text with one in it) handed to code that is not there. */
export interface Escape {
  readonly value: Abs;
  readonly instance: Instance;
  readonly ref: CallRef;
}

/** The call by which a value leaves. */
interface Exit {
  readonly instance: Instance;
  readonly ref: CallRef;
}

/** What the library passes to parameter `index` (called `name`) of a function it is given, or that is a `property` of what it is given. */
type Passed = (property: string | undefined, index: number, name: string) => readonly Abs[];

const MAX_DEPTH = 4;
const LEAVING: ReadonlySet<Abs['t']> = new Set(['function', 'class', 'instance', 'record', 'fields', 'list', 'items', 'module', 'props']);

/** Values that reach code that is not there: functions in them are called, classes made, objects' interfaces used. */
export class Leaving {
  readonly escapes: Escape[] = [];
  private readonly seen = new Set<string>();

  constructor(
    private readonly machine: Machine,
    private readonly work: Work,
  ) {}

  leave(value: Abs, exit: Exit, passed: Passed | null, property: string | undefined, depth: number): void {
    if (value.t === 'setting' || value.t === 'concat') {
      this.escapes.push({ value, ...exit });
      return;
    }
    if (!LEAVING.has(value.t)) return;
    const key = `${keyOf(value)}<${exit.instance.id}:${exit.ref.unit.id}:${exit.ref.id}:${property ?? ''}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    if (value.t === 'function') this.callback(value, exit, passed, property, depth);
    else if (value.t === 'class') this.work.escapeClass(value.cls);
    else if (value.t === 'instance') {
      if (externalBases(this.machine, value.obj.cls).length > 0) this.work.revive(value.obj);
    } else if (depth < MAX_DEPTH) this.parts(value, exit, depth === 0 ? passed : null, property, depth);
  }

  private parts(value: Abs, exit: Exit, passed: Passed | null, property: string | undefined, depth: number): void {
    const list = value.t === 'list' || value.t === 'items';
    for (const [name, item] of entriesOf(this.machine, value) ?? [])
      for (const inner of item()) this.leave(inner, exit, passed, list ? property : name, depth + 1);
  }

  private callback(value: Extract<Abs, { t: 'function' }>, exit: Exit, passed: Passed | null, property: string | undefined, depth: number): void {
    const { params } = value.fn.decl;
    const target = enter(this.machine.state, value.fn, value.self, value.frame, null).instance;
    this.work.reach(target, {
      call: exit.ref,
      frame: exit.instance.frame,
      given: passed ? (index) => passed(property, index, params[index]?.name ?? '') : () => [],
    });
    this.returns(value, exit, depth);
  }

  /** What a callback returns reaches the library too (lazy imports, route tables). */
  private returns(value: Extract<Abs, { t: 'function' }>, exit: Exit, depth: number): void {
    if (depth >= MAX_DEPTH) return;
    const { machine } = this;
    for (const returned of value.fn.decl.returns) {
      if (returned.k === 'result' || returned.k === 'unknown' || returned.k === 'literal') continue;
      const frame = enter(machine.state, value.fn, value.self, value.frame, null);
      const { answer } = ask(machine.state, () => machine.evaluate(returned, value.fn.unit, frame));
      for (const inner of answer) if (inner.t !== 'setting' && inner.t !== 'concat') this.leave(inner, exit, null, undefined, depth + 1);
    }
  }
}
