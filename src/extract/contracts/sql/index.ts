import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import type { SchemaFact } from '../../../core/fact.js';
import { schemasIn } from '../../../parse/sql-schemas.js';

/** Tables and views that .sql files create: migrations by their folder or numbered name, else definitions. Files that only hold data give nothing. */
export const sql: ManifestExtractor = {
  id: 'sql',
  title: 'SQL files',
  files: (path) => /\.(?:sql|ddl|pgsql|psql)$/i.test(path),
  extract,
};

const migrationFolder = /(?:^|\/)[^/]*(?:migrat|flyway|liquibase|changelog|sqitch)[^/]*\//i;
const numberedName = /(?:^|\/)(?:[VRB]?\d+[^/]*|[^/]*?\d{8,}[^/]*)\.\w+$/i;
/** What takes a migration back defines nothing. */
const undo = /(?:[._-](?:down|undo|rollback|revert)\.\w+$)|(?:^|\/)(?:U\d[^/]*|down)\.\w+$|(?:^|\/)(?:down|undo|rollback|revert)\//i;

function extract(file: string, text: string): Extraction {
  if (undo.test(file) || !/\b(?:create|rename)\b/i.test(text)) return { facts: [], diagnostics: [] };
  const by = migrationFolder.test(file) || numberedName.test(file) ? 'migration' : 'ddl';
  const facts = schemasIn(text).map(({ line, ...schema }): SchemaFact => ({ kind: 'schema', at: { file, line }, foundBy: 'sql', by, ...schema }));
  return { facts, diagnostics: [] };
}
