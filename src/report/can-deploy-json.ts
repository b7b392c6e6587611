import type { Report } from '../core/report.js';
import type { RenderOptions } from './options.js';
import { deployVerdict } from './shape/deployability.js';
import { jsonText } from './shape/escape.js';
import { titlesOf } from './shape/names.js';
import { schemaVersion } from './shape/wire.js';

/** Whether a service can be deployed alone, as JSON: `alone`, the verdict in words, the services that go with it and why, and the start-up order. */
export function renderCanDeployJson(report: Report, options: RenderOptions): string {
  const asked = options.deployability;
  return jsonText({
    schemaVersion,
    tool: { name: 'archlint', version: report.toolVersion },
    service: asked?.service ?? null,
    alone: asked?.bonds.length === 0,
    verdict: asked === undefined ? null : deployVerdict(asked, titlesOf(report.graph)),
    with: (asked?.bonds ?? []).map(({ service, reasons }) => ({
      service,
      reasons: reasons.map(({ kind, text, locations }) => ({ kind, text, locations: locations.map(({ file, line }) => ({ file, line })) })),
    })),
    ownPipeline: asked?.pipeline ?? null,
    startsAfter: asked?.after ?? [],
    waitedForBy: asked?.before ?? [],
  });
}
