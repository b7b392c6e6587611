import type { Diagnostic } from '../../core/extraction.js';
import type { FileIndex } from '../../core/files.js';
import type { Location } from '../../core/location.js';
import type { Budget } from '../go-template/session.js';
import { TemplateCache } from '../go-template/templates.js';
import type { GoMap } from '../go-template/value.js';
import type { Chart } from './chart.js';
import { settleNames } from './names.js';

/** One installation of a chart. */
export interface Release {
  readonly chart: Chart;
  /** Absent where nothing names it: the name is then taken out of all that is rendered. */
  readonly name?: string;
  /** The name without what the tool puts before it (Flux: the target namespace). */
  readonly plainName?: string;
  readonly namespace?: string;
  /** Over the chart's own; later ones win. */
  readonly values: readonly ({ readonly file: string } | { readonly map: GoMap })[];
  /** Releases of one group are alternatives of one system. */
  readonly group: string;
  readonly stack: string;
  readonly environment?: string;
  readonly when?: string;
  /** See `Rendering`. */
  readonly partial?: boolean;
  /** What its group deploys everywhere; what other releases deploy beyond it, they alone enable. */
  readonly base?: boolean;
  /** Only for others to be compared with. */
  readonly silent?: boolean;
  /** Names of releases that are installed before it, and where that is said. */
  readonly needs?: readonly string[];
  readonly at?: Location;
}

/** What one run shares: parsed templates, the budget of all charts together, and who hears of problems. */
export interface Workshop {
  readonly files: FileIndex;
  readonly cache: TemplateCache;
  readonly budget: Budget;
  /** Turns marks of releases into names, where a text leaves the reach of the marks (base64). */
  settle(text: string, chart: Chart): string;
  note(diagnostic: Diagnostic): void;
}

/** Steps of all charts of a run; 116 large public charts take one million. */
const runSteps = 8_000_000;

/** A workshop for one run over a tree. */
export function openWorkshop(files: FileIndex, note: (diagnostic: Diagnostic) => void): Workshop {
  return {
    files,
    cache: new TemplateCache(),
    budget: { steps: runSteps },
    settle: (text, chart) => settleNames(text, { chart: chart.name, shared: new Set() }),
    note,
  };
}
