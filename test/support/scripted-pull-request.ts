import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GitSandbox, gitSandbox } from './git-sandbox.js';
import { root } from './source-files.js';

/** The bundled example in a repository of its own, on a branch that makes a chain longer by a hop and has two services write one table. */
export interface ScriptedPullRequest extends GitSandbox {
  /** A further commit that takes both back. */
  fix(): void;
}

const billing = 'services/billing/src/invoices.ts';
const shipping = 'services/shipping/src/parcels.ts';

/** Makes the repository; the caller removes it. `main` is the base, `invoices-show-delivery` is checked out. */
export function scriptedPullRequest(): ScriptedPullRequest {
  const box = gitSandbox();
  cpSync(join(root, 'fixtures/systems/shop'), box.root, { recursive: true });
  box.init('.');
  box.commit('.', {}, 'The shop');
  box.git('.', 'checkout', '-qb', 'invoices-show-delivery');
  const before = new Map([billing, shipping, 'compose.yml'].map((file) => [file, readFileSync(join(box.root, file), 'utf8')]));
  const edit = (file: string, from: string, to: string): void => {
    const path = join(box.root, file);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    writeFileSync(path, text.replace(from, to));
  };
  edit(billing, "import { Router } from 'express';", "import axios from 'axios';\nimport { Router } from 'express';");
  edit(
    billing,
    '  response.json(rows[0]);',
    '  const delivery = await axios.post(`${process.env.STOCK_URL}/reservations`, { order: request.params.order, lines: [] }, { timeout: 1_000 });\n' +
      '  response.json({ ...rows[0], delivery: delivery.data.delivery });',
  );
  edit(
    shipping,
    "import { pool } from './database';",
    "import { Pool } from 'pg';\nimport { pool } from './database';\n\nconst stock = new Pool({ connectionString: process.env.STOCK_DATABASE_URL });",
  );
  edit(shipping, '    channel.ack(message);', "    await stock.query('DELETE FROM reservations WHERE order_id = $1', [order.id]);\n    channel.ack(message);");
  edit('compose.yml', '      ORDERS_DATABASE_URL:', '      STOCK_URL: http://stock:4002\n      ORDERS_DATABASE_URL:');
  edit(
    'compose.yml',
    '      DATABASE_URL: postgres://shop:shop@postgres:5432/shipping',
    '      DATABASE_URL: postgres://shop:shop@postgres:5432/shipping\n      STOCK_DATABASE_URL: postgres://shop:shop@postgres:5432/stock',
  );
  box.commit('.', {}, 'Invoices show the day of delivery');
  return { ...box, fix: () => void box.commit('.', Object.fromEntries(before), 'Ask for the day when the order is placed') };
}
