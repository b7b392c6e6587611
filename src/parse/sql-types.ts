/** Dialects whose lexical rules differ where it matters: comments, backslashes, brackets. */
export type SqlDialect = 'postgresql' | 'mysql' | 'sqlite' | 'mssql' | 'oracle';

/** A table as a statement names it. `name` is empty where it is not known (a template's hole, a bound value). */
export interface SqlTable {
  readonly schema?: string;
  readonly name: string;
}

export interface SqlStatement {
  readonly kind: 'select' | 'insert' | 'update' | 'delete' | 'merge' | 'ddl' | 'other';
  readonly reads: readonly SqlTable[];
  readonly writes: readonly SqlTable[];
  /** Tables and views that it defines (not temporary ones); a view's or copy's sources are in `reads`. */
  readonly creates: readonly SqlTable[];
  /** Tables that are gone after it: dropped, or renamed (the new name is in `creates`). They are in `writes` too. */
  readonly drops: readonly SqlTable[];
  /** Line of its first word in the text, from 1. */
  readonly line: number;
}
