import type { SourceUnit } from '../../../core/source.js';
import { loadCompiler, parseSource, type ParsedSource } from '../../../parse/typescript.js';
import { isGenerated, isTest, suppressionsOf } from './comments.js';
import { UnitDraft } from './draft.js';
import { buildGrammar } from './grammar.js';
import { hoistBlock, hoistVars } from './hoist.js';
import { hoistImports } from './modules.js';
import { type Grammar, Walk } from './walk.js';

export { extractJsonModule } from './json-module.js';

/** File name endings that `extractTypeScript` reads. */
export const typeScriptExtensions: readonly string[] = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

let grammar: Grammar | undefined;

/** Loads the compiler, once. `extractTypeScript` may be called when it has ended. */
export async function loadTypeScript(): Promise<void> {
  await loadCompiler();
  grammar ??= buildGrammar();
}

/**
 * What one TypeScript or JavaScript file says, in the words that all languages share. Never throws on what it reads: a file that
 * cannot be parsed gives an empty unit with a note, a broken one what stands around the break.
 */
export function extractTypeScript(file: string, text: string): SourceUnit {
  if (!grammar) throw new Error('loadTypeScript() must have ended before extractTypeScript() is called');
  let parsed: ParsedSource;
  try {
    parsed = parseSource(file, text);
  } catch (error) {
    return unparsed(file, `not read: ${reasonOf(error)}`);
  }
  const { source, faults } = parsed;
  const walk = new Walk(source, grammar);
  noteFaults(walk, faults);
  try {
    hoistImports(walk, source.statements);
    hoistVars(walk, source.statements);
    hoistBlock(walk, source.statements);
    walk.statements(source.statements);
  } catch (error) {
    walk.unit.addNote(1, `read in part: ${reasonOf(error)}`);
  }
  return walk.unit.finish({ file, generated: isGenerated(file, source), test: isTest(file), suppressions: suppressionsOf(walk) });
}

function noteFaults(walk: Walk, faults: ParsedSource['faults']): void {
  const first = faults[0];
  if (!first) return;
  const count = `${faults.length} syntax error${faults.length > 1 ? 's' : ''}`;
  walk.unit.addNote(first.line, `${count}, the first: ${first.message} What stands around them is read; mend them for the rest.`);
}

function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return 'it is nested too deeply; split the deepest expression, or ignore the file';
  return error instanceof Error ? error.message : String(error);
}

/** A unit with an empty module body and the reason why there is no more. */
function unparsed(file: string, text: string): SourceUnit {
  const unit = new UnitDraft();
  unit.addModuleBody(1);
  unit.addNote(1, text);
  return unit.finish({ file, generated: false, test: isTest(file), suppressions: [] });
}
