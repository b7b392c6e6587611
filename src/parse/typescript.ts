import type { ts } from '@ts-morph/common';

/** The compiler's types. Its values are reached only through this file, so that another parser can take its place. */
export type { ts };

let compiler: typeof ts | undefined;

/** Node kinds by name. Filled by `loadCompiler`; not to be read before. */
export let Kind: typeof ts.SyntaxKind;

/** Loads the TypeScript compiler that ts-morph ships, once; a second call costs nothing. It must have ended before `parseSource` is called. */
export async function loadCompiler(): Promise<void> {
  if (compiler) return;
  const loaded = await import('@ts-morph/common/dist/typescript.js');
  compiler = loaded.default;
  Kind = compiler.SyntaxKind;
}

function loaded(): typeof ts {
  if (!compiler) throw new Error('loadCompiler() must have ended before source text is parsed');
  return compiler;
}

/** A syntax error as the parser words it. */
export interface SyntaxFault {
  /** Line, from 1. */
  readonly line: number;
  readonly message: string;
}

/** A parsed file and its syntax errors; statements around an error are still there. */
export interface ParsedSource {
  readonly source: ts.SourceFile;
  readonly faults: readonly SyntaxFault[];
}

const scriptKinds: ReadonlyMap<string, 'TS' | 'TSX' | 'JS' | 'JSX'> = new Map([
  ['ts', 'TS'],
  ['mts', 'TS'],
  ['cts', 'TS'],
  ['tsx', 'TSX'],
  ['js', 'JS'],
  ['mjs', 'JS'],
  ['cjs', 'JS'],
  ['jsx', 'JSX'],
]);

/**
 * Parses one file without parent pointers, doc comments or a type checker.
 * @throws RangeError where the text is nested deeper than the parser's stack (about 1,500 levels); callers turn it into a note.
 */
export function parseSource(file: string, text: string): ParsedSource {
  const api = loaded();
  const scriptKind = api.ScriptKind[scriptKinds.get(file.slice(file.lastIndexOf('.') + 1)) ?? 'TS'];
  const options = { languageVersion: api.ScriptTarget.Latest, jsDocParsingMode: api.JSDocParsingMode.ParseNone };
  const source = api.createSourceFile(file, text, options, false, scriptKind);
  const found = (source as ts.SourceFile & { readonly parseDiagnostics?: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics ?? [];
  const faults = found.map((fault) => ({
    line: source.getLineAndCharacterOfPosition(fault.start).line + 1,
    message: api.flattenDiagnosticMessageText(fault.messageText, ' '),
  }));
  return { source, faults };
}

/** Calls `visit` for each direct child of a node. */
export function eachChild(node: ts.Node, visit: (child: ts.Node) => void): void {
  loaded().forEachChild(node, (child) => {
    visit(child);
  });
}

/** Whether a list of declarations is written with `var`. */
export function isVar(list: ts.VariableDeclarationList): boolean {
  return (list.flags & loaded().NodeFlags.BlockScoped) === 0;
}
