import type { Location } from '../../core/location.js';
import type { GoNode } from '../../parse/go-template/nodes.js';
import type { Session } from './session.js';
import type { GoValue } from './value.js';

/** A named template: its nodes and the file they stand in. */
export interface Body {
  readonly file: string;
  readonly nodes: readonly GoNode[];
}

/** A function of templates. Gets evaluated arguments; never throws but `BudgetSpent`. */
export type GoFunction = (args: readonly GoValue[], engine: Engine) => GoValue;

/** What functions may ask of the evaluation that calls them. */
export interface Engine {
  readonly session: Session;
  /** Text of a value as it would be printed. */
  text(value: GoValue | undefined): string;
  /** Value of a map's key or a list's index; what is not there is `Missing` under its path. */
  member(of: GoValue, key: string | number): GoValue;
  /** Evaluates a named template; undefined where there is none. */
  include(name: string, dot: GoValue): string | undefined;
  /** Evaluates a text as a template. */
  evaluate(text: string, dot: GoValue): GoValue;
  /** Remembers where a line that a function makes comes from. */
  trace(line: string, at: Location): void;
}

/** The templates that see each other, and the functions they call. */
export interface World {
  readonly session: Session;
  template(name: string): Body | undefined;
  readonly functions: ReadonlyMap<string, GoFunction>;
  /** Parses a text that `tpl` is given, with the templates it defines; undefined where it is no template. */
  parse(text: string): { readonly body: Body; template(name: string): Body | undefined } | undefined;
}
