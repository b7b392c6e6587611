import type { CSharpExpression } from '../../parse/csharp/nodes.js';
import type { Defined, Resource, Value } from './model.js';

/** What the program around an application host gives. */
export interface ProgramWorld {
  /** The program's own methods by name. */
  readonly methods: ReadonlyMap<string, readonly Defined[]>;
  readonly constants: ReadonlyMap<string, CSharpExpression>;
  /** Folder of the host's project. */
  readonly dir: string;
  /** The project file that `Projects.Name` stands for. */
  projectNamed(name: string): string | undefined;
  /** Schemes of the addresses that a project's launch settings give it: its endpoints. */
  schemesOf(project: string): readonly string[];
}

/** A call with its arguments evaluated on demand. */
export interface Call {
  readonly name: string;
  readonly types: readonly string[];
  readonly at: { readonly file: string; readonly line: number };
  /** An argument by name, else by position among those without a name. */
  arg(index: number, name?: string): Value | undefined;
  /** All without a name, from a position on. */
  rest(from: number): Value[];
  /** Runs a closure. */
  run(closure: Value | undefined, ...args: readonly Value[]): Value;
}

/** The host that is being read. */
export interface Host {
  readonly resources: Map<string, Resource>;
  readonly world: ProgramWorld;
}

/** Text of a value as Aspire's manifest writes it; undefined where it has none. */
export function textOf(value: Value | undefined): string | undefined {
  switch (value?.k) {
    case 'text':
      return value.text;
    case 'constant':
      return value.value === null ? undefined : String(value.value);
    case 'resource':
      return value.resource.kind === 'parameter' ? `{${value.resource.name}.value}` : `{${value.resource.name}.connectionString}`;
    case 'endpoint':
      return `{${value.resource.name}.bindings.${value.endpoint}.${value.property}}`;
    default:
      return undefined;
  }
}

/** A number that is given as one. */
export function numberOf(value: Value | undefined): number | undefined {
  return value?.k === 'constant' && typeof value.value === 'number' && Number.isFinite(value.value) ? value.value : undefined;
}
