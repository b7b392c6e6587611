import type { Location } from '../../core/location.js';
import type { GoBranch, GoNode, GoOperand, GoPipe } from '../../parse/go-template/nodes.js';
import { Output, Trail } from './output.js';
import type { Body, Engine, World } from './engine.js';
import { BudgetSpent, type Session } from './session.js';
import { textOf } from './text.js';
import { GoMap, type GoValue, isList, isNil, isTrue, methodOf, Missing, sizeOf, sortedEntries, Unknown } from './value.js';

const none = (): GoValue[] => [];
const nil: GoOperand = { k: 'constant', value: null };
const noOperands: readonly GoOperand[] = [];
const maxIncludes = 100;
const tooDeep = 'templates include each other too deeply; what is deeper is left out';

interface Frame {
  readonly file: string;
  dot: GoValue;
  readonly variables: { readonly name: string; value: GoValue }[];
  readonly out: Output;
}

/** Evaluates templates of one world. What cannot be known becomes `Unknown`; nothing is thrown but `BudgetSpent`. */
export class Evaluator implements Engine {
  private includes = 0;
  private trail: Trail | undefined;

  constructor(private world: World) {}

  get session(): Session {
    return this.world.session;
  }

  /** Evaluates a template on a value. What was made until the budget was spent stays in `out`; true where it was enough. */
  render(body: Body, dot: GoValue, out: Output): boolean {
    if (dot instanceof GoMap) dot.path = '';
    try {
      this.run(body, dot, out);
      return true;
    } catch (error) {
      if (!(error instanceof BudgetSpent) && !(error instanceof RangeError)) throw error;
      return false;
    } finally {
      this.includes = 0;
      this.trail = undefined;
    }
  }

  text(value: GoValue | undefined): string {
    return value === undefined ? '' : textOf(value, this.session);
  }

  trace(line: string, at: Location): void {
    this.trail?.add(line, at);
  }

  member(of: GoValue, key: string | number): GoValue {
    if (of instanceof Unknown) return new Unknown(`${of.text}.${key}`, of.why);
    if (of instanceof Missing) return new Missing(`${of.text}.${key}`);
    if (isList(of)) return of[Number(key)] ?? null;
    if (!(of instanceof GoMap)) return new Missing(`.${key}`);
    const value = of.get(String(key));
    if (value instanceof GoMap) value.path ??= `${of.path ?? ''}.${key}`;
    return isNil(value) ? new Missing(`${of.path ?? ''}.${key}`) : value;
  }

  include(name: string, dot: GoValue): string | undefined {
    const body = this.world.template(name);
    return body === undefined ? undefined : this.captured(body, dot);
  }

  evaluate(text: string, dot: GoValue): GoValue {
    if (!text.includes('{{')) return text;
    const parsed = this.world.parse(text);
    if (parsed === undefined) return this.session.unknown('tpl');
    const outer = this.world;
    this.world = { ...outer, session: outer.session, template: (name) => parsed.template(name) ?? outer.template(name) };
    try {
      return this.captured(parsed.body, dot);
    } finally {
      this.world = outer;
    }
  }

  private captured(body: Body, dot: GoValue): string {
    const out = new Output();
    const trail = this.trail;
    this.run(body, dot, out);
    this.trail = trail;
    const text = out.text();
    if (trail !== undefined && body.file !== '' && text.trim().includes('\n')) {
      const places = out.lines({ file: body.file, line: 1 });
      for (const [i, line] of text.split('\n').entries()) trail.add(line, places[i] ?? { file: body.file, line: 1 });
    }
    return text;
  }

  private run(body: Body, dot: GoValue, out: Output): void {
    if (this.includes >= maxIncludes) {
      this.session.note(tooDeep);
      return;
    }
    this.includes += 1;
    this.list(body.nodes, { file: body.file, dot, variables: [{ name: '$', value: dot }], out });
    this.includes -= 1;
  }

  private list(nodes: readonly GoNode[], frame: Frame): 'break' | 'continue' | undefined {
    const depth = frame.variables.length;
    for (const node of nodes) {
      const signal = this.node(node, frame);
      if (signal !== undefined) {
        frame.variables.length = depth;
        return signal;
      }
    }
    frame.variables.length = depth;
    return undefined;
  }

  private node(node: GoNode, frame: Frame): 'break' | 'continue' | undefined {
    this.session.spend(1);
    switch (node.k) {
      case 'text':
        this.session.paid(node.text);
        frame.out.write(node.text, (line) => ({ file: frame.file, line: node.line + line }));
        return undefined;
      case 'action':
        this.action(node.pipe, node.line, frame);
        return undefined;
      case 'template': {
        const body = this.world.template(node.name);
        const dot = node.pipe === undefined ? null : this.pipe(node.pipe, frame);
        if (body !== undefined) this.run(body, dot, frame.out);
        else this.session.note(`the template ${JSON.stringify(node.name)} is not there; it is left out`);
        return undefined;
      }
      case 'break':
      case 'continue':
        return node.k;
      default:
        return this.branch(node, frame);
    }
  }

  private action(pipe: GoPipe, line: number, frame: Frame): void {
    const outer = this.trail;
    this.trail = new Trail();
    const value = this.pipe(pipe, frame);
    const trail = this.trail;
    this.trail = outer;
    if (pipe.variables.length > 0) return;
    const text = this.session.paid(textOf(value, this.session));
    frame.out.write(text, (_, part) => trail.take(part) ?? { file: frame.file, line });
  }

