import type { Report } from '../core/report.js';
import { jsonText } from './shape/escape.js';
import { inventory } from './shape/inventory.js';
import { schemaVersion, wireCoverage, wireFiles, wireNode, wireUnresolved } from './shape/wire.js';

/** What was recognised, as JSON: each service as in the graph's JSON, with its stores, channels and outbound sites. */
export function renderServicesJson(report: Report): string {
  return jsonText({
    schemaVersion,
    tool: { name: 'archlint', version: report.toolVersion },
    services: inventory(report.graph).map((row) => ({
      ...wireNode(row.node),
      stores: row.stores,
      publishes: row.publishes,
      consumes: row.consumes,
      outbound: { resolved: row.resolved, unresolved: row.unresolved.length, reasons: row.reasons },
      unresolved: wireUnresolved(row.unresolved),
    })),
    coverage: wireCoverage(report.graph.coverage),
    files: wireFiles(report.files),
  });
}
