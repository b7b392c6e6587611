import { markUnknown } from '../../parse/marks.js';
import type { CSharpArgument, CSharpExpression, CSharpStatement } from '../../parse/csharp/nodes.js';
import { addResource } from './adding.js';
import { configure } from './configuring.js';
import { type Resource, type Scope, unknown, type Value } from './model.js';
import { routeMethod } from './proxy.js';
import { type Call, type Host, numberOf, type ProgramWorld, textOf } from './values.js';

const maxSteps = 100_000;
const maxDepth = 40;
/** Expressions inside each other: a chain of calls is one. */
const maxNesting = 600;
const maxText = 10_000;
const maxItems = 100;

/** Reads what an application host builds, by following its statements: the resources in the order they are added. It runs nothing. */
export class AspireProgram implements Host {
  readonly resources = new Map<string, Resource>();
  private steps = maxSteps;
  private depth = 0;
  private nesting = 0;

  constructor(readonly world: ProgramWorld) {}

  /** Follows statements; gives what they return. */
  run(statements: readonly CSharpStatement[], scope: Scope, file: string): Value | undefined {
    if (this.depth > maxDepth) return undefined;
    this.depth += 1;
    let returned: Value | undefined;
    for (const statement of statements) {
      this.steps -= 1;
      if (this.steps < 0) break;
      returned = this.statement(statement, scope, file);
      if (returned !== undefined) break;
    }
    this.depth -= 1;
    return returned;
  }

  private statement(statement: CSharpStatement, scope: Scope, file: string): Value | undefined {
    switch (statement.k) {
      case 'local':
        scope.own.set(statement.name, this.value(statement.value, scope, file));
        return undefined;
      case 'do':
        this.value(statement.value, scope, file);
        return undefined;
      case 'return':
        return this.value(statement.value, scope, file);
      case 'block':
        return this.run(statement.body, scope, file);
      case 'if': {
        const test = this.value(statement.test, scope, file);
        const known = test.k === 'constant' && typeof test.value === 'boolean' ? test.value : undefined;
        const then = known === false ? undefined : this.run(statement.then, scope, file);
        const otherwise = known === true ? undefined : this.run(statement.otherwise, scope, file);
        // A branch that may not be taken does not end the method.
        return known === undefined ? undefined : (then ?? otherwise);
      }
      case 'each': {
        const of = this.value(statement.of, scope, file);
        for (const item of of.k === 'list' ? of.items.slice(0, maxItems) : [unknown]) this.run(statement.body, inside(scope, [[statement.name, item]]), file);
        return undefined;
      }
      case 'method':
        return undefined;
    }
  }

  /** What an expression is. */
  value(expression: CSharpExpression, scope: Scope, file: string): Value {
    this.steps -= 1;
    if (this.steps < 0 || this.depth > maxDepth || this.nesting > maxNesting) return unknown;
    this.nesting += 1;
    const made = this.valueOf(expression, scope, file);
    this.nesting -= 1;
    return made.k === 'text' && made.text.length > maxText ? { k: 'text', text: made.text.slice(0, maxText) } : made;
  }

  private valueOf(expression: CSharpExpression, scope: Scope, file: string): Value {
    const of = (inner: CSharpExpression): Value => this.value(inner, scope, file);
    switch (expression.k) {
      case 'text':
        return { k: 'text', text: expression.text };
      case 'constant':
        return { k: 'constant', value: expression.value };
      case 'name':
        return lookedUp(expression.name, scope) ?? this.constant(expression.name, file);
      case 'interpolated':
        return {
          k: 'text',
          text: expression.parts.map((part) => (typeof part === 'string' ? part : (textOf(of(part)) ?? markUnknown('…', 'dynamic')))).join(''),
        };
      case 'lambda':
        return { k: 'closure', params: expression.params, body: expression.body, scope, file };
      case 'list':
        return { k: 'list', items: expression.items.map(of) };
      case 'new':
        return { k: 'object', fields: new Map(expression.fields.map(({ name = '', value }) => [name, of(value)])) };
      case 'choice': {
        const test = expression.test === undefined ? unknown : of(expression.test);
        const [first = unknown, second = unknown] = expression.of.map(of);
        if (test.k === 'constant' && typeof test.value === 'boolean') return test.value ? first : second;
        return first.k === 'unknown' || (first.k === 'constant' && first.value === null) ? second : first;
      }
      case 'operator':
        return operated(expression.sign, expression.operands.map(of));
      case 'assign':
        return this.assigned(expression.to, of(expression.value), scope, file);
      case 'member':
        if (expression.of.k === 'name' && lookedUp(expression.of.name, scope) === undefined) return this.constant(expression.name, file);
        return member(of(expression.of), expression.name);
      case 'index':
        return item(of(expression.of), expression.at[0] === undefined ? unknown : of(expression.at[0].value));
      case 'call':
        return this.call(expression, scope, file);
      default:
        return unknown;
    }
  }

