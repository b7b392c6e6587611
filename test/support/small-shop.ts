import type { Files } from './git-sandbox.js';

const server = (name: string, more = ''): string => `import express from 'express';
import axios from 'axios';
import { Pool } from 'pg';

const app = express();
const pool = new Pool({ connectionString: process.env.DATABASE_URL });
${more}
app.get('/${name}', async (request, response) => {
  response.json(await pool.query('SELECT * FROM ${name}'));
});
app.listen(4000);
`;

const unit = (name: string, more = ''): Files => ({
  [`${name}/package.json`]: JSON.stringify({
    name: `@shop/${name}`,
    version: '1.0.0',
    scripts: { start: 'node dist/main.js' },
    dependencies: { express: '4', axios: '1', pg: '8' },
  }),
  [`${name}/Dockerfile`]: 'FROM node:20\nWORKDIR /app\nCOPY . .\nCMD ["node", "dist/main.js"]\n',
  [`${name}/src/main.ts`]: server(name, more),
  [`${name}/migrations/001-${name}.sql`]: `CREATE TABLE ${name} (id text PRIMARY KEY, seen boolean);\n`,
});

/** One service's part of a compose file. */
export const composed = (name: string, environment: Readonly<Record<string, string>> = {}): string =>
  [
    `  ${name}:`,
    `    build: ./${name}`,
    '    environment:',
    ...Object.entries({ DATABASE_URL: `postgres://shop:shop@postgres:5432/${name}`, ...environment }).map(([key, value]) => `      ${key}: ${value}`),
    '',
  ].join('\n');

/** A compose file of these parts and a database server. */
export const compose = (...parts: readonly string[]): string => `services:\n${parts.join('')}  postgres:\n    image: postgres:16\n`;

/** A call of a service's code to the address in a setting. */
export const callTo = (setting: string, path: string): string => `
app.post('/from-${setting.toLowerCase()}', async (request, response) => {
  const answer = await axios.get(\`\${process.env.${setting}}/${path}\`, { timeout: 1000 });
  response.json(answer.data);
});
`;

/** Writing access of a service's code to a table of the database in a setting. */
export const writeTo = (setting: string, table: string): string => `
const other = new Pool({ connectionString: process.env.${setting} });
app.put('/${table}', async (request, response) => {
  await other.query('UPDATE ${table} SET seen = true');
  response.end();
});
`;

/** Three services with a database each; orders calls stock, and writes a table that stock owns: one known problem of each data rule. */
export const smallShop: Files = {
  'compose.yml': compose(
    composed('orders', { STOCK_URL: 'http://stock:4000', STOCK_DATABASE_URL: 'postgres://shop:shop@postgres:5432/stock' }),
    composed('stock'),
    composed('shipping'),
  ),
  ...unit('orders', callTo('STOCK_URL', 'stock') + writeTo('STOCK_DATABASE_URL', 'stock')),
  ...unit('stock'),
  ...unit('shipping'),
};

/** The code of a service of the small shop, with more in it. */
export const mainOf = (name: string, more = ''): Files => ({ [`${name}/src/main.ts`]: server(name, more) });
