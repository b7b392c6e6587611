import type { BindingId, FnId, Guard, Line, SourceExport, TypeId, TypeRef, Value } from '../../../core/source.js';
import { Kind, type ts } from '../../../parse/typescript.js';
import { noGuards, UnitDraft } from './draft.js';
import { redact } from './redact.js';
import { Scope } from './scope.js';

/** Turns an expression into a value and writes down what happens inside it. `hint` is the name a function or class without its own gets. */
export type Evaluator = (walk: Walk, node: ts.Node, hint?: string) => Value;
/** Writes down what a statement does. The guards it returns hold for the statements after it in the same block. */
export type Visitor = (walk: Walk, node: ts.Node) => readonly Guard[] | undefined;

/** What to do with each kind of node, by kind number. Built once, when the compiler is there. */
export interface Grammar {
  readonly expressions: readonly (Evaluator | undefined)[];
  readonly statements: readonly (Visitor | undefined)[];
  /** Kinds that leave no trace: parentheses, casts, non-null marks, `await`. */
  readonly transparent: readonly boolean[];
}

/** Nested expressions and statements followed before the rest is given up with a note; far from the stack's end and far above what people write. */
const depthLimit = 350;
/** Guards kept on one call. */
const guardLimit = 8;
const textLimit = 60;

/** The state of one file's walk: where it stands and the unit it writes. */
export class Walk {
  readonly unit = new UnitDraft();
  readonly moduleScope = new Scope(undefined);
  /** Ids given to declarations when their scope was entered, before their bodies are walked. */
  readonly hoisted = new Map<ts.Node, number>();
  /** Variables that are the result of `require`, and what they are of that module: for type references. */
  readonly required = new Map<BindingId, { readonly module: string; readonly name: string }>();
  /** Whether the text has a `var` at all: most files have none and need no search for them. */
  readonly hasVar: boolean;
  scope = this.moduleScope;
  fn: FnId = 0;
  /** The class whose instance `this` is. */
  self: TypeId | undefined;
  guards: readonly Guard[] = noGuards;
  loop: Value | undefined;
  /** Where export statements go: the unit's exports, or those of a namespace. */
  exports: SourceExport[] = this.unit.exports;
  /** Names of the declarations exported there. */
  exportedNames = new Set<string>();
  private readonly globals = new Map<string, Value>();
  private readonly lineStarts: readonly number[];
  private lastLine = 0;
  private depth = 0;
  private tooDeep = false;

  constructor(
    readonly source: ts.SourceFile,
    private readonly grammar: Grammar,
  ) {
    this.lineStarts = source.getLineStarts();
    this.hasVar = source.text.includes('var ');
    this.unit.addModuleBody(this.lineStarts.length);
  }

  /** The value of an expression; its calls, writes and functions go into the unit. */
  value(node: ts.Expression, hint?: string): Value {
    const bare = this.skip(node);
    const evaluate = this.grammar.expressions[bare.kind];
    if (!evaluate) return this.unknown(bare);
    if (this.depth >= depthLimit) return this.giveUp(bare);
    this.depth += 1;
    const value = evaluate(this, bare, hint);
    this.depth -= 1;
    return value;
  }

  /** Writes down a statement; returns the guards it sets for what follows it. */
  statement(node: ts.Node): readonly Guard[] | undefined {
    const visit = this.grammar.statements[node.kind];
    if (!visit) return undefined;
    if (this.depth >= depthLimit) {
      this.giveUp(node);
      return undefined;
    }
    this.depth += 1;
    const guards = visit(this, node);
    this.depth -= 1;
    return guards;
  }

  /** Statements in order; `if (x) return;` guards those after it. */
  statements(nodes: readonly ts.Statement[]): void {
    const outer = this.guards;
    for (const node of nodes) {
      const after = this.statement(node);
      if (after) this.guards = this.joined(after);
    }
    this.guards = outer;
  }