  private constant(name: string, file: string): Value {
    const value = this.world.constants.get(name);
    return value === undefined ? unknown : this.value(value, { own: new Map() }, file);
  }

  private assigned(to: CSharpExpression, value: Value, scope: Scope, file: string): Value {
    if (to.k === 'name') holderOf(to.name, scope).own.set(to.name, value);
    if (to.k === 'index') {
      const target = this.value(to.of, scope, file);
      const key = to.at[0] === undefined ? undefined : textOf(this.value(to.at[0].value, scope, file));
      const text = textOf(value);
      if (target.k === 'callback' && target.part === 'environment' && key !== undefined)
        target.resource.env.set(key, { text: text ?? markUnknown('…', 'dynamic'), at: { file, line: to.line } });
    }
    return value;
  }

  private call(expression: Extract<CSharpExpression, { k: 'call' }>, scope: Scope, file: string): Value {
    const { callee, types, args } = expression;
    const name = callee.k === 'member' || callee.k === 'name' ? callee.name : '';
    const receiver = callee.k === 'member' ? this.value(callee.of, scope, file) : unknown;
    if (name === 'CreateBuilder') return { k: 'builder' };
    const own = this.ownMethod(name, receiver, args, scope, file);
    if (own !== undefined) return own;
    const call: Call = { name, types, at: { file, line: callee.line }, ...this.argumentsOf(args, scope, file) };
    if (name === 'nameof') return { k: 'text', text: args[0]?.value.k === 'name' ? args[0].value.name : '' };
    if (name === 'Create' || name === 'Parse') return call.arg(0) ?? unknown;
    if (receiver.k === 'builder') return name.startsWith('Add') ? addResource(this, call) : receiver;
    if (receiver.k === 'resource') return configure(this, receiver.resource, call);
    if (receiver.k === 'endpoint') return name === 'Property' ? { ...receiver, property: (propertyOf(args[0]) ?? 'url').toLowerCase() } : receiver;
    if (receiver.k === 'proxy' || receiver.k === 'route') return routeMethod(receiver, call);
    for (const { value } of args) this.value(value, scope, file);
    return unknown;
  }

  private argumentsOf(args: readonly CSharpArgument[], scope: Scope, file: string): Pick<Call, 'arg' | 'rest' | 'run'> {
    const known = new Map<CSharpArgument, Value>();
    const value = (argument: CSharpArgument): Value => {
      const made = known.get(argument) ?? this.value(argument.value, scope, file);
      known.set(argument, made);
      return made;
    };
    const plain = args.filter((argument) => argument.name === undefined);
    return {
      arg: (index, name) => {
        const found = args.find((argument) => argument.name !== undefined && argument.name === name) ?? plain[index];
        return found === undefined ? undefined : value(found);
      },
      rest: (from) => plain.slice(from).map(value),
      run: (closure, ...given) => {
        if (closure?.k !== 'closure') return unknown;
        const bound = closure.params.map((param, i): [string, Value] => [param, given[i] ?? unknown]);
        return this.run(closure.body, inside(closure.scope, bound), closure.file) ?? unknown;
      },
    };
  }

