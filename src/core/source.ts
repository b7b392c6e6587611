/**
 * The small language under all languages. A language adapter turns a file's text into one `SourceUnit`; nothing after
 * the adapter knows which language it was, except where a library record says so. All ids are indexes into the unit's
 * own lists, so that a unit is plain JSON and depends on its file alone.
 */

/** Index into `SourceUnit.functions`. 0 is the module body. */
export type FnId = number;
/** Index into `SourceUnit.calls`. */
export type CallId = number;
/** Index into `SourceUnit.types`. */
export type TypeId = number;
/** Index into `SourceUnit.bindings`. */
export type BindingId = number;
/** Line (from 1) in the unit's file. */
export type Line = number;

export type LanguageId = 'typescript' | 'go' | 'java' | 'kotlin' | 'csharp' | 'python' | 'php' | 'ruby';

/**
 * What an expression can be. Adapters make every kind but `setting`, which only library matching makes.
 * `await`, parentheses, casts, non-null marks and `satisfies` leave no trace.
 */
export type Value =
  | { readonly k: 'literal'; readonly text: string }
  /** A concatenation: template strings, `+`, `fmt.Sprintf` with plain verbs. */
  | { readonly k: 'template'; readonly parts: readonly Value[] }
  /** A number is a scope-resolved binding of this unit; a string is a name that this file does not bind (a global, or a name of the same package). */
  | { readonly k: 'name'; readonly id: BindingId | string }
  /** Parameter of function `fn`, which may be an enclosing one. `path` is what destructuring picks from it, outermost first. */
  | { readonly k: 'param'; readonly fn: FnId; readonly index: number; readonly path?: readonly string[] }
  | { readonly k: 'this' }
  | { readonly k: 'member'; readonly of: Value; readonly name: string | Value }
  | { readonly k: 'deref' | 'ref'; readonly of: Value }
  | { readonly k: 'result'; readonly call: CallId }
  | { readonly k: 'function'; readonly fn: FnId }
  /** A class used as a value (also class expressions and `Foo.class`). */
  | { readonly k: 'type'; readonly type: TypeRef }
  /** Object literal, struct literal, JSON module. Methods of object literals are entries with a function value. */
  | {
      readonly k: 'object';
      readonly entries: readonly (readonly [string | Value, Value])[];
      readonly type?: TypeRef;
      readonly spread?: readonly Value[];
      readonly line?: Line;
    }
  /** `spread` marks indexes of items that are spread into the list. */
  | { readonly k: 'list'; readonly items: readonly Value[]; readonly spread?: readonly number[] }
  /** What a loop over `of` binds. */
  | { readonly k: 'each'; readonly of: Value; readonly part: 'key' | 'value' | 'entry' }
  /** `branch`: one of them (`?:`, if/else); `fallback`: a later one only where the earlier are empty (`||`, `??`). */
  | { readonly k: 'choice'; readonly of: readonly Value[]; readonly because: 'branch' | 'fallback' }
  | { readonly k: 'setting'; readonly name: string | '*'; readonly from: SettingOrigin; readonly fallback?: Value }
  | { readonly k: 'unknown'; readonly text: string };

export type SettingOrigin = 'env' | 'config' | 'flag';

/** A type as the source spells it. `module` is the import specifier it comes from; absent for types of this file or its package. */
export interface TypeRef {
  readonly name: string;
  readonly module?: string;
  readonly args: readonly TypeRef[];
}

export interface SourceImport {
  /** As written: `./db`, `axios`, `github.com/x/y`, `java.util.List`. */
  readonly module: string;
  /** Imported name; `default`; `*` for the whole module (namespace, `require`). */
  readonly name: string;
  /** Types only: kept for type references, no run-time edge. */
  readonly typeOnly: boolean;
  readonly line: Line;
}

/** What a name of this file stands for. Parameters are no bindings (see `param`); imports, functions, types and variables are. */
export interface SourceBinding {
  readonly name: string;
  readonly kind: 'variable' | 'function' | 'type' | 'import';
  /** Index into functions, types or imports, by kind. Absent for variables. */
  readonly ref?: number;
  /** The function whose scope owns it; 0 for module scope. */
  readonly in: FnId;
  /** Declared type of a variable, where the source gives one. */
  readonly type?: TypeRef;
  readonly line: Line;
}

export interface SourceExport {
  /** `default`, a name, `*` (all of `from`), or `=` (CommonJS `module.exports = value`). */
  readonly name: string;
  readonly value?: Value;
  /** Re-export: module and name (`*` for the namespace) it comes from. */
  readonly from?: string;
  readonly imported?: string;
  readonly line: Line;
}