  private branch(node: GoBranch, frame: Frame): 'break' | 'continue' | undefined {
    const depth = frame.variables.length;
    const { dot } = frame;
    const value = node.k === 'range' ? this.pipe(node.pipe, frame, true) : this.pipe(node.pipe, frame);
    // What chance or a clock makes is there, whatever it is.
    if (value instanceof Unknown && value.why !== 'dynamic' && node.k !== 'range')
      this.session.note(`a condition rests on something unknown (${value.text}); it is taken to hold`);
    const signal = node.k === 'range' ? this.range(node, value, frame) : this.either(node, value, frame);
    frame.variables.length = depth;
    frame.dot = dot;
    return signal;
  }

  private either(node: GoBranch, value: GoValue, frame: Frame): 'break' | 'continue' | undefined {
    if (!isTrue(value)) return this.list(node.otherwise, frame);
    if (node.k === 'with') frame.dot = value;
    return this.list(node.body, frame);
  }

  private range(node: GoBranch, over: GoValue, frame: Frame): 'break' | 'continue' | undefined {
    const items = this.itemsOf(over, node.pipe.source);
    if (items.length === 0) return this.list(node.otherwise, frame);
    const [first, second] = node.pipe.variables;
    const depth = frame.variables.length;
    for (const [key, value] of items) {
      this.session.spend(1);
      const named: readonly (readonly [string | undefined, GoValue])[] =
        second === undefined
          ? [[first, value]]
          : [
              [first, key],
              [second, value],
            ];
      for (const [name, one] of named) if (name !== undefined) this.setVariable(frame, name, one, node.pipe.assigns);
      frame.dot = value;
      const signal = this.list(node.body, frame);
      frame.variables.length = depth;
      if (signal === 'break') break;
    }
    return undefined;
  }

  private itemsOf(over: GoValue, source: string): (readonly [GoValue, GoValue])[] {
    if (over instanceof GoMap) return sortedEntries(over);
    if (isList(over)) return over.map((value, i) => [BigInt(i), value]);
    if (typeof over === 'bigint' || typeof over === 'number') {
      const count = Math.max(0, Math.floor(Number(over)) || 0);
      this.session.spend(count);
      return Array.from({ length: count }, (_, i) => [BigInt(i), BigInt(i)]);
    }
    if (over instanceof Unknown) this.session.note(`a loop over something unknown (${source}) is left out`);
    return [];
  }

  private pipe(pipe: GoPipe, frame: Frame, forRange = false): GoValue {
    let value: GoValue | undefined;
    for (const command of pipe.commands) value = this.command(command, value, frame);
    const result = value ?? null;
    if (!forRange) for (const name of pipe.variables) this.setVariable(frame, name, result, pipe.assigns);
    return result;
  }

  private setVariable(frame: Frame, name: string, value: GoValue, assigns: boolean): void {
    const known = assigns ? frame.variables.findLast((one) => one.name === name) : undefined;
    if (known === undefined) frame.variables.push({ name, value });
    else known.value = value;
  }

  private command(operands: readonly GoOperand[], final: GoValue | undefined, frame: Frame): GoValue {
    const [first] = operands;
    if (first === undefined) return null;
    if (first.k === 'function') return this.call(first.name, operands, final, frame);
    if (operands.length === 1 && final === undefined) return this.operand(first, frame, none);
    return this.operand(first, frame, () => this.args(operands, final, frame));
  }

  /** What stands after the first word of a command, and what is piped into it. */
  private args(operands: readonly GoOperand[], final: GoValue | undefined, frame: Frame): GoValue[] {
    const args: GoValue[] = [];
    for (let i = 1; i < operands.length; i += 1) args.push(this.operand(operands[i] ?? nil, frame, none));
    if (final !== undefined) args.push(final);
    return args;
  }

  private operand(operand: GoOperand, frame: Frame, given: () => GoValue[]): GoValue {
    switch (operand.k) {
      case 'constant':
        return operand.value;
      case 'dot':
        return frame.dot;
      case 'field':
        return this.fields(frame.dot, operand.path, given);
      case 'variable': {
        const variable = frame.variables.findLast((one) => one.name === operand.name);
        return this.fields(variable === undefined ? new Missing(operand.name) : variable.value, operand.path, given);
      }
      case 'chain':
        return this.fields(this.pipe(operand.of, frame), operand.path, given);
      case 'function':
        return this.call(operand.name, noOperands, undefined, frame);
    }
  }

  /** Follows fields; methods are called where they are reached, the last with the arguments that follow. */
  private fields(of: GoValue, path: readonly string[], given: () => GoValue[]): GoValue {
    let value = of;
    for (const [i, name] of path.entries()) {
      const method = methodOf(value, name);
      value = method === undefined ? this.member(value, name) : method(i === path.length - 1 ? given() : []);
    }
    return value;
  }

  private call(name: string, operands: readonly GoOperand[], final: GoValue | undefined, frame: Frame): GoValue {
    this.session.spend(1);
    if (name === 'and' || name === 'or') return this.shortCircuit(name, operands, final, frame);
    const args = this.args(operands, final, frame);
    const known = this.world.functions.get(name);
    if (known === undefined) {
      this.session.note(`the function ${JSON.stringify(name)} is not known; what it gives is unknown`);
      return this.session.unknown(name, 'absent-code');
    }
    for (const arg of args) this.session.spend(sizeOf(arg) / 100);
    const result = known(args, this);
    if (typeof result === 'string') this.session.paid(result);
    else this.session.spend(sizeOf(result) / 10);
    return result;
  }

  /** `and` gives the first argument that is false, `or` the first that is true, else the last. `operands` begin with the function. */
  private shortCircuit(name: 'and' | 'or', operands: readonly GoOperand[], final: GoValue | undefined, frame: Frame): GoValue {
    let value: GoValue = null;
    for (let i = 1; i < operands.length; i += 1) {
      value = this.operand(operands[i] ?? nil, frame, none);
      if (isTrue(value) === (name === 'or')) return value;
    }
    return final ?? value;
  }
}
