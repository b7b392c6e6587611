/** A Go template taken apart. Lines count from 1 in the template's file. */
export type GoNode =
  | { readonly k: 'text'; readonly text: string; readonly line: number }
  | { readonly k: 'action'; readonly pipe: GoPipe; readonly line: number }
  | GoBranch
  | { readonly k: 'template'; readonly name: string; readonly pipe?: GoPipe; readonly line: number }
  | { readonly k: 'break' | 'continue'; readonly line: number };

/** `if`, `with` and `range`; `otherwise` holds what `else` says, an `else if` as the only node. */
export interface GoBranch {
  readonly k: 'if' | 'with' | 'range';
  readonly pipe: GoPipe;
  readonly body: readonly GoNode[];
  readonly otherwise: readonly GoNode[];
  readonly line: number;
}

/** `$a, $b := first | second`. */
export interface GoPipe {
  /** Variables that are declared or set, with their `$`. */
  readonly variables: readonly string[];
  /** `=` sets variables that are there; `:=` makes new ones. */
  readonly assigns: boolean;
  /** Words of each command: what is called, then its arguments. Never empty. */
  readonly commands: readonly (readonly GoOperand[])[];
  readonly line: number;
  /** The pipeline as written, shortened. */
  readonly source: string;
}

export type GoOperand =
  /** Integers are `bigint`, as Go tells them from floats; nil is null. */
  | { readonly k: 'constant'; readonly value: string | number | bigint | boolean | null }
  | { readonly k: 'dot' }
  | { readonly k: 'field'; readonly path: readonly string[] }
  | { readonly k: 'variable'; readonly name: string; readonly path: readonly string[] }
  | { readonly k: 'function'; readonly name: string }
  | { readonly k: 'chain'; readonly of: GoPipe; readonly path: readonly string[] };

export interface GoTemplate {
  readonly root: readonly GoNode[];
  /** Bodies of `define` and `block` by name, in source order. */
  readonly defines: ReadonlyMap<string, readonly GoNode[]>;
}