export interface SourceField {
  readonly name: string;
  readonly type?: TypeRef;
  /** Evaluated in the body of function `SourceType.init`. */
  readonly init?: Value;
  readonly static: boolean;
  readonly line: Line;
}

export interface SourceType {
  readonly name: string;
  readonly kind: 'class' | 'interface' | 'enum';
  readonly bases: readonly TypeRef[];
  readonly exported: boolean;
  /** Enum members are static fields whose `init` is their value. */
  readonly fields: readonly SourceField[];
  /** Named methods, getters (`getter: true` on the function) and the constructor (name `constructor`). */
  readonly methods: readonly FnId[];
  /** Function that owns the calls of field initialisers (`this` is the instance). Absent where no initialiser calls. */
  readonly init?: FnId;
  /** Names of the type's own parameters (`T`), so that a reference to one is not taken for a class. */
  readonly typeParams: readonly string[];
  readonly line: Line;
}

export interface SourceParam {
  readonly name: string;
  readonly type?: TypeRef;
  readonly fallback?: Value;
  readonly rest: boolean;
}

export interface SourceFunction {
  /** Empty for the module body and for anonymous functions without a name to give. */
  readonly name: string;
  /** The class of a method. */
  readonly owner?: TypeId;
  /** Enclosing function of a closure or nested function; 0 is the module body. Absent for the module body itself. */
  readonly parent?: FnId;
  readonly exported: boolean;
  readonly static: boolean;
  readonly getter: boolean;
  /** Functions that bind their own `this` (`function`, methods); arrows and lambdas take the enclosing one. */
  readonly ownThis: boolean;
  readonly params: readonly SourceParam[];
  readonly returns: readonly Value[];
  readonly type?: TypeRef;
  readonly line: Line;
  readonly endLine: Line;
}

/** What an annotation decorates. `param` and `field` name their owner too. */
export type Decorated =
  | { readonly kind: 'type'; readonly type: TypeId }
  | { readonly kind: 'function'; readonly fn: FnId }
  | { readonly kind: 'param'; readonly fn: FnId; readonly index: number }
  | { readonly kind: 'field'; readonly type: TypeId; readonly field: string };

export interface SourceArgument {
  /** Keyword argument, JSX property, annotation element. */
  readonly name?: string;
  readonly spread: boolean;
  readonly value: Value;
}

/** `if (test)`, or `if (test === equals)`: the call runs only when it holds (not, where negated). */
export interface Guard {
  readonly test: Value;
  readonly equals?: Value;
  readonly negated: boolean;
}

export interface SourceCall {
  readonly in: FnId;
  readonly form: 'call' | 'new' | 'super' | 'element' | 'annotation';
  /** For `super(...)`: `{k:'name', id:'super'}`; for `super.m(...)`: member of that. */
  readonly callee: Value;
  /** Declared type of the receiver where the file itself gives it (typed parameter, field or local). */
  readonly receiver?: TypeRef;
  readonly args: readonly SourceArgument[];
  /** Type arguments at the call. */
  readonly types: readonly TypeRef[];
  readonly on?: Decorated;
  /** The collection the call runs over, if it stands in a loop (or a callback of map/forEach) of its own function. */
  readonly loop?: Value;
  readonly guards: readonly Guard[];
  readonly line: Line;
}

/** An assignment to a local, a field, a static, a module variable or through a pointer. Declarations with initialisers are writes too. */
export interface SourceWrite {
  readonly in: FnId;
  readonly to: Value;
  readonly value: Value;
  readonly line: Line;
}

/** One file in words that all languages share. */
export interface SourceUnit {
  readonly file: string;
  readonly language: LanguageId;
  /** Package or module name that other files of the same package share without import (Go, Java, C#, PHP); the file's own path for ES modules. */
  readonly module: string;
  readonly generated: boolean;
  readonly test: boolean;
  readonly imports: readonly SourceImport[];
  readonly bindings: readonly SourceBinding[];
  readonly exports: readonly SourceExport[];
  readonly types: readonly SourceType[];
  readonly functions: readonly SourceFunction[];
  readonly calls: readonly SourceCall[];
  readonly writes: readonly SourceWrite[];
  /** Things the adapter met and could not express; shown with --verbose. */
  readonly notes: readonly { readonly line: Line; readonly text: string }[];
  /** Inline suppressions: `archlint-ignore <rule>: <reason>`; an absent reason is reported. */
  readonly suppressions: readonly { readonly rule: string; readonly reason: string | null; readonly line: Line }[];
}
