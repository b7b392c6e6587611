import type { TableNode } from '../core/graph.js';
import { defineRule, type GraphView, type Violation } from '../core/rule.js';
import { type Accessor, countedDatastore, describeDatastore, proofOf, tableAccessors } from '../graph/index.js';

/** Services that use one table of one database. */
export const sharedTable = defineRule({
  id: 'shared-table',
  meta: {
    category: 'data',
    since: '0.1.0',
    summary: 'Two or more services access the same table or collection, and at least one of them writes it',
    why: 'Every service that reads or writes the table depends on its columns, its constraints and its locks. A change of the table must be released with all of them at once, and none of them can keep its own rules about the data.',
    fix: 'Let one service own the table. The others ask it through its interface, or keep a copy of what they need, fed by its events.',
    whenNot:
      'Not for tables that exist to be exchanged: outbox and change-capture tables are left out anyway. A reporting job that reads a replica on purpose can be suppressed with that reason.',
    references: ['https://microservices.io/patterns/data/database-per-service.html'],
    severity: { minimal: 'error', recommended: 'error', strict: 'error' },
    options: {},
    messages: {
      twoWriters: 'Table {{table}} of {{database}} is written by {{writers}}[[, read by {{readers}}]][[, used by {{others}}]]',
      oneWriter: 'Table {{table}} of {{database}} is written by {{writers}}[[, read by {{readers}}]][[, used by {{others}}]]',
      readOnly: 'Table {{table}} of {{database}} is shared by {{services}}; no write was seen',
    },
  },
  *check(graph) {
    for (const table of graph.nodes('table')) {
      const violation = judgeTable(graph, table);
      if (violation) yield violation;
    }
  },
});

function judgeTable(graph: GraphView, table: TableNode): Violation | undefined {
  const datastore = countedDatastore(graph, table);
  const accessors = datastore ? tableAccessors(graph, table) : [];
  if (!datastore || accessors.length < 2) return undefined;
  const writers = accessors.filter((accessor) => accessor.writes).sort((a, b) => ownerLast(table, a) - ownerLast(table, b));
  const others = accessors.filter((accessor) => !accessor.writes);
  const byBlame = [...writers, ...others];
  const proof = proofOf(byBlame.map((accessor) => ({ of: accessor.service.name, lines: accessor.lines })));
  if (!proof) return undefined;
  const names = (list: readonly Accessor[]): string[] => list.map((accessor) => accessor.service.name);
  return {
    messageId: writers.length > 1 ? 'twoWriters' : writers.length === 1 ? 'oneWriter' : 'readOnly',
    data: {
      table: table.schema === undefined ? table.name : `${table.schema}.${table.name}`,
      database: describeDatastore(datastore),
      services: names(byBlame),
      writers: names(writers),
      readers: names(others.filter((accessor) => accessor.reads)),
      others: names(others.filter((accessor) => !accessor.reads)),
    },
    nodes: [table.id],
    services: names(byBlame),
    ...proof,
    path: null,
    ...(writers.length === 0 ? { severity: 'warn' as const } : {}),
    inferred: restsOnGuess(accessors),
    cause: datastore.id,
  };
}

const ownerLast = (table: TableNode, accessor: Accessor): number => (accessor.service.id === table.owner ? 1 : 0);

/** Without the guessed edges it would be no finding, or a lesser one. */
function restsOnGuess(accessors: readonly Accessor[]): boolean {
  const firm = accessors.filter((accessor) => accessor.firm);
  return firm.length < 2 || (accessors.some((accessor) => accessor.writes) && !firm.some((accessor) => accessor.writes));
}
