import { sqlTokens } from './sql-tokens.js';
import type { SqlToken } from './sql-tokens.js';
import type { SqlDialect, SqlStatement } from './sql-types.js';
import { walkStatement } from './sql-walk.js';

export { SQL_HOLE } from './sql-tokens.js';
export type { SqlDialect, SqlStatement, SqlTable } from './sql-types.js';

/**
 * Finds the tables that SQL text of any dialect reads, writes and creates: a tolerant scanner, which never fails and
 * builds no tree. Common table expressions, functions, table variables, temporary (`#x`) and catalogue tables are no
 * tables. Bodies of functions and procedures count for the statement that creates them. `ALTER` and `DROP TABLE` write.
 */
export function scanSql(text: string, dialect?: SqlDialect): SqlStatement[] {
  const statements: SqlStatement[] = [];
  for (const tokens of splitStatements(sqlTokens(text, dialect))) {
    const statement = walkStatement(tokens, dialect);
    if (statement) statements.push(statement);
  }
  return statements;
}

const ROUTINES = new Set(['PROCEDURE', 'FUNCTION', 'TRIGGER', 'EVENT', 'PACKAGE', 'PROC']);

/** Statements end at `end` tokens, but not inside BEGIN … END of a routine that is created. */
function splitStatements(tokens: readonly SqlToken[]): SqlToken[][] {
  const statements: SqlToken[][] = [];
  let current: SqlToken[] = [];
  let depth = 0;
  let routine = false;
  for (const [i, token] of tokens.entries()) {
    if (token.kind === 'end' && !(routine && depth > 0 && token.text === ';')) {
      if (current.length > 0) statements.push(current);
      current = [];
      depth = 0;
      routine = false;
      continue;
    }
    current.push(token);
    if (current.length <= 8 && ROUTINES.has(token.keyword) && (current[0]?.keyword === 'CREATE' || current[0]?.keyword === 'ALTER')) routine = true;
    if (routine) depth += nesting(token, tokens[i + 1]);
  }
  if (current.length > 0) statements.push(current);
  return statements;
}

function nesting(token: SqlToken, next: SqlToken | undefined): number {
  if (token.keyword === 'BEGIN' && next?.keyword !== 'TRANSACTION' && next?.keyword !== 'TRAN') return 1;
  if (token.keyword === 'CASE') return 1;
  if (token.keyword !== 'END') return 0;
  return next !== undefined && ['IF', 'LOOP', 'WHILE', 'REPEAT', 'FOR'].includes(next.keyword) ? 0 : -1;
}

const QUERY = /^(?:select\b[\s\S]*\bfrom\b|with\s+(?:recursive\s+)?["'`[\]\w.]+\s*(?:\([^)]*\)\s*)?as\s+(?:not\s+)?(?:materialized\s+)?\()/i;
const CHANGE =
  /^(?:insert\s+(?:\w+\s+){0,2}into\s|update\s+(?:only\s+)?\S+(?:\s+(?:as\s+)?\S+)?(?:\s+(?:inner|left|join)\b[\s\S]*)?\s+set\s+\S+?\s*=|delete\s+(?:\S+\s+)?from\s|merge\s+into\s|replace\s+into\s|truncate\s+(?:table\s+)?\S+\s*(?:;|$|cascade|restart|,))/i;
const DEFINITION =
  /^(?:(?:create|alter|drop)\s+(?:or\s+replace\s+)?(?:\w+\s+){0,2}(?:table|view|index|function|procedure|trigger|schema|database|type|sequence|extension)\b|copy\s+\S+[\s\S]*\b(?:from|to)\b|lock\s+table\s)/i;
const PROSE = /\b(?:from|into|update|table|select)\s+(?:the|an?|your|this|these|those|our|my|each|which)\s+[a-z]/i;

/**
 * Whether a text is SQL rather than prose or a path: it starts as a statement does, with keywords in one case.
 * `Select an item from the list` is none.
 */
export function looksLikeSql(text: string): boolean {
  const start = text.slice(0, 4000).replace(/^(?:\s+|--[^\n]*\n|\/\*[\s\S]*?\*\/|\()+/, '');
  const first = /^[a-z]+/i.exec(start)?.[0];
  if (first === undefined || (first !== first.toUpperCase() && first !== first.toLowerCase())) return false;
  if (!QUERY.test(start) && !CHANGE.test(start) && !DEFINITION.test(start)) return false;
  return first === first.toUpperCase() || !PROSE.test(start);
}
