import { writeFileSync } from 'node:fs';
import { it } from 'vitest';
import { reporters } from '../../src/report/index.js';
import { defaultRenderOptions } from '../../src/report/options.js';
import { sampleReport } from '../support/sample-report.js';
it('look', () => {
  for (const r of reporters) {
    writeFileSync(`/tmp/look/${r.command}-${r.format}`, r.render(sampleReport, { ...defaultRenderOptions, failure: 'failing because of --fail-on error', question: { from: 'service:orders', to: 'service:stock' }, rule: 'sync-chain', graph: { depth: 1, groupBy: 'team', highlight: true, level: 'all' } }));
  }
  writeFileSync('/tmp/look/dot-data', reporters[2]!.render(sampleReport, { ...defaultRenderOptions, graph: {depth: 1, groupBy: 'none', highlight: true} }));
});
