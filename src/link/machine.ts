import type { Pick } from '../core/library.js';
import type { TypeRef, Value } from '../core/source.js';
import type { Abs, Caller, Frame, Instance, Obj } from './abstract.js';
import type { LibraryIndex, Matched } from './match.js';
import type { Answer } from './memory.js';
import type { CallRef, Cls, Fn, Program, Unit } from './program.js';

/** What is bound to an injection token. */
export type Provider =
  | { readonly kind: 'class'; readonly cls: Cls }
  | { readonly kind: 'factory'; readonly make: readonly Abs[]; readonly inject: readonly (readonly Abs[])[] }
  | { readonly kind: 'value'; readonly value: readonly Abs[] }
  | { readonly kind: 'same'; readonly token: readonly Abs[] };

/** Work that finding something out sets off; `reach` carries it out. */
export interface Work {
  /** A function runs, entered so. */
  reach(instance: Instance, caller: Caller | null): void;
  /** An object is made: its constructors and initialisers run. */
  construct(obj: Obj): void;
  /** The framework makes the object and calls what it knows of it. */
  revive(obj: Obj): void;
  /** A value reaches code that is not there. */
  escape(value: Abs, instance: Instance, ref: CallRef): void;
  /** A class is handed to a framework, which may make objects of it. */
  escapeClass(cls: Cls): void;
  /** A class that lists providers comes alive; false where it is none. */
  open(cls: Cls): boolean;
  note(site: SightingSite, key: string): void;
}

/** A reached call or annotation that a record describes. */
export interface SightingSite {
  readonly instance: Instance;
  readonly site: PickSite;
  readonly matched: readonly Matched[];
  /** Function that an annotation decorates, on the object it runs on. */
  readonly handler: Instance | null;
}

/**
 * The evaluator of one deployable: mutually recursive questions about values. Its parts live in files of their own and are
 * tied together in `evaluator.ts`, so that no file imports another in a circle.
 */
export interface Machine {
  readonly program: Program;
  readonly index: LibraryIndex;
  readonly state: State;

  /** Alternatives an expression can be; never throws, `unknown` where nothing is known. */
  evaluate(value: Value, unit: Unit, frame: Frame): Abs[];
  member(of: Abs, name: string): Abs[];
  /** What calling one alternative of a callee gives. */
  result(callee: Abs, ref: CallRef, frame: Frame): Abs[];
  /** What an export of a unit is. */
  exported(unit: Unit, name: string): Abs[];
  parameter(frame: Frame, index: number): Abs[];
  pick(pick: Pick, site: PickSite): Abs[];
  /** Values the records' effects of a matched call give; null where no effect speaks of its result. */
  effects(matched: readonly Matched[], site: PickSite): Abs[] | null;
  /** Items of a list or keys/values of an object. */
  items(of: Abs, part: 'key' | 'value' | 'entry'): Abs[];
  typeValue(type: TypeRef, unit: Unit): Cls | { readonly module: string; readonly name: string } | null;
  /** Objects a declared type stands for when nothing else is known. */
  typed(type: TypeRef, unit: Unit): Abs[];
  obtain(token: readonly Abs[], type: TypeRef | undefined, unit: Unit): Abs[];
  /** Built-in methods of the language on lists, objects and promises; null where there is none of that name. */
  builtin(of: Abs, name: string, ref: CallRef, frame: Frame): Abs[] | null;
}

/** A matched call, as picks see it. */
export interface PickSite {
  readonly ref: CallRef;
  readonly frame: Frame;
  /** What the call is made on: a handle, an external path, a text. */
  readonly callee: Abs;
  /** Stands for argument 0: one item of a list that the call is given. */
  readonly item?: Abs;
  /** Stands for what `eachOf` goes over: one entry of an object argument. */
  readonly entry?: { readonly key: Abs; readonly value: readonly Abs[] };
  /** A text is wanted: objects and functions count as absent. */
  readonly wantsText?: boolean;
  /** The decorated class, method, field or parameter. */
  readonly decorated?: { readonly cls: Cls | null; readonly fn: Fn | null; readonly name: string; readonly type?: TypeRef; readonly unit: Unit };
}

/** Everything that grows while a deployable is followed. */
export interface State {
  /** Instances of a function, by object and enclosing instance. */
  readonly instances: Map<Fn, Map<number | string, Instance>>;
  readonly objs: Map<string, Obj>;
  readonly alive: Map<Cls, Obj[]>;
  readonly providers: Map<string, Provider[]>;
  /** Objects that are the configuration ('' for the whole) or a named part of it. */
  readonly namespaces: Map<string, Abs[]>;
  /** Functions that run when a record's dispatch names their key. */
  readonly dispatch: Map<string, Abs[]>;
  /** Values that a container passes to a class's constructor, in order. */
  readonly constructorArguments: Map<Cls, (readonly Abs[])[]>;
  /** Classes whose constructor parameters are obtained by name. */
  readonly byName: Set<Cls>;
  /** Bumped whenever more is known. */
  version: number;
  /** Set while evaluating when the answer may change as more is reached. */
  volatile: boolean;
  /** Frames without a particular caller whose parameters were asked for. */
  touched: Frame[];
  /** Classes whose annotations were read since it was last emptied: they define what the reading is about. */
  readonly definitions: Set<Cls>;
  /** Whether `touched` is kept when a question has been answered. */
  collecting: boolean;
  steps: number;
  /** Depth of the outermost question that evaluation was cut short by since the innermost one was asked; -1 for a limit. */
  cutAt: number;
  /** The answer that is being worked out. */
  reader: Answer | null;
  /** Answers by what they hang on. */
  readonly readers: Map<object | string, Answer[]>;
  depth: number;
  /** Object literals whose spread parts are being looked through, with the depth. */
  readonly spreading: Map<Value, Map<Frame, number>>;
  nextId: number;
  /** What outside code assigns to fields. */
  readonly assigned: Map<string, Answer>;
}

/** Evaluation steps one question may take. */
export const MAX_STEPS = 4000;
export const MAX_DEPTH = 64;
/** `State.cutAt` where nothing was cut short. */
export const UNCUT = MAX_DEPTH * 1000;

/** The state before anything is reached. */
export function newState(): State {
  return {
    instances: new Map(),
    objs: new Map(),
    alive: new Map(),
    providers: new Map(),
    namespaces: new Map(),
    dispatch: new Map(),
    constructorArguments: new Map(),
    byName: new Set(),
    version: 0,
    volatile: false,
    touched: [],
    definitions: new Set(),
    collecting: false,
    steps: 0,
    cutAt: UNCUT,
    reader: null,
    readers: new Map(),
    depth: 0,
    spreading: new Map(),
    nextId: 0,
    assigned: new Map(),
  };
}

/** Runs one question and tells whether its answer may still change. */
export function ask<T>(state: State, question: () => T): { readonly answer: T; readonly volatile: boolean } {
  const before = state.volatile;
  state.volatile = false;
  const answer = question();
  const { volatile } = state;
  state.volatile = before;
  return { answer, volatile };
}

/** Runs one question and tells which frames' parameters it asked for without a particular caller. */
export function askTouching<T>(state: State, question: () => T): { readonly answer: T; readonly touched: ReadonlySet<Frame> } {
  const before = { touched: state.touched, collecting: state.collecting };
  state.touched = [];
  state.collecting = true;
  const answer = question();
  const touched = new Set(state.touched);
  state.touched = before.touched;
  state.collecting = before.collecting;
  return { answer, touched };
}
