/**
 * A JDBC or R2DBC URL in the form of other database URLs: `jdbc:sqlserver://db:1433;databaseName=shop` is `sqlserver://db:1433/shop`, drivers
 * that wrap others (`jdbc:p6spy:mysql://…`, `r2dbc:pool:postgres://…`) give way to what they wrap, databases in the process have no host
 * (`jdbc:h2:mem:shop` is `h2:////shop`). Any other text comes back as it is.
 */
export function plainDatabaseUrl(text: string): string {
  const inner = /^(?:jdbc|r2dbc|vertx-reactive):(.*)$/is.exec(text)?.[1];
  if (inner === undefined) return text;
  const embedded = /^(?:[\w-]+:)*(h2|hsqldb|derby|sqlite|duckdb):(?!(?:tcp|ssl|hsqls?|https?):\/\/)(.*)$/is.exec(inner);
  if (embedded !== null) return `${(embedded[1] ?? '').toLowerCase()}:////${embeddedName(embedded[2] ?? '')}`;
  const oracle = /^(?:[\w-]+:)*oracle:thin:(?:[^@]*)@(?:\/\/)?([\w.-]+)(?::(\d+))?[:/]([\w.$#-]+)/i.exec(inner);
  if (oracle !== null) return `oracle://${oracle[1] ?? ''}${oracle[2] === undefined ? '' : `:${oracle[2]}`}/${oracle[3] ?? ''}`;
  const [, scheme = '', rest = ''] = /^(?:[\w-]+:)*?([\w-]+(?::(?:loadbalance|replication|srv))?):\/\/(.*)$/s.exec(inner) ?? [];
  if (scheme === '') return inner;
  const plain = scheme.replace(/:.*$/, '').replace(/^jtds$/, 'sqlserver');
  if (!/^(sqlserver|db2|informix-sqli|sap)$/i.test(plain)) return `${plain}://${rest}`;
  const [authority = '', ...pairs] = rest.split(';');
  const database = pairs.map((p) => /^\s*(?:databaseName|database)\s*=\s*(.+?)\s*$/i.exec(p)?.[1]).find((d) => d !== undefined);
  return `${plain}://${authority.replace(/\/.*$/, '')}/${database ?? authority.split('/')[1] ?? ''}`;
}

/** Name of a database in the process: `mem:shop;MODE=MySQL`, `file:./data/shop`, `///shop`. */
function embeddedName(rest: string): string {
  const path = rest
    .replace(/^(mem|file|res|nio|zip|split|memory|directory|ram|inmemory):/i, '')
    .replace(/[;?].*$/s, '')
    .replace(/[/\\]+$/, '');
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).replace(/^:memory:$/, '');
}