  /** Runs with guards added to those in force. */
  guarded<T>(guards: readonly Guard[], run: () => T): T {
    const outer = this.guards;
    this.guards = this.joined(guards);
    const result = run();
    this.guards = outer;
    return result;
  }

  private joined(guards: readonly Guard[]): readonly Guard[] {
    return guards.length === 0 || this.guards.length + guards.length > guardLimit ? this.guards : [...this.guards, ...guards];
  }

  /** Runs in a scope of its own. */
  scoped<T>(scope: Scope, run: () => T): T {
    const outer = this.scope;
    this.scope = scope;
    const result = run();
    this.scope = outer;
    return result;
  }

  /** The expression under parentheses, casts, non-null marks and `await`. */
  skip(node: ts.Expression): ts.Expression {
    let bare = node;
    while (this.grammar.transparent[bare.kind]) bare = (bare as ts.ParenthesizedExpression).expression;
    return bare;
  }

  /** What a name stands for. */
  name(text: string): Value {
    return this.scope.find(text) ?? this.global(text);
  }

  /** A name that this file does not bind. */
  global(text: string): Value {
    let value = this.globals.get(text);
    if (!value) {
      value = text === 'undefined' || text === '' ? { k: 'unknown', text } : { k: 'name', id: text };
      this.globals.set(text, value);
    }
    return value;
  }

  /** Line, from 1, of a node's first token. */
  line(node: ts.Node): Line {
    return this.lineAt(node.getStart(this.source));
  }

  /** Line of a position. Neighbouring look-ups are the rule, so the search starts at the last answer. */
  lineAt(position: number): Line {
    const starts = this.lineStarts;
    let line = this.lastLine;
    if (Math.abs((starts[line] ?? 0) - position) > 4000) {
      line = this.source.getLineAndCharacterOfPosition(position).line;
    } else {
      while (line > 0 && (starts[line] ?? 0) > position) line -= 1;
      while (line + 1 < starts.length && (starts[line + 1] ?? 0) <= position) line += 1;
    }
    this.lastLine = line;
    return line + 1;
  }

  /** A value that the shared vocabulary cannot say: the first characters of its source. */
  unknown(node: ts.Node): Value {
    const start = node.getStart(this.source);
    const text = this.source.text.slice(start, Math.min(node.end, start + textLimit));
    return { k: 'unknown', text: redact(text) };
  }

  note(node: ts.Node, text: string): void {
    this.unit.addNote(this.line(node), text);
  }

  write(to: Value, value: Value, node: ts.Node): void {
    this.unit.writes.push({ in: this.fn, to, value, line: this.line(node) });
  }

  /** Declared type of what a value names, where this file declares it. */
  declaredType(value: Value): TypeRef | undefined {
    if (value.k === 'param') return value.path ? undefined : this.unit.functions[value.fn]?.params[value.index]?.type;
    if (value.k === 'name') return typeof value.id === 'number' ? this.unit.bindings[value.id]?.type : undefined;
    if (value.k !== 'member' || value.of.k !== 'this' || this.self === undefined) return undefined;
    const fields = this.unit.types[this.self]?.fields;
    return fields?.find((field) => field.name === value.name)?.type;
  }

  private giveUp(node: ts.Node): Value {
    if (!this.tooDeep) {
      this.tooDeep = true;
      this.note(node, 'nested too deeply: what is inside is not read; split the expression');
    }
    return { k: 'unknown', text: 'nested too deeply' };
  }
}

/** Whether a node bears a modifier such as `export` or `static`. */
export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  const modifiers = (node as ts.Node & { readonly modifiers?: readonly ts.ModifierLike[] }).modifiers;
  return modifiers?.some((modifier) => modifier.kind === kind) ?? false;
}

/** Whether a node is a function expression or an arrow. */
export function isInlineFunction(node: ts.Node): node is ts.ArrowFunction | ts.FunctionExpression {
  return node.kind === Kind.ArrowFunction || node.kind === Kind.FunctionExpression;
}