  /** A method of the program's own: an extension, a local function, a static method. */
  private ownMethod(name: string, receiver: Value, args: readonly CSharpArgument[], scope: Scope, file: string): Value | undefined {
    const candidates = this.world.methods.get(name) ?? [];
    const defined = candidates.find(({ method }) => method.params[0]?.receiver === (receiver.k !== 'unknown')) ?? candidates[0];
    if (defined === undefined || this.depth > maxDepth) return undefined;
    const { params, body } = defined.method;
    const extension = params[0]?.receiver === true && receiver.k !== 'unknown';
    const plain = args.filter((argument) => argument.name === undefined).map(({ value }) => this.value(value, scope, file));
    const given = extension ? [receiver, ...plain] : plain;
    const bound = params.map((param, i): [string, Value] => {
      const named = args.find((argument) => argument.name === param.name);
      if (named !== undefined) return [param.name, this.value(named.value, scope, file)];
      return [param.name, given[i] ?? (param.fallback === undefined ? unknown : this.value(param.fallback, { own: new Map() }, file))];
    });
    // Local functions see the variables around them.
    const outer = extension || params[0]?.receiver === true ? { own: new Map<string, Value>() } : scope;
    return this.run(body, inside(outer, bound), defined.file) ?? (extension ? receiver : unknown);
  }
}

function inside(outer: Scope, bound: readonly (readonly [string, Value])[]): Scope {
  return { own: new Map(bound), outer };
}

function holderOf(name: string, scope: Scope): Scope {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) if (at.own.has(name)) return at;
  return scope;
}

function lookedUp(name: string, scope: Scope): Value | undefined {
  return holderOf(name, scope).own.get(name);
}

function propertyOf(argument: CSharpArgument | undefined): string | undefined {
  return argument?.value.k === 'member' ? argument.value.name : undefined;
}

function member(of: Value, name: string): Value {
  if (of.k === 'object') return of.fields.get(name) ?? unknown;
  if (of.k === 'callback' && name === 'EnvironmentVariables') return { ...of, part: 'environment' };
  if (of.k === 'callback' && name === 'Args') return { ...of, part: 'arguments' };
  if (of.k === 'builder') return name === 'ExecutionContext' ? { k: 'object', fields: new Map([['IsRunMode', { k: 'constant', value: true }]]) } : unknown;
  if (of.k !== 'resource') return unknown;
  if (name === 'Name') return { k: 'text', text: of.resource.name };
  if (name === 'PrimaryEndpoint') return { k: 'endpoint', resource: of.resource, endpoint: [...of.resource.bindings.keys()][0] ?? 'http', property: 'url' };
  if (name === 'ConnectionStringExpression') return { k: 'text', text: `{${of.resource.name}.connectionString}` };
  return name === 'Resource' ? of : unknown;
}

function item(of: Value, at: Value): Value {
  const index = numberOf(at);
  return of.k === 'list' && index !== undefined ? (of.items[index] ?? unknown) : unknown;
}

function operated(sign: string, operands: readonly Value[]): Value {
  const [left = unknown, right] = operands;
  if (sign === '!') return left.k === 'constant' && typeof left.value === 'boolean' ? { k: 'constant', value: !left.value } : unknown;
  const [a, b] = [textOf(left), textOf(right)];
  if (sign === '+') return a === undefined && b === undefined ? unknown : { k: 'text', text: [a, b].map((one) => one ?? markUnknown('…', 'dynamic')).join('') };
  if ((sign === '==' || sign === '!=') && a !== undefined && b !== undefined) return { k: 'constant', value: (a === b) === (sign === '==') };
  const bools = operands.map((one) => (one.k === 'constant' && typeof one.value === 'boolean' ? one.value : undefined));
  if (sign === '&&')
    return bools.includes(false) ? { k: 'constant', value: false } : bools.every((one) => one === true) ? { k: 'constant', value: true } : unknown;
  if (sign === '||')
    return bools.includes(true) ? { k: 'constant', value: true } : bools.every((one) => one === false) ? { k: 'constant', value: false } : unknown;
  return unknown;
}
