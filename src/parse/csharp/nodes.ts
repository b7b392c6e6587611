/** Expressions of C#, as far as they matter to who configures something by calling methods. */
export type CSharpExpression = { readonly line: number } & (
  | { readonly k: 'name'; readonly name: string }
  | { readonly k: 'member'; readonly of: CSharpExpression; readonly name: string }
  | { readonly k: 'index'; readonly of: CSharpExpression; readonly at: readonly CSharpArgument[] }
  | { readonly k: 'call'; readonly callee: CSharpExpression; readonly types: readonly string[]; readonly args: readonly CSharpArgument[] }
  | { readonly k: 'text'; readonly text: string }
  | { readonly k: 'interpolated'; readonly parts: readonly (string | CSharpExpression)[] }
  | { readonly k: 'constant'; readonly value: boolean | number | null }
  | { readonly k: 'lambda'; readonly params: readonly string[]; readonly body: readonly CSharpStatement[] }
  | { readonly k: 'new'; readonly type: string; readonly args: readonly CSharpArgument[]; readonly fields: readonly CSharpArgument[] }
  | { readonly k: 'list'; readonly items: readonly CSharpExpression[] }
  | { readonly k: 'choice'; readonly test?: CSharpExpression; readonly of: readonly CSharpExpression[] }
  | { readonly k: 'operator'; readonly sign: string; readonly operands: readonly CSharpExpression[] }
  | { readonly k: 'assign'; readonly to: CSharpExpression; readonly value: CSharpExpression }
  | { readonly k: 'other' }
);
export interface CSharpArgument {
  readonly name?: string;
  readonly value: CSharpExpression;
}

export type CSharpStatement =
  | { readonly k: 'local'; readonly name: string; readonly value: CSharpExpression; readonly line: number }
  | { readonly k: 'do'; readonly value: CSharpExpression }
  | { readonly k: 'return'; readonly value: CSharpExpression }
  | { readonly k: 'if'; readonly test: CSharpExpression; readonly then: readonly CSharpStatement[]; readonly otherwise: readonly CSharpStatement[] }
  | { readonly k: 'each'; readonly name: string; readonly of: CSharpExpression; readonly body: readonly CSharpStatement[] }
  /** A block of any other kind: `try`, `using`, `while`. */
  | { readonly k: 'block'; readonly body: readonly CSharpStatement[] }
  | { readonly k: 'method'; readonly method: CSharpMethod };

/** A method or local function with a body. */
export interface CSharpMethod {
  readonly name: string;
  readonly params: readonly { readonly name: string; readonly receiver: boolean; readonly fallback?: CSharpExpression }[];
  readonly body: readonly CSharpStatement[];
  readonly line: number;
}

/** One source file: its top-level statements, the methods of its classes, and its constants. */
export interface CSharpFile {
  readonly statements: readonly CSharpStatement[];
  readonly methods: readonly CSharpMethod[];
  readonly constants: readonly { readonly name: string; readonly value: CSharpExpression }[];
}
